import ArgumentParser
import Comparison
import Files
import Histories
import Ingestion
import Learning
import Models
import Reporting

struct CompareCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare k-means clusters, rule-based segments and your own groups.",
    discussion: """
      Agreement is measured at the day after the last order. Predictive value is measured out of time: \
      every partition is refitted one horizon before the evaluation date and scored on the following \
      horizon, alone and conditional on the others. Recency quintiles, frequency quintiles and the churn \
      model's deciles serve as references.

        perennial compare orders.csv --model models/shop --rules rfm125 \\
          --partition crm.csv:tier --output comparison
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Partitions") var compared: ComparisonOptions
  @OptionGroup(title: "Evaluation") var evaluation: ComparisonEvaluationOptions
  @OptionGroup(title: "Output") var folder: ComparisonFolderOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: compared.rules + compared.columns.partition.map(\.file),
      model: compared.model, folders: [("--output", folder.output)])
  }

  func work(in session: Session) throws {
    let stored = try ModelFolder.read(compared.model)
    var parameters = ComparisonParameters()
    parameters.ruleSets = try compared.rules.map { try RuleFile($0).ruleSet() }
    parameters.includesClusters = !compared.noClusters
    parameters.clusterCounts = compared.clusters?.counts
    parameters.evaluateAt = evaluation.evaluateAt?.value
    parameters.seed = options.seed
    parameters.workers = options.workers
    parameters.refits = evaluation.refits
    if let output = folder.output { try ComparisonFiles.kind.check(output) }
    let loaded = try load(in: session)
    parameters.columns = try compared.columns.partitions(of: loaded, by: self, in: session)
    let compared = try stored.comparison(
      on: loaded.store, parameters: parameters, progress: session.progress("comparing"))
    if let output = folder.output {
      try ComparisonFiles.folder(
        compared.comparison, assignments: compared.assignments, id: { loaded.store.customers[$0] }
      ).write(to: output)
    }
    try session.write(report: ComparisonReport.text(of: compared.comparison))
  }
}

/// What is compared.
struct ComparisonOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown(
      """
      Rule file or built-in rule set to compare (default: the model's, where nothing else is named). \
      May be repeated.
      """, "rules"),
    completion: .file())
  var rules: [String] = []
  @OptionGroup var columns: PartitionOptions
  @Flag(name: .long, help: .shown("Leave the model's clusters out."))
  var noClusters = false
  @Option(
    name: .long,
    help: .shown(
      "Also evaluate these numbers of clusters: 2-12 or auto (default: none).", "numbers"))
  var clusters: ClusterCountsArgument?

  func validate() throws {
    if let most = clusters?.counts.upperBound, most > ClusterCountsArgument.mostTried {
      throw ValidationError(
        "--clusters \(most): expected at most \(ClusterCountsArgument.mostTried)")
    }
    guard rules.count + columns.partition.count <= Self.mostPartitions else {
      throw ValidationError("expected at most \(Self.mostPartitions) partitions")
    }
    if let twice = rules.indices.first(where: { rules[..<$0].contains(rules[$0]) }) {
      throw ValidationError("--rules: found '\(rules[twice])' twice, expected each once")
    }
  }

  private static let mostPartitions = 12
}

/// How partitions are evaluated.
struct ComparisonEvaluationOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      "Date of the evaluation; the horizon after it is the holdout (default: the latest possible).",
      "date"))
  var evaluateAt: DayArgument?
  @Option(
    name: .long,
    help: .shown("Bootstrap samples that partitions are refitted on, for stability.", "number"))
  var refits = 20

  func validate() throws {
    guard (0...1_000).contains(refits) else {
      throw ValidationError("--refits \(refits): expected 0 to 1000")
    }
  }
}

/// Where a comparison is written.
struct ComparisonFolderOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      "Also write compare.json, assignments.csv and flow.svg to this folder (default: none).",
      "dir"), completion: .directory)
  var output: String?
}
