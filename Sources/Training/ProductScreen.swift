internal import Dense
internal import Features
internal import Learning
internal import Snapshots

/// Asks of a fit which products of two of its columns it lacks.
struct ProductScreen {
  let design: FittedDesign
  let predictor: LinearPredictor
  /// Of the fit.
  let l2Strength: Double
  /// The rows that it was fitted to, part after part, and the names of their columns.
  let values: [Matrix]
  let names: [String]
  let labels: [Double]
  let workers: Workers

  /// Those of some products whose score statistic, after the ones before, is above a threshold, the most
  /// telling first; products of columns that the design does not have are passed over.
  func selected(
    of products: [DesignRecipe.Interaction], atMost limit: Int, above threshold: Double
  ) -> [DesignRecipe.Interaction] {
    let usable = design.possible(products)
    let program = DesignProgram(design, names: names)
    let products = ProductProgram(usable, of: design, names: names)
    return ScoreScreen(threshold: threshold, limit: limit, workers: workers).selected(
      of: usable.count, labels: labels, predictor: predictor, l2Strength: l2Strength,
      design: { [values] in program.design(of: values, rows: $0) },
      further: { [values] in products.columns(of: values, rows: $0) }
    ).map { usable[$0] }
  }
}

extension DesignRecipe {
  /// All products of a pair's features and the hinges of their splines.
  func hingeProducts(of pair: Interaction) -> [Interaction] {
    func factors(_ feature: String) -> [Factor] {
      let knots = terms.first { $0.feature == feature }?.knots ?? 0
      return [Factor(feature: feature)]
        + (0..<knots).map { Factor(feature: feature, knot: $0 + 1) }
    }
    return factors(pair.first.feature).flatMap { first in
      factors(pair.second.feature).map { Interaction(first, $0) }
    }
  }
}
