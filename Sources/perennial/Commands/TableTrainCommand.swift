import ArgumentParser
import Histories
import Reporting
import Scoring
import Segments

/// A plain table to learn from: one row a customer, with a label.
struct TableTrainingOptions: ParsableArguments {
  @Option(
    name: .long,
    help: """
      Learn from a ready table instead of a log, one row a customer: numbers and categories, a label, \
      an id; CSV, TSV, also gzipped; - is stdin.
      """,
    completion: .file())
  var table: String?
  @Option(
    name: .long,
    help: "Table: column that says who churned: yes/no, true/false, 1/0 (else see --positive).")
  var label: String?
  @Option(name: .long, help: "Table: the label's text that means churn, where it is another.")
  var positive: String?
  @Option(name: .long, help: "Table: column of the customers' ids (default: customer_id).")
  var id: String?
  @Option(
    name: .long,
    help: """
      Table: column of dates by which rows are split for judging; no feature (default: 10 random \
      stratified folds).
      """)
  var splitColumn: String?
  @Option(
    name: .long,
    help: "Table: first day of the judged rows (default: such that they are the latest fifth).")
  var splitAt: DayArgument?
  @Option(name: .long, help: "Table: folds that are judged in turn (default: 10).")
  var folds: Int?
  @Option(name: .long, help: "Table: columns that are no features, with commas between.")
  var ignore: String?
  @Option(name: .long, help: "Table: columns of numbers that name categories.")
  var categories: String?

  /// The first option that only a table has, where there is none.
  var strayOption: String? {
    guard table == nil else { return nil }
    let options: [(String, Bool)] = [
      ("--label", label != nil), ("--positive", positive != nil), ("--id", id != nil),
      ("--split-column", splitColumn != nil), ("--split-at", splitAt != nil),
      ("--folds", folds != nil), ("--ignore", ignore != nil), ("--categories", categories != nil),
    ]
    return options.first { $0.1 }?.0
  }

  func validate() throws {
    if let folds, !(2...100).contains(folds) {
      throw ValidationError("--folds \(folds): expected 2 to 100")
    }
    if let strayOption { throw ValidationError("\(strayOption): expected --table FILE with it") }
    if table != nil, label == nil {
      throw ValidationError("--table: expected also --label COLUMN, which says who churned")
    }
    if splitAt != nil, splitColumn == nil {
      throw ValidationError("--split-at: expected --split-column COLUMN with it")
    }
    if folds != nil, splitColumn != nil {
      throw ValidationError("--folds: expected no --split-column beside it")
    }
  }

  func roles(_ input: InputOptions) throws -> TableRoles {
    func list(_ text: String?) -> [String] {
      text.map { $0.split(separator: ",").map(String.init) } ?? []
    }
    var roles = TableRoles(label: label ?? "", id: id ?? "customer_id")
    roles.positive = positive
    roles.splitColumn = splitColumn
    roles.splitAt = splitAt?.value
    roles.ignored = list(ignore)
    roles.categories = list(categories)
    roles.cells = try input.tableCells()
    return roles
  }
}

extension InputOptions {
  func tableCells() throws -> TableCells {
    var cells = TableCells()
    cells.decimalComma = decimalComma
    if let dateFormat { cells.dateFormat = try DateFormat(dateFormat) }
    cells.maxRefused = maxRefused.value
    return cells
  }

  /// The first option that only a log has.
  var strayTableOption: String? {
    let options: [(String, Bool)] = [
      ("--columns", columns != nil), ("--where", filter != nil), ("--no-header", noHeader),
      ("--time-zone", timeZone != "UTC"), ("--refunds", refunds != .net),
      ("--amount-per", amountPer != nil), ("--known-after", knownAfter != nil),
      ("--drop-duplicates", dropDuplicates), ("--allow-future-dates", allowFutureDates),
      ("--ledger", ledger != nil),
    ]
    return options.first { $0.1 }?.0
  }

  /// The first option that says how to read a log or a table, which the CSV of `features` needs none of.
  var strayFeatureOption: String? {
    let options: [(String, Bool)] = [
      ("--delimiter", delimiter != nil), ("--encoding", encoding != .utf8),
      ("--date-format", dateFormat != nil), ("--decimal-comma", decimalComma),
      ("--max-refused", maxRefused.value != RefusedShareArgument.usual),
      ("--refused", refused != nil),
    ]
    return strayTableOption ?? options.first { $0.1 }?.0
  }

  /// Reads a plain table; no file of a log may stand beside it.
  func table(_ path: String) throws -> PlainTable {
    guard readsNothing else {
      throw UsageError(
        description: "--table \(path): found order, event or customer files beside it, expected "
          + "one or the other")
    }
    return try PlainTable(path: path, delimiter: delimiter?.value, encoding: encoding)
  }

  /// Tells how many rows were refused, quotes the first, and writes all where `--refused` says.
  func tell(refused rows: [RefusedRow], _ options: RunOptions) throws {
    if let refused { try writeRefused(rows, to: refused) }
    guard !rows.isEmpty else { return }
    options.tell("note: \(rows.count) row\(rows.count == 1 ? "" : "s") refused:")
    for row in rows.prefix(10) { options.tell("  \(row)") }
  }
}

extension TrainCommand {
  func train(on path: String) throws {
    if let stray = strayLogOption {
      throw UsageError(description: "\(stray): it is for order logs, and --table reads none")
    }
    let requirements = try requirements()
    let roles = try table.roles(input)
    var parameters = TableParameters()
    if let l2Strength = churn.l2Strength { parameters.l2Strength = l2Strength }
    parameters.l1Share = churn.l1ShareIfAny
    if let folds = table.folds { parameters.folds = folds }
    if let seed = options.seed { parameters.seed = seed }
    parameters.threads = options.threadCount
    let rows = try TableRows(learning: try input.table(path), as: roles)
    try input.tell(refused: rows.refused, options)
    let trained = try Scoring.train(on: rows, as: roles, parameters: parameters) {
      options.progress($0)
    }
    try trained.require(requirements)
    try ModelFolder.write(trained, to: model)
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(report: TableReport.text(of: trained, folder: model))
    }
  }

  private var strayLogOption: String? {
    let options: [(String, Bool)] = [
      ("--horizon", horizon != nil), ("--judge-at", judgeAt != nil),
      ("--snapshots", churn.snapshots != nil), ("--value-horizon", valueHorizon != nil),
      ("--clusters", clusters.counts != Self.usualClusters.counts),
      ("--cluster-on", clusterOn != nil),
    ]
    return options.first { $0.1 }?.0 ?? scoring.firstSet ?? input.strayTableOption
  }
}

extension ScoreOptions {
  /// The first option that is not at its default.
  fileprivate var firstSet: String? {
    let options: [(String, Bool)] = [
      ("--score-window", scoreWindow.days != Self.usualWindow.days),
      ("--r-cut-offs", rCutOffs != nil), ("--f-cut-offs", fCutOffs != nil),
      ("--m-cut-offs", mCutOffs != nil), ("--e-cut-offs", eCutOffs != nil),
      ("--engagement-weights", engagementWeights != nil),
      (
        "--engagement-half-life",
        engagementHalfLife.days != EngagementWeights.standard.halfLifeInDays
      ),
      ("--rules", naming.rules != nil),
    ]
    return options.first { $0.1 }?.0
  }
}

extension TableError: ReportedFailure {
  var exitCode: Int32 { isUsage ? ExitStatus.usage : ExitStatus.badData }
}
