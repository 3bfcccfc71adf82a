package import Dense

/// What a study expects of customers who took no part in it.
package struct UpliftScores: Sendable {
  /// By the learner of the study, learned from all of its customers; one a row.
  package let prediction: UpliftPrediction
  package let kinds: [UpliftKind]
  /// The effect that is to be acted on.
  package let effects: UpliftEffects

  /// Scores rows.
  ///
  /// - Parameters:
  ///   - x: one row a customer, in the design of `rows`.
  ///   - most: what effects are learned as shares of, as that of `rows`; nil where that has none.
  ///   - rows: the customers of the study.
  ///   - study: of them.
  /// - Complexity: one fit of the learner.
  package init(
    of x: Matrix, most: (others: [Double], own: [Double])?, learnedFrom rows: UpliftRows,
    _ study: UpliftStudy
  ) {
    precondition(x.columns == rows.x.columns)
    let count = rows.count
    // The others stand behind the customers of the study, with a treatment and an outcome that nobody
    // looks at.
    let all = UpliftRows(
      x: Matrix(rows: count + x.rows, columns: x.columns, storage: rows.x.storage + x.storage),
      names: rows.names, isTreated: rows.isTreated + [Bool](repeating: false, count: x.rows),
      outcome: rows.outcome + [Double](repeating: 0, count: x.rows),
      most: most.map { $0.own + $0.others })
    let share = study.propensity.reduce(0, +) / Double(count)
    prediction = study.learner.prediction(
      of: all, propensity: study.propensity + [Double](repeating: share, count: x.rows),
      training: Array(0..<count), holdout: Array(count..<count + x.rows))
    let level = study.prediction.control.reduce(0, +) / Double(count)
    kinds = zip(prediction.uplift, prediction.control).map {
      UpliftKind(uplift: $0, control: $1, threshold: study.threshold, level: level)
    }
    effects = UpliftEffects(prediction.uplift, study)
  }
}

/// The effect to reckon with for each customer: as predicted, or the average one where the study says that
/// predictions are not worth acting on.
package struct UpliftEffects: Sendable {
  /// Whose effect it is.
  package enum Basis: String, Sendable, CaseIterable {
    /// The customer's own, predicted.
    case customer
    /// The average of all customers of the study.
    case average
  }

  /// What effects are measured in.
  package enum Unit: String, Sendable, CaseIterable {
    /// Of an outcome that is 0 or 1.
    case probability
    /// Of any other, such as money.
    case amount
  }

  package let basis: Basis
  package let unit: Unit
  /// One a customer.
  package let values: [Double]

  package init(_ predicted: [Double], _ study: UpliftStudy) {
    unit = study.isBinary ? .probability : .amount
    switch study.verdict {
    case .worthActingOn: (basis, values) = (.customer, predicted)
    case .useAverage(let average, _, _, _):
      (basis, values) = (.average, [Double](repeating: average, count: predicted.count))
    }
  }
}
