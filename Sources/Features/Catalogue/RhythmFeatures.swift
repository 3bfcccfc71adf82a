internal import Expressions
internal import Histories
internal import Units

/// The gaps between a customer's order days.
struct GapSummary {
  let count: Int
  /// Missing with one order day, as are the other figures.
  private(set) var median = Double.nan
  private(set) var mean = Double.nan
  private(set) var longest = Double.nan
  /// Population standard deviation; missing below two gaps.
  private(set) var spread = Double.nan

  /// - Parameter gaps: in days; they are left in rising order.
  init(sorting gaps: inout [Int32]) {
    count = gaps.count
    guard count > 0 else { return }
    let mean = Double(gaps.reduce(0) { $0 + Int($1) }) / Double(count)
    if count > 1 {
      let squares = gaps.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      spread = (squares / Double(count)).squareRoot()
    }
    self.mean = mean
    median = medianOfSorting(&gaps)
    longest = Double(gaps[count - 1])
  }
}

/// The gaps between a customer's order days, and when in the week and the day orders fall.
struct RhythmSummary {
  private(set) var gaps: GapSummary
  private(set) var last = Double.nan
  /// Days since the last order: the gap that is still open.
  private(set) var current = 0.0
  private(set) var orders = 0
  private(set) var ordersOfWeekday: [7 of Int] = .init(repeating: 0)
  /// Orders of each quarter of the day, from midnight.
  private(set) var ordersOfQuarter: [4 of Int] = .init(repeating: 0)
  /// Whether the log has times, not dates only.
  private(set) var hasTimeOfDay = false

  /// - Parameters:
  ///   - prefix: a history with at least one order.
  ///   - scratch: working space.
  init(_ prefix: HistoryPrefix, scratch: inout [Int32]) {
    scratch.removeAll(keepingCapacity: true)
    scratch += prefix.purchases.gaps
    orders = prefix.orders.count
    for order in prefix.orders {
      let day = order.instant.day
      ordersOfWeekday[day.weekday] += 1
      ordersOfQuarter[order.instant.hour / 6] += 1
      if order.instant != Instant(startOf: day) { hasTimeOfDay = true }
    }
    current = Double(prefix.asOf - prefix.purchases.lastDay)
    if let lastGap = scratch.last { last = Double(lastGap) }
    gaps = GapSummary(sorting: &scratch)
  }
}

extension RhythmSummary: FeatureFamily {
  static let formulas = features.map(\.formula)

  private static let noRhythm = "no own rhythm yet"

