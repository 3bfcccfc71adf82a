internal import Dense
internal import Features
internal import Files
internal import Learning
internal import Models
internal import Snapshots

/// Chooses products of two columns of a table, a dozen at a time.
///
/// Each round fits the model with the products so far, asks which it lacks (Rao's score statistic, as
/// `ScoreScreen` has it), first of pairs of features, then of the hinges of their splines, and takes the
/// most telling; where numbers have steps, products of these are candidates too.
struct TableProducts {
  let columns: [TypedColumn]
  let labels: [Double]
  /// That a column of numbers has at most.
  let steps: Int
  let l2Strength: Double
  let workers: Workers

  /// Rounds, and products that each may add.
  private static let mostRounds = 8
  private static let perRound = 12
  /// Pairs whose hinges are looked at in a round.
  private static let pairs = 16
  /// Of so many candidates one in a hundred passes this by chance.
  private static let threshold = 6.63

  /// Of more candidates, so many are looked at beside the fit; the others say less by themselves.
  private static let mostLookedAt = 600
  /// Steps of a column that products are made of, evenly spaced among all.
  private static let stepsOfProducts = 8

  /// A fit without any products.
  ///
  /// - Throws: where it gives up, or the columns are too many.
  func first() throws -> TableFit { try fit(with: []) }

  /// The fit with one round of products more; nil where it lacks none, or has had its rounds.
  ///
  /// - Throws: where it gives up.
  func next(after fit: TableFit) throws -> TableFit? {
    guard fit.rounds < Self.mostRounds else { return nil }
    let more = lacking(in: fit)
    return more.isEmpty ? nil : try self.fit(with: fit.products + more, rounds: fit.rounds + 1)
  }

  /// The products that so many rounds find.
  func products(rounds: Int) throws -> [DesignRecipe.Interaction] {
    var last = try first()
    for round in 0..<rounds {
      // What the last round finds need not be fitted.
      guard round < rounds - 1 else { return last.products + lacking(in: last) }
      guard let next = try next(after: last) else { break }
      last = next
    }
    return last.products
  }

  private func fit(
    with products: [DesignRecipe.Interaction], rounds: Int = 0
  ) throws -> TableFit {
    let table = try TableDesign(
      learnedFrom: columns, rows: labels.count, steps: steps, interactions: products,
      workers: workers)
    let fit = try LogisticRegression(
      l2Strength: l2Strength, bounds: table.bounds, workers: workers
    ).fitted(to: table.matrix, labels: labels)
    return TableFit(
      products: products, rounds: rounds, columns: table.columns, recipe: table.recipe,
      design: table.design, predictor: fit.predictor,
      free: table.bounds.map { free(of: fit.predictor, $0) })
  }

  /// What a fit lacks most.
  private func lacking(in fit: TableFit) -> [DesignRecipe.Interaction] {
    let encoding = TableEncoding(columns: fit.columns)
    // What a bound holds at 0 could not move if a product came in.
    let design = fit.free.map(fit.design.keeping) ?? fit.design
    let predictor = fit.free.map(fit.predictor.keeping) ?? fit.predictor
    let screen = ProductScreen(
      design: design, predictor: predictor, l2Strength: l2Strength,
      values: [encoding.matrix(of: columns, rows: labels.count)], names: encoding.names,
      labels: labels, workers: workers)
    let known = Set(fit.products)
    func selected(
      of products: [DesignRecipe.Interaction], atMost limit: Int
    ) -> [DesignRecipe.Interaction] {
      screen.selected(
        of: screen.loudest(of: products.filter { !known.contains($0) }, atMost: Self.mostLookedAt),
        atMost: limit, above: Self.threshold)
    }
    let pairs = selected(of: Self.pairs(of: fit.columns), atMost: Self.pairs)
    // The pairs of earlier rounds may bend as well.
    let plain = fit.columns.plainFeatures
    let earlier = Set(
      fit.products.map {
        DesignRecipe.Interaction(
          plain[$0.first.feature] ?? $0.first.feature, plain[$0.second.feature] ?? $0.second.feature
        )
      }
    ).subtracting(pairs)
    let bent = pairs + earlier.sorted { $0.names < $1.names }
    let steps = stepsOfProducts(of: fit.columns)
    return selected(
      of: bent.flatMap { fit.recipe.bentProducts(of: $0) { steps[$0] ?? [] } },
      atMost: Self.perRound)
  }

  /// By feature of a column of numbers, those of its steps that products are made of.
  private func stepsOfProducts(of columns: [TableColumn]) -> [String: [String]] {
    var picked: [String: [String]] = [:]
    for column in columns.withoutDirection where column.steps != nil {
      let all = column.stepFeatures
      let stride = max(1, Double(all.count) / Double(Self.stepsOfProducts))
      let count = min(all.count, Self.stepsOfProducts)
      picked[column.plainFeatures[0]] = (0..<count).map { all[Int((Double($0) + 0.5) * stride)] }
    }
    return picked
  }

  /// How many pairs of features of different columns there are.
  static func pairCount(of columns: [TableColumn]) -> Int {
    let counts = columns.withoutDirection.map(\.plainFeatures.count)
    let all = counts.reduce(0, +)
    return (all * all - counts.reduce(0) { $0 + $1 * $1 }) / 2
  }

  /// All pairs of features of different columns, but for those with a direction: a product changes the
  /// way that the risk goes with its factors.
  private static func pairs(of all: [TableColumn]) -> [DesignRecipe.Interaction] {
    let columns = all.withoutDirection
    return columns.enumerated().flatMap { place, column in
      columns[(place + 1)...].flatMap { other in
        column.plainFeatures.flatMap { first in
          other.plainFeatures.map { DesignRecipe.Interaction(first, $0) }
        }
      }
    }
  }
}

/// A fit to rows of a table, with some products among its columns.
struct TableFit {
  let products: [DesignRecipe.Interaction]
  /// That found them.
  let rounds: Int
  let columns: [TableColumn]
  let recipe: DesignRecipe
  let design: FittedDesign
  let predictor: LinearPredictor
  /// Columns of the design that no bound holds at 0; nil where there are no bounds.
  let free: [Int]?
}

/// Columns whose coefficients no bound holds at 0.
func free(of predictor: LinearPredictor, _ bounds: [CoefficientBound]) -> [Int] {
  bounds.indices.filter { bounds[$0] == .none || predictor.coefficients[$0] != 0 }
}

extension LinearPredictor {
  /// The same of rows that have some of the columns alone, all others having the coefficient 0.
  fileprivate func keeping(_ columns: [Int]) -> LinearPredictor {
    LinearPredictor(intercept: intercept, coefficients: columns.map { coefficients[$0] })
  }
}

extension [TableColumn] {
  fileprivate var withoutDirection: [TableColumn] { filter { $0.direction == nil } }

  /// The feature of the number itself, by feature of one of its steps.
  fileprivate var plainFeatures: [String: String] {
    var plain: [String: String] = [:]
    for column in self {
      for step in column.stepFeatures { plain[step] = column.plainFeatures[0] }
    }
    return plain
  }
}

extension DesignRecipe.Interaction {
  fileprivate var names: (String, String) { (first.feature, second.feature) }
}
