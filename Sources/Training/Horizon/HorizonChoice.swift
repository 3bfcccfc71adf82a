/// The one window to use, and why.
struct HorizonChoice {
  let window: HorizonWindow
  let reason: HorizonReason
  let cautions: [HorizonCaution]

  /// Of the windows that the log can teach, takes the one with the fewest mistakes of two kinds:
  /// returning customers who come back too late for it, and lost customers whom it finds late.
  ///
  /// The two shares are of two different populations and are added as they are (Youden's index);
  /// of equals the shortest is taken, which finds lost customers soonest.
  /// - Parameters:
  ///   - windows: at least one, the shortest first.
  ///   - spanInDays: length of the log.
  ///   - followUpInDays: how long after an order returns can be told.
  ///   - cutOffShare: share of silences that the log's end cuts off.
  init(windows: [HorizonWindow], spanInDays: Int, followUpInDays: Int, cutOffShare: Double) {
    let teachable = windows.filter(\.isTeachable)
    let filled = teachable.filter(\.isWellFilled)
    let usable = [filled, teachable].first { !$0.isEmpty } ?? windows
    var (best, leastMistakes) = (usable[usable.count - 1], Double.infinity)
    for window in usable where window.mistakes.map({ $0 < leastMistakes }) ?? false {
      (best, leastMistakes) = (window, window.mistakes ?? leastMistakes)
    }
    window = best
    let days = best.horizonInDays
    if let late = best.returnsAfterShare, let found = best.foundLateShare {
      reason = .fewestMistakes(
        horizonInDays: days, returnsAfterShare: late, foundLateShare: found)
    } else {
      reason = .longestWindow(horizonInDays: days)
    }
    var cautions: [HorizonCaution] = []
    if let wanted = windows.min(by: { ($0.mistakes ?? 2) < ($1.mistakes ?? 2) }),
      let mistakes = wanted.mistakes, mistakes < leastMistakes, wanted.horizonInDays != days
    {
      cautions.append(
        .betterWindowNotUsable(
          horizonInDays: wanted.horizonInDays, spanInDays: spanInDays,
          activeChurners: wanted.activeChurners, activeStayers: wanted.activeStayers))
    }
    if cutOffShare >= 0.25 {
      cautions.append(.censoredSpells(share: cutOffShare, followUpInDays: followUpInDays))
    }
    if followUpInDays < 3 * days {
      cautions.append(.shortFollowUp(followUpInDays: followUpInDays, horizonInDays: days))
    }
    if !best.isWellFilled {
      cautions.append(
        .fewActiveCustomers(churners: best.activeChurners, stayers: best.activeStayers))
    }
    self.cautions = cautions
  }
}

extension HorizonWindow {
  /// Sum of the two shares of mistakes, 0 … 2; nil where one of them is unknown.
  fileprivate var mistakes: Double? {
    guard let returnsAfterShare, let foundLateShare else { return nil }
    return returnsAfterShare + foundLateShare
  }

  fileprivate var activeStayers: Int { activeCustomers - activeChurners }
}
