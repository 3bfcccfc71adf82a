import ArgumentParser
import Histories
import Reporting
import Scoring
import Segments

struct CompareCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Hold clusters, segments by rule and your own groups against each other.",
    discussion: """
      Says how far they agree and which tells more. Agreement is of the model's clusters and segments \
      at the day after the last order. Worth is out of time: all are learned again one horizon before \
      the judging date and scored after it, alone and within each other, beside recency in 5, \
      frequency in 5 and the churn model's deciles. With --output, compare.json, assignments.csv and \
      the picture flow.svg are written to a folder.

        perennial compare orders.csv --model models/shop --rules rfm125 --output comparison
        perennial compare orders.csv --model models/shop --rules rfm125 --rules rf25 \\
          --partition crm.csv:tier --clusters 2-12
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "Folder of the model.")
  var model: String
  @Option(
    name: .long,
    help: """
      Rules to hold against the others: a file or a built-in set (default: the model's, where nothing \
      else is named). May be repeated.
      """,
    completion: .file())
  var rules: [String] = []
  @OptionGroup var columns: PartitionOptions
  @Flag(name: .long, help: "Leave the model's clusters out.")
  var noClusters = false
  @Option(
    name: .long, help: "Also try these numbers of clusters out of time: 2-12, which is auto.")
  var clusters: ClusterCountsArgument?
  @Option(name: .long, help: "As-of date of worth (default: the last whose horizon is complete).")
  var judgeAt: DayArgument?
  @Option(
    name: .long, help: "Resamples of customers to learn partitions from again, for their stability."
  )
  var refits = 20
  @Option(name: .long, help: "Folder for compare.json, assignments.csv and flow.svg.")
  var output: String?
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(read: rules + columns.partition.map(\.file), model: model) }

  func validate() throws {
    if let most = clusters?.counts.upperBound, most > ClusterCountsArgument.mostTried {
      throw ValidationError(
        "--clusters \(most): expected at most \(ClusterCountsArgument.mostTried)")
    }
    guard (0...1_000).contains(refits) else {
      throw ValidationError("--refits \(refits): expected 0 to 1000")
    }
    guard rules.count + columns.partition.count <= Self.mostPartitions else {
      throw ValidationError("expected at most \(Self.mostPartitions) partitions")
    }
    if let twice = rules.indices.first(where: { rules[..<$0].contains(rules[$0]) }) {
      throw ValidationError("--rules: found '\(rules[twice])' twice, expected each once")
    }
  }

  private static let mostPartitions = 12

  func run() throws {
    let stored = try ModelFolder.read(model)
    var parameters = ComparisonParameters()
    parameters.ruleSets = try rules.map { try RuleFile($0).ruleSet() }
    parameters.includesClusters = !noClusters
    parameters.clusterCounts = clusters?.counts
    parameters.judgeAt = judgeAt?.value
    parameters.seed = options.seed
    parameters.threads = options.threadCount
    parameters.refits = refits
    if let output { try ComparisonFiles.kind.check(output) }
    let loaded = try input.load(options)
    parameters.columns = try columns.partitions(of: loaded, input: input, options: options)
    options.progress("comparing")
    let (comparison, assignments) = try stored.comparison(
      on: loaded.store, parameters: parameters)
    if let output {
      try ComparisonFiles.folder(
        comparison, assignments: assignments, id: { loaded.store.customers[$0] }
      ).write(to: output)
    }
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(report: ComparisonReport.text(of: comparison))
    }
  }
}

/// Numbers of clusters on the command line: `2-12`, one, or `auto`.
struct ClusterCountsArgument: ExpressibleByArgument {
  let counts: ClosedRange<Int>

  /// Each is learned and judged.
  static let mostTried = 50
  static let usual = 2...12

  init(_ count: Int) { counts = count...count }

  init?(argument: String) {
    if argument == "auto" {
      counts = Self.usual
      return
    }
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let low = Int(parts[0]),
      let high = Int(parts[parts.count - 1]), low >= 2, low <= high, high <= 1_000
    else { return nil }
    counts = low...high
  }

  var isOne: Bool { counts.count == 1 }

  var defaultValueDescription: String {
    isOne ? "\(counts.lowerBound)" : "\(counts.lowerBound)-\(counts.upperBound)"
  }
}
