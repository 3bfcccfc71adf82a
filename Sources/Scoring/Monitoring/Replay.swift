package import Dense
package import Histories
internal import Interventions
internal import Learning
internal import RealModule
internal import Segments
internal import Snapshots
package import Units

/// The lists that one would have had at a past date, and what the customers on them then did.
package struct Replay: Sendable, Encodable {
  package let asOf: Day
  package let horizonInDays: Int
  /// Customers who might have been on any list.
  package let customers: Int
  /// Of each list.
  package let size: Int
  /// Days before the date whose spend says what a customer was worth.
  package let spendWindowInDays: Int
  package let model: String
  package let trainedAsOf: Day
  package let lists: [List]
  /// A list by lot, in expectation and with the interval of such lists.
  package let chance: Figures

  package struct List: Sendable, Encodable {
    package let by: By
    package let figures: Figures
    /// Whether more of its customers left, and more spend with them, than 97.5 % of lists by lot.
    package let leftBeyondChance: Bool
    package let spendLeftBeyondChance: Bool

    package enum By: String, Sendable, Encodable, CaseIterable {
      /// The model's list: by expected gain.
      case gain
      /// By churn probability alone.
      case risk
      /// Longest silent first.
      case recency
      /// Most spent in the window first.
      case value
      /// Highest sum of the R, F and M scores first.
      case rfm
    }

    enum CodingKeys: String, CodingKey {
      case by, figures
      case leftBeyondChance = "left_beyond_chance"
      case spendLeftBeyondChance = "spend_left_beyond_chance"
    }
  }

  /// What the customers of a list did within the horizon, with 95 % intervals.
  package struct Figures: Sendable, Encodable {
    /// Share without an order.
    package let left: Estimate
    package let orderDaysPerCustomer: Estimate
    package let spendPerCustomer: Estimate
    /// Sum over those who left of what they had spent in the window before: what there was to save.
    package let spendLeft: Estimate

    enum CodingKeys: String, CodingKey {
      case left
      case orderDaysPerCustomer = "order_days_per_customer"
      case spendPerCustomer = "spend_per_customer"
      case spendLeft = "spend_left"
    }
  }

  package struct Estimate: Sendable, Encodable, Equatable {
    package let value: Double
    package let low: Double
    package let high: Double
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case customers, size
    case spendWindowInDays = "spend_window_days"
    case model
    case trainedAsOf = "trained_as_of"
    case lists, chance
  }
}

extension Replay {
  /// Days of spend by which lists are valued.
  package static let spendWindowInDays = 365
  private static let replicates = 1_000

  /// Compares scores of a past date with the observed outcomes.
  ///
  /// - Parameters:
  ///   - scored: the customers as they stood at the date, by a model that saw nothing from it on.
  ///   - trainedAsOf: the day that the model knew orders before.
  ///   - store: the histories until after the horizon.
  ///   - size: of each list; nil for as many as the model would have had to act on.
  ///   - seed: of the bootstrap samples.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    of scored: ScoredCustomers, trainedAsOf: Day, in store: HistoryStore, size: Int?, seed: UInt64,
    workers: Workers
  ) {
    asOf = scored.asOf
    horizonInDays = scored.horizonInDays
    model = scored.modelDigest
    self.trainedAsOf = trainedAsOf
    spendWindowInDays = Self.spendWindowInDays
    // Nobody may write to some, whatever the list.
    let open = scored.decisions.indices.filter { scored.decisions[$0].whyNot != .noConsent }
    customers = open.count
    let acted = scored.list.count { $0 == .act }
    let wanted = size ?? (acted > 0 ? acted : open.count / 10)
    self.size = min(max(1, wanted), open.count)
    let known = ReplayedCustomers(
      scored, store, spendWindowInDays: Self.spendWindowInDays, workers: workers)
    let listed = self.size
    let chance = Figures(byLot: open, known, size: listed)
    self.chance = chance
    lists = List.By.allCases.map { by in
      let keys = known.keys(by, of: scored)
      let rows =
        by == .gain
        ? Array(scored.ranking.filter { scored.decisions[$0].whyNot != .noConsent }.prefix(listed))
        : Array(open.sorted { (keys[$1], $0) < (keys[$0], $1) }.prefix(listed))
      let figures = Figures(
        rows, known, replicates: Self.replicates, seed: seed, workers: workers)
      return List(
        by: by, figures: figures, leftBeyondChance: figures.left.value > chance.left.high,
        spendLeftBeyondChance: figures.spendLeft.value > chance.spendLeft.high)
    }
  }
}

/// What scored customers had spent and then did.
struct ReplayedCustomers {
  let left: [Double]
  let orderDays: [Double]
  let spend: [Double]
  let spendBefore: [Double]
  /// What of the spend before went with those who left.
  var spendLeft: [Double] { zip(left, spendBefore).map { $0 * $1 } }

