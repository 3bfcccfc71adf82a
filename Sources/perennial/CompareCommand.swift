import ArgumentParser
import Histories
import Reporting
import Scoring
import Segments

struct CompareCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Hold k-means clusters against rule-based segments and say which tells more.",
    discussion: """
      Agreement is of the model's clusters and segments at the day after the last order. Worth is out \
      of time: both are learned again one horizon before the judging date and scored after it, \
      beside recency in 5, frequency in 5 and the churn model's deciles. With --output, compare.json \
      and assignments.csv are written to a folder.

        perennial compare orders.csv --model models/shop --rules rfm125 --output comparison
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "Folder of the model.")
  var model: String
  @Option(
    name: .long,
    help: "Rules to hold against the clusters: a file or a built-in set (default: the model's).",
    completion: .file())
  var rules: String?
  @Option(name: .long, help: "As-of date of worth (default: the last whose horizon is complete).")
  var judgeAt: DayArgument?
  @Option(name: .long, help: "Folder for compare.json and assignments.csv.")
  var output: String?
  @OptionGroup var options: RunOptions

  func run() throws {
    let stored = try ModelFolder.read(model)
    var parameters = ComparisonParameters()
    parameters.rules = try rules.map { try RuleFile($0).ruleSet().text }
    parameters.judgeAt = judgeAt?.value
    parameters.seed = options.seed
    parameters.threads = options.threadCount
    if let output { try ComparisonFiles.kind.check(output) }
    let loaded = try input.load(options)
    options.progress("comparing")
    let (comparison, assignments) = try stored.comparison(
      on: loaded.store, parameters: parameters)
    if let output {
      try ComparisonFiles.folder(
        comparison, assignments: assignments, id: { loaded.store.customers[$0] }
      ).write(to: output)
    }
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(Array(ComparisonReport.text(of: comparison).utf8))
    }
  }
}
