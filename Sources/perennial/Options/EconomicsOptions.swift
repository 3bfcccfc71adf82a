import ArgumentParser
import Dense
import Interventions
import Reporting
import Scoring
import Snapshots
import Units
import Warehouse

/// Assumptions behind the money columns of a score row, until a test has measured them.
struct EconomicsOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Assumed retention lift for a customer with a 50 % churn probability.", "share"))
  var saveRate = ShareArgument(value: 0.10)
  @Option(name: .long, help: .shown("Cost of one contact, in money.", "amount"))
  var contactCost = 0.0
  @Option(name: .long, help: .shown("Margin on spend, at most 100%.", "share"))
  var margin = MarginArgument(value: 1)
  @Option(name: .long, help: .shown("Discount rate of future money.", "rate"))
  var discount = YearlyRateArgument(value: 0.10)
  @Option(
    name: .long,
    help: .shown("Horizon of the value forecast, at least the model's (default: 1y).", "days"))
  var clvHorizon: DurationArgument?

  /// All that a batch of predictions is set by.
  func parameters(asOf: Day?, workers: Workers) throws(ParameterError) -> PredictionParameters {
    var parameters = PredictionParameters(
      economics: try Economics(saveRate: SaveRate(saveRate.value), contactCost: contactCost),
      discounting: try Discounting(annualRate: discount.value))
    parameters.asOf = asOf
    parameters.margin = margin.value
    parameters.valueHorizonInDays = clvHorizon?.value.wholeDays
    parameters.workers = workers
    return parameters
  }

  /// The assumptions that a query of an engine is written by.
  func settings(
    dialect: SQLDialect, row: [String]
  ) throws(ParameterError) -> WarehouseQuery.Settings {
    var settings = WarehouseQuery.Settings(
      dialect: dialect, row: row,
      economics: try Economics(saveRate: SaveRate(saveRate.value), contactCost: contactCost),
      discounting: try Discounting(annualRate: discount.value))
    settings.margin = margin.value
    settings.valueHorizonInDays = clvHorizon?.value.wholeDays
    return settings
  }

  /// Dates, assumptions and the sizes of the lists.
  func summary(of scored: ScoreOverview) -> String {
    """
    \(dates(of: scored))
    \(sizes(of: scored.list))\(reasons(of: scored.decisions))\(share(of: scored))
    """
  }

  /// Dates and assumptions.
  func dates(of scored: ScoreOverview) -> String {
    """
    as of \(scored.asOf), horizon \(scored.horizonInDays) days, values over \
    \(scored.valueHorizonInDays) days; model \(scored.modelDigest)
    \(assumptions)
    """
  }

  /// The sizes of the lists.
  func sizes(of lists: [InterventionList: Int], customers: Int) -> String {
    func count(_ list: InterventionList) -> String { grouped(lists[list] ?? 0) }
    return "\(grouped(customers)) customers: \(count(.act)) act, \(count(.winBack)) win_back, "
      + "\(count(.none)) none"
  }

  /// Why customers are on no list.
  private func reasons(of decisions: [InterventionDecision]) -> String {
    let told = WhyNot.allCases.filter { $0 != .longInactive }.compactMap { reason -> String? in
      let count = decisions.count { $0.whyNot == reason }
      return count == 0 ? nil : "\(grouped(count)) \(reason.rawValue)"
    }
    return told.isEmpty ? "" : "\non no list (column why_not): \(told.joined(separator: ", "))"
  }

  /// How few customers bring how much of the gain of `act`.
  private func share(of scored: ScoreOverview) -> String {
    let gains = scored.ranking.prefix { scored.decisions[$0].list == .act }
      .map { scored.expectedGain[$0] }
    let total = gains.reduce(0, +)
    guard gains.count >= 10, total > 0 else { return "" }
    func first(_ share: Double) -> Int {
      var sum = 0.0
      return 1
        + (gains.firstIndex { gain in
          sum += gain
          return sum >= share * total
        } ?? gains.count - 1)
    }
    return
      "\nof the gain expected of act, the first \(grouped(first(0.5))) customers bring half, the first "
      + "\(grouped(first(0.9))) nine tenths: --top takes as many as you can contact"
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
    sizes(
      of: lists.reduce(into: [:]) { $0[$1, default: 0] += 1 }, customers: lists.count)
  }
}
