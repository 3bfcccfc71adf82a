internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Fits a model of contracts to what was known on a day.
struct ContractTraining: Sendable {
  let known: KnownContracts
  /// Reasons in the model's order.
  let parameters: ContractParameters

  private var rows: ContractRows { known.rows }
  private var schema: ContractSchema { known.schema }

  /// Ends of a cause, fewer of which tell nothing.
  static let fewestEnds = 20
  /// Numbers in the matrices of periods: contracts of larger tables are sampled.
  private static let mostCells = 60_000_000
  /// Periods that settings are chosen on, and products of columns summed over them.
  private static let mostForSettings = 120_000
  private static let fewestForSettings = 20_000
  private static let productsForSettings = 1.5e9

  /// What a fit has chosen, for another to reuse.
  struct Choice: Sendable {
    let course: AgeCourse
    let products: [DesignRecipe.Interaction]
    /// Of each reason.
    let precisions: [Int: Double]
    /// The fit of each reason, and the columns of its design: with more rows the next is near.
    let fits: [Int: LinearPredictor]
    let names: [String]

    /// Where to look first for the fit of a reason on columns of some names.
    func start(of cause: Int, on names: [String]) -> LinearPredictor? {
      guard let fit = fits[cause] else { return nil }
      let known = Dictionary(
        zip(self.names, fit.coefficients), uniquingKeysWith: { first, _ in first })
      return LinearPredictor(
        intercept: fit.intercept, coefficients: names.map { known[$0] ?? 0 })
    }
  }

  /// A model without a word yet on how good it is.
  ///
  /// - Parameters:
  ///   - chosen: what an earlier fit chose; nil to choose it.
  ///   - progress: told how much is done.
  /// - Returns: the model, and what was chosen.
  /// - Throws: where too few contracts ended, or columns are too many.
  func fitted(
    by chosen: Choice? = nil, _ progress: Progress = .untold
  ) throws -> (model: ContractModel, choice: Choice) {
    let (choosing, fitting) = progress.split(at: 0.7)
    let ends = known.ends(of: askedCause)
    guard ends >= Self.fewestEnds else {
      throw ContractTrainingError.tooFewEnds(
        found: ends, needed: Self.fewestEnds, by: known.day, contracts: known.lives.count)
    }
    let draft = try design(of: known.segments, course: chosen?.course)
    let sample = sample(columns: draft.recipe.terms.reduce(0) { $0 + 1 + $1.knots })
    let segments = sample.segments
    var periods = PersonPeriods(
      sample, segments,
      ContractFeatures(
        columns: draft.columns, basis: draft.basis, period: schema.period))
    let causes = rows.reasons.indices.filter { known.ends(of: $0) > 0 }
    let width = Double(draft.recipe.terms.reduce(0) { $0 + 1 + $1.knots })
    let settled = min(
      Self.mostForSettings,
      max(Self.fewestForSettings, Int(Self.productsForSettings / (width * width))))
    var settings = ContractSettings(
      periods: periods.thinned(to: settled), recipe: draft.recipe, chosen: chosen,
      workers: parameters.workers)
    let design = try settings.choose(
      causes: causes, asked: askedCause, columns: draft.columns,
      findsProducts: parameters.findsProducts, choosing)
    let x = design.design(of: periods.matrix, names: periods.names, workers: parameters.workers)
    periods.dropMatrix()
    let models = try causes.enumerated().map { number, cause in
      try fit(
        cause, x, periods, precision: settings.precisions[cause] ?? 1,
        from: settings.predictors[cause] ?? chosen?.start(of: cause, on: design.names),
        fitting.part(number, of: causes.count)
      ).keeping(draft.course.share, ofSingleAgesIn: design)
    }
    let curves = baselineCurves(causes)
    let geometric = ShiftedBetaGeometric().fitted(to: lives(of: askedCause))
    let curve = LateEntryCurve(lives(of: nil))
    var model = ContractModel(
      roles: ContractModel.Roles(schema), period: schema.period,
      termPeriods: draft.basis.termPeriods, asOf: known.day, observedFrom: schema.observedFrom,
      horizon: parameters.horizon ?? 1, cause: parameters.cause, columns: draft.columns,
      basis: draft.basis, design: design, causes: models, timing: timing,
      oldestAge: curve.atRisk.lastIndex { $0 >= ContractModel.supportedBy } ?? 0,
      contracts: known.lives.count, rows: x.rows, seed: parameters.seed,
      baselines: ContractBaselines(
        hazards: curves.map(\.hazards), alpha: geometric.sharedAlpha, beta: geometric.sharedBeta),
      notices: [])
    model.notices = notices(model, sampled: sample.lives.count, curve: curve).map(Recorded.found)
    return (
      model,
      Choice(
        course: draft.course, products: settings.recipe.interactions,
        precisions: settings.precisions,
        fits: Dictionary(
          uniqueKeysWithValues: zip(causes, models).map {
            ($0, LinearPredictor(intercept: $1.intercept, coefficients: $1.coefficients))
          }), names: design.names)
    )
  }

  /// Place of the reason that the probability is of.
  var askedCause: Int? { parameters.cause.flatMap { rows.reasons.firstIndex(of: $0) } }

  // MARK: Design

  private struct Draft {
    let columns: [TableColumn]
    let basis: PeriodBasis
    let course: AgeCourse
    let recipe: DesignRecipe
  }

