package import Experiments
internal import Files
package import Ingestion
internal import Units

/// What `uplift` prints and writes.
package enum UpliftReport {
  package static let columns = [
    "customer_id", "line", "treated", "uplift", "without_treatment", "kind", "effect", "effect_of",
    "unit",
  ]
  /// Of customers who took no part.
  package static let scoreColumns = [
    "customer_id", "uplift", "without_treatment", "kind", "effect", "effect_of",
    "unit",
  ]

  /// Columns that are not used, and why.
  package static func notices(of table: UpliftTable) -> [String] {
    table.notices.map(\.text)
  }

  package static func text(
    of study: UpliftStudy, outcome: String, arms: (treated: String, control: String),
    isBinary: Bool
  ) -> String {
    let words = UpliftWords(isBinary: isBinary)
    var lines = [
      "\(grouped(study.customers)) customers: \(grouped(study.treated)) \(arms.treated), "
        + "\(grouped(study.customers - study.treated)) \(arms.control).",
      "Average effect on \(outcome): \(words.interval(study.average)).", "",
      study.verdict.text(words) + ".", "",
    ]
    lines += treatment(study) + [""] + halves(study, words) + [""] + rankings(study, words)
    lines += [""] + deciles(study, words) + [""] + kinds(study, words)
    if let policy = study.policy {
      lines += [
        "",
        "Money a customer: treating all \(signedFixed(policy.all, digits: 4)), treating the "
          + "\(percent(policy.treatedShare)) predicted to pay \(signedFixed(policy.selected, digits: 4)), "
          + "treating nobody 0.",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func treatment(_ study: UpliftStudy) -> [String] {
    let check = study.treatment
    var lines = [
      "Treatment: \(percent(check.treatedShare)) treated; the columns tell of it: "
        + "\(pText(check.randomPValue))"
        + (check.looksRandom
          ? ", as in a random draw."
          : check.lowestPropensity == nil
            ? ". IT DOES NOT LOOK RANDOM: effects may be those of who was chosen; say that treatment was not drawn to weigh "
              + "for what the columns tell."
            : ", so customers are weighed by the inverse of their chance.")
    ]
    if let low = check.lowestPropensity, let high = check.highestPropensity {
      lines.append(
        "Chance of treatment: \(percent(low)) to \(percent(high)), "
          + "\(grouped(check.extreme)) customers outside 5 % to 95 %. What the columns do not tell is "
          + "not allowed for.")
    }
    let large = check.differences.filter { abs($0.plain) >= ArmBalance.Difference.large }
    for difference in large {
      lines.append(
        "  \(difference.column): treated differ by \(signed(difference.plain, digits: 2)) standard "
          + "deviations"
          + (difference.weighted.map { ", \(signed($0, digits: 2)) with weights" } ?? ""))
    }
    if large.isEmpty {
      lines.append("No column differs by 0.1 standard deviations or more between the arms.")
    }
    return lines
  }

  private static func halves(_ study: UpliftStudy, _ words: UpliftWords) -> [String] {
    guard let share = study.halves.first?.share, let count = study.halves.first?.halves else {
      return []
    }
    let end = percent(share, digits: 0)
    var table = TextTable([
      ("learner", .left), ("top \(end)", .right), ("±", .right), ("bottom \(end)", .right),
      ("±", .right), ("p", .right), ("slope", .right), ("±", .right), ("p", .right),
    ])
    for half in study.halves {
      table.append([
        half.learner.rawValue, words.change(half.top.mean), words.size(half.top.deviation),
        words.change(half.bottom.mean), words.size(half.bottom.deviation),
        fixed(half.pValue, digits: 4), fixed(half.slope.mean, digits: 2),
        fixed(half.slope.deviation, digits: 2), fixed(half.slopePValue, digits: 4),
      ])
    }
    return [
      "Observed uplift on customers that the model has not seen: \(count) random halves, mean and "
        + "standard deviation between them. Slope: 1 where predictions are as large as effects, 0 where "
        + "they tell nothing.", "",
    ] + table.lines
  }

  private static func rankings(_ study: UpliftStudy, _ words: UpliftWords) -> [String] {
    var table = TextTable([
      ("learner", .left), ("gain over a random list", .right), ("95 %", .left), ("Qini", .right),
      ("AUUC", .right),
    ])
    for ranking in study.rankings {
      let interval = ranking.gainLow.flatMap { low in
        ranking.gainHigh.map { "\(words.change(low)) to \(words.change($0))" }
      }
      table.append([
        ranking.learner.rawValue, words.change(ranking.gain), interval ?? "",
        ranking.qini.map { fixed($0, digits: 4) } ?? "–",
        ranking.auuc.map { fixed($0, digits: 4) } ?? "–",
      ])
    }
    return table.lines
  }

  private static func deciles(_ study: UpliftStudy, _ words: UpliftWords) -> [String] {
    var table = TextTable([
      ("tenth", .right), ("predicted", .right), ("observed", .right), ("95 %", .left),
    ])
    for decile in study.deciles {
      table.append([
        "\(decile.decile)", words.change(decile.predicted),
        decile.observed.map { words.change($0.difference) } ?? "–",
        decile.observed.map { "\(words.change($0.low)) to \(words.change($0.high))" } ?? "",
      ])
    }
    return ["By tenth of predicted uplift (\(study.learner.rawValue)), the highest first", ""]
      + table.lines
  }

  private static func kinds(_ study: UpliftStudy, _ words: UpliftWords) -> [String] {
    var table = TextTable([
      ("kind", .left), ("customers", .right), ("predicted", .right), ("observed", .right),
      ("95 %", .left),
    ])
    for kind in study.kinds {
      table.append([
        kind.kind.rawValue, grouped(kind.customers), kind.predicted.map(words.change) ?? "–",
        kind.observed.map { words.change($0.difference) } ?? "–",
        kind.observed.map { "\(words.change($0.low)) to \(words.change($0.high))" } ?? "",
      ])
    }
    let isMere =
      switch study.verdict {
      case .worthActingOn: false
      case .useAverage: true
      }
    return [
      "Kinds by prediction: persuadable from \(words.change(study.threshold)) on; sleeping dog below 0"
        + (isMere ? ". The data do not bear them out: see above." : ""), "",
    ] + table.lines
  }
}

/// How effects are written: points of a rate, or plain numbers.
struct UpliftWords {
  let isBinary: Bool

  func change(_ value: Double) -> String {
    isBinary ? signedFixed(100 * value, digits: 2) : signed(value, digits: 4)
  }

  func size(_ value: Double) -> String {
    isBinary ? fixed(100 * value, digits: 2) : significant(value, digits: 3)
  }

  var unit: String { isBinary ? " points" : "" }

  func interval(_ effect: GroupEffect) -> String {
    "\(change(effect.difference))\(unit) (\(change(effect.low)) to \(change(effect.high)), standard error "
      + "\(size(effect.standardError)))"
  }
}

extension UpliftVerdict: FindingText {
  package var text: String { text(UpliftWords(isBinary: false)) }

  func text(_ words: UpliftWords) -> String {
    switch self {
    case .worthActingOn(let top, let bottom, let pValue):
      "Uplift differs enough between customers to act on it: on customers not seen, those with the "
        + "highest predictions gained \(words.change(top))\(words.unit), those with the lowest "
        + "\(words.change(bottom))\(words.unit) (\(pText(pValue)))"
    case .useAverage(let average, let difference, let pValue, let isShown):
      "No heterogeneity worth acting on: use the average effect, \(words.change(average))\(words.unit), "
        + "for all. On customers not seen, those with the highest predictions gained "
        + "\(words.change(difference))\(words.unit) more than those with the lowest (\(pText(pValue)))"
        + (isShown ? ", which is little beside the average" : ", which chance makes as well")
    }
  }
}
