package import Dense
internal import Features
package import Ingestion
package import Units

/// What is to come of one contract that is in force on a day.
package struct ContractForecast: Sendable, Equatable {
  /// The probability of still being in force after t periods from the day, by t from 0.
  package let survival: [Double]
  /// Of each cause, the probability of having ended of it by then.
  package let incidence: [[Double]]
}

/// Hazards of a contract by period of its life, and what follows from them.
///
/// A contract that is within a period has outlasted a part of it: what is left of the period's risk is
/// as `EndTiming` has seen.
package struct ContractCourse {
  let period: ContractPeriod
  let timing: EndTiming
  let basis: PeriodBasis

  package init(period: ContractPeriod, timing: EndTiming, basis: PeriodBasis) {
    self.period = period
    self.timing = timing
    self.basis = basis
  }

  /// The periods of a contract's life that a number of periods from a day on lie in.
  package func periods(of start: Day, from day: Day, count: Int) -> ClosedRange<Int> {
    let first = period.place(of: day, from: start).period
    return first...max(first, period.place(of: period.day(count, from: day), from: start).period)
  }

  /// The forecast from hazards.
  ///
  /// - Parameters:
  ///   - start: of the contract.
  ///   - phase: of its renewals.
  ///   - day: on which it is in force.
  ///   - count: periods to look ahead.
  ///   - causes: how many.
  ///   - hazard: of a period of its life and a cause.
  /// - Returns: the forecast, by periods from the day.
  package func forecast(
    of start: Day, phase: Int, from day: Day, count: Int, causes: Int,
    hazard: (_ period: Int, _ cause: Int) -> Double
  ) -> ContractForecast {
    let places = (0...count).map { period.place(of: period.day($0, from: day), from: start) }
    let first = places[0].period
    var alive = 1.0
    var ended = [Double](repeating: 0, count: causes)
    var reached = first
    /// Ended before a part of a period is over, of those who begin it.
    func parts(_ place: (period: Int, share: Double)) -> [Double] {
      let share = timing.shareEnded(
        before: place.share,
        isRenewal: basis.place(of: place.period, phase: phase) == basis.termPeriods
          && basis.termPeriods != nil)
      return (0..<causes).map { share * hazard(place.period, $0) }
    }
    let before = parts(places[0])
    let now = 1 - before.reduce(0, +)
    var survival: [Double] = []
    var incidence = [[Double]](repeating: [], count: causes)
    for place in places {
      while reached < place.period {
        let hazards = (0..<causes).map { hazard(reached, $0) }
        for cause in 0..<causes { ended[cause] += alive * hazards[cause] }
        alive *= max(0, 1 - hazards.reduce(0, +))
        reached += 1
      }
      let begun = parts(place)
      survival.append(now > 0 ? min(1, alive * (1 - begun.reduce(0, +)) / now) : 0)
      for cause in 0..<causes {
        let share = now > 0 ? (ended[cause] + alive * begun[cause] - before[cause]) / now : 0
        incidence[cause].append(min(max(share, 0), 1))
      }
    }
    return ContractForecast(survival: survival, incidence: incidence)
  }
}

extension ContractModel {
  package var course: ContractCourse {
    ContractCourse(period: period, timing: timing, basis: basis)
  }

  /// The probability of having ended after some periods, of the model's cause or of any.
  package func probability(_ forecast: ContractForecast, within count: Int) -> Double {
    causePlace.map { forecast.incidence[$0][count] } ?? 1 - forecast.survival[count]
  }

  /// Forecasts some contracts that are in force on a day.
  ///
  /// - Parameters:
  ///   - contracts: numbers of rows' contracts.
  ///   - rows: typed by the model's columns.
  ///   - day: their columns are those that hold then.
  ///   - count: periods to look ahead.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one forecast a contract.
  /// - Complexity: O(contracts · periods · columns).
  package func forecasts(
    of contracts: [Int], in rows: ContractRows, from day: Day, count: Int, workers: Workers
  ) -> [ContractForecast] {
    let program = ContractProgram(self)
    let chunks = Chunks(rows: contracts.count, rowsPerChunk: 256)
    return workers.map(chunks.count) { chunk in
      forecasts(of: Array(contracts[chunks[chunk]]), in: rows, from: day, count: count, program)
    }.flatMap { $0 }
  }

  private func forecasts(
    of contracts: [Int], in rows: ContractRows, from day: Day, count: Int,
    _ program: ContractProgram
  ) -> [ContractForecast] {
    let course = course
    let ranges = contracts.map { course.periods(of: rows.starts[$0], from: day, count: count) }
    let lives = zip(contracts, ranges).map { contract, range in
      ContractLife(
        contract: contract, row: rows.row(of: contract, on: day), periods: range)
    }
    let hazards = program.hazards(of: lives, in: rows)
    var begin = 0
    return zip(contracts, ranges).map { contract, range in
      let offset = begin - range.lowerBound
      begin += range.count
      return course.forecast(
        of: rows.starts[contract], phase: rows.phases[contract], from: day, count: count,
        causes: causes.count
      ) { period, cause in hazards[cause][offset + period] }
    }
  }
}

/// Periods of a contract's life that one row of the table describes.
package struct ContractLife: Sendable {
  package let contract: Int
  package let row: Int
  package let periods: ClosedRange<Int>

  package init(contract: Int, row: Int, periods: ClosedRange<Int>) {
    self.contract = contract
    self.row = row
    self.periods = periods
  }
}
