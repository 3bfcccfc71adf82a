package import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
package import Models
package import Snapshots
internal import Units

/// Chooses a model's settings inside the training time: candidates learn from dates before a training
/// date and are evaluated on its labels, which end by the evaluation date.
///
/// What is chosen may therefore be evaluated there, and no later window has had an influence.
package struct ForwardValidation {
  let horizonInDays: Int
  let workers: Workers
  /// Numbers of snapshots that are tried, the usual first.
  var snapshotCounts: [Int]
  /// Multiples of the usual strength that are tried, falling.
  package var multiples = Self.multiples
  /// The absolute values' share of the penalty; nil for ridge.
  package var l1Share: Double?
  /// What coefficients are drawn to, tried before fits without; nil leaves it aside.
  package var prior: ShopPrior?
  /// Gives what was known a year before past dates; nil leaves it aside.
  var yearsBefore: YearsBefore?
  /// Bases that are tried, the usual first.
  var bases = [ChurnBasis.splines, .interactions]

  package static let multiples = [30, 10, 3, 1, 0.3, 0.1, 0.03]
  /// Training dates that candidates are evaluated at, at most, the latest.
  static let mostDates = 2
  /// Customers of either kind that a date must have to compare a prior with none, where no date has enough
  /// to choose settings by.
  static let fewestForPrior = 20

  package init(horizonInDays: Int, workers: Workers, snapshotCounts: [Int]) {
    self.horizonInDays = horizonInDays
    self.workers = workers
    self.snapshotCounts = snapshotCounts
  }

  /// The chosen settings, and their forecasts for past dates, latest first.
  package struct Result: Sendable {
    package let choice: ChurnChoice
    let forecasts: [DatedForecast]
  }

  /// The choice for a model that learns from some dates.
  ///
  /// - Parameters:
  ///   - dates: labelled rows, latest first.
  ///   - progress: told of each fit.
  /// - Returns: the settings, with what they were chosen by.
  /// - Throws: where a candidate cannot be fitted.
  package func run(
    on dates: [LabelledRows], _ progress: Progress = .untold
  ) throws(TrainingError) -> Result {
    precondition(!dates.isEmpty)
    let (sample, share) = sampledCustomers(of: dates)
    let folds = folds(of: sample, fewest: DataSufficiency.enough)
    if folds.isEmpty, prior != nil {
      // Whether other shops mislead shows where there is too little to choose anything else by.
      var few = self
      few.multiples = [1]
      few.snapshotCounts = [snapshotCounts[0]]
      few.bases = [bases[0]]
      return Result(
        choice: try few.choice(
          on: dates, sampledShare: share, by: few.folds(of: sample, fewest: Self.fewestForPrior),
          progress),
        forecasts: [])
    }
    let (comparing, forecasting) = progress.split(at: 0.8)
    var chosen = try choice(on: dates, sampledShare: share, by: folds, comparing)
    guard !folds.isEmpty else { return Result(choice: chosen, forecasts: []) }
    do {
      let forecasts = try ForwardForecasting(
        horizonInDays: horizonInDays, settings: chosen.settings, sampledShare: share,
        workers: workers, prior: prior, yearsBefore: yearsBefore
      ).forecasts(of: sample, progress: forecasting)
      try chosen.testCalibration(of: forecasts)
      return Result(choice: chosen, forecasts: forecasts)
    } catch {
      throw .fit(.churnCalibration, error)
    }
  }

  /// The latest dates that candidates can be compared at, each with the ones before it.
  private func folds(of dates: [LabelledRows], fewest: Int) -> [Fold] {
    var folds: [Fold] = []
    var target = dates.first
    while folds.count < Self.mostDates, let date = target {
      let past = dates.filter { $0.date <= date.date - horizonInDays }
      if let fold = Fold(target: date, past: past, fewest: fewest) { folds.append(fold) }
      target = past.first
    }
    return folds
  }

  /// The best of the candidates at some dates.
  private func choice(
    on dates: [LabelledRows], sampledShare share: Double, by folds: [Fold], _ progress: Progress
  ) throws(TrainingError) -> ChurnChoice {
    var losses: [Candidate: [Losses]] = [:]
    func choice() -> ChurnChoice {
      churnChoice(
        by: losses, order: candidates, evaluatedAt: folds.map(\.target.date),
        usualSnapshots: snapshotCounts[0], hasPrior: prior != nil, l1Share: l1Share,
        sampledShare: share
      ) { snapshots in dates.prefix(snapshots).reduce(0) { $0 + $1.count } }
    }
    // Products of columns are looked for first, and make further ones.
    let steps = progress.parts(bases.map { $0 == .interactions ? 3 : 1 })
    for (basis, step) in zip(bases, steps) {
      // Further bases are tried with the number of snapshots that did best with the usual one.
      let counts = basis == bases[0] ? snapshotCounts : [choice().settings.snapshots]
      for (place, fold) in folds.enumerated() {
        let fits = step.part(place, of: folds.count)
          .begin("\(basis.rawValue), predicting \(fold.target.date)")
        for (candidate, found) in try lossesByCandidate(
          of: basis, counts: counts, in: fold, fits)
        {
          losses[candidate, default: []].append(found)
        }
      }
    }
    return choice()
  }

  /// A date that is evaluated, and the ones before it.
  private struct Fold {
    let target: LabelledRows
    let past: [LabelledRows]

    /// Nil where there is nothing to learn, or too few of either kind to compare candidates by.
    init?(target: LabelledRows, past: [LabelledRows], fewest: Int) {
      let (rows, positives) = [target].classCounts
      guard min(positives, rows - positives) >= fewest,
        Array(past.prefix(1)).hasTwoClasses
      else { return nil }
      self.target = target
      self.past = past
    }
  }

  /// All candidates, those preferred among equals first.
  private var candidates: [Candidate] {
    bases.flatMap { basis in
      snapshotCounts.flatMap { count in
        priorUses.flatMap { usesPrior in
          multiples.map {
            Candidate(basis: basis, snapshots: count, multiple: $0, usesPrior: usesPrior)
          }
        }
      }
    }
  }

  /// With the prior where there is one, and without.
  private var priorUses: [Bool] { prior == nil ? [false] : [true, false] }

  /// What the candidates of a basis lose at a date; those that see the same dates are fitted once.
  private func lossesByCandidate(
    of basis: ChurnBasis, counts: [Int], in fold: Fold, _ progress: Progress
  ) throws(TrainingError) -> [(Candidate, Losses)] {
    var found: [(Candidate, Losses)] = []
    let equals = Dictionary(grouping: counts) { min($0, fold.past.count) }
    let parts = equals.sorted { $0.key < $1.key }
    let steps = progress.parts(parts.map { Double($0.key) })
    for ((count, counts), step) in zip(parts, steps) {
      for (candidate, losses) in try losses(
        of: basis, learnedFrom: Array(fold.past.prefix(count)), evaluatedAt: fold.target, step)
      {
        found += counts.map {
          (
            Candidate(
              basis: basis, snapshots: $0, multiple: candidate.multiple,
              usesPrior: candidate.usesPrior), losses
          )
        }
      }
    }
    return found
  }

  /// What a fit of each multiple of the usual strength loses at a date, with the prior and without.
  private func losses(
    of basis: ChurnBasis, learnedFrom past: [LabelledRows], evaluatedAt target: LabelledRows,
    _ progress: Progress
  ) throws(TrainingError) -> [(candidate: Candidate, losses: Losses)] {
    do {
      let (describing, fitting) = progress.split(at: 0.3)
      let columns = ColumnTraining(workers: workers)
      let design = try columns.design(basis, of: past, describing)
      let matrix = columns.matrix(design, of: past)
      let holdout = design.design(of: target.values, names: target.names, workers: workers)
      var found: [(candidate: Candidate, losses: Losses)] = []
      for (place, usesPrior) in priorUses.enumerated() {
        let predictors = try predictors(
          on: design, matrix, of: past, prior: usesPrior ? prior : nil,
          fitting.part(place, of: priorUses.count))
        for (multiple, predictor) in zip(multiples, predictors) {
          let logits = predictor.values(for: holdout, workers: workers)
          // The level belongs to the window, and one window tells little of the next.
          let missed = MissedLevel(logits: logits, labels: target.labels)?.shift ?? 0
          let values = zip(logits, target.labels).map { logLoss(logit: $0 + missed, label: $1) }
          found.append(
            (
              Candidate(
                basis: basis, snapshots: past.count, multiple: multiple, usesPrior: usesPrior),
              Losses(customers: target.customers, values: values)
            ))
        }
      }
      return found
    } catch {
      throw .fit(.churnSettings, error)
    }
  }

  /// A fit of each multiple of the usual strength.
  private func predictors(
    on design: FittedDesign, _ matrix: Matrix, of past: [LabelledRows], prior: ShopPrior?,
    _ progress: Progress
  ) throws(FitError) -> [LinearPredictor] {
    let labels = past.flatMap(\.labels)
    let strengths = multiples.map { $0 * ChurnSettings.usualStrength(rows: labels.count) }
    guard let prior = HorizonPrior(prior, horizonInDays: horizonInDays) else {
      let path = try ElasticNet(
        l1Share: l1Share ?? 0, strengths: .given(strengths), gradientTolerance: 1e-5,
        workers: workers
      ).fitted(to: matrix, labels: labels, progress: progress)
      return path.points.indices.map(path.predictor)
    }
    let means = prior.means(on: design, matrix, of: past)
    var predictors: [LinearPredictor] = []
    for (number, strength) in strengths.enumerated() {
      defer { progress.reach(number + 1, of: strengths.count) }
      predictors.append(
        try LogisticRegression(
          l2Strength: strength, penaltyMeans: means, gradientTolerance: 1e-5, workers: workers
        ).fitted(to: matrix, labels: labels).predictor)
    }
    return predictors
  }
}
