/// One feature: its definition beside the formula that computes it, so that they cannot drift apart.
struct Feature<Summary>: Sendable {
  let definition: FeatureDefinition
  let formula: FeatureFormula<Summary>

  init(_ definition: FeatureDefinition, _ value: @escaping @Sendable (Summary) -> Double) {
    self.definition = definition
    formula = FeatureFormula(value: value)
  }
}

/// What computes a feature; kept by itself, as a copy of it costs no copy of the definition.
struct FeatureFormula<Summary>: Sendable {
  /// Not-a-number where there is nothing to measure.
  let value: @Sendable (Summary) -> Double
}

/// A summary of one customer's prefix, and the features that are read off it.
protocol FeatureFamily {
  static var features: [Feature<Self>] { get }
  /// Those of `features`, which are looked up once a customer without their definitions.
  static var formulas: [FeatureFormula<Self>] { get }
}

extension FeatureFamily {
  static var definitions: [FeatureDefinition] { features.map(\.definition) }

  /// Appends one value a feature; missing where its log does not reach back far enough.
  func append(to row: inout [Double], where observed: [Bool]) {
    let formulas = Self.formulas
    row.append(addingCapacity: formulas.count) { output in
      for index in formulas.indices {
        output.append(observed[index] ? formulas[index].value(self) : .nan)
      }
    }
  }
}
