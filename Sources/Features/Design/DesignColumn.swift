/// A feature's learned constants, all on the transformed scale.
package struct FittedFeature: Sendable, Codable, Equatable {
  package let name: String
  package let transform: Transform
  /// What stands in for a missing value: the training median.
  package let imputation: Double
  /// The training range; values beyond it are clamped to it, so that a customer unlike any seen
  /// is scored as the outermost one seen and not on a line drawn past the data.
  package let lowest: Double
  package let highest: Double
  /// Mean and standard deviation in training, imputed values included.
  package let mean: Double
  package let standardDeviation: Double

  enum CodingKeys: String, CodingKey {
    case name, transform, imputation, lowest, highest, mean
    case standardDeviation = "standard_deviation"
  }

  /// The transformed, imputed and clamped value.
  func value(_ x: Double) -> Double {
    let transformed = transform(x)
    return transformed.isNaN ? imputation : min(max(transformed, lowest), highest)
  }

  /// Values between which all others lie; no file's numbers and no log's features are beyond 1e100.
  var outermost: [Double] {
    [-1e100, 1e100].map { min(max($0, lowest), highest) } + [imputation]
  }

  /// What interactions multiply, a factor of the feature: in units of its standard deviation, what it is
  /// above its mean, or where there is a knot above that, and then at least 0.
  func factor(_ value: Double, knot: Double?) -> Double {
    (knot.map { max(0, value - $0) } ?? (value - mean)) / standardDeviation
  }
}

/// One column of the design, and what it is made of.
package struct DesignColumn: Sendable, Codable, Equatable {
  package enum Kind: String, Sendable, Codable {
    /// The transformed feature.
    case value
    /// 1 where the feature is missing, else 0.
    case missing
    /// max(0, value − knot).
    case hinge
    /// The product of two factors: standardised features, or hinges in the same units.
    case interaction
  }

  package let name: String
  package let kind: Kind
  /// The feature that the column is made of.
  package let feature: String
  /// The second feature of an interaction.
  package let other: String?
  /// The knot of a hinge, or of an interaction's first factor if that is one, on the transformed scale.
  package let knot: Double?
  /// The knot of an interaction's second factor, if that is a hinge.
  package let otherKnot: Double?
  /// Mean in training, and standard deviation over the spread that the column was to have: what the
  /// column is centred and scaled by.
  package internal(set) var mean = 0.0
  package internal(set) var standardDeviation = 1.0

  enum CodingKeys: String, CodingKey {
    case name, kind, feature, other, knot, mean
    case otherKnot = "other_knot"
    case standardDeviation = "standard_deviation"
  }

  private init(
    name: String, kind: Kind, feature: String, other: String? = nil, knot: Double? = nil,
    otherKnot: Double? = nil
  ) {
    self.name = name
    self.kind = kind
    self.feature = feature
    self.other = other
    self.knot = knot
    self.otherKnot = otherKnot
  }

  static func value(_ feature: String) -> DesignColumn {
    DesignColumn(name: feature, kind: .value, feature: feature)
  }

  static func missing(_ feature: String) -> DesignColumn {
    DesignColumn(name: "\(feature):missing", kind: .missing, feature: feature)
  }

  static func hinge(_ feature: String, number: Int, knot: Double) -> DesignColumn {
    DesignColumn(
      name: hingeName(feature, number: number), kind: .hinge, feature: feature, knot: knot)
  }

  /// A product; nil where there is no column of one of its factors.
  static func interaction(
    _ interaction: DesignRecipe.Interaction, of columns: [String: DesignColumn]
  ) -> DesignColumn? {
    guard let first = columns[interaction.first.name], let second = columns[interaction.second.name]
    else { return nil }
    return DesignColumn(
      name: interaction.name, kind: .interaction, feature: first.feature, other: second.feature,
      knot: first.knot, otherKnot: second.knot)
  }

  fileprivate static func hingeName(_ feature: String, number: Int) -> String {
    "\(feature):knot\(number)"
  }
}

/// Columns by name; of those with one name, as a feature may be called what a hinge is, the first.
func columnsByName(_ columns: [DesignColumn]) -> [String: DesignColumn] {
  Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}

extension DesignRecipe.Interaction {
  /// The name of its column.
  var name: String { "\(first.name)*\(second.name)" }
}

extension DesignRecipe.Factor {
  /// The name of the column that holds it alone.
  fileprivate var name: String {
    knot.map { DesignColumn.hingeName(feature, number: $0) } ?? feature
  }
}

/// A column that was asked for and is not in the design.
package struct DroppedColumn: Sendable, Codable, Equatable {
  package enum Reason: String, Sendable, Codable {
    /// No training row has a value.
    case alwaysMissing = "always_missing"
    /// All training rows have the same value.
    case constant
    /// Equal to an earlier column, named by `sameAs`, in every training row.
    case duplicate
  }

  package let name: String
  package let reason: Reason
  package let sameAs: String?

  enum CodingKeys: String, CodingKey {
    case name, reason
    case sameAs = "same_as"
  }
}
