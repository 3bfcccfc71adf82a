package import Experiments
internal import Units

/// What `experiment readout` prints.
package enum ReadoutReport {
  package static func text(of readout: ExperimentReadout, about lines: [String] = []) -> String {
    var text = lines + ratio(readout)
    for effect in readout.effects { text += [""] + section(effect, readout) }
    text += [""] + notes(readout)
    if !readout.money.isEmpty { text += [""] + money(readout) }
    if !readout.segments.isEmpty { text += [""] + segments(readout) }
    return text.joined(separator: "\n") + "\n"
  }

  private static func ratio(_ readout: ExperimentReadout) -> [String] {
    let sizes = zip(readout.arms, zip(readout.sampleRatio.counts, readout.customers)).map {
      arm, counts in
      "\(arm.name) \(grouped(counts.0)) assigned (planned \(percent(arm.share)))"
        + (counts.0 == counts.1 ? "" : ", \(grouped(counts.1)) read")
    }
    var lines = ["Arms: \(sizes.joined(separator: "; ")); control is \(readout.control)."]
    func verdict(_ check: SampleRatioCheck, _ what: String, _ bad: String) -> String {
      check.isMismatch
        ? "SAMPLE-RATIO MISMATCH, \(what): \(pText(check.pValue)). \(bad)"
        : "Sample ratio, \(what): \(pText(check.pValue)), no sign of a fault."
    }
    lines.append(
      verdict(
        readout.sampleRatio, "assigned against planned",
        "The arms are not what was planned; do not trust what follows before that is explained."))
    if readout.customers != readout.sampleRatio.counts {
      lines.append(
        verdict(
          readout.observedRatio, "read against assigned",
          "Customers were lost from some arms more than from others; do not trust what follows."))
    }
    return lines
  }

  private static func section(
    _ effect: ExperimentReadout.Effect, _ readout: ExperimentReadout
  ) -> [String] {
    func level(_ value: Double) -> String {
      effect.isRate ? percent(value, digits: 2) : significant(value, digits: 5)
    }
    let confidence = percent(1 - readout.alpha, digits: 0)
    var lines = [
      "\(effect.outcome), \(effect.arm): \(level(effect.treatedMean)) against "
        + "\(level(effect.controlMean)) in \(readout.control)"
        + (effect.controlMean != 0
          ? " (\(signedPercent(effect.plain.difference / effect.controlMean)))" : "")
    ]
    func row(_ name: String, _ difference: ArmDifference) -> String {
      "  \(name): \(change(difference.difference, effect.isRate)), \(confidence) interval "
        + "\(change(difference.low, effect.isRate)) to \(change(difference.high, effect.isRate)), "
        + pText(difference.pValue)
    }
    lines.append(row(effect.isRate ? "difference (Newcombe)" : "difference (Welch)", effect.plain))
    if let adjusted = effect.adjusted {
      lines.append(
        row("with CUPED", adjusted)
          + "; variance \(percent(max(0, effect.varianceReduction ?? 0))) lower")
    }
    lines.append(
      "  always valid: \(change(effect.alwaysValidLow, effect.isRate)) to "
        + change(effect.alwaysValidHigh, effect.isRate))
    if readout.arms.count > 2 {
      lines.append("  over the arms (Holm): \(pText(effect.adjustedPValue))")
    }
    return lines + ["  \(verdict(effect, readout))"]
  }

  private static func verdict(
    _ effect: ExperimentReadout.Effect, _ readout: ExperimentReadout
  ) -> String {
    let pValue = readout.arms.count > 2 ? effect.adjustedPValue : effect.best.pValue
    guard pValue < readout.alpha else {
      return "No effect shown; the interval says how large one may be."
    }
    let word = effect.best.difference > 0 ? "higher" : "lower"
    let isSure = effect.alwaysValidLow > 0 || effect.alwaysValidHigh < 0
    return "The outcome is \(word) in \(effect.arm)"
      + (isSure ? ", at any number of looks." : ", if this is the one look that was planned.")
  }

  private static func notes(_ readout: ExperimentReadout) -> [String] {
    let always =
      readout.isStaggered
      ? "Always valid: a confidence sequence over customers in the order in which they entered "
        + "(Waudby-Smith et al. 2024): it may be looked at every day."
      : "Always valid: look \(readout.look) takes α ÷ \(readout.look * (readout.look + 1)) of the "
        + "false-alarm rate, so that all looks together keep to it. Count your looks and pass the number."
    return [always]
      + (readout.covariates.isEmpty
        ? []
        : ["CUPED takes out what was known before: \(readout.covariates.joined(separator: ", "))."])
  }

  private static func money(_ readout: ExperimentReadout) -> [String] {
    guard let worth = readout.worth else { return [] }
    var lines = [
      "Money, at a margin of \(percent(worth.margin)), \(plainText(worth.contactCost)) a contact and "
        + "\(plainText(worth.incentiveCost)) an incentive used; incentives of those who would have "
        + "ordered anyway are counted as cost"
    ]
    for money in readout.money {
      let net = money.net
      let isShown = net.low > 0 || net.high < 0
      let isSure = money.alwaysValidLow > 0 || money.alwaysValidHigh < 0
      let verdict =
        !isShown
        ? "not shown to pay, nor to lose"
        : (net.low > 0 ? "it paid" : "it lost money")
          + (isSure ? ", at any number of looks" : ", if this is the one look that was planned")
      lines.append(
        "  \(money.arm): \(amount(net.difference)) a treated customer (\(amount(net.low)) to "
          + "\(amount(net.high)); always valid \(amount(money.alwaysValidLow)) to "
          + "\(amount(money.alwaysValidHigh))): \(verdict). It costs \(fixed(money.costOfCustomer, digits: 2)) a "
          + "customer and pays from \(fixed(money.breakEvenLift, digits: 2)) more spend a customer on."
      )
    }
    return lines
  }

  private static func segments(_ readout: ExperimentReadout) -> [String] {
    let isRate = readout.effects.first?.isRate ?? false
    var table = TextTable([
      (readout.segmentedBy ?? "segment", .left), ("arm", .left), ("treated", .right),
      ("control", .right), ("difference", .right), ("interval", .left), ("p (Holm)", .right),
    ])
    for segment in readout.segments {
      table.append([
        segment.segment, segment.arm, grouped(segment.treated), grouped(segment.control),
        segment.effect.map { change($0.difference, isRate) } ?? "too few",
        segment.effect.map { "\(change($0.low, isRate)) to \(change($0.high, isRate))" } ?? "",
        segment.adjustedPValue.map { fixed($0, digits: 4) } ?? "",
      ])
    }
    return ["\(readout.effects.first?.outcome ?? "") by \(readout.segmentedBy ?? "segment")", ""]
      + table.lines
      + readout.segmentTests.map { test in
        "Do segments differ in the effect of \(test.arm)? \(pText(test.pValue)) (Cochran): "
          + (test.pValue < readout.alpha ? "yes." : "not shown; read the effect on all.")
      }
  }

  private static func change(_ value: Double, _ isRate: Bool) -> String {
    isRate ? "\(signedFixed(100 * value, digits: 2)) points" : signed(value, digits: 4)
  }

  private static func amount(_ value: Double) -> String { signedFixed(value, digits: 2) }

  private static func signedPercent(_ share: Double) -> String {
    "\(signedFixed(100 * share, digits: 1)) %"
  }
}

/// A number with its sign and a fixed number of digits.
func signedFixed(_ value: Double, digits: Int) -> String {
  (value < 0 ? "" : "+") + fixed(value, digits: digits)
}
