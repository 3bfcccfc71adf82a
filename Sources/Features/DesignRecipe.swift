/// Which features enter a model, and how; the constants are learned by `fitted(to:)`.
package struct DesignRecipe: Sendable, Codable, Equatable {
  package var terms: [Term]
  package var interactions: [Interaction]

  package init(terms: [Term], interactions: [Interaction] = []) {
    self.terms = terms
    self.interactions = interactions
  }

  /// One term a feature, with the transform that suits its unit.
  ///
  /// - Parameters:
  ///   - definitions: the features, in the order that the columns shall have.
  ///   - knots: knots of each feature's spline; features not named get none.
  ///   - interactions: products of two of the features.
  package init(
    _ definitions: [FeatureDefinition], knots: [String: Int] = [:],
    interactions: [Interaction] = []
  ) {
    terms = definitions.map {
      Term(feature: $0.name, transform: Transform(for: $0.unit), knots: knots[$0.name] ?? 0)
    }
    self.interactions = interactions
  }

  /// One feature, as it enters a model.
  package struct Term: Sendable, Codable, Equatable {
    package var feature: String
    package var transform: Transform
    /// Knots of the piecewise linear spline, at equally spaced quantiles of the transformed values;
    /// 0 for a straight line.
    package var knots: Int
    /// Standard deviation of its columns in the design, 1 for standardised ones: a ridge penalty weighs
    /// on a column that is k times as wide as if its strength were k² times less.
    package var spread: Double

    package init(feature: String, transform: Transform, knots: Int = 0, spread: Double = 1) {
      precondition(knots >= 0 && spread > 0)
      self.spread = spread
      self.feature = feature
      self.transform = transform
      self.knots = knots
    }
  }

  /// The product of two standardised transformed features, both of them terms of the recipe.
  package struct Interaction: Sendable, Codable, Equatable {
    package var first: String
    package var second: String

    package init(_ first: String, _ second: String) {
      self.first = first
      self.second = second
    }
  }
}
