import ArgumentParser
import Features
import Files
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Snapshots
import Units
import Warehouse

struct VerifyCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare scores made elsewhere with our own.",
    usage: "perennial verify <orders> ... --model <dir> --against <engine.csv> [<options>]",
    discussion: """
      Takes the rows of a query that `export sql` wrote, or of another run of `predict`, scores the same \
      orders here, and compares every column of the file that is known here: numbers to 1e-9 of the \
      larger (to 1e-6 those that rest on expected orders), anything else as text. A column that is empty for everybody is listed, not compared. Exit 1 \
      where a cell or a customer differs.

        perennial verify orders.csv --model models/shop --against engine.csv
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @Option(
    name: .long, help: .shown("CSV of the scores to compare.", "file"), completion: .file())
  var against: String
  @OptionGroup(title: "Scoring") var scoring: ScoredModelOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [against], model: scoring.model,
      written: [("--output", report.output)])
  }

  func work(in session: Session) throws {
    let theirs = try PlainTable(comparedScoresAt: against)
    let ids = try self.ids(of: theirs)
    let model = try ModelFolder.read(scoring.model)
    let loaded = try load(in: session)
    let scored = try model.scores(
      of: loaded.store, customerColumns: loaded.customerColumns,
      parameters: try economics.parameters(
        asOf: try scoring.asOf?.value ?? date(of: theirs), workers: options.workers))
    session.tell(economics.summary(of: scored.overview))
    let agreement = try comparison(of: scored, with: theirs, ids: ids, in: loaded.store)
    try report.write(agreement.shown, in: session) { AgreementReport.text(of: $0) }
    guard agreement.agrees, agreement.comparesColumns else { throw ExitCode(ExitStatus.failure) }
  }

  /// The date that their rows name, where they name one.
  private func date(of table: PlainTable) throws -> Day? {
    guard let column = table.column(named: "as_of"), table.count > 0 else { return nil }
    let text = column.text(of: 0)
    guard let day = Day(iso: text.prefix(10)) else { throw table.fault(0, column, .date) }
    return day
  }

  /// Their ids, or the pseudonyms of these where there is a key.
  private func ids(of table: PlainTable) throws -> PlainColumn {
    let written = try table.required("customer_id")
    guard let pseudonyms = try input.reading.named.pseudonyms() else { return written }
    // A pseudonym is of the id itself, without the guard that CSV has before it.
    let plain = (0..<table.count).map { textBeforeCSV(written.text(of: $0)) }
    return PlainColumn(name: written.name, cells: plain).pseudonymised(by: pseudonyms)
  }

  private func comparison(
    of scored: ScoredCustomers, with theirs: PlainTable, ids: PlainColumn, in store: HistoryStore
  ) throws -> ScoreAgreement {
    let known = Set(scored.facts.customers.map { store.customers[$0] })
    var rowOf: [String: Int] = [:]
    for row in 0..<theirs.count {
      let text = ids.text(of: row)
      // An id that a spreadsheet would run has an apostrophe before it in our files.
      let id = known.contains(text) ? text : textBeforeCSV(text)
      guard rowOf.updateValue(row, forKey: id) == nil else {
        throw theirs.fault(row, ids, .idOnce)
      }
    }
    let table = scored.table
    let cells = OwnCells(scored)
    let row = ScoreColumn.customers.filter {
      $0 != .customerID && theirs.column(named: $0.rawValue) != nil
    }
    let more = OwnCells.names(of: scored).filter { theirs.column(named: $0) != nil }
    let columns = (row.map(\.rawValue) + more).compactMap { theirs.column(named: $0) }
    let texts = row.map { $0.rowType(moneyScale: 0) == .text } + more.map(OwnCells.isText)
    var agreement = ScoreAgreement(
      columns: zip(columns, texts).map { (name: $0.name, isText: $1) },
      forecasts: ScoreColumn.ofExpectedOrders,
      unknown: rowOf.keys.filter { !known.contains($0) }.sorted())
    var bytes: [UInt8] = []
    ScoreRows.write(
      table, ScoreRows.Form(columns: [.customerID] + row, format: .csv), workers: options.workers
    ) { bytes += $0 }
    var reader = try RecordReader(
      name: "scores", text: bytes, delimiter: .character(UInt8(ascii: ",")))
    guard try reader.next() else { return agreement }
    for place in table.ranking.indices {
      guard try reader.next() else { break }
      let customer = table.ranking[place]
      let id = store.customers[scored.facts.customers[customer]]
      guard let their = rowOf[id] else {
        agreement.addMissing(id)
        continue
      }
      agreement.addCustomer()
      for (index, column) in columns.enumerated() {
        let own =
          index < row.count
          ? reader.text(index + 1) : cells.text(of: more[index - row.count], customer)
        agreement.compare(index, of: id, ours: own, theirs: column.text(of: their)) {
          index < row.count
            ? row[index] == .rank && cells.isTiedInRank(customer, at: $0)
            : more[index - row.count] == OwnCells.churnRank && cells.isTied(customer, at: $0)
        }
      }
    }
    return agreement
  }
}

/// What a query of `export sql` has beside the columns of the score row.
private struct OwnCells {
  static let churnRank = "churn_rank"
  private static let reasons = 3

  private let scored: ScoredCustomers
  /// Customers by falling probability, and of each the place.
  private let order: [Int]
  private let rank: [Int]
  private let featureOf: [String: Int]

  init(_ scored: ScoredCustomers) {
    self.scored = scored
    // Customers stand in the order of their ids.
    order = scored.churnProbability.indices.sorted {
      (-scored.churnProbability[$0], $0) < (-scored.churnProbability[$1], $1)
    }
    var rank = [Int](repeating: 0, count: order.count)
    for (place, customer) in order.enumerated() { rank[customer] = place + 1 }
    self.rank = rank
    featureOf = Dictionary(
      uniqueKeysWithValues: scored.features.names.enumerated().map { ("feature_\($1)", $0) })
  }

  static func names(of scored: ScoredCustomers) -> [String] {
    [churnRank]
      + (1...reasons).flatMap { place in
        ["family", "feature", "value", "contribution"].map { "reason_\(place)_\($0)" }
      } + scored.features.names.map { "feature_\($0)" }
  }

  static func isText(_ name: String) -> Bool {
    name.hasPrefix("reason_") && (name.hasSuffix("_family") || name.hasSuffix("_feature"))
  }

  func text(of name: String, _ customer: Int) -> String {
    if name == Self.churnRank { return "\(rank[customer])" }
    if let feature = featureOf[name] { return number(scored.features.value(customer, feature)) }
    let parts = name.split(separator: "_")
    let found = scored.reasons(of: customer, count: Self.reasons)
    guard parts.count == 3, let place = Int(parts[1]), place <= found.count else { return "" }
    let reason = found[place - 1]
    switch parts[2] {
    case "family": return reason.family
    case "feature": return reason.facts.first?.feature ?? ""
    case "value": return reason.facts.first.map { number($0.value) } ?? ""
    default: return number(reason.change.contribution)
    }
  }

  /// Whether a customer may as well stand at a place: whoever is there has the same probability.
  func isTied(_ customer: Int, at place: String) -> Bool {
    guard let place = Int(place), order.indices.contains(place - 1) else { return false }
    return ScoreAgreement.areEqual(
      scored.churnProbability[order[place - 1]], scored.churnProbability[customer])
  }

  /// The same in the order of action: whoever is there is on the same list with the same gain.
  func isTiedInRank(_ customer: Int, at place: String) -> Bool {
    guard let place = Int(place), scored.ranking.indices.contains(place - 1) else { return false }
    let other = scored.ranking[place - 1]
    return scored.list[other] == scored.list[customer]
      && ScoreAgreement.areEqual(
        scored.expectedGain[other], scored.expectedGain[customer],
        within: ScoreAgreement.toleranceOfForecasts)
  }

  private func number(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
}
