internal import Dense

/// What every regression does once its loss, settings and start are known.
struct RegressionFit: Sendable {
  let predictor: LinearPredictor
  let standardErrors: CoefficientErrors?
  let robustStandardErrors: CoefficientErrors?
  let convergence: Convergence
  let diagnoses: [ColumnDiagnosis]

  /// Screens the columns, minimises from an intercept with all coefficients 0 or from some predictor, and
  /// takes errors.
  init<Loss: PointwiseLoss>(
    _ data: RegressionData, loss: Loss.Type, intercept: Double, settings: RegressionSettings,
    start: LinearPredictor? = nil, progress: Progress = .untold
  ) {
    let screen = ColumnScreen(data, loss: loss)
    // A penalty settles how dependent columns share their effect; without one the first takes it all.
    let columns = settings.l2Strength > 0 ? screen.varying : screen.independent
    let design = CentredDesign(
      data.x, columns: columns, means: columns.map { screen.means[$0] },
      areMeansSmall: screen.areMeansSmall)
    let objective = PenalizedObjective<Loss>(
      design: design, response: data.response, weights: data.weights,
      l2Strength: settings.l2Strength,
      penaltyMeans: settings.penaltyMeans.map { means in columns.map { means[$0] } },
      hessianPrecision: data.hessianPrecision(
        l2Strength: settings.l2Strength, deviations: screen.deviations),
      workers: data.workers)
    let point =
      start.map(design.point) ?? [intercept] + [Double](repeating: 0, count: columns.count)
    let bounds = settings.bounds.map { bounds in columns.map { bounds[$0] } }
    let solving = progress.split(at: 0.9).0
    let solution: NewtonSolution
    if let bounds {
      solution = ProjectedNewtonSolver(
        objective: objective, bounds: bounds, gradientTolerance: settings.gradientTolerance,
        maximumIterations: settings.maximumIterations
      ).minimised(from: point)
      solving.end()
    } else {
      solution = NewtonSolver(
        objective: objective, gradientTolerance: settings.gradientTolerance,
        maximumIterations: settings.maximumIterations, progress: solving
      ).minimised(from: point)
    }

    predictor = design.linearPredictor(solution.point)
    convergence = solution.convergence
    diagnoses = screen.diagnoses + screen.jointSeparation(solution.recession, of: design)
    // Where a bound holds a coefficient back, errors that do not know of the bound would be wrong.
    let isHeld = zip(bounds ?? [], solution.point.dropFirst()).contains { $0 != .none && $1 == 0 }
    let inverse = isHeld ? nil : objective.inverseHessian(solution.at)
    standardErrors = inverse.map { CoefficientErrors(covariance: $0, design: design) }
    if let inverse, let groups = data.groups {
      robustStandardErrors = objective.clusterRobustCovariance(
        inverseHessian: inverse, point: solution.point, groups: groups
      ).map { CoefficientErrors(covariance: $0, design: design) }
    } else {
      robustStandardErrors = nil
    }
    progress.end()
  }
}

extension RegressionData {
  /// Single precision where a Hessian takes long, rows weigh the same, and a penalty is well above what it
  /// may be off by.
  fileprivate func hessianPrecision(
    l2Strength: Double, deviations: [Double]
  ) -> HessianPrecision {
    let largest = deviations.max() ?? 0
    let products = Double(x.rows) * Double(x.columns) * Double(x.columns)
    return (x.rows >= 65_536 || x.rows >= 8_192 && products >= 2e8)
      && l2Strength >= 1e-7 * largest * largest && weights.allSatisfy { $0 == 1 }
      ? .single : .double
  }
}

extension ColumnScreen {
  /// Names the columns that separate the responses together and not alone.
  fileprivate func jointSeparation(_ recession: [Double]?, of design: CentredDesign)
    -> [ColumnDiagnosis]
  {
    guard let recession else { return [] }
    let moves = design.columns.enumerated().map { k, column in
      abs(recession[k + 1]) * deviations[column]
    }
    let largest = moves.max() ?? 0
    let columns = zip(design.columns, moves).filter { $0.1 > 1e-3 * largest }.map(\.0)
    let diagnosis = ColumnDiagnosis.separating(columns: columns)
    return diagnoses.contains(diagnosis) ? [] : [diagnosis]
  }
}
