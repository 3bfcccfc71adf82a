package import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Whether customers are enough to learn churn from and be judged on, in numbers.
package struct DataSufficiency: Sendable, Equatable {
  /// Whom the numbers are of: "active customers", "rows".
  package let subject: String
  package let customers: Int
  package let churners: Int

  /// Of the rarer kind: below this a figure such as the area under the curve is not settled.
  package static let enough = HorizonWindow.enough

  package init(subject: String, customers: Int, churners: Int) {
    self.subject = subject
    self.customers = customers
    self.churners = churners
  }

  /// The active customers that a model was judged on.
  package init?(judgedIn evaluation: Evaluation) {
    guard let active = evaluation.group(.active) else { return nil }
    self.init(
      subject: "active customers", customers: active.customers,
      churners: Int((active.baseRate * Double(active.customers)).rounded()))
  }

  /// The rows that a model of a plain table was judged on.
  package init?(judgedIn evaluation: TableEvaluation) {
    guard let all = evaluation.all else { return nil }
    self.init(
      subject: "rows", customers: all.customers,
      churners: Int((all.baseRate * Double(all.customers)).rounded()))
  }

  package var stayers: Int { customers - churners }
  private var rarer: Int { min(churners, stayers) }
  package var isEnough: Bool { rarer >= Self.enough }

  /// How many there are, and how well that settles the figures.
  package var sentence: String {
    let counts =
      "\(grouped(customers)) \(subject), \(grouped(churners)) churned and \(grouped(stayers)) stayed"
    guard rarer > 0 else { return "\(counts): one kind alone teaches nothing" }
    // Half a 95 % interval: the error of the area is near 0.29 ÷ √n for n of the rarer kind.
    let half = min(0.5, 1.96 * 0.29 / Double(rarer).squareRoot())
    let told = "\(counts): an area under the ROC curve is known to about ±\(fixed(half, digits: 2))"
    guard !isEnough else { return "\(told), enough" }
    let needed = Int((Double(customers) * Double(Self.enough) / Double(rarer)).rounded(.up))
    return "\(told). Too few: \(Self.enough) of each kind are enough, at these rates some "
      + "\(grouped(roundedToTwoDigits(needed))) \(subject)"
  }

  /// What to say after training; nil where there is enough.
  package var notice: String? { isEnough ? nil : "judged on \(sentence)." }
}

/// The span of a log against its horizon, in words.
///
/// - Parameters:
///   - days: from the first order to the last.
///   - horizonInDays: H.
/// - Returns: how many horizons it holds and what more would bring.
package func spanSentence(days: Int, horizonInDays: Int) -> String {
  let times = Double(days) / Double(horizonInDays)
  let told =
    "\(grouped(days)) days are \(fixed(times, digits: 1)) horizons of \(horizonInDays) days"
  if days < 2 * horizonInDays + 1 {
    return "\(told). Too short: \(2 * horizonInDays + 1) days are the least (one horizon to learn "
      + "from, one to judge on, and a day before), \(3 * horizonInDays + 1) are enough for two "
      + "snapshots"
  }
  if days < 3 * horizonInDays + 1 {
    return "\(told): one snapshot to learn from; two need \(3 * horizonInDays + 1) days"
  }
  return days < daysOfTwoYears
    ? "\(told), enough; seasons take two years to be told" : "\(told), enough"
}

private func roundedToTwoDigits(_ value: Int) -> Int {
  var unit = 1
  while value / unit >= 100 { unit *= 10 }
  return (value + unit - 1) / unit * unit
}
