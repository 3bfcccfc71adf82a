package import Dense
internal import Files
package import Ingestion
package import Models
internal import RealModule
package import Units

/// How contracts are scored.
package struct ContractScoringParameters: Sendable {
  /// The day that contracts are in force on; nil for that of the table.
  package var horizon: Int?
  /// Periods that the remaining life and the value are of.
  package var life: Int
  /// Periods at which survival is given; nil for a few up to the life.
  package var points: [Int]?
  /// By which a year's money is worth less than today's.
  package var discountRate = 0.1
  package var workers: Workers = 1

  package init(life: Int) { self.life = life }
}

/// Scored contracts, one element a contract in force.
package struct ContractScores: Sendable {
  /// Numbers of the contracts in the rows.
  let contracts: [Int]
  let rows: ContractRows
  let model: ContractModel
  let lives: [ContractLife]
  let contributions: FamilyContributions

  package let asOf: Day
  package let horizon: Int
  package let life: Int
  package let points: [Int]
  package let causes: [String]
  /// The probability of ending within the horizon, of the model's cause or of any.
  package let probability: [Double]
  /// Survival at each point, contract by contract.
  package let survival: [[Double]]
  /// The probability of ending of each cause within the horizon, contract by contract.
  package let incidence: [[Double]]
  /// Periods to come within the life on average: the area under the survival curve.
  package let expectedRemaining: [Double]
  /// The probability of outlasting the life.
  package let tail: [Double]
  /// Money a period; not-a-number where missing, nil where no column is named.
  package let value: [Double]?
  /// Discounted money of the periods that are reached within the life.
  package let expectedValue: [Double]?
  /// Probability × expected value.
  package let valueAtRisk: [Double]?
  /// Contracts, the first to act on first.
  package let ranking: [Int]
  /// Contracts older than any that training followed, by the end of the life.
  package let beyondSeen: Int
  /// How far they are from the contracts in force at training; nil where the model does not say.
  package let drift: PopulationDrift?
  /// Categories that training did not have.
  package let unseen: [UnseenCategories]

  package var count: Int { contracts.count }
  package var reliable: Bool { model.isInformative }
  package var modelDigest: String { model.shortDigest }
  package var period: ContractPeriod { model.period }

  package func id(_ contract: Int) -> String { rows.ids[contracts[contract]] }
  package func start(_ contract: Int) -> Day { rows.starts[contracts[contract]] }
  /// Whole periods that a contract has lasted.
  package func age(_ contract: Int) -> Int {
    model.period.completed(from: start(contract), to: asOf)
  }

  /// The columns that move a contract's logit in its present period most, the largest first.
  package func reasons(of contract: Int, count: Int) -> [TableReason] {
    let logit = contributions.logit(ofRow: contract)
    return contributions.strongest(ofRow: contract, count: count).map { strongest in
      let name = contributions.families[strongest.family]
      return TableReason(
        column: name, cell: cell(of: contract, column: name),
        change: RiskChange(contribution: strongest.value, logit: logit))
    }
  }

  private func cell(of contract: Int, column name: String) -> TableReason.Cell {
    let life = lives[contract]
    guard let index = model.columns.firstIndex(where: { $0.name == name }) else {
      return periodCell(name, life)
    }
    switch rows.columns[index].cells {
    case .numbers(let values): return values[life.row].isNaN ? .missing : .number(values[life.row])
    case .categories(let codes, let levels):
      guard codes[life.row] >= 0 else { return .missing }
      let text = levels[Int(codes[life.row])]
      return model.columns[index].place(of: text) == .other ? .rare(text) : .text(text)
    }
  }

  /// What stands for a family of the period's features.
  private func periodCell(_ family: String, _ life: ContractLife) -> TableReason.Cell {
    let period = life.periods.lowerBound
    switch family {
    case PeriodBasis.ageFamily: return .text("\(period - 1) × \(model.period.text)")
    case PeriodBasis.termFamily:
      return model.basis.place(of: period, phase: rows.phases[life.contract]).map {
        .text("\($0) of \(model.termPeriods ?? 0)")
      } ?? .missing
    default:
      let start = rows.starts[life.contract]
      let (first, last) = (
        model.period.day(period - 1, from: start), model.period.day(period, from: start)
      )
      return .text("month \((first + Int(last - first) / 2).civil.month)")
    }
  }
}

