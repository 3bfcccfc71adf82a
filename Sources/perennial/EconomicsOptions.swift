import ArgumentParser
import Comparison
import Expressions
import Interventions
import Reporting
import Scoring
import Units

/// What the money of a score row rests on: assumptions until a test has measured them.
struct EconomicsOptions: ParsableArguments {
  @Option(name: .long, help: "Assumed lift in the chance to stay at even odds.")
  var saveRate = ShareArgument(value: 0.10)
  @Option(name: .long, help: "Cost of one contact, in money.")
  var contactCost = 0.0
  @Option(name: .long, help: "Share of spend that is earned, at most 100%.")
  var margin = MarginArgument(value: 1)
  @Option(name: .long, help: "Discount of future money.")
  var discount = YearlyRateArgument(value: 0.10)

  @Option(
    name: .long, help: "How far ahead values reach, at least the model's horizon (default: 1y).")
  var clvHorizon: DurationArgument?

  /// All that a batch of predictions is set by.
  func parameters(asOf: Day?, threads: Int) throws(ParameterError) -> PredictionParameters {
    var parameters = PredictionParameters(
      economics: try Economics(saveRate: SaveRate(saveRate.value), contactCost: contactCost),
      discounting: try Discounting(annualRate: discount.value))
    parameters.asOf = asOf
    parameters.margin = margin.value
    parameters.valueHorizonInDays = clvHorizon?.value.wholeDays
    parameters.threads = threads
    return parameters
  }

  /// Dates, assumptions and the sizes of the lists.
  func summary(of scored: ScoredCustomers) -> String {
    """
    as of \(scored.asOf), horizon \(scored.horizonInDays) days, values over \
    \(scored.valueHorizonInDays) days; model \(scored.modelDigest)
    \(assumptions)
    \(sizes(of: scored.list))
    """
  }

  /// The same of scores made from features.
  func summary(of scores: FeatureScores) -> String {
    var lines = [
      [
        scores.asOf.map { "as of \($0)" }, "horizon \(scores.horizonInDays) days",
        scores.valueHorizonInDays.map { "values over \($0) days" },
      ].compactMap(\.self).joined(separator: ", ") + "; model \(scores.modelDigest)"
    ]
    if scores.valueHorizonInDays != nil { lines.append(assumptions) }
    lines.append(
      scores.lists.map(sizes)
        ?? "\(grouped(scores.count)) customers, ranked by churn probability")
    return lines.joined(separator: "\n")
  }

  private var assumptions: String {
    """
    assumed: save rate \(saveRate.defaultValueDescription), contact cost \(plainText(contactCost)), \
    margin \(margin.defaultValueDescription), discount \(discount.defaultValueDescription)
    """
  }

  private func sizes(of lists: [InterventionList]) -> String {
    func count(_ list: InterventionList) -> String { grouped(lists.count { $0 == list }) }
    return "\(grouped(lists.count)) customers: \(count(.act)) act, \(count(.winBack)) win_back, "
      + "\(count(.none)) none"
  }
}
