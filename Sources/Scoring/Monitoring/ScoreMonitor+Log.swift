package import Dense
internal import Files
package import Histories
package import Models
internal import Snapshots
internal import Units

extension ScoreMonitor {
  /// What a monitor takes besides scores and log.
  package struct Settings: Sendable {
    /// Churn probabilities of our model at the date, by customer of the store; not-a-number for others.
    package var model: [Double]?
    package var card: Card?
    /// Of the predicted margin in the rows, and the share of spend that was earned.
    package var valueHorizonInDays = 365
    package var margin = 1.0
    package var seed: UInt64 = 1
    package var workers: Workers = 1

    package init() {}
  }

  /// Holds the scores of a file against what their customers did in the log.
  ///
  /// - Parameters:
  ///   - scores: of a past date.
  ///   - store: the histories, until after the horizon.
  ///   - settings: what else is known.
  /// - Throws: where the horizon has not passed, or nobody in the scores is known.
  package init(
    of scores: MonitoredScores, in store: HistoryStore, settings: Settings
  ) throws(MonitoredScoresError) {
    guard let ordered = store.orderDayRange else { throw .nobodyKnown(file: scores.file) }
    let end = scores.asOf + scores.horizonInDays
    guard end <= ordered.upperBound + 1 else {
      throw .horizonOpen(
        asOf: scores.asOf, horizonInDays: scores.horizonInDays, lastOrder: ordered.upperBound)
    }
    let known = KnownCustomers(scores, store)
    guard !known.customers.isEmpty else { throw .nobodyKnown(file: scores.file) }
    var outcomes = Self.outcomes(scores, store, known, settings.workers)
    outcomes.model = settings.model.map { model in known.customers.map { model[$0] } }
    let valueEnd = scores.asOf + settings.valueHorizonInDays
    if let predicted = scores.predictedValue, valueEnd <= ordered.upperBound + 1 {
      let spent = spend(
        of: known.customers, in: store, from: scores.asOf, days: settings.valueHorizonInDays,
        workers: settings.workers)
      outcomes.value = (
        known.rows.map { predicted[$0] }, spent.map { settings.margin * $0 },
        settings.valueHorizonInDays
      )
    }
    let missing = scores.count - known.rows.count
    let isCovered =
      scores.asOf >= ordered.lowerBound
      && Double(missing) <= RunOutcome.mostNotInLog * Double(scores.count)
    self.init(
      outcomes, file: scores.file, column: scores.column, asOf: scores.asOf,
      horizonInDays: scores.horizonInDays, customersNotInLog: missing, isCovered: isCovered,
      card: settings.card, seed: settings.seed, workers: settings.workers)
  }

  private static func outcomes(
    _ scores: MonitoredScores, _ store: HistoryStore, _ known: KnownCustomers, _ workers: Workers
  ) -> MonitoredOutcomes {
    let came = Snapshots.outcomes(
      of: known.customers, in: store, asOf: scores.asOf, horizonInDays: scores.horizonInDays,
      workers: workers)
    var outcomes = MonitoredOutcomes(
      probabilities: known.rows.map { scores.probabilities[$0] },
      churned: came.map { $0.orderDays == 0 }, orderDays: came.map { Double($0.orderDays) },
      spend: came.map { max(0, money($0.spend, scale: store.moneyScale)) },
      recency: known.recency, frequency: known.frequency)
    outcomes.groups = scores.groups.map { groups in known.rows.map { groups[$0] } }
    return outcomes
  }
}

extension ScoreMonitor.Card {
  /// The figures of all customers on a card; nil where it has none.
  package init?(_ evaluation: Evaluation) {
    guard let all = evaluation.groups[.all]?.model else { return nil }
    self.init(
      auc: all.auc.value, ece: all.ece.value, calibrationSlope: all.calibrationSlope.value)
  }
}

/// The scored customers who had an order before the date, by row of the scores.
private struct KnownCustomers {
  var rows: [Int] = []
  var customers: [Int] = []
  var recency: [Double] = []
  var frequency: [Double] = []

  init(_ scores: MonitoredScores, _ store: HistoryStore) {
    var rowOfID: [String: Int] = [:]
    for (row, id) in scores.ids.enumerated() { rowOfID[id] = row }
    var prefix = HistoryPrefix()
    for customer in 0..<store.customerCount {
      // Our own files guard what a spreadsheet would run.
      let id = store.customers[customer]
      guard let row = rowOfID[csvText(id)] ?? rowOfID[id] else { continue }
      store.read(customer: customer, asOf: scores.asOf, into: &prefix)
      guard !prefix.orders.isEmpty else { continue }
      rows.append(row)
      customers.append(customer)
      recency.append(Double(scores.asOf - prefix.purchases.lastDay))
      frequency.append(Double(prefix.orders.count))
    }
  }
}
