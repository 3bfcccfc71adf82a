import ArgumentParser
import Expressions
import Reporting
import Scoring
import Segments

struct SegmentRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Print a built-in rule set as a file to copy and change, or list all of them.",
    discussion: """
        perennial segment rules
        perennial segment rules rfm125 > my-rules.yaml
      """)

  @Argument(help: "Name of a built-in rule set, or a rule file; without it all are listed.")
  var name: String?

  func run() throws {
    let text =
      try name.map { try RuleFile.yaml(of: RuleFile($0).text) }
      ?? RuleSetText.builtIn.map { set in
        "\(set.name): \(set.description) Needs \(set.needs.joined(separator: ", ")).\n"
      }.joined()
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(Array(text.utf8))
    }
  }
}

struct SegmentColumnsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "columns",
    abstract: "List every score, feature and behaviour fact that rules may name, as CSV.")

  func run() throws {
    var writer = RowWriter(
      columns: ["name", "unit", "lowest", "highest", "better", "texts"], format: .csv)
    for column in ColumnSchema.rules.columns {
      writer.append(text: column.name)
      writer.append(text: column.unit.rawValue)
      for bound in [column.range.lowerBound, column.range.upperBound] {
        writer.append(number: bound.isFinite ? bound : nil)
      }
      writer.append(text: column.better == .neither ? nil : column.better.rawValue)
      writer.append(text: column.texts?.joined(separator: " "))
      writer.endRow()
    }
    let bytes = writer.takeBytes()
    try writeOutput(to: nil) { output throws(OutputError) in try output.write(bytes) }
  }
}
