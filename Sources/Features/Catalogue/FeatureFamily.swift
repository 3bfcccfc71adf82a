/// One feature: its definition beside the formula that computes it, so that they cannot drift apart.
struct Feature<Summary>: Sendable {
  let definition: FeatureDefinition
  /// Not-a-number where there is nothing to measure.
  let value: @Sendable (Summary) -> Double

  init(_ definition: FeatureDefinition, _ value: @escaping @Sendable (Summary) -> Double) {
    self.definition = definition
    self.value = value
  }
}

/// A summary of one customer's prefix, and the features that are read off it.
protocol FeatureFamily {
  static var features: [Feature<Self>] { get }
}

extension FeatureFamily {
  static var definitions: [FeatureDefinition] { features.map(\.definition) }

  /// Appends one value a feature; missing where its log does not reach back far enough.
  func append(to row: inout [Double], where observed: [Bool]) {
    let features = Self.features
    for index in features.indices {
      row.append(observed[index] ? features[index].value(self) : .nan)
    }
  }
}
