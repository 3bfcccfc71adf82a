import ArgumentParser
import Histories
import Reporting
import Scoring
import Segments
import Units

struct SegmentCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract: "Score customers 1–5 by recency, frequency and money, and name their segments.",
    discussion: """
      One row a customer with an order before the as-of date, in order of id: \
      \(SegmentRows.columns.joined(separator: ", ")). 5 is best. With --model its stored cut-offs \
      and score window are used, so that today's score and tomorrow's mean the same; else the cut-offs come from these \
      customers.

        perennial segment orders.csv --rules rfm125 --score-window all
        perennial segment orders.csv --compare-to 2026-01-01 --alert 'Champions > At Risk'
        perennial segment orders.csv --customers customers.csv --by country
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var scoring: ScoreOptions
  @Option(name: .long, help: "Folder of a model whose cut-offs are used.")
  var model: String?
  @Option(name: .long, help: "Day to score at (default: the day after the last order).")
  var asOf: DayArgument?
  @OptionGroup var movement: MovementOptions
  @OptionGroup var crossTab: CrossTabOptions
  @Flag(name: .long, help: "With --compare-to or --by: write JSON instead of tables.")
  var json = false
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    guard movement.compareTo == nil || crossTab.by == nil else {
      throw ValidationError("found --compare-to and --by, expected one of them")
    }
    guard !json || movement.compareTo != nil || crossTab.by != nil else {
      throw ValidationError(
        "--json: expected --compare-to or --by beside it; rows are --format jsonl")
    }
  }

  func run() throws {
    let model = try model.map { path throws(ModelError) in try ModelFolder.read(path) }
    let rules = try scoring.ruleSet(else: model?.scores?.ruleSet)
    if movement.compareTo != nil {
      try movement.checkAlerts(against: rules.segments)
      if let folder = form.output { try MovementFiles.kind.check(folder) }
    }
    if crossTab.by != nil, let folder = form.output { try CrossTabReport.kind.check(folder) }
    let loaded = try input.load(options)
    if let other = movement.compareTo?.value {
      return try writeMovement(of: loaded, comparedTo: other, model: model, rules: rules)
    }
    let segmentation = try segmentation(of: loaded, asOf: asOf?.value, model: model, rules: rules)
    options.tell("as of \(segmentation.asOf)")
    for notice in segmentation.notices { options.tell("note: \(notice)") }
    if let by = crossTab.by {
      return try writeCrossTab(of: loaded, by, segmentation, model: model, rules: rules)
    }
    try form.write { output throws(OutputError) in
      try SegmentRows.write(
        segmentation, id: { loaded.store.customers[$0] }, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  private func segmentation(
    of loaded: LoadedHistories, asOf: Day?, model: Model?, cutOffs: RFMCutOffs? = nil,
    rules: RuleSet
  ) throws -> Segmentation {
    try Segmentation(
      of: loaded.store, asOf: asOf, model: model, cutOffs: cutOffs,
      windowInDays: scoring.windowInDays, rules: rules, threads: options.threadCount)
  }

  /// Both dates are scored by one set of cut-offs: the model's, else those of the earlier date.
  private func writeMovement(
    of loaded: LoadedHistories, comparedTo other: Day, model: Model?, rules: RuleSet
  ) throws {
    guard let last = loaded.lastOrderDay else { throw ScoringError.tooFewCustomers(0) }
    let asOf = asOf?.value ?? last + 1
    guard asOf != other else {
      throw UsageError(
        description: "--compare-to \(other): found the date of --as-of, expected another one")
    }
    let (earlier, later) = (min(asOf, other), max(asOf, other))
    let before = try segmentation(of: loaded, asOf: earlier, model: model, rules: rules)
    let after = try segmentation(
      of: loaded, asOf: later, model: model, cutOffs: before.cutOffs, rules: rules)
    for notice in before.notices { options.tell("note: \(notice)") }
    let finding = MovementFinding(
      store: loaded.store, ruleSet: rules.name, names: rules.segments,
      cutOffs: model?.scores.map { "stored in the model, learned at \($0.asOf)" }
        ?? "learned at \(earlier)",
      scoreWindowInDays: before.facts.windowInDays, before: before.segmented(by: rules),
      after: after.segmented(by: rules),
      parameters: movement.parameters(threads: options.threadCount))
    try movement.write(finding, store: loaded.store, asJSON: json, to: form.output)
  }

  private func writeCrossTab(
    of loaded: LoadedHistories, _ by: PartitionArgument, _ segmentation: Segmentation,
    model: Model?, rules: RuleSet
  ) throws {
    let column = try by.read(loaded, input: input, options: options, option: "--by")
    let table = try CrossTabbing(
      store: loaded.store,
      column: GivenPartition(name: by.name, column: column, isStatic: false),
      ruleSet: rules.name, names: rules.segments, segmented: segmentation.segmented(by: rules),
      spend: segmentation.facts.spendInWindow, revenueDays: segmentation.facts.windowInDays,
      churnDays: crossTab.churnDays.value.wholeDays,
      churnProbability: model?.churnProbabilities(
        of: loaded.store, asOf: segmentation.asOf, threads: options.threadCount),
      threads: options.threadCount
    ).crossTab()
    try crossTab.write(table, asJSON: json, to: form.output)
  }
}
