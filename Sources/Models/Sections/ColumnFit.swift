package import Dense
package import Learning

/// What the coefficients of standardised columns cost a fit: λ((1 − α)/2 · (β − m)² + α|β|) each.
package struct Penalty: Sendable, Equatable {
  /// λ.
  package var strength: Double
  /// α, from 0 (ridge) to 1 (lasso).
  var l1Share = 0.0
  /// m, one a column; nil for zeros.
  ///
  /// A penalty with absolute values takes none.
  package var means: [Double]?
  /// To which side of 0 each coefficient keeps, one a column; nil for none.
  ///
  /// A penalty with absolute values takes none.
  package var bounds: [CoefficientBound]?

  package init(strength: Double, l1Share: Double = 0.0) {
    self.strength = strength
    self.l1Share = l1Share
  }

  /// Whether absolute values are in it, so that coefficients can be 0.
  package var selects: Bool { strength > 0 && l1Share > 0 }
}

/// The intercept and coefficients of a logistic regression on the columns of a design.
package struct ColumnFit: Sendable {
  package let predictor: LinearPredictor
  /// The intercept's, then one a column; nil where there are none: after a choice of columns an error
  /// that does not know of the choice would be too small.
  package let standardErrors: [Double]?
  /// Which part of what is known of each coefficient the penalty knows, λnV for the posterior variance V,
  /// from 0 (the rows alone) to 1; nil where the standard errors are.
  package let penaltyShares: [Double]?
  package let convergence: Convergence
  package let diagnoses: [ColumnDiagnosis]

  /// - Parameters:
  ///   - matrix: standardised columns.
  ///   - labels: 1 or 0 a row.
  ///   - groups: whose each row is; errors then take a customer's rows together. Nil where each is another's.
  ///   - penalty: on the coefficients.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - progress: told of strengths or iterations.
  /// - Throws: where a number or label cannot be learned from.
  package init(
    _ matrix: Matrix, labels: [Double], groups: [Int]?, penalty: Penalty, workers: Workers,
    _ progress: Progress = .untold
  ) throws(FitError) {
    if penalty.selects {
      // From far stronger ones, as most columns are then never looked at.
      let path = try ElasticNet(
        l1Share: penalty.l1Share,
        strengths: .given([100, 30, 10, 3, 1].map { $0 * penalty.strength }),
        gradientTolerance: 1e-8, workers: workers
      ).fitted(to: matrix, labels: labels, progress: progress)
      self.init(path)
      return
    }
    self.init(
      try LogisticRegression(
        l2Strength: penalty.strength, penaltyMeans: penalty.means, bounds: penalty.bounds,
        workers: workers
      ).fitted(to: .matrix(matrix), labels: labels, groups: groups, progress: progress),
      strength: penalty.strength,
      rows: labels.count)
  }

  /// The same with squares alone as penalty, of rows that need not be in memory.
  package init(
    _ rows: DesignRows, labels: [Double], groups: [Int]?, strength: Double, workers: Workers,
    _ progress: Progress = .untold
  ) throws(FitError) {
    self.init(
      try LogisticRegression(l2Strength: strength, workers: workers)
        .fitted(to: rows, labels: labels, groups: groups, progress: progress), strength: strength,
      rows: labels.count)
  }

  /// The weakest penalty of a path.
  private init(_ path: ElasticNetPath) {
    let last = path.points.count - 1
    predictor = path.predictor(at: last)
    standardErrors = nil
    penaltyShares = nil
    convergence = path.points[last].convergence
    diagnoses = path.diagnoses
  }

  private init(_ fit: FittedLogisticRegression, strength: Double, rows: Int) {
    penaltyShares = fit.standardErrors?.coefficients.map { strength * Double(rows) * $0 * $0 }
    predictor = fit.predictor
    standardErrors = (fit.robustStandardErrors ?? fit.standardErrors).map {
      [$0.intercept] + $0.coefficients
    }
    convergence = fit.convergence
    diagnoses = fit.diagnoses
  }
}
