package import Dense
package import Histories
internal import Learning
internal import Snapshots
internal import Units

/// Finds the churn window that fits a log.
///
/// - Parameters:
///   - store: the histories; orders are evaluated over the whole log.
///   - workers: how many threads it may take; the result does not depend on it.
/// - Returns: the facts by window, and one recommendation.
/// - Throws: where the log is too short for any window.
/// - Complexity: O(order days × windows).
package func horizonAdvice(
  of store: HistoryStore, workers: Workers
) throws(TrainingError) -> HorizonAdvice {
  guard let days = OrderDays(of: store, workers: workers) else { throw .tooFewCustomers(0) }
  guard days.customers >= 2 else { throw .tooFewCustomers(days.customers) }
  return try HorizonAnalysis(days: days, workers: workers).run()
}

private struct HorizonAnalysis {
  /// Windows in use among shops, in days.
  static let usual = [7, 14, 28, 30, 45, 60, 90, 120, 180, 365]
  /// Silences still observed on the last day of the follow-up, at least.
  static let followedAtLeast = 50
  /// A customer is looked for no later than this many own gaps after the last order.
  static let ownGapsUntilLate = 3
  /// Whoever is silent for longer than this share of the returns took is taken for lost.
  static let lostAfterShareOfReturns = 0.9
  static let quantileShares = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95]

  let days: OrderDays
  let workers: Workers
  let gaps: Gaps
  let curve: SurvivalCurve
  let followUp: Int

  init(days: OrderDays, workers: Workers) {
    self.days = days
    self.workers = workers
    gaps = Gaps(of: days, workers: workers)
    curve = SurvivalCurve(ended: gaps.ended, cutOff: gaps.cutOff)
    let all = curve.atRisk.first ?? 0
    followUp = curve.lastDay(withAtRisk: min(Self.followedAtLeast, (all + 1) / 2)) ?? 0
  }

  func run() throws(TrainingError) -> HorizonAdvice {
    let longest = (days.spanInDays - 1) / 2
    let candidates = candidates(upTo: longest)
    guard !candidates.isEmpty else {
      throw .plan(
        .logTooShort(first: days.first, last: days.last, horizonInDays: Self.usual[0]))
    }
    let late = LateFinding(
      ownGaps: lostCustomersOwnGaps(), gapsUntilLate: Self.ownGapsUntilLate)
    let cutOff = runningSums(gaps.cutOff)
    let silences = max(1, gaps.endedCount + gaps.cutOffCount)
    let windows = candidates.map { window in
      let sample = days.sample(window: window, workers: workers)
      let (share, median) = late.figures(of: window)
      return HorizonWindow(
        horizonInDays: window, falseAlarmShare: curve.shareEnding(after: window, by: followUp),
        returnsAfterShare: returnsAfterShare(window), foundLateShare: share, medianDaysLate: median,
        customers: sample.customers, churners: sample.churners,
        activeCustomers: sample.activeCustomers, activeChurners: sample.activeChurners,
        snapshots: max(0, (days.spanInDays - window) / window),
        cutOffShare: Double(cutOff[min(window, cutOff.count) - 1]) / Double(silences))
    }
    let choice = HorizonChoice(
      windows: windows, spanInDays: days.spanInDays, followUpInDays: followUp,
      cutOffShare: Double(gaps.cutOffCount) / Double(silences))
    return HorizonAdvice(
      firstOrderDay: days.first, lastOrderDay: days.last, customers: days.customers,
      gaps: gapFacts, windows: windows, recommendedHorizonInDays: choice.window.horizonInDays,
      reason: choice.reason,
      cautions: choice.cautions)
  }

  /// The usual windows, and whole weeks that this shop's returns and the log's length point to.
  private func candidates(upTo longest: Int) -> [Int] {
    var windows = Self.usual
    // The longest that leaves a snapshot to learn from and one to be evaluated on, after a window.
    var fitted = [days.spanInDays / 3]
    fitted += [0.7, 0.8, 0.9].compactMap { curve.day(byWhich: $0, ofThoseEndingBy: followUp) }
    for window in fitted.map({ $0 / 7 * 7 }) {
      // Nearer ones than a tenth tell nothing new.
      if !windows.contains(where: { 10 * abs($0 - window) < window }) { windows.append(window) }
    }
    return windows.filter { $0 >= Self.usual[0] && $0 <= longest }.sorted()
  }

  private func returnsAfterShare(_ window: Int) -> Double? {
    let never = curve.survival[followUp]
    guard window <= followUp, never < 1 else { return nil }
    return (curve.survival[window] - never) / (1 - never)
  }

  private var gapFacts: GapFacts {
    let seen = runningSums(gaps.ended)
    func observed(_ share: Double) -> GapQuantile? {
      guard let all = seen.last, all > 0 else { return nil }
      return seen.firstIndex { Double($0) >= share * Double(all) }
        .map { GapQuantile(share: share, days: $0) }
    }
    return GapFacts(
      ended: gaps.endedCount, cutOff: gaps.cutOffCount,
      observed: Self.quantileShares.compactMap(observed),
      corrected: Self.quantileShares.compactMap { share in
        curve.day(byWhich: share, ofThoseEndingBy: followUp)
          .map { GapQuantile(share: share, days: $0) }
      },
      followUpInDays: followUp, returningShare: 1 - curve.survival[followUp])
  }

  /// Own gaps, in half days and counted, of customers with two order days or more who have been
  /// silent for longer than nearly all returns took.
  private func lostCustomersOwnGaps() -> [Int] {
    var counts = [Int](repeating: 0, count: 2 * days.spanInDays + 1)
    let lostAfter = curve.day(
      byWhich: Self.lostAfterShareOfReturns, ofThoseEndingBy: followUp)
    guard let lostAfter else { return counts }
    let parts = workers.map(days.parts.count) { index in
      var ownGaps: [Int] = []
      days.parts[index].forEachCustomer { dates in
        guard dates.count > 1, let last = dates.last,
          days.spanInDays - 1 - Int(last) > lostAfter
        else { return }
        let gaps = zip(dates, dates.dropFirst()).map { Int($1 - $0) }.sorted()
        ownGaps.append(gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2])
      }
      return ownGaps
    }
    for gap in parts.joined() { counts[gap] += 1 }
    return counts
  }
}

