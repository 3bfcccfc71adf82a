import Dispatch
import Files
import Glibc
import Models
import Reporting
import Synchronization
import Training
import Units

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

/// When steps began and were told of.
struct StepClock: Sendable {
  /// In seconds.
  private var step: (name: String, begin: Double, told: Double)?

  /// What to say of a step that has come some way; nil within a second of the last word on it.
  mutating func line(_ name: String, _ detail: String, share: Double?) -> String? {
    let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    if step?.name != name { step = (name, now, now) }
    guard let known = step, now - known.told >= 1 else { return nil }
    step?.told = now
    guard let share, share > 0, share < 1 else { return "\(name): \(detail)" }
    let left = (now - known.begin) * (1 - share) / share
    return "\(name): \(detail), \(Int(100 * share)) %, about \(Int(left.rounded(.up))) s left"
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
  private var clock = StepClock()

  init(_ voice: Voice) { self.voice = voice }

  /// Whether somebody sits in front of the terminal and wants to know.
  var tellsProgress: Bool { voice != .quiet && isatty(STDERR_FILENO) == 1 }

  /// Prints a step, where somebody sits in front of the terminal.
  func progress(_ step: String) {
    if tellsProgress { report("… \(step)") }
  }

  /// Prints how far a step has come and about how long it will take, once a second at most.
  ///
  /// - Parameters:
  ///   - name: of the step.
  ///   - detail: what is behind it, such as the rows so far.
  ///   - share: how much of it is done, 0 … 1; nil where that is not known.
  func progress(_ name: String, _ detail: String, share: Double?) {
    if let line = clock.line(name, detail, share: share) { progress(line) }
  }

  /// What tells how many of a step's parts are done; nil where nobody wants to know.
  func countedProgress(_ name: String, of unit: String) -> (@Sendable (Int, Int) -> Void)? {
    guard tellsProgress else { return nil }
    let step = CountedStep(name, unit)
    return { step.tell($0, $1) }
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

/// Tells how far counted work has come; it is called from one thread at a time.
private final class CountedStep: Sendable {
  private let clock = Mutex(StepClock())
  let name: String
  let unit: String

  init(_ name: String, _ unit: String) { (self.name, self.unit) = (name, unit) }

  func tell(_ done: Int, _ all: Int) {
    let share = all > 0 ? Double(done) / Double(all) : nil
    let line = clock.withLock {
      $0.line(name, "\(grouped(done)) of \(grouped(all)) \(unit)", share: share)
    }
    if let line { report("… \(line)") }
  }
}
