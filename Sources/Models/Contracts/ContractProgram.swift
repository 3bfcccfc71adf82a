package import Dense
internal import Features
internal import Files
package import Ingestion
internal import Learning
internal import RealModule
internal import Units

/// Features of periods of contracts: those of the contract's row, then those of the period.
package struct ContractFeatures: Sendable {
  let encoding: TableEncoding
  let basis: PeriodBasis
  let period: ContractPeriod
  package let names: [String]

  package init(columns: [TableColumn], basis: PeriodBasis, period: ContractPeriod) {
    encoding = TableEncoding(columns: columns)
    self.basis = basis
    self.period = period
    names = encoding.names + basis.names
  }

  /// One row a period of each life, life after life.
  package func matrix(of lives: [ContractLife], in rows: ContractRows) -> Matrix {
    let own = encoding.matrix(
      of: rows.columns.map { $0.at(lives.map(\.row)) }, rows: lives.count)
    let width = names.count
    var values = [Double](
      repeating: 0, count: width * lives.reduce(0) { $0 + $1.periods.count })
    var row = 0
    for (place, life) in lives.enumerated() {
      let start = rows.starts[life.contract]
      for age in life.periods {
        for column in 0..<own.columns {
          values[row * width + column] = own.storage[place * own.columns + column]
        }
        let (first, last) = (period.day(age - 1, from: start), period.day(age, from: start))
        basis.write(
          period: age, phase: rows.phases[life.contract],
          month: (first + (last - first) / 2).civil.month, to: &values,
          at: row * width + own.columns)
        row += 1
      }
    }
    return Matrix(rows: row, columns: width, storage: values)
  }
}

/// A model of contracts with names resolved to places.
struct ContractProgram: Sendable {
  private let features: ContractFeatures
  private let design: DesignProgram
  private let causes: [LinearPredictor]

  init(_ model: ContractModel) {
    features = ContractFeatures(
      columns: model.columns, basis: model.basis, period: model.period)
    design = DesignProgram(model.design, names: features.names)
    causes = model.causes.map {
      LinearPredictor(intercept: $0.intercept, coefficients: $0.coefficients)
    }
  }

  /// Of each cause, the probability of ending of it in each period of each life.
  func hazards(of lives: [ContractLife], in rows: ContractRows) -> [[Double]] {
    let matrix = features.matrix(of: lives, in: rows)
    let columns = design.design(of: matrix.storage, rows: 0..<matrix.rows)
    let x = Matrix(
      rows: matrix.rows, columns: columns.count / max(1, matrix.rows), storage: columns)
    var hazards = causes.map { $0.values(for: x) }
    for row in 0..<matrix.rows {
      // Largest first out of the sum, so that no exponential overflows.
      let largest = hazards.reduce(0) { max($0, $1[row]) }
      let going = Double.exp(-largest)
      var sum = going
      for cause in hazards.indices {
        hazards[cause][row] = .exp(hazards[cause][row] - largest)
        sum += hazards[cause][row]
      }
      for cause in hazards.indices { hazards[cause][row] /= sum }
    }
    return hazards
  }
}

extension ContractModel {
  /// What each column adds to the logit of the cause that is asked for, in the period that each contract
  /// is in.
  ///
  /// - Parameters:
  ///   - lives: one period each.
  ///   - rows: typed by the model's columns.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one row a life; of any cause, that of the commonest.
  package func contributions(
    of lives: [ContractLife], in rows: ContractRows, workers: Workers
  ) -> FamilyContributions {
    let features = ContractFeatures(columns: columns, basis: basis, period: period)
    let sources = features.encoding.sources
    let asked =
      causePlace ?? causes.indices.max { (causes[$0].ends, $1) < (causes[$1].ends, $0) } ?? 0
    let program = ContributionProgram(
      design: design, intercept: causes[asked].intercept,
      coefficients: causes[asked].coefficients, names: features.names, order: features.names
    ) { sources[$0] ?? PeriodBasis.family(of: $0) ?? $0 }
    return program.families(of: features.matrix(of: lives, in: rows), workers: workers)
  }
}
