import ArgumentParser

/// A command as one piece of work; all that commands share in a run stands here, once.
protocol Job: ParsableCommand {
  var voice: Voice { get }
  /// What is read and written; folders see for themselves what is in the way.
  var files: FileUse { get }

  /// Does the work. Faults of the command line are found before any file is read.
  func work(in session: Session) throws
}

extension Job {
  func run() throws {
    try files.requireApart()
    let session = Session(voice)
    defer {
      session.endProgress()
      session.tellNotes()
    }
    try work(in: session)
  }
}

/// A command whose arguments depend on each other in a way that only the words themselves show.
protocol ArgumentsChecking {
  /// - Parameter arguments: the command's words, with those of a `--config` file.
  /// - Throws: where they do not go together.
  func check(arguments: [String]) throws
}