/// Lengths of silence in days, counted.
private struct Gaps {
  /// Between successive order days.
  var ended: [Int]
  /// From the last order day to the last day of the log.
  var cutOff: [Int]

  var endedCount: Int { ended.reduce(0, +) }
  var cutOffCount: Int { cutOff.reduce(0, +) }

  init(of days: OrderDays, workers: Workers) {
    let span = days.spanInDays
    let parts = workers.map(days.parts.count) { index in
      var (ended, cutOff) = ([Int](repeating: 0, count: span), [Int](repeating: 0, count: span))
      days.parts[index].forEachCustomer { dates in
        for (day, next) in zip(dates, dates.dropFirst()) { ended[Int(next - day)] += 1 }
        if let last = dates.last { cutOff[span - 1 - Int(last)] += 1 }
      }
      return (ended: ended, cutOff: cutOff)
    }
    ended = [Int](repeating: 0, count: span)
    cutOff = ended
    for part in parts {
      for day in 0..<span {
        ended[day] += part.ended[day]
        cutOff[day] += part.cutOff[day]
      }
    }
  }
}

/// How late a window finds customers whose own gaps are known.
private struct LateFinding {
  /// Customers by own gap in half days, up to and with each.
  private let running: [Int]
  private let gapsUntilLate: Int

  init(ownGaps: [Int], gapsUntilLate: Int) {
    running = runningSums(ownGaps)
    self.gapsUntilLate = gapsUntilLate
  }

  /// The share found late, and the median days that these are late.
  func figures(of window: Int) -> (share: Double?, medianDays: Double?) {
    guard let all = running.last, all > 0 else { return (nil, nil) }
    // window > own gap · gapsUntilLate, in half days.
    let longest = min((2 * window - 1) / gapsUntilLate, running.count - 1)
    let late = running[longest]
    let share = Double(late) / Double(all)
    guard late > 0 else { return (share, nil) }
    func gap(_ rank: Int) -> Int { running.firstIndex { $0 > rank } ?? 0 }
    let halfDays = Double(gap((late - 1) / 2) + gap(late / 2)) / 2
    return (share, Double(window) - Double(gapsUntilLate) * halfDays / 2)
  }
}

/// Who is at risk at the last as-of date whose window is complete.
struct WindowSample: Equatable {
  var customers = 0
  var churners = 0
  var activeCustomers = 0
  var activeChurners = 0
}

extension OrderDays {
  /// Counts the last complete snapshot of a window.
  func sample(window: Int, workers: Workers) -> WindowSample {
    let asOf = Int32(spanInDays - window)
    let counts = workers.map(parts.count) { index in
      var sample = WindowSample()
      parts[index].forEachCustomer { dates in
        guard let first = dates.first, first < asOf, let latest = dates.last else { return }
        let churned = latest < asOf
        let before = churned ? latest : dates.last { $0 < asOf } ?? first
        sample.customers += 1
        sample.churners += churned ? 1 : 0
        guard Int(asOf - before) <= 2 * window else { return }
        sample.activeCustomers += 1
        sample.activeChurners += churned ? 1 : 0
      }
      return sample
    }
    return counts.reduce(into: WindowSample()) { sum, part in
      sum.customers += part.customers
      sum.churners += part.churners
      sum.activeCustomers += part.activeCustomers
      sum.activeChurners += part.activeChurners
    }
  }
}

private func runningSums(_ counts: [Int]) -> [Int] {
  var sum = 0
  return counts.map { count in
    sum += count
    return sum
  }
}
