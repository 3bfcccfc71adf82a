internal import Dense
internal import Models
internal import Snapshots
internal import Units

extension YearsBefore {
  /// Whether the level of a fit should follow the year before a date.
  ///
  /// - Parameters:
  ///   - fit: learned before the date.
  ///   - date: what it is for.
  ///   - learning: dates that it learned from or was chosen by, latest first.
  ///   - forecasts: of past dates with its settings.
  /// - Returns: the choice, with what it was made by.
  func choice(
    for fit: ChurnModel, at date: Day, learning: [Snapshot], forecasts: [DatedForecast]
  ) -> SeasonChoice {
    SeasonTest(
      yearBefore: rows(before: date), dates: learning.map(\.labelledRows), forecasts: forecasts,
      workers: workers
    ).choice(of: fit)
  }

  /// What the season adds at the dates that a fit may be asked for: from where its labels end to the last
  /// date whose year before the log knows.
  ///
  /// - Parameters:
  ///   - fit: the model that is saved.
  ///   - dataEnd: the day after the last order.
  /// - Returns: nil where no year before is known.
  func shift(of fit: ChurnModel, dataEnd: Day) -> SeasonShift? {
    let first = min(dataEnd, (fit.trainedAsOf.max() ?? dataEnd) + horizonInDays)
    let last = dataEnd + SeasonShift.daysOfAYear - horizonInDays
    let step = min(30, max(7, horizonInDays / 3))
    let dates = Set(
      stride(from: 0, to: last - first, by: step).map { first + $0 } + [dataEnd, last])
    let levels = dates.sorted().compactMap { date in
      rows(before: date).flatMap { MissedLevel(of: fit, in: $0, workers: workers) }.map {
        SeasonShift.Level(asOf: date, shift: SeasonShift.share * $0.shift)
      }
    }
    return levels.isEmpty ? nil : SeasonShift(levels: levels)
  }
}
