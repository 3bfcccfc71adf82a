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
  let workers: Workers

  static let tried = [0.3, 1, 3, 10, 30, 100, 300, 1_000]
  private static let mostProducts = 12
  private static let mostPairs = 3_000
  /// Of a thousand candidates one passes this by chance.
  private static let threshold = 10.83

  init(periods: PersonPeriods, recipe: DesignRecipe, workers: Workers) {
    self.periods = periods
    self.recipe = recipe
    self.workers = workers
  }

  /// - Throws: where a fit gives up.
  mutating func choose(
    causes: [Int], asked: Int?, columns: [TableColumn], findsProducts: Bool
  ) throws {
    let commonest = causes.max { ends($0) < ends($1) }
    if findsProducts, let cause = asked ?? commonest, causes.contains(cause) {
      precisions[cause] = try addProducts(cause, columns)?.precision
    }
    for cause in causes where precisions[cause] == nil {
      precisions[cause] = try best(periods.of(cause), cause, recipe)?.precision
    }
  }

  private func ends(_ cause: Int) -> Int { periods.causes.count { $0 == cause } }

  private struct Choice {
    let precision: Double
    let losses: [Double]
    var loss: Double { losses.reduce(0, +) }
    let predictor: LinearPredictor
    let design: FittedDesign
  }

  /// The precision of least log-loss of periods left out; nil where too few ended.
  private func best(_ own: PersonPeriods, _ cause: Int, _ recipe: DesignRecipe) throws -> Choice? {
    let labels = own.labels(cause)
    guard labels.count(where: { $0 == 1 }) >= 10, labels.contains(0) else { return nil }
    let design = recipe.fitted(names: own.names, values: [own.matrix], workers: workers)
    let x = design.design(of: own.matrix, names: own.names, workers: workers)
    func choice(_ precision: Double) throws -> Choice? {
      let strength = precision / Double(labels.count)
      let fit: FittedLogisticRegression
      do {
        fit = try LogisticRegression(l2Strength: strength, workers: workers).fitted(
          to: x, labels: labels)
      } catch { throw TableTrainingError.fit(error) }
      let logits = fit.predictor.leaveOneOutLogits(
        of: x, labels: labels, l2Strength: strength, workers: workers)
      return logits.map { logits in
        Choice(
          precision: precision,
          losses: zip(logits, labels).map { logit, label in
            let against = label == 1 ? -logit : logit
            return max(0, against) + Double.log(onePlus: .exp(-abs(against)))
          }, predictor: fit.predictor, design: design)
      }
    }
    // Downhill from the middle: the loss has one valley.
    let middle = Self.tried.count / 2
    guard var best = try choice(Self.tried[middle]) else { return nil }
    for path in [Array(Self.tried[(middle + 1)...]), Self.tried[..<middle].reversed()] {
      let before = best.loss
      for precision in path {
        guard let next = try choice(precision), next.loss < best.loss else { break }
        best = next
      }
      if best.loss < before { break }
    }
    return best
  }

  /// Takes products that the fit lacks where periods left out are the better for them.
  ///
  /// - Returns: what was chosen; nil where too few ended.
  private mutating func addProducts(_ cause: Int, _ columns: [TableColumn]) throws -> Choice? {
    let own = periods.of(cause)
    guard let plain = try best(own, cause, recipe) else { return nil }
    let pairs = self.pairs(columns)
    guard !pairs.isEmpty, pairs.count <= Self.mostPairs else { return plain }
    let screen = ProductScreen(
      design: plain.design, predictor: plain.predictor,
      l2Strength: plain.precision / Double(own.causes.count), values: [own.matrix],
      names: own.names, labels: own.labels(cause), workers: workers)
    let found = screen.selected(of: pairs, atMost: Self.mostProducts, above: Self.threshold)
    guard !found.isEmpty else { return plain }
    var crossed = recipe
    crossed.interactions = found
    guard let more = try best(own, cause, crossed) else { return plain }
    let differences = zip(more.losses, plain.losses).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard mean < -2 * (squares / max(1, count - 1) / count).squareRoot() else { return plain }
    recipe = crossed
    return more
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
