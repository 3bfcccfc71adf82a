package import Experiments
internal import Units

/// What `experiment size` prints.
package enum ExperimentSizeReport {
  /// - Parameters:
  ///   - size: what was found.
  ///   - outcome: what is measured, which says how effects are written.
  /// - Returns: lines of text.
  package static func text(of size: ExperimentSize, outcome: MeasuredOutcome) -> String {
    var lines: [String] = []
    switch outcome {
    case .rate(let baseline):
      lines.append("Outcome: a rate of \(percent(baseline, digits: 2)) without treatment.")
    case .mean(let deviation, let correlation):
      lines.append(
        "Outcome: a mean, standard deviation \(significant(deviation, digits: 4))"
          + (correlation == 0
            ? "."
            : "; covariates with a correlation of \(fixed(correlation, digits: 2)) take "
              + "\(percent(correlation * correlation)) off its variance (CUPED)."))
    }
    lines.append(
      "Arms: "
        + size.arms.map { "\($0.name) \(percent($0.share, digits: 2))" }.joined(separator: ", ")
        + "; compared with \(size.control).")
    lines.append(
      "Two-sided test, false-alarm rate \(percent(size.alpha))"
        + (size.comparisons.count > 1
          ? ", \(percent(size.comparisonAlpha, digits: 2)) in each of \(size.comparisons.count) "
            + "comparisons (Bonferroni)." : "."))
    func effect(_ value: Double) -> String {
      switch outcome {
      case .rate: "\(signed(100 * value, digits: 3)) points"
      case .mean: signed(value, digits: 4)
      }
    }
    if let wanted = size.effect, let customers = size.customers {
      lines += [
        "",
        "To find an effect of \(effect(wanted)) with a power of \(percent(size.wantedPower)): "
          + "\(grouped(customers)) customers in all.", "",
      ]
      lines += comparisons(size)
      lines += [""] + needs(size)
    }
    if let available = size.available {
      lines.append("")
      for comparison in size.comparisons {
        let found =
          comparison.detectableEffect.map {
            "an effect of \(effect($0)) or more is found with a power of "
              + percent(size.wantedPower)
          } ?? "no effect is found with a power of \(percent(size.wantedPower))"
        lines.append(
          "With \(grouped(available)) customers, arm \(comparison.arm): \(found)"
            + (comparison.power.map { chance in
              "; \(size.effect.map(effect) ?? "") is found with a probability of \(percent(chance))"
            } ?? "") + ".")
      }
    }
    if let normal = size.customersForNormalMean {
      lines += [
        "",
        "So skewed an outcome needs at least \(grouped(normal)) customers in the smallest arm before "
          + "intervals of its mean hold (355 × skewness²).",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func comparisons(_ size: ExperimentSize) -> [String] {
    var table = TextTable([("arm", .left), ("customers", .right), (size.control, .right)])
    for comparison in size.comparisons {
      table.append([
        comparison.arm, comparison.armCustomers.map(grouped) ?? "–",
        comparison.controlCustomers.map(grouped) ?? "–",
      ])
    }
    return table.lines
  }

  private static func needs(_ size: ExperimentSize) -> [String] {
    var table = TextTable([("power", .right), ("customers in all", .right)])
    for need in size.needs { table.append([percent(need.power), grouped(need.customers)]) }
    return table.lines
  }
}

/// A number with its sign.
func signed(_ value: Double, digits: Int) -> String {
  (value < 0 ? "" : "+") + significant(value, digits: digits)
}
