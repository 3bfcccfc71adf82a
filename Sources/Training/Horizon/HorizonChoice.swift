/// The one window to use, and why.
struct HorizonChoice {
  let window: HorizonWindow
  let reason: HorizonReason
  let cautions: [HorizonCaution]

  /// Points by which a window must have fewer mistakes to be worth more days of waiting.
  private static let worthwhile = 0.05

  /// Of the windows that the log can teach, finds the one with the fewest mistakes of two kinds:
  /// returning customers who come back too late for it, and lost customers whom it finds late; and
  /// takes the shortest that is hardly worse.
  ///
  /// The two shares are of two different populations and are added as they are (Youden's index). To
  /// them comes what a thin sample leaves unknown. A few stragglers are not worth a longer window: a
  /// shorter one is taken that has at most five points more of late returns, and of the whole sum.
  /// - Parameters:
  ///   - windows: at least one, the shortest first.
  ///   - spanInDays: length of the log.
  ///   - followUpInDays: how long after an order returns can be told.
  ///   - cutOffShare: share of silences that the log's end cuts off.
  init(windows: [HorizonWindow], spanInDays: Int, followUpInDays: Int, cutOffShare: Double) {
    let teachable = windows.filter(\.isTeachable)
    let fewest = teachable.min { ($0.cost ?? .infinity) < ($1.cost ?? .infinity) }
    let known = [fewest?.cost, fewest?.returnsAfterShare].compactMap(\.self)
    let shortest = teachable.first { window in
      guard known.count == 2, let cost = window.cost, let late = window.returnsAfterShare else {
        return false
      }
      return cost <= known[0] + Self.worthwhile && late <= known[1] + Self.worthwhile
    }
    let best =
      shortest ?? teachable.last(where: \.isWellFilled) ?? teachable.last
      ?? windows[windows.count - 1]
    window = best
    let days = best.horizonInDays
    if shortest != nil, let late = best.returnsAfterShare, let found = best.foundLateShare {
      reason = .fewestMistakes(
        horizonInDays: days, returnsAfterShare: late, foundLateShare: found)
    } else {
      reason = .longestWindow(horizonInDays: days)
    }
    var cautions: [HorizonCaution] = []
    if let wanted = windows.min(by: { ($0.mistakes ?? 2) < ($1.mistakes ?? 2) }),
      let mistakes = wanted.mistakes, mistakes < (best.mistakes ?? .infinity) - Self.worthwhile,
      wanted.horizonInDays != days
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

  /// The mistakes, and what the rarer of active churners and stayers leaves unknown where there are
  /// fewer than enough of them: four times the error of the area under the curve, 0.29 ÷ √n; nil where
  /// the mistakes are unknown, or there is none of one kind.
  fileprivate var cost: Double? {
    let rarer = min(activeChurners, activeStayers)
    guard let mistakes, rarer > 0 else { return nil }
    let excess = 1 / Double(rarer).squareRoot() - 1 / Double(Self.enough).squareRoot()
    return mistakes + 4 * 0.29 * max(0, excess)
  }

  fileprivate var activeStayers: Int { activeCustomers - activeChurners }
}
