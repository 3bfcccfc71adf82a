import ArgumentParser
import Expressions
import Histories
import Reporting
import Scoring
import Segments
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
  @Option(
    name: .long,
    help: "Further columns of `perennial segment columns` to write, with commas between.")
  var show: String?
  @Flag(name: .long, help: "Also segment who has events but no order yet.")
  var prospects = false
  @Option(
    name: .long, help: "Time between the letter (contact_on) and the order it is written for.")
  var lead = DurationArgument(value: Duration(days: 7))
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

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
    let loaded = try input.load(options)
    let segmentation = try Segmentation(
      of: loaded.store, asOf: asOf?.value, model: model, settings: settings,
      rules: rules, customerColumns: loaded.customerColumns, shown: shown,
      leadInDays: lead.value.wholeDays, includingProspects: prospects,
      threads: options.threadCount)
    options.tell("as of \(segmentation.asOf)")
    for notice in segmentation.notices { options.tell("note: \(notice)") }
    try form.write { output throws(OutputError) in
      try SegmentRows.write(
        segmentation, id: { loaded.store.customers[$0] }, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}

extension SegmentCommand {
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
