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
/// most telling.
struct TableProducts {
  let columns: [TypedColumn]
  let labels: [Double]
  let l2Strength: Double
  let workers: Workers

  /// Rounds, and products that each may add.
  private static let mostRounds = 8
  private static let perRound = 12
  /// Pairs whose hinges are looked at in a round.
  private static let pairs = 16
  /// Of so many candidates one in a hundred passes this by chance.
  private static let threshold = 6.63

  /// The fits after each round, of which the first is without any products, as long as some are found.
  ///
  /// - Returns: one fit a round, its products those of the rounds before and its own.
  /// - Throws: where a fit gives up, or the columns are too many.
  func path() throws -> [TableFit] {
    let values = encodedValues
    var path = [try fit(with: [])]
    while path.count <= Self.mostRounds, let last = path.last {
      let more = lacking(in: last, values)
      guard !more.isEmpty else { break }
      path.append(try fit(with: last.products + more))
    }
    return path
  }

  /// The products that so many rounds find.
  func products(rounds: Int) throws -> [DesignRecipe.Interaction] {
    let values = encodedValues
    var products: [DesignRecipe.Interaction] = []
    for _ in 0..<rounds {
      let more = lacking(in: try fit(with: products), values)
      guard !more.isEmpty else { break }
      products += more
    }
    return products
  }

  private func fit(with products: [DesignRecipe.Interaction]) throws -> TableFit {
    let table = try TableDesign(
      learnedFrom: columns, rows: labels.count, interactions: products, workers: workers)
    let fit = try LogisticRegression(l2Strength: l2Strength, workers: workers).fitted(
      to: table.matrix, labels: labels)
    return TableFit(
      products: products, columns: table.columns, recipe: table.recipe, design: table.design,
      predictor: fit.predictor)
  }

  /// The features of the rows, which no product changes.
  private var encodedValues: Matrix {
    TableEncoding(columns: columns.map(TableColumn.init(learnedFrom:)))
      .matrix(of: columns, rows: labels.count)
  }

  /// What a fit with some products lacks most.
  private func lacking(in fit: TableFit, _ values: Matrix) -> [DesignRecipe.Interaction] {
    let screen = ProductScreen(
      design: fit.design, predictor: fit.predictor, l2Strength: l2Strength, values: [values],
      names: TableEncoding(columns: fit.columns).names, labels: labels, workers: workers)
    let known = Set(fit.products)
    let pairs = screen.selected(
      of: Self.pairs(of: fit.columns).filter { !known.contains($0) }, atMost: Self.pairs,
      above: Self.threshold)
    // The pairs of earlier rounds may bend as well.
    let bent = pairs + Set(fit.products.map(\.features)).sorted { $0.names < $1.names }
    return screen.selected(
      of: bent.flatMap(fit.recipe.hingeProducts).filter { !known.contains($0) },
      atMost: Self.perRound, above: Self.threshold)
  }

  /// How many pairs of features of different columns there are.
  static func pairCount(of columns: [TableColumn]) -> Int {
    let counts = columns.map(\.features.count)
    let all = counts.reduce(0, +)
    return (all * all - counts.reduce(0) { $0 + $1 * $1 }) / 2
  }

  /// All pairs of features of different columns.
  private static func pairs(of columns: [TableColumn]) -> [DesignRecipe.Interaction] {
    columns.enumerated().flatMap { place, column in
      columns[(place + 1)...].flatMap { other in
        column.features.flatMap { first in
          other.features.map { DesignRecipe.Interaction(first, $0) }
        }
      }
    }
  }
}

/// A fit to rows of a table, with some products among its columns.
struct TableFit {
  let products: [DesignRecipe.Interaction]
  let columns: [TableColumn]
  let recipe: DesignRecipe
  let design: FittedDesign
  let predictor: LinearPredictor
}

extension DesignRecipe.Interaction {
  /// The same of the features themselves.
  fileprivate var features: DesignRecipe.Interaction {
    DesignRecipe.Interaction(first.feature, second.feature)
  }

  fileprivate var names: (String, String) { (first.feature, second.feature) }
}
