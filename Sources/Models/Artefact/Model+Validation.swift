internal import Features
internal import Segments
internal import Snapshots

extension Model {
  /// Checks that the parts of a model that was read fit each other.
  func validate() throws(ModelFault) {
    func require(_ condition: Bool, _ reason: String) throws(ModelFault) {
      guard condition else { throw ModelFault(reason: reason) }
    }
    func requireHorizon(_ days: Int, _ name: String) throws(ModelFault) {
      try require((1...365_000).contains(days), "the \(name) is not from 1 to 365000 days")
    }
    if let name = data.catalogue {
      try require(
        FeatureCatalogue.named(name) != nil,
        "this program does not know its feature catalogue '\(name)'")
    }
    var known = Set(catalogue.names)
    if let outlook = churn?.outlook {
      try require(outlook.isUsable, "its outlook on orders has parameters that are none")
      known.insert(OrderOutlook.feature)
    }
    for design in [churn?.design, value?.constants.amounts?.design, clusters?.space] {
      for feature in design?.features ?? [] {
        try require(
          known.contains(feature.name), "this program does not know its feature '\(feature.name)'")
      }
    }
    try requireHorizon(data.horizonInDays, "horizon")
    if let churn {
      try require(
        churn.coefficients.count == churn.design.columns.count
          && churn.standardErrors.count == churn.coefficients.count + 1,
        "the churn section's coefficients do not match its columns")
      try require(
        churn.design.isBounded(intercept: churn.intercept, coefficients: churn.coefficients),
        "the churn section's constants make no probability")
      if let line = churn.calibration {
        try require(
          abs(line.intercept) <= 1e6 && (0...1e6).contains(line.slope),
          "the churn section's calibration is no line that a test would ask for")
      }
    }
    try require(population?.isConsistent ?? true, "the population section's bins do not match")
    try prospects?.validate()
    if let lifetime { try require(lifetime.isUsable, "its lifetime parameters are none") }
    if let value {
      try requireHorizon(value.judgedHorizonInDays, "value horizon")
      try require(lifetime != nil, "its value section lacks the lifetime section that it rests on")
      try require(
        value.constants.isComplete(for: value.method)
          && value.intervals.map(\.isConsistent) ?? true,
        "the value section's constants do not fit its method")
    }
    if let clusters {
      try require(
        !clusters.centroids.isEmpty
          && clusters.centroids.allSatisfy { $0.count == clusters.space.columns.count }
          && clusters.sizes.count == clusters.centroids.count
          && clusters.meanSpend.count == clusters.centroids.count,
        "the centroids do not match the columns of their space")
      let magnitudes = clusters.space.largestMagnitudes + clusters.centroids.joined().map(abs)
      // Beyond, sums of squares would no longer be numbers.
      try require(magnitudes.allSatisfy { $0 <= 1e100 }, "the clusters' space has no distances")
    }
    if let scores {
      try require(
        scores.rules.map { (try? RuleSet($0)) != nil }
          ?? RuleSetText.builtIn.contains { $0.name == scores.ruleSet },
        "its rule set '\(scores.ruleSet)' is not known")
      let weights = scores.engagementWeights
      try require(
        weights.weights.values.allSatisfy { (0...1e6).contains($0) }
          && weights.halfLifeInDays.map { $0 > 0 } ?? true,
        "its engagement weights are none")
      let cutOffs = scores.cutOffs
      for cutOff in [cutOffs.recency, cutOffs.frequency, cutOffs.monetary, cutOffs.engagement] {
        try require(
          cutOff.map { [0, 4].contains($0.values.count) && (0...18).contains($0.scale) } ?? true,
          "its cut-offs are not four to a score")
      }
      if let window = scores.windowInDays { try requireHorizon(window, "score window") }
    }
  }
}
