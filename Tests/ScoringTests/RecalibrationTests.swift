import Dense
import RealModule
import Scoring
import Testing
import Units

/// Forecasts that are wrong in a known way; what came is drawn with known probabilities.
@Suite struct RecalibrationTests {
  /// Forecasts of dates, latest first, whose true log-odds are a line of the log-odds foretold.
  private func forecasts(
    dates: Int, rows: Int = 4_000, truth: (_ date: Int) -> CalibrationLine
  ) -> [DatedForecast] {
    (0..<dates).map { date in
      var random = RandomSource(seed: 11, stream: UInt64(date))
      let line = truth(date)
      var logits: [Double] = []
      var labels: [Double] = []
      for _ in 0..<rows {
        let logit = 6 * random.uniform() - 3
        logits.append(logit)
        labels.append(random.uniform() < 1 / (1 + .exp(-line(logit))) ? 1 : 0)
      }
      return DatedForecast(
        date: day("2024-12-01") - 30 * date, logits: logits, labels: labels)
    }
  }

  @Test func overconfidenceOfEveryDateIsTakenBack() throws {
    let found = try Recalibration(
      testing: forecasts(dates: 6) { _ in CalibrationLine(intercept: 0.3, slope: 0.6) })
    let line = try #require(found.line)
    // 24,000 rows know the intercept to about 0.015 and the slope to about 0.01.
    #expect(abs(line.intercept - 0.3) < 0.06)
    #expect(abs(line.slope - 0.6) < 0.04)
    #expect(found.judgedAt == (0..<5).map { day("2024-12-01") - 30 * $0 })
    #expect(try #require(found.gain) > 2 * #require(found.error))
  }

  @Test func calibratedForecastsStand() throws {
    let found = try Recalibration(
      testing: forecasts(dates: 6) { _ in CalibrationLine(intercept: 0, slope: 1) })
    #expect(found.line == nil)
    #expect(abs(try #require(found.gain)) < 0.001)
  }

  /// Thousands of customers a date would make every one of these shifts look certain; what was too
  /// high at one date is too low at another.
  @Test func levelsThatComeAndGoAreLeft() throws {
    let shifts = [0.4, -0.3, 0.5, -0.4, 0.3, 0.2]
    let found = try Recalibration(
      testing: forecasts(dates: 6) { CalibrationLine(intercept: shifts[$0], slope: 1) })
    #expect(found.line == nil)
    #expect(found.gain != nil)
  }

  @Test(arguments: 0...3)
  func threeDatesAreTooFewForATest(dates: Int) throws {
    let found = try Recalibration(
      testing: forecasts(dates: dates) { _ in CalibrationLine(intercept: 1, slope: 0.5) })
    #expect(found.line == nil && found.gain == nil && found.error == nil)
    #expect(found.judgedAt.count == max(0, dates - 1))
  }

  @Test func datesOfOneClassTeachNoLine() throws {
    var all = forecasts(dates: 5) { _ in CalibrationLine(intercept: 0, slope: 1) }
    all[4] = DatedForecast(
      date: all[4].date, logits: all[4].logits, labels: all[4].labels.map { _ in 1 })
    let found = try Recalibration(testing: all)
    #expect(found.judgedAt.count == 3)
  }

  /// Intercept and coefficients are moved, so that contributions still sum to the logit.
  @Test func aFitIsMovedAlongItsLine() throws {
    let shop = SyntheticShop(customers: 400, days: 300, seed: 5)
    let snapshot = Snapshot(
      of: try shop.store(), asOf: SyntheticShop.start + 200, horizonInDays: 60,
      scoreWindowInDays: 365, threads: 1)
    func fit(_ calibration: CalibrationLine?) throws -> ChurnModel {
      try ChurnTraining(
        horizonInDays: 60,
        settings: ChurnSettings(
          basis: .splines, snapshots: 1, l2Strength: 0.01, calibration: calibration), threads: 1
      ).fitted(to: [snapshot], outlook: snapshot.outlook)
    }
    let line = CalibrationLine(intercept: 0.25, slope: 0.75)
    let plain = try fit(nil)
    let moved = try fit(line)
    let before = plain.logits(of: snapshot.features, threads: 1)
    for (after, logit) in zip(moved.logits(of: snapshot.features, threads: 1), before) {
      #expect(abs(after - line(logit)) < 1e-12 * max(1, abs(logit)))
    }
    #expect(moved.calibration == line)
    #expect(plain.calibration == nil)
    for (after, error) in zip(moved.standardErrors, plain.standardErrors) {
      #expect(abs(after - 0.75 * error) <= 1e-15 * error)
    }
  }
}