  static let features: [Feature<Self>] = [
    Feature(
      FeatureDefinition(
        "own_gap", .days, .rhythm, "Median days between successive order days."
      )
      .inSQL("median_gap")
      .inReasons("an order every # @", missing: noRhythm, leads: true)
      .inConditions(isWhole: false, .atMost("longest_gap"), .knownFromTwoOrderDays)
    ) { $0.gaps.median },
    Feature(
      FeatureDefinition(
        "average_days_between_orders", .days, .rhythm,
        "Mean days between successive order days."
      )
      .inSQL("mean_gap")
      .inReasons("# @ between orders on average", missing: noRhythm)
      .inConditions(isWhole: false, .atMost("longest_gap"), .knownFromTwoOrderDays)
      .inModels(crossed: 8)
    ) { $0.gaps.mean },
    Feature(
      FeatureDefinition(
        "gap_spread", .days, .rhythm,
        "Standard deviation of the days between order days; empty below three order days."
      )
      .inSQL("gap_spread")
      .inReasons("gaps spread by # @", missing: "fewer than three order days")
      .inConditions(isWhole: false)
    ) { $0.gaps.spread },
    Feature(
      FeatureDefinition(
        "gap_variation", .ratio, .rhythm,
        "Standard deviation of the days between order days over their mean; empty below three order days."
      )
      .inSQL(FeatureSQL.ratio("gap_spread", to: "mean_gap"))
      .inReasons(
        "gaps between orders vary by # times their mean", missing: "fewer than three order days")
    ) { ratio($0.gaps.spread, to: $0.gaps.mean) },
    Feature(
      FeatureDefinition(
        "last_gap", .days, .rhythm, "Days between the last two order days."
      )
      .inSQL("last_gap")
      .inReasons("# @ between the last two orders", missing: noRhythm)
      .inConditions(.atMost("longest_gap"), .knownFromTwoOrderDays)
    ) { $0.last },
    Feature(
      FeatureDefinition(
        "longest_gap", .days, .rhythm, "Most days between two successive order days."
      )
      .inSQL("longest_gap")
      .inReasons("# @ between orders at most", missing: noRhythm)
      .inConditions(.knownFromTwoOrderDays)
      .inModels(crossed: 27)
    ) { $0.gaps.longest },
    Feature(
      FeatureDefinition(
        "current_gap_to_own_gap", .ratio, .rhythm,
        "Days since the last order over the customer's median inter-purchase time."
      )
      .inSQL(FeatureSQL.ratio("days_since_last", to: "median_gap"))
      .inReasons("#× own rhythm", missing: noRhythm, family: .silence, leads: true)
      .inConditions(better: .low, .knownFromTwoOrderDays)
      .inModels(knots: 3)
    ) { ratio($0.current, to: $0.gaps.median) },
    Feature(
      FeatureDefinition(
        "current_gap_to_mean_gap", .ratio, .rhythm,
        "Days since the last order over the mean inter-purchase time."
      )
      .inSQL(FeatureSQL.ratio("days_since_last", to: "mean_gap"))
      .inReasons("#× the mean gap", missing: noRhythm, family: .silence)
      .inConditions(better: .low)
    ) { ratio($0.current, to: $0.gaps.mean) },
    Feature(
      FeatureDefinition(
        "current_gap_to_longest_gap", .ratio, .rhythm,
        "Days since the last order over the longest inter-purchase time."
      )
      .inSQL(FeatureSQL.ratio("days_since_last", to: "longest_gap"))
      .inReasons("#× the longest gap", missing: noRhythm, family: .silence)
      .inConditions(better: .low)
    ) { ratio($0.current, to: $0.gaps.longest) },
    Feature(
      FeatureDefinition(
        "last_gap_to_own_gap", .ratio, .rhythm, "The last inter-purchase time over the median one."
      )
      .inSQL(FeatureSQL.ratio("last_gap", to: "median_gap"))
      .inReasons("last gap #× own rhythm", missing: noRhythm)
      .inConditions(.knownFromTwoOrderDays)
    ) { ratio($0.last, to: $0.gaps.median) },
    Feature(
      FeatureDefinition(
        "top_weekday_share", .share, .rhythm, none: .never,
        "Share of the orders on the customer's commonest day of the week."
      )
      .inSQL("top_weekday / orders")
    ) { summary in
      ratio(
        summary.ordersOfWeekday.indices.reduce(0) { max($0, summary.ordersOfWeekday[$1]) },
        to: summary.orders)
    },
    Feature(
      FeatureDefinition(
        "weekend_share", .share, .rhythm, none: .never,
        "Share of the orders on Saturdays and Sundays."
      )
      .inSQL("weekend / orders")
      .inReasons("% of orders at weekends")
    ) { ratio($0.ordersOfWeekday[5] + $0.ordersOfWeekday[6], to: $0.orders) },
    Feature(
      FeatureDefinition(
        "top_quarter_day_share", .share, .rhythm,
        "Share of the orders in the customer's commonest quarter of the day (0–6, 6–12, 12–18, "
          + "18–24 h); empty where all times are midnight."
      )
      .inSQL("CASE WHEN timed > 0e0 THEN top_quarter / orders END")
    ) { summary in
      guard summary.hasTimeOfDay else { return .nan }
      return ratio(
        summary.ordersOfQuarter.indices.reduce(0) { max($0, summary.ordersOfQuarter[$1]) },
        to: summary.orders)
    },
  ]
}

/// The median of at least one value, which are left in rising order; the mean of the middle two
/// where their number is even.
func medianOfSorting(_ values: inout [Int32]) -> Double {
  sortFew(&values)
  let middle = values.count / 2
  return values.count % 2 == 1
    ? Double(values[middle]) : (Double(values[middle - 1]) + Double(values[middle])) / 2
}

/// Sorts numbers of which there are mostly few, as of one customer's gaps: a sort that allocates
/// nothing then takes a fraction of the time.
private func sortFew(_ values: inout [Int32]) {
  guard values.count <= 48 else { return values.sort() }
  var sorted = values.mutableSpan
  for next in 1..<max(1, sorted.count) {
    let value = sorted[next]
    var slot = next
    while slot > 0, sorted[slot - 1] > value {
      sorted[slot] = sorted[slot - 1]
      slot -= 1
    }
    sorted[slot] = value
  }
}
