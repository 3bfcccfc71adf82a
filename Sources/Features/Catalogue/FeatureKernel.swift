internal import Histories
internal import Units

/// Computes the features of one customer after another at one as-of date.
protocol FeatureKernel: Sendable {
  /// Appends a whole catalogue for a history with at least one order.
  mutating func appendRow(of prefix: HistoryPrefix, to values: inout [Double])
}

/// What a kernel may know of a store besides one customer's history.
struct StoreTerms: Sendable {
  /// Since when each part of the log runs, as known at the as-of date.
  let log: VisibleLog
  let money: MoneyTerms
  /// Names of the codes of kinds and channels.
  let kinds: [String]
  let channels: [String]

  init(_ store: HistoryStore, asOf: Day) {
    log = store.visibleLog(asOf: asOf)
    money = MoneyTerms(scale: store.moneyScale, refundPolicy: store.refundPolicy)
    kinds = store.events.kinds
    channels = store.lines.channels
  }
}

/// The features of `FeatureCatalogue.current`.
///
/// It is given a prefix and what is known of the log at the date, and nothing else: it cannot see the
/// future. Nothing depends on the values of codes either, which a later row may shift.
struct CatalogueKernel: FeatureKernel {
  private let money: MoneyTerms
  private let kinds: [EventKind?]
  private let observed: ObservedFeatures
  private var scratch: [Int32] = []
  private var tally = CodeTally()

  init(_ terms: StoreTerms) {
    money = terms.money
    kinds = terms.kinds.map(EventKind.init(spelling:))
    observed = ObservedFeatures(log: terms.log, kinds: kinds)
  }

  mutating func appendRow(of prefix: HistoryPrefix, to values: inout [Double]) {
    OrderSummary(prefix, money: money).append(to: &values, where: observed.orders)
    RhythmSummary(prefix, scratch: &scratch).append(to: &values, where: observed.rhythm)
    BasketSummary(prefix, money: money, tally: &tally).append(to: &values, where: observed.basket)
    EngagementSummary(prefix, kinds: kinds, scratch: &scratch)
      .append(to: &values, where: observed.engagement)
    ActivitySummary(prefix, kinds: kinds).append(to: &values, where: observed.activity)
  }
}

/// Which features have a log that reaches back as far as they look.
struct ObservedFeatures {
  let orders: [Bool]
  let rhythm: [Bool]
  let basket: [Bool]
  let engagement: [Bool]
  let activity: [Bool]

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
    activity = ActivitySummary.definitions.map(isObserved)
  }
}
