internal import Expressions
internal import Histories
internal import Units

/// Where a customer stands in a rhythm of their own, and in the life of a customer.
struct RhythmBehaviour {
  /// Own median gap, else the population's; nil where neither is known.
  private let rhythm: Double?
  private let isOwn: Bool
  private let logGaps: LogGaps?
  private let lastOrder: Day?
  private let life: Lifecycle
  private let asOf: Day

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    let orderDays = prefix.purchases.days
    lastOrder = orderDays.last
    var gaps = prefix.purchases.gaps
    let own = GapSummary(sorting: &gaps)
    logGaps = LogGaps(own)
    isOwn = own.count > 0
    rhythm = isOwn ? own.median : terms.population.medianGap
    life = Lifecycle(
      orderDays: orderDays, medianGap: terms.population.medianGap,
      horizonInDays: terms.horizonInDays)
    asOf = terms.asOf
  }

  private var stage: LifecycleStage? { life.stage(asOf: asOf, rhythm: rhythm) }

  private var since: (stage: LifecycleStage, day: Day, before: LifecycleStage?)? {
    life.lastChange(asOf: asOf)
  }

  private func silence(_ terms: BehaviourTerms) -> Double {
    lastOrder.map { Double(terms.asOf - $0) } ?? .nan
  }

  /// The day on which the next order is due by the rhythm; nil without one.
  func expectedOrder() -> Day? {
    guard let lastOrder, let rhythm, rhythm < 36_500 else { return nil }
    return lastOrder + Int(rhythm.rounded())
  }
}

/// The median of the gaps between days; nil with one day.
func ownGap(_ days: ArraySlice<Day>) -> Double? {
  var gaps = daysBetween(days)
  return gaps.isEmpty ? nil : medianOfSorting(&gaps)
}

private func daysBetween(_ days: ArraySlice<Day>) -> [Int32] {
  zip(days.dropFirst(), days).map { $0.number - $1.number }
}

extension RhythmBehaviour: BehaviourFamily {
  static let facts: [BehaviourFact<Self>] = [
    BehaviourFact(SchemaColumn("rhythm_days", .days)) { summary, _ in summary.rhythm ?? .nan },
    BehaviourFact(.text("rhythm_basis", ["population", "own"])) { summary, _ in
      summary.rhythm == nil ? .nan : place(of: summary.isOwn)
    },
    BehaviourFact(SchemaColumn("rhythm_ratio", .ratio, better: .low)) {
      ratio($0.silence($1), to: $0.rhythm ?? 0)
    },
    BehaviourFact(SchemaColumn("rhythm_tail", .share, better: .high)) { summary, terms in
      let silence = summary.silence(terms)
      guard let rhythm = terms.rhythm, !silence.isNaN else { return .nan }
      return rhythm.tail(silence: silence, of: summary.logGaps)
    },
    BehaviourFact(SchemaColumn("silent_horizons", .ratio, better: .low), needs: "a horizon") {
      summary, terms in
      ratio(summary.silence(terms), to: terms.horizonInDays.map(Double.init) ?? 0)
    },
    BehaviourFact(SchemaColumn("expected_order", .date)) { summary, _ in
      summary.expectedOrder().map { Double($0.number) } ?? .nan
    },
    BehaviourFact(SchemaColumn("contact_on", .date)) { summary, terms in
      // Never in the past: who is overdue is written to now.
      summary.expectedOrder().map { Double(max($0 - terms.leadInDays, terms.asOf).number) } ?? .nan
    },
    BehaviourFact(.text("lifecycle", LifecycleStage.allCases.map(\.rawValue))) { summary, _ in
      place(of: summary.stage, in: LifecycleStage.allCases)
    },
    BehaviourFact(SchemaColumn("lifecycle_since", .date)) { summary, _ in
      summary.since.map { Double($0.day.number) } ?? .nan
    },
    BehaviourFact(.text("lifecycle_before", LifecycleStage.allCases.map(\.rawValue))) {
      summary, _ in place(of: summary.since?.before, in: LifecycleStage.allCases)
    },
  ]
}
