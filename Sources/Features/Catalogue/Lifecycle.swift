internal import Units

/// The stages of a customer's life.
enum LifecycleStage: String, Sendable, CaseIterable {
  case acquisition, onboarding, retention, loyalty, active
  case likelyInactive = "likely to become inactive"
  case inactive
}

/// The stage of a customer at any day, from order days alone.
///
/// By own rhythm (the median gap so far, else the population's): from 1.5 rhythms of silence on a
/// customer is likely to become inactive, from 4 on, or with one order day beyond the horizon, inactive.
/// Before that:
/// acquisition is a first order of at most 30 days ago, onboarding lasts until 90 days after the first
/// order, loyalty are five order days or more; of the others, retention is for whom the next order is
/// due (a whole rhythm has passed), and who is within their rhythm is active.
struct Lifecycle {
  let orderDays: [Day]
  let medianGap: Double?
  let horizonInDays: Int?

  static let acquisitionDays = 30
  static let onboardingDays = 90
  static let loyalOrderDays = 5
  static let dueRatio = 1.0
  static let likelyRatio = 1.5
  static let inactiveRatio = 4.0

  /// The stage at a day, of the first `count` order days.
  private func stage(at day: Day, count: Int, rhythm: Double?) -> LifecycleStage {
    let silence = Double(day - orderDays[count - 1])
    let age = day - orderDays[0]
    if let rhythm, silence >= Self.inactiveRatio * rhythm { return .inactive }
    // Without an own rhythm the horizon decides.
    if count == 1, let horizonInDays, silence > Double(horizonInDays) { return .inactive }
    if let rhythm, silence >= Self.likelyRatio * rhythm { return .likelyInactive }
    if count == 1, age <= Self.acquisitionDays { return .acquisition }
    if age <= Self.onboardingDays { return .onboarding }
    if count >= Self.loyalOrderDays { return .loyalty }
    if let rhythm, silence >= Self.dueRatio * rhythm { return .retention }
    return .active
  }

  /// The stage at a date; nil without orders.
  ///
  /// - Parameters:
  ///   - asOf: the date.
  ///   - rhythm: the own one of all order days, else the population's.
  /// - Returns: the stage that `lastChange(asOf:)` ends with.
  func stage(asOf: Day, rhythm: Double?) -> LifecycleStage? {
    orderDays.isEmpty ? nil : stage(at: asOf, count: orderDays.count, rhythm: rhythm)
  }

  /// The stage at a date, the day from which it has held, and what it was before; nil without orders.
  ///
  /// A stage changes with an order, which counts from the day after, or when silence or age pass a
  /// threshold: only these days are looked at, from the last back.
  func lastChange(asOf: Day) -> (stage: LifecycleStage, day: Day, before: LifecycleStage?)? {
    guard !orderDays.isEmpty else { return nil }
    var end = asOf
    for count in stride(from: orderDays.count, through: 1, by: -1) {
      let last = orderDays[count - 1]
      let rhythm = ownGap(orderDays[..<count]) ?? medianGap
      let now = stage(at: end, count: count, rhythm: rhythm)
      let changes = thresholds(last: last, rhythm: rhythm).filter { $0 > last + 1 && $0 <= end }
      for day in changes.sorted(by: >) {
        let before = stage(at: day - 1, count: count, rhythm: rhythm)
        if before != now { return (now, day, before) }
      }
      if count == 1 { return (now, last + 1, nil) }
      // At the start of a day, its own order is not known yet.
      let before = stage(
        at: last, count: count - 1, rhythm: ownGap(orderDays[..<(count - 1)]) ?? medianGap)
      if before != now { return (now, last + 1, before) }
      end = last
    }
    return nil
  }

  private func thresholds(last: Day, rhythm: Double?) -> [Day] {
    var days = [
      orderDays[0] + (Self.acquisitionDays + 1), orderDays[0] + (Self.onboardingDays + 1),
    ]
    if let rhythm, rhythm < 36_500 {
      for ratio in [Self.dueRatio, Self.likelyRatio, Self.inactiveRatio] {
        days.append(last + Int((ratio * rhythm).rounded(.up)))
      }
    }
    if let horizonInDays { days.append(last + (horizonInDays + 1)) }
    return days
  }
}
