package import Dense
package import Features
internal import Files
internal import Learning
package import Models
internal import RealModule
package import Snapshots
internal import Units

/// Fits the churn model to the rows of several snapshots.
package struct ChurnTraining {
  let horizonInDays: Int
  let settings: ChurnSettings
  /// What coefficients are drawn to where the settings say so.
  let prior: ShopPrior?
  let workers: Workers

  package init(
    horizonInDays: Int, settings: ChurnSettings, prior: ShopPrior? = nil, workers: Workers
  ) {
    self.horizonInDays = horizonInDays
    self.settings = settings
    self.prior = prior
    self.workers = workers
  }

  /// What the columns of a model are made of, as learned from some snapshots.
  ///
  /// - Throws: where the model without products cannot be fitted.
  func recipe(
    from snapshots: [Snapshot], _ progress: Progress = .untold
  ) throws(TrainingError) -> DesignRecipe {
    do {
      return try ColumnTraining(workers: workers).recipe(
        settings.basis, from: snapshots.map(\.labelledRows), progress)
    } catch {
      throw .fit(.churnProducts, error)
    }
  }

  /// Fits design and coefficients.
  ///
  /// - Parameters:
  ///   - snapshots: labelled snapshots, latest first.
  ///   - recipe: what the columns are made of; nil learns it from the snapshots.
  ///   - outlook: the lifetime model of the date that the churn model is for; each snapshot has its own.
  ///   - progress: told of the fit's iterations.
  /// - Returns: the model, without a word yet on how good it is.
  /// - Throws: where there is one class only, or the fit gives up.
  package func fitted(
    to snapshots: [Snapshot], recipe: DesignRecipe? = nil, outlook: OrderOutlook?,
    _ progress: Progress = .untold
  ) throws(TrainingError) -> ChurnModel {
    let dates = snapshots.map(\.labelledRows)
    let (rows, churners) = dates.classCounts
    guard dates.hasTwoClasses else {
      throw .oneClass(allChurned: churners > 0, customers: rows, horizonInDays: horizonInDays)
    }
    let (describing, fitting) = progress.split(at: 0.3)
    let columns = ColumnTraining(workers: workers)
    let design: FittedDesign
    let drawn: PriorFit
    do {
      // Not `??`, whose right side throws anything.
      if let recipe {
        design = columns.design(recipe, of: dates)
      } else {
        design = columns.design(
          try columns.recipe(settings.basis, from: dates, describing), of: dates)
      }
      drawn = try columns.fitted(
        design, to: dates, penalty: settings.penalty,
        prior: HorizonPrior(prior, horizonInDays: horizonInDays, settings: settings), fitting)
    } catch {
      throw .fit(.churnModel, error)
    }
    let fit = drawn.fit
    let line = settings.calibration ?? CalibrationLine(intercept: 0, slope: 1)
    let errors =
      fit.standardErrors.map { $0.map { abs(line.slope) * $0 } }
      ?? [Double](repeating: 0, count: design.columns.count + 1)
    let usesOutlook = design.features.contains { $0.name == OrderOutlook.feature }
    var model = ChurnModel(
      design: design, intercept: line(fit.predictor.intercept),
      coefficients: fit.predictor.coefficients.map { line.slope * $0 },
      standardErrors: errors, l2Strength: settings.l2Strength, l1Share: settings.l1Share,
      basis: settings.basis,
      calibration: settings.calibration, outlook: usesOutlook ? outlook : nil,
      trainedAsOf: snapshots.map(\.asOf), rows: rows,
      churners: churners, iterations: fit.convergence.iterations,
      gradientNorm: fit.convergence.gradientNorm,
      notices: fitNotices(fit, design: design).map(Recorded.found),
      uninformativeGroups: [])
    model.prior = drawn.prior
    return model
  }

  /// The same, and nil where there is one class only.
  func fittedWhereTwoClasses(
    to snapshots: [Snapshot], outlook: OrderOutlook?, _ progress: Progress = .untold
  ) throws(TrainingError) -> ChurnModel? {
    do {
      return try fitted(to: snapshots, outlook: outlook, progress)
    } catch .oneClass {
      return nil
    }
  }

  /// A logistic regression on log1p of some features: the baselines `recency`, `frequency` and of both.
  func baseline(
    on features: [String], of snapshots: [Snapshot], holdout: Snapshot
  ) throws(TrainingError) -> [Double] {
    func columns(_ snapshot: Snapshot) -> Matrix {
      let values = features.map { snapshot.features.column(named: $0) ?? [] }
      var matrix = Matrix(rows: snapshot.count, columns: features.count, repeating: 0)
      for (column, values) in values.enumerated() {
        for (row, value) in values.enumerated() { matrix[row, column] = .log(onePlus: value) }
      }
      return matrix
    }
    do {
      return try LogisticRegression(l2Strength: 0, workers: workers)
        .fitted(to: stacked(snapshots.map(columns)), labels: snapshots.flatMap(\.churned))
        .predictedProbabilities(for: columns(holdout), workers: workers)
    } catch {
      throw .fit(.churnBaseline(features: features), error)
    }
  }

  private func fitNotices(_ fit: ColumnFit, design: FittedDesign) -> [ChurnNotice] {
    var notices = droppedNotices(design.dropped)
    notices += fit.diagnoses.map { ChurnNotice($0, names: design.names) }
    switch fit.convergence.reason {
    case .gradientTolerance, .limitOfPrecision: break
    case .separated, .iterationLimit:
      notices.append(.fitEndedEarly(gradientNorm: fit.convergence.gradientNorm))
    }
    return notices
  }
}
