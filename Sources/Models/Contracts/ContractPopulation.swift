internal import Files
package import Ingestion
package import Units

// Contracts in force, as a model was trained on them and as it scores them.

extension ContractModel {
  /// Describes the contracts that are in force on a day.
  ///
  /// - Parameters:
  ///   - contracts: numbers of rows' contracts, at least one.
  ///   - rows: typed by the model's columns.
  ///   - day: their columns are those that hold then.
  ///   - scores: a probability each.
  /// - Returns: the shares by columns, age and score.
  package func population(
    of contracts: [Int], in rows: ContractRows, on day: Day, scores: [Double]
  ) -> PopulationReference {
    let typed = cells(of: contracts, in: rows, on: day)
    let described = zip(typed, columns).map { typed, column -> PopulationReference.Column in
      if case .numbers(let values) = typed.cells {
        return PopulationReference.Column(column.name, numbers: values)
      }
      let blank = PopulationReference.Column(name: column.name, edges: [], shares: [])
      return PopulationReference.Column(
        name: column.name, edges: [], counts: column.counts(of: typed, by: blank))
    }
    return PopulationReference(
      rows: contracts.count,
      columns: described + [
        PopulationReference.Column(
          PeriodBasis.ageFamily, numbers: ages(of: contracts, in: rows, on: day))
      ],
      scores: PopulationReference.Column("churn_probability", numbers: scores),
      meanScore: mean(scores))
  }

  /// How far contracts in force are from those of training; nil for a model that did not describe them.
  ///
  /// - Parameters:
  ///   - contracts: numbers of rows' contracts.
  ///   - rows: typed by the model's columns.
  ///   - day: their columns are those that hold then.
  ///   - scores: a probability each, of the model's horizon; nil where they are of another.
  /// - Returns: the shifts by column, the largest first, and of the scores.
  package func drift(
    of contracts: [Int], in rows: ContractRows, on day: Day, scores: [Double]?
  ) -> PopulationDrift? {
    population.map { reference in
      let counts = zip(
        zip(cells(of: contracts, in: rows, on: day), columns), reference.columns
      ).map { typed, column in typed.1.counts(of: typed.0, by: column) }
      let ages = reference.columns[columns.count]
        .counts(of: ages(of: contracts, in: rows, on: day))
      return reference.drift(
        counts: counts + [ages],
        scores: scores.map(reference.scores.counts)
          ?? reference.scores.shares.map { Int(($0 * Double(reference.rows)).rounded()) },
        meanScore: scores.map(mean) ?? reference.meanScore)
    }
  }

  private func cells(
    of contracts: [Int], in rows: ContractRows, on day: Day
  ) -> [TypedColumn] {
    let places = contracts.map { rows.row(of: $0, on: day) }
    return rows.columns.prefix(columns.count).map { $0.at(places) }
  }

  /// Whole periods that contracts have lasted.
  private func ages(of contracts: [Int], in rows: ContractRows, on day: Day) -> [Double] {
    contracts.map { Double(period.completed(from: rows.starts[$0], to: day)) }
  }
}
