internal import Dense
internal import Features
internal import Learning
internal import Models
internal import Snapshots
internal import Units

/// Out-of-time forecasts for past dates, each from a model trained only on labels complete by then.
struct ForwardForecasting {
  let horizonInDays: Int
  /// Of a model of all customers.
  let settings: ChurnSettings
  /// Share of the customers that the rows are of.
  let sampledShare: Double
  let workers: Workers
  /// What coefficients are drawn to where the settings say so.
  var prior: ShopPrior?
  /// Gives what was known a year before; nil leaves it aside.
  var yearsBefore: YearsBefore?

  /// Forecasts for dates that have others before them, latest first.
  ///
  /// - Parameters:
  ///   - dates: labelled rows, latest first.
  ///   - most: dates to try, the latest.
  ///   - progress: told of each.
  /// - Returns: the forecasts, latest first.
  /// - Throws: where a fit gives up.
  func forecasts(
    of dates: [LabelledRows], most: Int = .max, progress: Progress = .untold
  ) throws(FitError) -> [DatedForecast] {
    var forecasts: [DatedForecast] = []
    let tried = dates.prefix(most)
    for (number, date) in tried.enumerated() {
      progress.part(number, of: tried.count).begin("predicting \(date.date)")
      if let forecast = try forecast(of: date, from: dates) { forecasts.append(forecast) }
    }
    return forecasts
  }

  /// The forecast for one of some dates.
  ///
  /// - Parameters:
  ///   - target: the date.
  ///   - dates: labelled rows, latest first; those after the target are passed over.
  /// - Returns: nil where the target has no rows, or nothing could be learned before it.
  /// - Throws: where the fit gives up.
  private func forecast(
    of target: LabelledRows, from dates: [LabelledRows]
  ) throws(FitError) -> DatedForecast? {
    let past = Array(
      dates.filter { $0.date <= target.date - horizonInDays }.prefix(settings.snapshots))
    guard target.count > 0, Array(past.prefix(1)).hasTwoClasses else { return nil }
    let columns = ColumnTraining(workers: workers)
    let design = try columns.design(settings.basis, of: past)
    // A penalty is worth a number of customers: among fewer of them it weighs more.
    var penalty = settings.penalty
    penalty.strength /= sampledShare
    let fit = try columns.fitted(
      design, to: past, penalty: penalty,
      prior: HorizonPrior(prior, horizonInDays: horizonInDays, settings: settings)
    ).fit
    func logits(_ rows: LabelledRows) -> [Double] {
      fit.predictor.values(
        for: design.design(of: rows.values, names: rows.names, workers: workers),
        workers: workers)
    }
    var forecast = DatedForecast(
      date: target.date, learnedFrom: past.map(\.date), customers: target.customers,
      logits: logits(target), labels: target.labels)
    forecast.missedYearBefore = yearsBefore?.rows(before: target.date).flatMap {
      MissedLevel(logits: logits($0), labels: $0.labels)?.shift
    }
    return forecast
  }
}
