import ArgumentParser
import Expressions
import Files
import Histories
import Ingestion
import Lifetime
import Models
import Reporting
import Segmentation
import Segments
import Snapshots
import Training
import Units

struct SegmentCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract:
      "Score customers 1–5 by recency, frequency, money and engagement, and name their segments.",
    discussion: """
      One row a customer with an order before the as-of date, in order of id: \
      \(SegmentRows.columns.joined(separator: ", ")). 5 is best. `segment` is the primary segment, \
      `segments` all that hold, by priority, parted by ;. With --model its stored cut-offs, window and \
      weights are used, so that today's score and tomorrow's mean the same; else the cut-offs come \
      from these customers, or from --r-cut-offs and so on.

        perennial segment orders.csv --rules rfm125 --score-window all
        perennial segment orders.csv --compare-to 2026-01-01 --alert 'Champions > At Risk'
        perennial segment orders.csv --customers customers.csv --by country
        perennial segment orders.csv --events events.csv --place-prospects
        perennial segment rules rfm125 > my-rules.yaml
        perennial segment lint my-rules.yaml
        perennial segment orders.csv --rules my-rules.yaml
      """,
    subcommands: SegmentTools.configuration.subcommands)

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
  @Flag(
    name: .long,
    help: """
      Instead of rows: everybody of the event log and the customers files without an order, beside the \
      segment, and with --model the cluster, whose customers they resemble most.
      """)
  var placeProspects = false
  @Option(
    name: .long,
    help: "Further columns of `perennial segment columns` to write, with commas between.")
  var show: String?
  @Flag(name: .long, help: "Also segment who has events but no order yet.")
  var prospects = false
  @Option(
    name: .long, help: "Time between the letter (contact_on) and the order it is written for.")
  var lead = DurationArgument(value: DayCount(days: 7))
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  var files: FileUse {
    let output = [("--output", form.output)]
    let isFolder = movement.compareTo != nil || crossTab.by != nil
    return FileUse(
      read: [crossTab.by?.file, scoring.naming.rules], model: model,
      written: isFolder ? [] : output, folders: isFolder ? output : [])
  }

  func validate() throws {
    let reports = [
      ("--compare-to", movement.compareTo != nil), ("--by", crossTab.by != nil),
      ("--place-prospects", placeProspects),
    ].filter(\.1).map(\.0)
    guard reports.count < 2 else {
      throw ValidationError(
        "found \(reports.joined(separator: " and ")), expected one of them")
    }
    guard !json || reports == ["--compare-to"] || reports == ["--by"] else {
      throw ValidationError(
        "--json: expected --compare-to or --by beside it; rows are --format jsonl")
    }
    if let report = reports.first, prospects || show != nil {
      throw ValidationError(
        "\(report): found \(prospects ? "--prospects" : "--show") beside it, expected rows alone to have that"
      )
    }
  }

  func run() throws {
    let settings = try scoring.settings()
    let named = try scoring.naming.named()
    let shown = try shownColumns()
    if let model, scoring.setsScores {
      throw UsageError(
        description: "--model \(model): found cut-offs or weights beside it, expected one or the "
          + "other: a model has its own")
    }
    let model = try model.map { path throws(ModelError) in try ModelFolder.read(path) }
    let rules = try named ?? model?.scores?.namingRules() ?? RuleSet(.rfm125)
    try checkReports(of: rules)
    let loaded = try input.load(options)
    try requireCustomerColumns(shown, in: loaded)
    func segmentation(_ asOf: Day?, _ cutOffs: RFMCutOffs? = nil) throws -> Segmentation {
      try Segmentation(
        of: loaded.store, asOf: asOf, model: model, cutOffs: cutOffs, settings: settings,
        rules: rules, customerColumns: loaded.customerColumns, shown: shown,
        leadInDays: lead.value.wholeDays, includingProspects: prospects,
        threads: options.threadCount)
    }
    if let other = movement.compareTo?.value {
      return try writeMovement(of: loaded, comparedTo: other, model: model) {
        try segmentation($0, $1)
      }
    }
    let found = try segmentation(asOf?.value)
    options.tell("as of \(found.asOf)")
    input.tell(of: found.asOf, after: loaded, options)
    for notice in found.notices { options.tell("note: \(notice.text)") }
    if let by = crossTab.by { return try writeCrossTab(of: loaded, by, found, model: model) }
    if placeProspects { return try writeProspects(of: loaded, found, model: model) }
    try form.write { output throws(OutputError) in
      try SegmentRows.write(
        found, id: { loaded.store.customers[$0] }, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  /// What can be told before the files are read.
  private func checkReports(of rules: RuleSet) throws {
    if movement.compareTo != nil {
      try movement.checkAlerts(against: rules.segments)
      if let folder = form.output { try MovementFiles.kind.check(folder) }
    }
    if crossTab.by != nil, let folder = form.output { try CrossTabReport.kind.check(folder) }
  }

  /// Both dates are scored by one set of cut-offs: the model's, else those of the earlier date.
  private func writeMovement(
    of loaded: LoadedHistories, comparedTo other: Day, model: Model?,
    segmentation: (Day, RFMCutOffs?) throws -> Segmentation
  ) throws {
    guard let last = loaded.lastOrderDay else { throw ScoringError.tooFewCustomers(0) }
    let asOf = asOf?.value ?? last + 1
    guard asOf != other else {
      throw UsageError(
        description: "--compare-to \(other): found the date of --as-of, expected another one")
    }
    let before = try segmentation(min(asOf, other), nil)
    let after = try segmentation(max(asOf, other), before.cutOffs)
    for notice in before.notices { options.tell("note: \(notice.text)") }
    let source = model?.scores.map { CutOffSource.model(asOf: $0.asOf) }
    let finding = MovementAnalysis(
      store: loaded.store, rules: before.rules, cutOffs: source ?? .earlierDate(before.asOf),
      scoreWindowInDays: before.facts.windowInDays, before: before.segmented,
      after: after.segmented, parameters: movement.parameters(threads: options.threadCount))
    try movement.write(finding, store: loaded.store, asJSON: json, to: form.output)
  }

  private func writeCrossTab(
    of loaded: LoadedHistories, _ by: PartitionArgument, _ segmentation: Segmentation,
    model: Model?
  ) throws {
    let column = try by.read(loaded, input: input, options: options, option: "--by")
    let table = CrossTabbing(
      store: loaded.store,
      column: GivenPartition(name: by.name, column: column, isStatic: false),
      segmentation: segmentation, churnDays: crossTab.churnDays.value.wholeDays,
      churnProbability: model?.churnProbabilities(
        of: loaded.store, asOf: segmentation.asOf, threads: options.threadCount),
      threads: options.threadCount
    ).crossTab()
    try crossTab.write(table, asJSON: json, to: form.output)
  }
}

extension SegmentCommand {
  private func writeProspects(
    of loaded: LoadedHistories, _ segmentation: Segmentation, model: Model?
  ) throws {
    let placing = ProspectFinding(
      store: loaded.store, columns: loaded.customerColumns, segmentation: segmentation,
      model: model, threads: options.threadCount
    ).found()
    for notice in ProspectRows.notices(placing) { options.tell("note: \(notice)") }
    try form.write { output throws(OutputError) in
      try output.write(ProspectRows.bytes(placing, format: form.format))
    }
  }

  private func shownColumns() throws -> [String] {
    guard let show else { return [] }
    let known = ColumnSchema.rules.columns.map(\.name)
    // Columns of the customers file are known only when it is read.
    let open = show.split(separator: ",").map { String($0.filter { $0 != " " }) }.filter {
      $0.hasPrefix(ColumnSchema.customerPrefix)
    }
    return try listedNames(
      show, option: "--show", known: known + open, what: "a column of `perennial segment columns`")
  }
}

extension SegmentCommand {
  /// Throws where a column to show is none of the customers files.
  private func requireCustomerColumns(
    _ shown: [String], in loaded: LoadedHistories
  ) throws(UsageError) {
    let prefix = ColumnSchema.customerPrefix
    let known = (loaded.customerColumns?.names ?? []).map { prefix + $0 }
    for name in shown where name.hasPrefix(prefix) && !known.contains(name) {
      guard loaded.customerColumns != nil else {
        throw UsageError(
          description: "--show \(name): found no customers file, expected --customers FILE")
      }
      throw UsageError(
        description: "--show: found '\(name)', expected one of \(listed(known))"
          + suggestion(for: name, among: known))
    }
  }
}

/// The words after `segment` that are no order files.
///
/// A command that takes any number of files would take these words for files, so they are looked for first.
struct SegmentTools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perennial segment",
    abstract: "What belongs to rules that name segments.",
    subcommands: [SegmentLintCommand.self, SegmentRulesCommand.self, SegmentColumnsCommand.self])

  /// The command where arguments begin with `segment lint` and the like.
  static func parsed(_ arguments: [String]) throws -> (any ParsableCommand)? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard arguments.count > 1, arguments[0] == "segment", names.contains(arguments[1]) else {
      return nil
    }
    return try parseAsRoot(Array(arguments.dropFirst()))
  }
}
