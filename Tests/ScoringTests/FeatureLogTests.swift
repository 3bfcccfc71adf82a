import Dense
import Features
import Files
import Histories
import Ingestion
import Models
import Segments
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Learning from rows of features, with `train` on the log that they are of as the oracle.
@Suite struct FeatureLogTests {
  private static let horizon = 60

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The rows that an engine would give, of the program's own features.
  private func rows(of store: HistoryStore, leavingOut left: Set<Day> = []) throws -> String {
    let range = try #require(store.orderDayRange)
    let (begin, end) = (try #require(store.ordersBegin), range.upperBound + 1)
    let horizons = (0...11).map { $0 * Self.horizon }
    let distances = Set(
      horizons + horizons.dropFirst().map { $0 + 365 }
        + stride(from: 0, to: 365 - Self.horizon, by: 20).map { 365 - $0 })
    let names = FeatureCatalogue.current.names
    var text =
      "customer_id,as_of,horizon_days,first_order_day,orders_in_horizon,refund_policy,gross_millionths,"
      + "net_millionths,window_days,orders_in_window,net_millionths_in_window,"
      + names.joined(separator: ",") + "\n"
    let unit = (store.moneyScale..<6).reduce(Int64(1)) { unit, _ in 10 * unit }
    for distance in distances.sorted() where distance == 0 || end - distance >= begin + Self.horizon
    {
      let asOf = end - distance
      if left.contains(asOf) { continue }
      let features = store.features(asOf: asOf, workers: 1)
      let facts = CustomerFacts(of: store, asOf: asOf, windowInDays: 365, workers: 1)
      let came = outcomes(
        of: facts.customers, in: store, asOf: asOf, horizonInDays: Self.horizon, workers: 1)
      // Not in the order of the customers: the file's order has no say.
      for row in facts.customers.indices.reversed() {
        let cells =
          [
            store.customers[facts.customers[row]], "\(asOf)", "\(Self.horizon)", "\(begin)",
            distance < Self.horizon ? "" : "\(came[row].orders)", store.refundPolicy.rawValue,
            "\(facts.grossSpend[row] * unit)", "\(facts.netSpend[row] * unit)", "365",
            "\(facts.ordersInWindow[row])", "\(facts.spendInWindow[row] * unit)",
          ]
          + names.indices.map {
            features.value(row, $0).isNaN ? "" : "\(features.value(row, $0))"
          }
        text += cells.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private func trained(_ text: String) throws -> TrainedModel {
    let path = try folder.write(text, to: "rows.csv")
    let file = try SnapshotFile(
      path: path, known: FeatureCatalogue.current.names, counted: FeatureLog.counted)
    return try train(on: FeatureLog(file), parameters: quickParameters(file.horizonInDays))
  }

  @Test func rowsTeachWhatTheLogTeaches() throws {
    let store = try SyntheticShop(customers: 300, days: 600, seed: 8).store()
    let log = try train(on: store, parameters: quickParameters(Self.horizon))
    let rows = try trained(rows(of: store))
    let (one, other) = (try #require(log.model.churn), try #require(rows.model.churn))
    #expect(one.intercept == other.intercept)
    #expect(one.coefficients == other.coefficients)
    #expect(one.season == other.season)
    #expect(log.evaluation.groups == rows.evaluation.groups)
    #expect(log.model.clusters?.centroids == rows.model.clusters?.centroids)
    #expect(log.model.scores?.cutOffs.monetary == rows.model.scores?.cutOffs.monetary)
    #expect(log.model.scores?.rhythm == rows.model.scores?.rhythm)
    #expect(rows.model.value == nil && rows.model.lifetime == nil && rows.model.prospects == nil)
    #expect(rows.model.digest != log.model.digest)
    let read = try ModelDocument.model(
      from: ModelDocument.bytes(of: rows.model), path: "model.json")
    #expect(read.churn?.coefficients == one.coefficients)
  }

  @Test func aDateThatIsLearnedFromIsAskedFor() throws {
    let store = try SyntheticShop(customers: 300, days: 600, seed: 8).store()
    let end = try #require(store.orderDayRange).upperBound + 1
    let text = try rows(of: store, leavingOut: [end - 2 * Self.horizon])
    #expect(throws: TrainingError.self) { try trained(text) }
  }

  private func fault(_ text: String, latest: Day? = nil) throws -> SheetError? {
    let path = try folder.write(text, to: "rows.csv")
    return try failure(SheetError.self) {
      _ = try SnapshotFile(
        path: path, known: FeatureCatalogue.current.names, counted: FeatureLog.counted,
        latest: latest)
    }
  }

  /// Days on which no row of a log's customers can be: each is told by its cell.
  @Test(arguments: [
    ("2024-01-30", "0001-01-01", "3", "first_order_day", "0001-01-01"),
    ("0001-01-01", "2023-01-01", "3", "as_of", "0001-01-01"),
    ("2024-01-30", "2050-01-01", "3", "first_order_day", "2050-01-01"),
    ("2024-01-30", "2024-01-30", "3", "first_order_day", "2024-01-30"),
    ("2024-02-03", "2023-01-01", "3", "as_of", "2024-02-03"),
    ("2024-01-30", "2024-01-28", "3", "days_since_last_order", "3"),
    ("2024-02-02", "2024-01-28", "3", "", ""),
  ])
  func aDayThatIsNoneIsNamed(
    asOf: String, first: String, silence: String, column: String, found: String
  ) throws {
    let text =
      "customer_id,as_of,horizon_days,first_order_day,orders_in_horizon,refund_policy,gross_millionths,"
      + "net_millionths,window_days,orders_in_window,net_millionths_in_window,days_since_last_order,orders,"
      + "order_days\nc0,\(asOf),60,\(first),1,net,5000000,5000000,365,1,5000000,\(silence),2,2\n"
    let latest = try #require(Day(iso: "2024-02-02"))
    switch try fault(text, latest: latest) {
    case .badCell(_, let line, let name, let cell, _):
      #expect((line, name, cell) == (2, column, found))
    case let other: #expect(other == nil && column.isEmpty)
    }
  }

  @Test(arguments: [
    ("c1", "2024-01-31", "60", "2", "1", "own_gap", "x"),
    ("c1", "2024-01-31", "60", "2", "1", "orders_in_window", "1.5"),
    ("c1", "2024-01-31", "90", "2", "1", "horizon_days", "90"),
    ("c1", "soon", "60", "2", "1", "as_of", "soon"),
    ("", "2024-01-31", "60", "2", "1", "customer_id", ""),
    ("c0", "2024-01-30", "60", "2", "1", "customer_id", "c0"),
    ("c1", "2024-01-31", "60", "0", "1", "orders", "0"),
  ])
  func aCellThatIsNoneIsNamed(
    id: String, date: String, horizon: String, orders: String, window: String, column: String,
    found: String
  ) throws {
    func row(
      _ id: String, _ date: String, _ horizon: String, _ window: String, _ orders: String,
      _ gap: String
    ) -> String {
      "\(id),\(date),\(horizon),2023-01-01,1,net,5000000,5000000,365,\(window),5000000,3,\(orders),2,\(gap)\n"
    }
    let text =
      "customer_id,as_of,horizon_days,first_order_day,orders_in_horizon,refund_policy,gross_millionths,"
      + "net_millionths,window_days,orders_in_window,net_millionths_in_window,days_since_last_order,orders,"
      + "order_days,own_gap\n" + row("c0", "2024-01-30", "60", "1", "2", "4.5")
      + row(
        id, date, horizon, column == "orders_in_window" ? found : window, orders,
        column == "own_gap" ? found : "")
    let fault = try fault(text)
    guard case .badCell(_, let line, let name, let text, _) = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    #expect((line, name, text) == (3, column, found))
  }
}
