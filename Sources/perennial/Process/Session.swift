import Dense
import Files
import Reporting

/// How much a run says on stderr.
enum Voice {
  /// Errors alone.
  case quiet
  case usual
  /// Every note.
  case verbose
}

/// How much depends on a note: the first case matters most.
enum NoteImportance: Int, Comparable {
  /// The results may not mean what they seem to.
  case results
  /// Some rows or columns count otherwise than one may expect.
  case data
  /// Good to know.
  case detail

  static func < (one: NoteImportance, other: NoteImportance) -> Bool {
    one.rawValue < other.rawValue
  }
}

/// One run of a command: what it says on stderr, and the outputs that it writes.
///
/// Notes are gathered and printed before the first output, the most important first.
final class Session {
  /// Notes printed where nobody asked for all.
  static let mostNotes = 5

  let voice: Voice
  private var notes: [(importance: NoteImportance, text: String)] = []
  private var left = Session.mostNotes
  /// Nil where nobody sees, or wants to know of, progress.
  private let painter: ProgressPainter?

  init(_ voice: Voice) {
    self.voice = voice
    painter = voice == .quiet ? nil : ProgressPainter()
  }

  /// What some work tells its progress to: a line at the foot of the terminal, where somebody sits in
  /// front of one.
  ///
  /// - Parameter work: what is done, in place of what was told before.
  /// - Returns: the whole of it.
  @discardableResult
  func progress(_ work: String) -> Progress { painter?.begin(work) ?? .untold }

  /// Ends what is told of progress.
  func endProgress() { painter?.end() }

  /// Prints a finding.
  func tell(_ line: String) {
    if voice != .quiet { warn(line) }
  }

  /// Prints what is said even where little is to be.
  func warn(_ line: String) { aside { report(line) } }

  /// Writes with no line of progress in the way.
  private func aside<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    guard let painter else { return try body() }
    try painter.aside(body)
  }

  /// Keeps a note until notes are printed; one that is known already is kept once.
  func note(_ text: String, _ importance: NoteImportance) {
    if !notes.contains(where: { $0.text == text }) { notes.append((importance, text)) }
  }

  func note(_ texts: [String], _ importance: NoteImportance) {
    for text in texts { note(text, importance) }
  }

  /// Prints the notes kept so far: at most five in a run, unless the run is verbose.
  func tellNotes() {
    // Sorting keeps the order of notes that matter alike.
    let sorted = notes.sorted { $0.importance < $1.importance }
    notes = []
    let shown = voice == .verbose ? sorted[...] : sorted.prefix(left)
    for note in shown { tell("note: \(note.text)") }
    if shown.count < sorted.count {
      tell("and \(sorted.count - shown.count) more: --verbose shows them all")
    }
    left -= min(left, shown.count)
  }

  /// Writes one output, whole or not at all; stdout for nil and `-`.
  func write(
    to path: String?, _ body: (borrowing Output) throws(OutputError) -> Void
  ) throws(OutputError) {
    tellNotes()
    guard Output.mayBeSeen(path) else { return try writeOutput(to: path, body) }
    try aside { () throws(OutputError) in try writeOutput(to: path, body) }
  }

  /// Writes rows to a destination that keeps their types, all of them or none.
  func write(
    to destination: RowDestination, _ columns: [RowColumn],
    _ body: (borrowing Output) throws(OutputError) -> Void
  ) throws(OutputError) {
    tellNotes()
    let output = try Output(destination, columns: columns)
    try body(output)
    try output.finish()
  }

  /// Writes a report for people to stdout.
  func write(report text: String) throws(OutputError) {
    try write(to: nil) { output throws(OutputError) in try output.write(report: text) }
  }

  /// Writes a finding as tables for people, or as JSON for programs.
  func write<Document: Encodable>(
    _ finding: Document, asJSON: Bool, to path: String?, text: (Document) -> String
  ) throws {
    let document = asJSON ? try reportJSON(finding) : nil
    try write(to: path) { output throws(OutputError) in
      if let document {
        try output.write(document)
      } else {
        try output.write(report: text(finding))
      }
    }
  }
}