  /// How much smaller the effects of ages and seasons are taken to be than those of columns, so that a
  /// penalty that holds noise in dozens of ages back does not hold the columns' effects back as much.
  private static let basisSpread = 0.1

  /// Terms of the contracts' columns, learned one row a contract and version, and of their periods.
  private func design(of segments: [ContractLife], course: AgeCourse?) throws -> Draft {
    let used = segments.map(\.row)
    let typed = rows.columns.map { $0.at(used) }
    let course = try course ?? self.course()
    let basis = try basis(course)
    var (columns, terms): ([TableColumn], [DesignRecipe.Term]) = ([], [])
    if !typed.isEmpty {
      let table = try TableDesign(
        learnedFrom: typed, rows: used.count, workers: parameters.workers)
      columns = table.columns
      terms = table.recipe.terms
    }
    terms += basis.names.map { name in
      name == PeriodBasis.age
        ? DesignRecipe.Term(
          feature: name, transform: .log1p, knots: course.knots, spread: Self.basisSpread)
        : DesignRecipe.Term(
          feature: name, transform: name == PeriodBasis.terms ? .log1p : .identity,
          spread: Self.basisSpread)
    }
    return Draft(
      columns: columns, basis: basis, course: course, recipe: DesignRecipe(terms: terms))
  }

  /// The course with age that predicts best from what was known a horizon earlier.
  private func course() throws -> AgeCourse {
    let before = schema.period.day(-(parameters.horizon ?? 1), from: known.day)
    let earlier = ContractTraining(
      known: KnownContracts(rows, schema, on: before), parameters: parameters)
    return AgeCourses(
      lives: lives(of: nil), earlier: earlier.lives(of: nil),
      termPeriods: try schema.termPeriods(), workers: parameters.workers
    ).chosen(saturated: parameters.baseline == .saturated)
  }

  private func basis(_ course: AgeCourse) throws -> PeriodBasis {
    let term = try schema.termPeriods()
    let begins = known.lives.map { schema.period.day($0.entry, from: rows.starts[$0.contract]) }
    let years = begins.min().map { Double(known.day - $0) / 365 } ?? 0
    return PeriodBasis(
      singleAges: course.singleAges, termPeriods: term,
      hasSeason: years >= 2 && schema.period.meanDays <= 92)
  }

  /// Contracts whose periods fit into memory, drawn by number.
  private func sample(columns: Int) -> KnownContracts {
    let most = Self.mostCells / max(1, columns)
    guard known.periods > most else { return known }
    let share = Double(most) / Double(known.periods)
    return known.only(
      known.lives.indices.filter { isDrawn(UInt64(known.lives[$0].contract), share: share) })
  }

  // MARK: Fit

  /// A logistic regression of one cause against going on, from what some of the periods tell; periods with
  /// other ends are left out.
  ///
  /// Source: Begg & Gray (1984), *Biometrika* 71.
  private func fit(
    _ cause: Int, _ x: Matrix, _ periods: PersonPeriods, precision: Double,
    from start: LinearPredictor?, _ progress: Progress
  ) throws -> ContractModel.CauseModel {
    let own = periods.rows(of: cause)
    let strength = precision / Double(own.count)
    do {
      let fit = try LogisticRegression(
        l2Strength: strength, maximumIterations: parameters.maximumIterations,
        workers: parameters.workers
      ).fitted(
        to: .matrix(x.only(own)), labels: own.map { periods.causes[$0] == cause ? 1 : 0 },
        from: start, progress: progress)
      return ContractModel.CauseModel(
        name: rows.reasons[cause], ends: known.ends(of: cause), intercept: fit.intercept,
        coefficients: fit.coefficients,
        standardErrors: fit.standardErrors.map { [$0.intercept] + $0.coefficients }
          ?? [Double](repeating: 0, count: x.columns + 1),
        l2Strength: strength, iterations: fit.convergence.iterations,
        gradientNorm: fit.convergence.gradientNorm, isConverged: fit.convergence.isConverged)
    } catch {
      throw TableTrainingError.fit(error)
    }
  }

  // MARK: Ages alone

  /// The lives with the ends of a cause; other ends cut off.
  func lives(of cause: Int?) -> CensoredLives {
    let ended = known.lives.map { life in
      life.cause.map { own in cause.map { $0 == own } ?? true } ?? false
    }
    return CensoredLives(
      entries: known.lives.map(\.entry), exits: known.lives.map(\.exit), ended: ended)
  }

  private func baselineCurves(_ causes: [Int]) -> [LateEntryCurve] {
    causes.map { LateEntryCurve(lives(of: $0)) }
  }

  /// When within periods contracts ended, drawn a little to an even course.
  private var timing: EndTiming {
    func shares(isRenewal: Bool) -> [Double] {
      let term = (try? schema.termPeriods()) ?? nil
      let basis = PeriodBasis(singleAges: [], termPeriods: term, hasSeason: false)
      let own = known.lives.filter { life in
        life.cause != nil
          && (basis.place(of: life.exit, phase: rows.phases[life.contract]) == term && term != nil)
            == isRenewal
      }
      let parts = EndTiming.parts
      return (1...parts).map { part in
        let limit = Double(part) / Double(parts)
        return (Double(own.count { $0.share < limit }) + limit) / Double(own.count + 1)
      }
    }
    return EndTiming(usual: shares(isRenewal: false), renewal: shares(isRenewal: true))
  }
}