extension ContractModel {
  /// Scores the contracts of a table that are in force on its day, and ranks them.
  ///
  /// - Parameters:
  ///   - rows: typed by the model's columns.
  ///   - parameters: what to give of them.
  /// - Returns: the scores.
  /// - Throws: where no contract is in force.
  package func scores(
    of rows: ContractRows, _ parameters: ContractScoringParameters
  ) throws(ContractScoringError) -> ContractScores {
    let day = rows.asOf
    let contracts = rows.inForce(on: day)
    guard !contracts.isEmpty else {
      throw .noneInForce(file: rows.file, asOf: day, contracts: rows.count)
    }
    let horizon = parameters.horizon ?? self.horizon
    let life = max(parameters.life, horizon)
    let points = self.points(parameters)
    let count = max(life, points.max() ?? 0)
    let forecasts = forecasts(
      of: contracts, in: rows, from: day, count: count, workers: parameters.workers)
    let lives = contracts.map { contract in
      let period = self.period.place(of: day, from: rows.starts[contract]).period
      return ContractLife(
        contract: contract, row: rows.row(of: contract, on: day), periods: period...period)
    }
    let probability = forecasts.map { self.probability($0, within: horizon) }
    let values = rows.values.map { values in lives.map { values[$0.row] } }
    let expected = values.map { values in
      zip(values, forecasts).map { value, forecast in
        (1...life).reduce(0) { sum, count in
          sum + value * forecast.survival[count] * discount(count, parameters.discountRate)
        }
      }
    }
    let atRisk = expected.map { zip($0, probability).map { $0 * $1 } }
    return ContractScores(
      contracts: contracts, rows: rows, model: self, lives: lives,
      contributions: contributions(of: lives, in: rows, workers: parameters.workers), asOf: day,
      horizon: horizon, life: life, points: points, causes: causes.map(\.name),
      probability: probability,
      survival: forecasts.map { forecast in points.map { forecast.survival[$0] } },
      incidence: forecasts.map { forecast in forecast.incidence.map { $0[horizon] } },
      expectedRemaining: forecasts.map { forecast in
        (1...life).reduce(0) {
          $0 + (forecast.survival[$1 - 1] + forecast.survival[$1]) / 2
        }
      },
      tail: forecasts.map { $0.survival[life] }, value: values, expectedValue: expected,
      valueAtRisk: atRisk,
      // Contracts are by rising id, so a number breaks the last ties.
      ranking: rankedRows(
        Array(0..<contracts.count), descending: atRisk ?? probability,
        workers: parameters.workers
      ) { (probability[$1], $0) < (probability[$0], $1) },
      beyondSeen: lives.count { $0.periods.lowerBound + life > oldestAge },
      drift: drift(
        of: contracts, in: rows, on: day, scores: horizon == self.horizon ? probability : nil),
      unseen: unseenCategories(in: rows, of: lives.map(\.row)))
  }

  /// Periods at which survival is given.
  package func points(_ parameters: ContractScoringParameters) -> [Int] {
    let horizon = parameters.horizon ?? self.horizon
    return parameters.points
      ?? Self.usualPoints(horizon: horizon, life: max(parameters.life, horizon))
  }

  private func unseenCategories(in rows: ContractRows, of places: [Int]) -> [UnseenCategories] {
    zip(columns, rows.columns).compactMap { UnseenCategories(in: $1.at(places), of: $0) }
  }

  /// What a period's money is worth after so many periods.
  private func discount(_ count: Int, _ rate: Double) -> Double {
    let years = Double(count) * period.meanDays / 365.2425
    return .exp(-years * .log(onePlus: rate))
  }

  private static func usualPoints(horizon: Int, life: Int) -> [Int] {
    Array(Set([max(1, horizon / 4), max(1, horizon / 2), horizon, life])).sorted()
  }
}

/// Why contracts cannot be scored.
package enum ContractScoringError: Error, Sendable {
  case noneInForce(file: String, asOf: Day, contracts: Int)
}
