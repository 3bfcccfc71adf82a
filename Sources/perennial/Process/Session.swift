import Dispatch
import Files
import Glibc
import Models
import Reporting
import Training

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
  /// The step whose share was told last: when it began and was told, in seconds.
  private var step: (name: String, begin: Double, told: Double)?

  init(_ voice: Voice) { self.voice = voice }

  /// Prints a step, where somebody sits in front of the terminal.
  func progress(_ step: String) {
    if voice != .quiet, isatty(STDERR_FILENO) == 1 { report("… \(step)") }
  }

  /// Prints how far a step has come and about how long it will take, once a second at most.
  ///
  /// - Parameters:
  ///   - name: of the step.
  ///   - detail: what is behind it, such as the rows so far.
  ///   - share: how much of it is done, 0 … 1; nil where that is not known.
  func progress(_ name: String, _ detail: String, share: Double?) {
    let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    if step?.name != name { step = (name, now, now - 1) }
    guard let known = step, now - known.told >= 1 else { return }
    step?.told = now
    guard let share, share > 0, share < 1 else { return progress("\(name): \(detail)") }
    let left = (now - known.begin) * (1 - share) / share
    let rest = now == known.begin ? "" : ", about \(Int(left.rounded(.up))) s left"
    progress("\(name): \(detail), \(Int(100 * share)) %\(rest)")
  }

  /// Prints a finding.
  func tell(_ line: String) {
    if voice != .quiet { report(line) }
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
    try writeOutput(to: path, body)
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
