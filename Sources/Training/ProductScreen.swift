internal import Dense
internal import Features
internal import Learning
internal import Snapshots

/// Asks of a fit which products of two of its columns it lacks.
struct ProductScreen {
  let design: FittedDesign
  /// Of the rows that it was fitted to.
  let features: PreparedFeatures
  let predictor: LinearPredictor
  /// Of the fit.
  let l2Strength: Double
  let labels: [Double]
  let workers: Workers

  init(
    design: FittedDesign, features: PreparedFeatures, predictor: LinearPredictor,
    l2Strength: Double, labels: [Double], workers: Workers
  ) {
    self.design = design
    self.features = features
    self.predictor = predictor
    self.l2Strength = l2Strength
    self.labels = labels
    self.workers = workers
  }

  /// The same of rows as they are, part after part, whose columns have names.
  init(
    design: FittedDesign, predictor: LinearPredictor, l2Strength: Double, values: [Matrix],
    names: [String], labels: [Double], workers: Workers
  ) {
    self.init(
      design: design,
      features: PreparedFeatures(of: design, in: values, names: names, workers: workers),
      predictor: predictor, l2Strength: l2Strength, labels: labels, workers: workers)
  }

  /// Those of some products that say most by themselves, as they come: all where they are no more than a
  /// limit.
  ///
  /// Their statistics leave out what they share with the design, which takes far less time.
  func loudest(
    of products: [DesignRecipe.Interaction], atMost limit: Int
  ) -> [DesignRecipe.Interaction] {
    let usable = design.possible(products)
    guard usable.count > limit else { return usable }
    return ScoreScreen(threshold: 0, limit: limit, workers: workers).loudest(
      of: usable.count, labels: labels, predictor: predictor,
      design: PreparedDesign(design, of: features),
      further: ProductProgram(usable, of: design, features: features).columns
    ).map { usable[$0] }
  }

  /// Those of some products whose score statistic, after the ones before, is above a threshold, the most
  /// telling first; products of columns that the design does not have are passed over.
  func selected(
    of products: [DesignRecipe.Interaction], atMost limit: Int, above threshold: Double
  ) -> [DesignRecipe.Interaction] {
    let usable = design.possible(products)
    let products = ProductProgram(usable, of: design, features: features)
    return ScoreScreen(threshold: threshold, limit: limit, workers: workers).selected(
      of: usable.count, labels: labels, predictor: predictor, l2Strength: l2Strength,
      design: PreparedDesign(design, of: features), further: products.columns,
      singles: products.singles
    ).map { usable[$0] }
  }
}

extension DesignRecipe {
  /// All products of a pair's features and the hinges of their splines.
  func hingeProducts(of pair: Interaction) -> [Interaction] {
    bentProducts(of: pair) { _ in [] }
  }

  /// The same, and products with some further features of each.
  func bentProducts(of pair: Interaction, steps: (String) -> [String]) -> [Interaction] {
    func factors(_ feature: String) -> [Factor] {
      let knots = terms.first { $0.feature == feature }?.knots ?? 0
      return [Factor(feature: feature)]
        + (0..<knots).map { Factor(feature: feature, knot: $0 + 1) }
        + steps(feature).map { Factor(feature: $0) }
    }
    return factors(pair.first.feature).flatMap { first in
      factors(pair.second.feature).map { Interaction(first, $0) }
    }
  }
}
