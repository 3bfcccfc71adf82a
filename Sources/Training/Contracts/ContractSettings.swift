internal import Dense
internal import Features
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots

/// Chooses how strongly each cause's coefficients are drawn to 0, and products of columns, by periods
/// left out of a fit one at a time.
struct ContractSettings {
  let periods: PersonPeriods
  private(set) var recipe: DesignRecipe
  /// Of each cause; penalties are this over the number of periods.
  private(set) var precisions: [Int: Double] = [:]
  /// Fits of these strengths to the periods, on the design that was chosen.
  private(set) var predictors: [Int: LinearPredictor] = [:]
  /// Whether products were chosen before.
  private let hasProducts: Bool
  let workers: Workers

  static let tried = [0.3, 1, 3, 10, 30, 100, 300, 1_000]
  private static let mostProducts = 12
  private static let mostPairs = 3_000
  /// Of a thousand candidates one passes this by chance.
  private static let threshold = 10.83

  /// - Parameters:
  ///   - periods: that are looked at.
  ///   - recipe: without products.
  ///   - chosen: before, and kept as far as it goes.
  ///   - workers: how many threads it may take; the result does not depend on it.
  init(
    periods: PersonPeriods, recipe: DesignRecipe, chosen: ContractTraining.Choice?,
    workers: Workers
  ) {
    self.periods = periods
    self.recipe = recipe
    if let chosen {
      // With other rows another category may be the one that all are compared with.
      let features = Set(recipe.terms.map(\.feature))
      self.recipe.interactions = chosen.products.filter {
        features.contains($0.first.feature) && features.contains($0.second.feature)
      }
      precisions = chosen.precisions
    }
    hasProducts = chosen != nil
    self.workers = workers
  }

  /// - Returns: the design of the recipe that was chosen.
  /// - Throws: where a fit gives up.
  mutating func choose(
    causes: [Int], asked: Int?, columns: [TableColumn], findsProducts: Bool,
    _ progress: Progress
  ) throws -> FittedDesign {
    let steps = progress.parts([2.0] + causes.map { _ in 1 })
    var prepared = self.prepared(recipe)
    let commonest = causes.max { ends($0) < ends($1) }
    if findsProducts, !hasProducts, let cause = asked ?? commonest, causes.contains(cause) {
      let found = try addProducts(cause, columns, to: prepared)
      prepared = found.prepared
      take(found.choice, for: cause)
    }
    steps[0].end()
    for (cause, step) in zip(causes, steps.dropFirst()) where precisions[cause] == nil {
      defer { step.end() }
      take(try best(cause, prepared), for: cause)
    }
    return prepared.design
  }

  private mutating func take(_ choice: Choice?, for cause: Int) {
    precisions[cause] = choice?.precision
    predictors[cause] = choice?.predictor
  }

  private func ends(_ cause: Int) -> Int { periods.causes.count { $0 == cause } }

  private struct Choice {
    let precision: Double
    let losses: [Double]
    var loss: Double { losses.reduce(0, +) }
    let predictor: LinearPredictor
  }

  /// The periods' design by a recipe: one for all causes.
  private struct Prepared {
    let design: FittedDesign
    let x: Matrix
  }

  private func prepared(_ recipe: DesignRecipe) -> Prepared {
    let design = recipe.fitted(names: periods.names, values: [periods.matrix], workers: workers)
    return Prepared(
      design: design,
      x: design.design(of: periods.matrix, names: periods.names, workers: workers))
  }

  /// The precision of least log-loss of periods left out; nil where too few ended.
  private func best(_ cause: Int, _ prepared: Prepared) throws -> Choice? {
    let rows = periods.rows(of: cause)
    let labels = rows.map { periods.causes[$0] == cause ? 1.0 : 0 }
    guard labels.count(where: { $0 == 1 }) >= 10, labels.contains(0) else { return nil }
    let x = prepared.x.only(rows)
    func choice(_ precision: Double, from start: LinearPredictor? = nil) throws -> Choice? {
      let strength = precision / Double(labels.count)
      let fit: FittedLogisticRegression
      do {
        fit = try LogisticRegression(l2Strength: strength, workers: workers).fitted(
          to: .matrix(x), labels: labels, from: start)
      } catch { throw TableTrainingError.fit(error) }
      let logits = fit.predictor.leaveOneOutLogits(
        of: x, labels: labels, l2Strength: strength, workers: workers)
      return logits.map { logits in
        Choice(
          precision: precision,
          losses: zip(logits, labels).map { logit, label in
            let against = label == 1 ? -logit : logit
            return max(0, against) + Double.log(onePlus: .exp(-abs(against)))
          }, predictor: fit.predictor)
      }
    }
    // Downhill from the middle: the loss has one valley.
    let middle = Self.tried.count / 2
    guard var best = try choice(Self.tried[middle]) else { return nil }
    for path in [Array(Self.tried[(middle + 1)...]), Self.tried[..<middle].reversed()] {
      let before = best.loss
      for precision in path {
        guard let next = try choice(precision, from: best.predictor), next.loss < best.loss
        else { break }
        best = next
      }
      if best.loss < before { break }
    }
    return best
  }

  /// Takes products that the fit lacks where periods left out are the better for them.
  ///
  /// - Returns: the design that other causes have as well, and what was chosen of the cause; nil where too
  ///   few ended.
  private mutating func addProducts(
    _ cause: Int, _ columns: [TableColumn], to prepared: Prepared
  ) throws -> (prepared: Prepared, choice: Choice?) {
    guard let plain = try best(cause, prepared) else { return (prepared, nil) }
    let pairs = self.pairs(columns)
    guard !pairs.isEmpty, pairs.count <= Self.mostPairs else { return (prepared, plain) }
    let own = periods.of(cause)
    let screen = ProductScreen(
      design: prepared.design, predictor: plain.predictor,
      l2Strength: plain.precision / Double(own.causes.count), values: [own.matrix],
      names: own.names, labels: own.labels(cause), workers: workers)
    let found = screen.selected(of: pairs, atMost: Self.mostProducts, above: Self.threshold)
    guard !found.isEmpty else { return (prepared, plain) }
    var crossed = recipe
    crossed.interactions = found
    let richer = self.prepared(crossed)
    guard let more = try best(cause, richer) else { return (prepared, plain) }
    let differences = zip(more.losses, plain.losses).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard mean < -2 * (squares / max(1, count - 1) / count).squareRoot() else {
      return (prepared, plain)
    }
    recipe = crossed
    return (richer, more)
  }

  /// Pairs of features of different columns, and of each with the age and its hinges.
  private func pairs(_ columns: [TableColumn]) -> [DesignRecipe.Interaction] {
    let age = DesignRecipe.Factor(feature: PeriodBasis.age)
    let knots = recipe.terms.first { $0.feature == PeriodBasis.age }?.knots ?? 0
    let ages =
      [age] + (0..<knots).map { DesignRecipe.Factor(feature: PeriodBasis.age, knot: $0 + 1) }
    return columns.enumerated().flatMap { place, column in
      column.features.flatMap { feature in
        ages.map { DesignRecipe.Interaction(DesignRecipe.Factor(feature: feature), $0) }
          + columns[(place + 1)...].flatMap { other in
            other.features.map { DesignRecipe.Interaction(feature, $0) }
          }
      }
    }
  }
}
