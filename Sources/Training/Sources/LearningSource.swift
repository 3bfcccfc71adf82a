internal import Dense
internal import Histories
internal import Segments
internal import Snapshots
internal import Units

/// What a model of churn learns from: histories, or rows that were made of histories elsewhere.
protocol LearningSource: Sendable {
  /// Days of the first and the last order; nil where there is none.
  var orderDayRange: ClosedRange<Day>? { get }
  /// Day of the first order as the log told it at the time.
  var ordersBegin: Day? { get }
  /// Digits after the point in every amount.
  var moneyScale: Int { get }
  var currency: String? { get }
  var refundPolicy: RefundPolicy { get }
  /// What is learned from, as 64 hex digits.
  func digest() -> String
  func customerCount(orderedBefore asOf: Day, workers: Workers) -> Int
  /// About so many of the customers known at a date.
  func sample(most: Int, asOf: Day, workers: Workers) -> CustomerSample
  /// What was known of the log at a date.
  func visibleLog(asOf: Day) -> VisibleLog
  /// Dates without snapshots, or without outcomes where these are wanted.
  func missing(_ dates: [Day], withOutcomes: Bool) -> [Day]
  /// The customers of a date and their outcomes.
  func snapshot(
    asOf: Day, horizonInDays: Int, target: Target?, scoreWindowInDays: Int?,
    among sample: CustomerSample, workers: Workers
  ) -> Snapshot
  /// The customers of a date, without a future.
  func snapshot(
    asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights, workers: Workers
  ) -> Snapshot
}

extension HistoryStore: LearningSource {
  func sample(most: Int, asOf: Day, workers: Workers) -> CustomerSample {
    CustomerSample(of: self, most: most, asOf: asOf, workers: workers)
  }

  func missing(_ dates: [Day], withOutcomes: Bool) -> [Day] { [] }

  func snapshot(
    asOf: Day, horizonInDays: Int, target: Target?, scoreWindowInDays: Int?,
    among sample: CustomerSample, workers: Workers
  ) -> Snapshot {
    Snapshot(
      of: self, asOf: asOf, horizonInDays: horizonInDays, target: target,
      scoreWindowInDays: scoreWindowInDays, among: sample, workers: workers)
  }

  func snapshot(
    asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights, workers: Workers
  ) -> Snapshot {
    Snapshot(
      of: self, asOf: asOf, scoreWindowInDays: scoreWindowInDays, engagement: engagement,
      workers: workers)
  }
}
