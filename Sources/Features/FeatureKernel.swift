import Histories
import Units

/// Computes the features of one customer after another at one as-of date.
///
/// It is given a prefix and what is known of the log at the date, and nothing else: it cannot see the
/// future. Nothing depends on the values of codes either, which a later row may shift.
struct FeatureKernel {
  private let money: MoneyTerms
  private let kinds: [EventKind?]
  private let observed: ObservedFeatures
  private var scratch: [Int32] = []
  private var tally = CodeTally()

  /// - Parameters:
  ///   - log: since when each part of the log runs.
  ///   - kindNames: names of the store's event kinds, by code.
  ///   - money: how the store keeps money.
  init(log: VisibleLog, kindNames: [String], money: MoneyTerms) {
    self.money = money
    kinds = kindNames.map(EventKind.init(spelling:))
    observed = ObservedFeatures(log: log, kinds: kinds)
  }

  /// Appends the whole catalogue for a history with at least one order.
  mutating func appendRow(of prefix: HistoryPrefix, to values: inout [Double]) {
    OrderSummary(prefix, money: money).append(to: &values, where: observed.orders)
    RhythmSummary(prefix, scratch: &scratch).append(to: &values, where: observed.rhythm)
    BasketSummary(prefix, money: money, tally: &tally).append(to: &values, where: observed.basket)
    EngagementSummary(prefix, kinds: kinds, scratch: &scratch)
      .append(to: &values, where: observed.engagement)
  }
}

/// Which features have a log that reaches back as far as they look.
private struct ObservedFeatures {
  let orders: [Bool]
  let rhythm: [Bool]
  let basket: [Bool]
  let engagement: [Bool]

  init(log: VisibleLog, kinds: [EventKind?]) {
    func begin(of part: LogPart) -> Day? {
      let counts: (EventKind?) -> Bool
      switch part {
      case .orders: return log.ordersBegin
      case .events(let kind): counts = { $0 == kind }
      case .engagement: counts = { $0?.isEngagement ?? true }
      }
      return zip(kinds, log.eventsBegin).compactMap { counts($0) ? $1 : nil }.min()
    }
    func isObserved(_ definition: FeatureDefinition) -> Bool {
      definition.logs.allSatisfy { part in
        guard let begin = begin(of: part) else { return false }
        return begin <= log.asOf - (definition.window ?? 0)
      }
    }
    orders = OrderSummary.definitions.map(isObserved)
    rhythm = RhythmSummary.definitions.map(isObserved)
    basket = BasketSummary.definitions.map(isObserved)
    engagement = EngagementSummary.definitions.map(isObserved)
  }
}
