import ArgumentParser
import Expressions
import Files
import Scoring
import Segments
import Snapshots

struct SegmentRulesCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List built-in rule sets, or print one to change.",
    discussion: """
        perennial segment rules
        perennial segment rules rfm125 > my-rules.yaml
      """)

  @Argument(help: .shown("Built-in rule set or rule file (default: list all sets).", "rules"))
  var name: String?

  var voice: Voice { .usual }
  var files: FileUse { FileUse() }

  func work(in session: Session) throws {
    let text =
      try name.map { try RuleFile.yaml(of: RuleFile($0).text) }
      ?? RuleSetText.builtIn.map { set in
        "\(set.name): \(set.description) Needs \(set.needs.joined(separator: ", ")).\n"
      }.joined()
    try session.write(to: nil) { output throws(OutputError) in
      try output.write(Array(text.utf8))
    }
  }
}

struct SegmentColumnsCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "columns",
    abstract: "List every column that rules may use, as CSV.",
    discussion: """
      Scores, features and behaviour, each with its unit and range.

        perennial segment columns > columns.csv
      """)

  var voice: Voice { .usual }
  var files: FileUse { FileUse() }

  func work(in session: Session) throws {
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
    try session.write(to: nil) { output throws(OutputError) in try output.write(bytes) }
  }
}
