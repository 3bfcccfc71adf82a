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
  /// Silences, and customers, still observed on the last day of the follow-up, at least.
  static let followedAtLeast = 50
  /// A customer is looked for no later than this many own gaps after the last order.
  static let ownGapsUntilLate = 3
  /// Whoever is silent for longer than this share of the gaps took is taken for lost.
  static let lostAfterShareOfGaps = 0.9
  static let quantileShares = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
  /// Shares of the returns that a window may be fitted to.
  static let fittedShares = [0.5, 0.75, 0.9, 0.95]
  /// A fitted window is so much longer than the time that the share of returns took: customers with a
  /// rhythm are a few days early or late, and the log has not seen the latest of them.
  static let room = 0.05

  let days: OrderDays
  let workers: Workers
  let silences: Silences
  /// Of gaps: frequent buyers count as often as they come.
  let curve: SurvivalCurve
  let followUp: Int
  /// Of customers, each counted once.
  let returns: RecurrentSurvivalCurve
  let returnsFollowUp: Int

  init(days: OrderDays, workers: Workers) {
    self.days = days
    self.workers = workers
    silences = Silences(of: days, workers: workers)
    curve = SurvivalCurve(ended: silences.ended, cutOff: silences.cutOff)
    let all = curve.atRisk.first ?? 0
    followUp = curve.lastDay(withAtRisk: min(Self.followedAtLeast, (all + 1) / 2)) ?? 0
    returns = RecurrentSurvivalCurve(
      ended: silences.endedByCustomer, cutOff: silences.cutOffOfOneOrder)
    // A return after t days can be seen of those only who are followed for t days: so no window is
    // told of by fewer customers than are in its own sample.
    let least = min(Self.followedAtLeast, (days.customers + 1) / 2)
    var (followed, last) = (0, days.spanInDays - 1)
    while last > 0 {
      followed += silences.followed[last]
      if followed >= least { break }
      last -= 1
    }
    returnsFollowUp = last
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
    let cutOff = runningSums(silences.cutOff)
    let spells = max(1, silences.endedCount + silences.cutOffCount)
    let windows = candidates.map { window in
      let sample = days.sample(window: window, workers: workers)
      let (share, median) = late.figures(of: window)
      return HorizonWindow(
        horizonInDays: window,
        falseAlarmShare: days.shareReturning(
          afterSilenceOf: window, within: returnsFollowUp, atRisk: Self.followedAtLeast,
          workers: workers),
        returnsAfterShare: returns.shareLonger(than: window, ofThoseEndingBy: returnsFollowUp),
        gapsAfterShare: curve.shareLonger(than: window, ofThoseEndingBy: followUp),
        foundLateShare: share, medianDaysLate: median,
        customers: sample.customers, churners: sample.churners,
        activeCustomers: sample.activeCustomers, activeChurners: sample.activeChurners,
        snapshots: max(0, (days.spanInDays - window) / window),
        cutOffShare: Double(cutOff[min(window, cutOff.count) - 1]) / Double(spells))
    }
    let choice = HorizonChoice(
      windows: windows, spanInDays: days.spanInDays, followUpInDays: returnsFollowUp,
      cutOffShare: Double(silences.cutOffCount) / Double(spells))
    return HorizonAdvice(
      firstOrderDay: days.first, lastOrderDay: days.last, customers: days.customers,
      gaps: gapFacts, customerReturns: customerReturns, windows: windows,
      recommendedHorizonInDays: choice.window.horizonInDays, reason: choice.reason,
      cautions: choice.cautions)
  }

  /// The usual windows, and whole weeks that this shop's returns and the log's length point to.
  private func candidates(upTo longest: Int) -> [Int] {
    // A rhythm is as sharp as a few days, which lie between the usual windows or just above one.
    let fitted = Self.fittedShares.compactMap { share in
      returns.day(byWhich: share, ofThoseEndingBy: returnsFollowUp)
        .map { Int((Double($0) * (1 + Self.room) / 7).rounded(.up)) * 7 }
    }
    var windows = Set(Self.usual + fitted)
    // The longest that leaves a snapshot to learn from and one to be evaluated on, after a window; nearer
    // ones than a tenth tell nothing new.
    let third = days.spanInDays / 3 / 7 * 7
    if !windows.contains(where: { 10 * abs($0 - third) < third }) { windows.insert(third) }
    return windows.filter { $0 >= Self.usual[0] && $0 <= longest }.sorted()
  }

  private var customerReturns: CustomerReturns {
    CustomerReturns(
      customers: days.customers,
      returned: days.customers - silences.cutOffOfOneOrder.reduce(0, +),
      quantiles: quantiles(of: returns, by: returnsFollowUp), followUpInDays: returnsFollowUp,
      returningShare: 1 - returns.survival[returnsFollowUp])
  }

  private func quantiles(of curve: some SurvivalFunction, by end: Int) -> [GapQuantile] {
    Self.quantileShares.compactMap { share in
      curve.day(byWhich: share, ofThoseEndingBy: end).map { GapQuantile(share: share, days: $0) }
    }
  }

  private var gapFacts: GapFacts {
    let seen = runningSums(silences.ended)
    func observed(_ share: Double) -> GapQuantile? {
      guard let all = seen.last, all > 0 else { return nil }
      return seen.firstIndex { Double($0) >= share * Double(all) }
        .map { GapQuantile(share: share, days: $0) }
    }
    return GapFacts(
      ended: silences.endedCount, cutOff: silences.cutOffCount,
      observed: Self.quantileShares.compactMap(observed),
      corrected: quantiles(of: curve, by: followUp),
      followUpInDays: followUp, returningShare: 1 - curve.survival[followUp])
  }

  /// Own gaps, in half days and counted, of customers with two order days or more who have been
  /// silent for longer than nearly all gaps took.
  private func lostCustomersOwnGaps() -> [Int] {
    var counts = [Int](repeating: 0, count: 2 * days.spanInDays + 1)
    let lostAfter = curve.day(
      byWhich: Self.lostAfterShareOfGaps, ofThoseEndingBy: followUp)
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
