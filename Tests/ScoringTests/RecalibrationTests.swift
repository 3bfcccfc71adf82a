import Dense
import Features
import Files
import Learning
import Models
import RealModule
import Scoring
import Snapshots
import Testing
import Training
import Units

/// Forecasts that are wrong in a known way; what came is drawn with known probabilities.
@Suite struct RecalibrationTests {
  /// Forecasts of dates, latest first, whose true log-odds are a line of the log-odds foretold.
  private func forecasts(
    dates: Int, rows: Int = 4_000, seed: UInt64 = 11, truth: (_ date: Int) -> CalibrationLine
  ) -> [DatedForecast] {
    (0..<dates).map { date in
      var random = RandomSource(seed: seed, stream: UInt64(date))
      let line = truth(date)
      var logits: [Double] = []
      var labels: [Double] = []
      for _ in 0..<rows {
        let logit = 6 * random.uniform() - 3
        logits.append(logit)
        labels.append(random.uniform() < 1 / (1 + .exp(-line(logit))) ? 1 : 0)
      }
      return DatedForecast(
        date: day("2024-12-01") - 30 * date, learnedFrom: [], customers: Array(0..<rows),
        logits: logits, labels: labels)
    }
  }

  /// The line of greatest likelihood, by Newton's method in two unknowns written out.
  private func line(through forecasts: ArraySlice<DatedForecast>) -> CalibrationLine {
    var (intercept, slope) = (0.0, 1.0)
    for _ in 0..<30 {
      var gradient = (0.0, 0.0)
      var (first, mixed, second) = (0.0, 0.0, 0.0)
      for (x, y) in forecasts.flatMap({ zip($0.logits, $0.labels) }) {
        let p = 1 / (1 + .exp(-(intercept + slope * x)))
        gradient = (gradient.0 + y - p, gradient.1 + (y - p) * x)
        first += p * (1 - p)
        mixed += p * (1 - p) * x
        second += p * (1 - p) * x * x
      }
      let determinant = first * second - mixed * mixed
      intercept += (second * gradient.0 - mixed * gradient.1) / determinant
      slope += (first * gradient.1 - mixed * gradient.0) / determinant
    }
    return CalibrationLine(intercept: intercept, slope: slope)
  }

  private func loss(_ forecast: DatedForecast, _ line: CalibrationLine) -> Double {
    zip(forecast.logits, forecast.labels).reduce(0) { sum, row in
      let p = 1 / (1 + .exp(-(line.intercept + line.slope * row.0)))
      return sum - .log(row.1 == 1 ? p : 1 - p)
    } / Double(forecast.logits.count)
  }

  /// Student's t, 97.5 %, for 2 … 9 degrees of freedom (scipy 1.14: stats.t.ppf(0.975, df)).
  private let studentT = [
    4.302652729911275, 3.182446305284263, 2.7764451051977987, 2.570581835636314, 2.4469118511449692,
    2.3646242515927844, 2.306004135204166, 2.262157162854099,
  ]

  /// Gain, error, decision and line computed anew, for logs of all lengths and models of many faults.
  @Test(arguments: 4...13)
  func theTestIsStudentsOverTheDates(dates: Int) throws {
    var outcomes: [Bool] = []
    for seed in UInt64(1)...8 {
      var random = RandomSource(seed: seed, stream: 1_000)
      let (level, steepness, spread) = (
        random.uniform() - 0.5, 0.7 + 0.5 * random.uniform(), 0.6 * random.uniform()
      )
      let shifts = (0..<dates).map { _ in spread * (random.uniform() - 0.5) }
      let all = forecasts(dates: dates, rows: 300, seed: seed) {
        CalibrationLine(intercept: level + shifts[$0], slope: steepness)
      }
      // As many dates as the table has degrees of freedom for, the latest.
      let used = all.prefix(studentT.count + 3)
      let gains = used.indices.dropLast().map { place in
        loss(used[place], CalibrationLine(intercept: 0, slope: 1))
          - loss(used[place], line(through: used[(place + 1)...]))
      }
      let count = Double(gains.count)
      let mean = gains.reduce(0, +) / count
      let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      let error = (variance / count).squareRoot()
      let found = try Recalibration.tested(on: all)
      #expect(found.evaluatedAt == all.prefix(gains.count).map(\.date))
      #expect(abs(try #require(found.gain) - mean) < 1e-9)
      #expect(abs(try #require(found.error) - error) < 1e-9)
      let isAsked = mean > studentT[gains.count - 3] * error
      outcomes.append(isAsked)
      #expect((found.line != nil) == isAsked)
      if let moved = found.line {
        let expected = line(through: used)
        #expect(abs(moved.intercept - expected.intercept) < 1e-6)
        #expect(abs(moved.slope - expected.slope) < 1e-6)
      }
    }
    #expect(Set(outcomes).count == 2, "only one outcome was tried")
  }

