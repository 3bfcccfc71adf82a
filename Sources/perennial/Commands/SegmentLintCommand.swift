import ArgumentParser
import Expressions
import Segments
import Snapshots

struct SegmentLintCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Check rule files for gaps, overlaps and unreachable rules.",
    discussion: """
      Finds gaps (with an example customer in no segment), overlaps of equal priority, segments that are \
      never the primary one, scores that rank the best customers last, unknown names, wrong units and \
      texts, empty conditions, repeated names and bad priorities, each with file and line.

        perennial segment lint rfm125 my-rules.yaml

      Every column is cut at the constants of the rules and every cell is checked, so the answers are \
      exact, with two limits: columns are independent but for what their definitions imply (orders_30 is \
      at most orders_90, …), and comparisons of two columns may be true or false; a finding that depends \
      on one is reported as possible and is no fault. Exit status: 0 sound, 65 faults.
      """)

  @Argument(
    help: .shown("Rule files, or names of built-in rule sets.", "rules"), completion: .file())
  var rules: [String]
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(read: rules) }

  func work(in session: Session) throws {
    var lines: [String] = []
    var isSound = true
    for name in rules {
      let report = try RuleLintReport(of: name)
      isSound = isSound && report.faults.isEmpty
      lines += report.faults
      session.note(report.notes, .detail)
      if report.faults.isEmpty { lines.append("\(name): \(report.summary)") }
    }
    try session.write(report: lines.joined(separator: "\n") + "\n")
    if !isSound { throw ExitCode(ExitStatus.badData) }
  }
}

/// What the linter has to say of one rule file.
private struct RuleLintReport {
  private(set) var faults: [String] = []
  private(set) var notes: [String] = []
  private(set) var summary = ""

  init(of name: String) throws {
    let file: RuleFile
    do {
      file = try RuleFile(name)
    } catch let error as RuleFileError {
      faults = error.description.split(separator: "\n").map(String.init)
      return
    }
    func line(_ fault: RuleFault) -> String {
      let place = file.line(of: fault).map { ":\($0)" } ?? ""
      return "\(file.path)\(place): \(fault.kind.rawValue): \(fault.sentence)"
    }
    let form = file.formFaults.map { fault in
      "\(file.path):\(fault.line.map { "\($0):" } ?? "") form: \(fault.sentence)"
    }
    do throws(RuleSetError) {
      let rules = try RuleSet(file.text, schema: .rules)
      let lint = RuleLint(rules)
      faults = form + lint.faults.map(line)
      notes = lint.notes.map(line)
      summary =
        (lint.isDecided ? "sound, " : "no fault found, but not everything was decided, ")
        + "segments: \(file.text.segments.count), columns: \(rules.columns.count)"
        + (file.text.otherwise.map { ", the rest '\($0.name)'" } ?? ", every customer in one")
    } catch {
      faults = form + error.faults.map(line)
    }
  }
}
