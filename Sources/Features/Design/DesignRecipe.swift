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
    /// The same of the column that says where the feature is missing.
    package var missingSpread: Double

    package init(
      feature: String, transform: Transform, knots: Int = 0, spread: Double = 1,
      missingSpread: Double = 1
    ) {
      precondition(knots >= 0 && spread > 0 && missingSpread > 0)
      self.spread = spread
      self.missingSpread = missingSpread
      self.feature = feature
      self.transform = transform
      self.knots = knots
    }
  }

  /// The product of two factors, each made of a term of the recipe.
  package struct Interaction: Sendable, Codable, Hashable {
    package var first: Factor
    package var second: Factor

    package init(_ first: Factor, _ second: Factor) {
      self.first = first
      self.second = second
    }

    /// The product of two standardised features.
    package init(_ first: String, _ second: String) {
      self.init(Factor(feature: first), Factor(feature: second))
    }
  }

  /// One side of a product: a standardised feature, or one hinge of its spline.
  package struct Factor: Sendable, Codable, Hashable {
    package var feature: String
    /// The number of the hinge, from 1; nil for the feature itself.
    package var knot: Int?

    package init(feature: String, knot: Int? = nil) {
      precondition(knot.map { $0 > 0 } ?? true)
      self.feature = feature
      self.knot = knot
    }
  }
}