  /// Far from even odds as close to them, with no probability of 0.
  @Test func theLossIsThatOfTheProbability() {
    for logit in stride(from: -30.0, through: 30, by: 0.7) {
      let p = 1 / (1 + Double.exp(-logit))
      #expect(abs(logLoss(logit: logit, label: 1) + .log(p)) < 1e-12)
      // 1 − p loses digits where p is near 1.
      #expect(abs(logLoss(logit: logit, label: 0) + .log(1 / (1 + .exp(logit)))) < 1e-12)
    }
    #expect(logLoss(logit: 800, label: 0) == 800)
    #expect(logLoss(logit: -800, label: 1) == 800)
    #expect(logLoss(logit: 800, label: 1) == 0)
  }

  @Test func overconfidenceOfEveryDateIsTakenBack() throws {
    let found = try Recalibration.tested(
      on: forecasts(dates: 6) { _ in CalibrationLine(intercept: 0.3, slope: 0.6) })
    let line = try #require(found.line)
    // 24,000 rows know the intercept to about 0.015 and the slope to about 0.01.
    #expect(abs(line.intercept - 0.3) < 0.06)
    #expect(abs(line.slope - 0.6) < 0.04)
    #expect(found.evaluatedAt == (0..<5).map { day("2024-12-01") - 30 * $0 })
    #expect(try #require(found.gain) > 2 * #require(found.error))
  }

  @Test func calibratedForecastsStand() throws {
    let found = try Recalibration.tested(
      on: forecasts(dates: 6) { _ in CalibrationLine(intercept: 0, slope: 1) })
    #expect(found.line == nil)
    #expect(abs(try #require(found.gain)) < 0.001)
  }

  /// Thousands of customers a date would make every one of these shifts look certain; what was too
  /// high at one date is too low at another.
  @Test func levelsThatComeAndGoAreLeft() throws {
    let shifts = [0.4, -0.3, 0.5, -0.4, 0.3, 0.2]
    let found = try Recalibration.tested(
      on: forecasts(dates: 6) { CalibrationLine(intercept: shifts[$0], slope: 1) })
    #expect(found.line == nil)
    #expect(found.gain != nil)
  }

  @Test(arguments: 0...3)
  func threeDatesAreTooFewForATest(dates: Int) throws {
    let found = try Recalibration.tested(
      on: forecasts(dates: dates) { _ in CalibrationLine(intercept: 1, slope: 0.5) })
    #expect(found.line == nil && found.gain == nil && found.error == nil)
    #expect(found.evaluatedAt.count == max(0, dates - 1))
  }

  @Test func datesOfOneClassTeachNoLine() throws {
    var all = forecasts(dates: 5) { _ in CalibrationLine(intercept: 0, slope: 1) }
    all[4] = DatedForecast(
      date: all[4].date, learnedFrom: [], customers: all[4].customers, logits: all[4].logits,
      labels: all[4].labels.map { _ in 1 })
    let found = try Recalibration.tested(on: all)
    #expect(found.evaluatedAt.count == 3)
  }

  /// Intercept and coefficients are moved, so that contributions still sum to the logit.
  @Test func aFitIsMovedAlongItsLine() throws {
    let shop = SyntheticShop(customers: 400, days: 300, seed: 5)
    let snapshot = Snapshot(
      of: try shop.store(), asOf: SyntheticShop.start + 200, horizonInDays: 60,
      scoreWindowInDays: 365, workers: 1)
    func fit(_ calibration: CalibrationLine?) throws -> ChurnModel {
      try ChurnTraining(
        horizonInDays: 60,
        settings: ChurnSettings(
          basis: .splines, snapshots: 1, l2Strength: 0.01, calibration: calibration), workers: 1
      ).fitted(to: [snapshot], outlook: snapshot.outlook)
    }
    let line = CalibrationLine(intercept: 0.25, slope: 0.75)
    let plain = try fit(nil)
    let moved = try fit(line)
    let before = plain.logits(of: snapshot.features, workers: 1)
    for (after, logit) in zip(moved.logits(of: snapshot.features, workers: 1), before) {
      #expect(abs(after - line(logit)) < 1e-12 * max(1, abs(logit)))
    }
    #expect(moved.calibration == line)
    #expect(plain.calibration == nil)
    for (after, error) in zip(moved.standardErrors, plain.standardErrors) {
      #expect(abs(after - 0.75 * error) <= 1e-15 * error)
    }
  }
}