  init(
    _ scored: ScoredCustomers, _ store: HistoryStore, spendWindowInDays: Int, workers: Workers
  ) {
    let customers = scored.facts.customers
    let came = outcomes(
      of: customers, in: store, asOf: scored.asOf, horizonInDays: scored.horizonInDays,
      workers: workers)
    left = came.map { $0.orderDays == 0 ? 1 : 0 }
    orderDays = came.map { Double($0.orderDays) }
    spend = came.map { max(0, money($0.spend, scale: store.moneyScale)) }
    spendBefore = Snapshots.spend(
      of: customers, in: store, from: scored.asOf - spendWindowInDays, days: spendWindowInDays,
      workers: workers)
  }

  func keys(_ by: Replay.List.By, of scored: ScoredCustomers) -> [Double] {
    switch by {
    case .gain: scored.expectedGain
    case .risk: scored.churnProbability
    case .recency: scored.facts.daysSinceLastOrder.map(Double.init)
    case .value: spendBefore
    case .rfm:
      scored.scores.r.indices.map {
        Double(scored.scores.r[$0] + scored.scores.f[$0] + scored.scores.m[$0])
      }
    }
  }
}

extension Replay.Figures {
  /// Of a list, with percentile intervals over bootstrap samples of its customers.
  init(
    _ rows: [Int], _ known: ReplayedCustomers, replicates: Int, seed: UInt64, workers: Workers
  ) {
    let columns = [known.left, known.orderDays, known.spend, known.spendLeft].map { column in
      rows.map { column[$0] }
    }
    let sums = BootstrapReplicates(count: replicates, population: rows.count, seed: seed)
      .sums(of: columns, workers: workers)
    func estimate(_ column: Int, each: Bool) -> Replay.Estimate {
      let divisor = each ? Double(rows.count) : 1
      let value = columns[column].reduce(0, +) / divisor
      let interval = Interval(
        percentilesOf: (0..<sums.rows).map { sums[$0, column] / divisor })
      return Replay.Estimate(
        value: value, low: interval?.low ?? value, high: interval?.high ?? value)
    }
    left = estimate(0, each: true)
    orderDaysPerCustomer = estimate(1, each: true)
    spendPerCustomer = estimate(2, each: true)
    spendLeft = estimate(3, each: false)
  }

  /// Of lists by lot: the mean over all of them and the interval that holds 95 % of them.
  ///
  /// The number who left is hypergeometric; sums of money are normal to within their skewness ÷ √size,
  /// with the variance of sampling without replacement (Cochran 1977, 2.2).
  init(byLot open: [Int], _ known: ReplayedCustomers, size: Int) {
    let leavers = open.count { known.left[$0] == 1 }
    let (low, high) = hypergeometricInterval(
      population: open.count, yeses: leavers, draws: size)
    let draws = Double(size)
    left = Replay.Estimate(
      value: Double(leavers) / Double(max(1, open.count)), low: Double(low) / draws,
      high: Double(high) / draws)
    func estimate(_ column: [Double], scale: Double) -> Replay.Estimate {
      let values = open.map { column[$0] }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance =
        count > 1 ? values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) : 0
      let error = (variance / draws * max(0, 1 - draws / count)).squareRoot()
      return Replay.Estimate(
        value: scale * mean, low: scale * max(0, mean - 1.96 * error),
        high: scale * (mean + 1.96 * error))
    }
    orderDaysPerCustomer = estimate(known.orderDays, scale: 1)
    spendPerCustomer = estimate(known.spend, scale: 1)
    spendLeft = estimate(known.spendLeft, scale: draws)
  }
}

/// The central 95 % of the hypergeometric distribution: yeses among draws without replacement.
///
/// - Complexity: O(draws) after logarithms of factorials.
func hypergeometricInterval(population: Int, yeses: Int, draws: Int) -> (low: Int, high: Int) {
  let least = max(0, draws + yeses - population)
  let most = min(draws, yeses)
  guard least < most else { return (least, most) }
  func logChoose(_ n: Int, _ k: Int) -> Double {
    .logGamma(Double(n) + 1) - .logGamma(Double(k) + 1) - .logGamma(Double(n - k) + 1)
  }
  let all = logChoose(population, draws)
  let chances = (least...most).map { found in
    Double.exp(logChoose(yeses, found) + logChoose(population - yeses, draws - found) - all)
  }
  var below = 0.0
  var low = least
  var high = most
  var isLowFound = false
  for (place, chance) in chances.enumerated() {
    below += chance
    if !isLowFound, below >= 0.025 {
      low = least + place
      isLowFound = true
    }
    if below >= 0.975 {
      high = least + place
      break
    }
  }
  return (low, high)
}
