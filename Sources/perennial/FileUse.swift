import Scoring

/// Files that a command reads, and those that it writes with the options that name them.
struct FileUse {
  let read: [String]
  let written: [(option: String, path: String?)]

  /// - Parameters:
  ///   - read: files, where they are named.
  ///   - model: folder of a model that is read.
  ///   - written: files to write, where they are named.
  init(
    read: [String?] = [], model: String? = nil, written: [(option: String, path: String?)] = []
  ) {
    let ofModel = model.map { folder in ModelFolder.files.map { "\(folder)/\($0)" } }
    self.read = read.compactMap(\.self) + (ofModel ?? [])
    self.written = written
  }
}

extension OrderReading {
  /// Throws where a file to write is one that is read, whatever either is called: the command would
  /// destroy what it was given.
  func requireFilesApart() throws(UsageError) {
    let read = Set((input.files.read + files.read).compactMap(FileIdentity.init(path:)))
    for (option, path) in files.written + input.files.written {
      guard let path, let file = FileIdentity(path: path), read.contains(file) else { continue }
      throw UsageError(
        description: "\(option) \(path): found a file that is read here, expected another path")
    }
  }
}

extension InputOptions {
  var files: FileUse {
    FileUse(
      read: orders + events + customers, written: [("--refused", refused), ("--ledger", ledger)])
  }
}
