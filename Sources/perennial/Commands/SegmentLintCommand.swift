import ArgumentParser
import Expressions
import Scoring
import Segments

struct SegmentLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Prove rule files sound before they are run.",
    discussion: """
      Finds gaps (with a customer whom no segment takes), overlaps of equal priority, segments that \
      are never the primary one, scores that put the best customers last, unknown names, units and \
      texts that cannot be meant, empty conditions, names that stand twice and bad priorities. Each \
      fault is told with file and line.

        perennial segment lint rfm125 my-rules.yaml

      The axis of every column is parted at the constants of the rules, and one customer stands for \
      each cell, so the answers are exact, with two limits: columns are taken as free of each other \
      but for what their definitions say (orders_30 is at most orders_90, one order day has no gap …), \
      and a comparison of columns with columns as free to be true or false; what rests on one is \
      told as possible and is no fault. Exit status: 0 sound, 65 faults.
      """)

  @Argument(help: "Rule files, or names of built-in rule sets.", completion: .file())
  var rules: [String]
  @Flag(name: .long, help: "Say nothing on stderr but errors.")
  var quiet = false

  func run() throws {
    var lines: [String] = []
    var isSound = true
    for name in rules {
      let report = try RuleLintReport(of: name)
      isSound = isSound && report.faults.isEmpty
      lines += report.faults
      if !quiet { for note in report.notes { Perennial.note(note) } }
      if report.faults.isEmpty { lines.append("\(name): \(report.summary)") }
    }
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(report: lines.joined(separator: "\n") + "\n")
    }
    if !isSound { throw ExitCode(ExitStatus.badData) }
  }
}

extension Perennial {
  static func note(_ line: String) { report("note: \(line)") }
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
