internal import Units

/// The one window to use, and why.
struct HorizonChoice {
  let window: HorizonWindow
  let reason: String
  let cautions: [String]

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
      reason =
        "of the customers who come back, \(percent(late, digits: 0)) do so only after \(days) days and would be "
        + "called churned wrongly; of the lost, \(percent(found, digits: 0)) are found later than three of "
        + "their own gaps. These two mistakes together are fewest here: a shorter window calls more "
        + "returning customers churned, a longer one finds more of the lost late."
    } else {
      reason =
        "too few customers have ordered again, or been lost, to weigh false alarms against delay; this "
        + "is the longest window that leaves one to learn from and one to judge on."
    }
    var cautions: [String] = []
    if let wanted = windows.min(by: { ($0.mistakes ?? 2) < ($1.mistakes ?? 2) }),
      let mistakes = wanted.mistakes, mistakes < leastMistakes, wanted.horizonInDays != days
    {
      cautions.append(
        "\(wanted.horizonInDays) days would make fewer mistakes, but the log cannot teach them: that "
          + "takes about \(3 * wanted.horizonInDays) days of orders (found \(spanInDays)) with "
          + "\(HorizonWindow.enough) active customers who churn and as many who stay "
          + "(found \(wanted.activeChurners) and \(wanted.activeStayers)).")
    }
    if cutOffShare >= 0.25 {
      cautions.append(
        "The end of the log cuts off \(percent(cutOffShare, digits: 0)) of all silences. The figures allow for "
          + "that, but of returns later than \(followUpInDays) days after an order nothing is known."
      )
    }
    if followUpInDays < 3 * days {
      cautions.append(
        "Returns can be followed for \(followUpInDays) days only, less than three windows of \(days): "
          + "more customers may come back late than is told here.")
    }
    if !best.isWellFilled {
      cautions.append(
        "At the last date with a complete window \(best.activeChurners) active customers churn and "
          + "\(best.activeStayers) stay; expected at least \(HorizonWindow.enough) of each for "
          + "figures that settle.")
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
