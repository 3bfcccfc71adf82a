internal import Expressions
internal import Features
internal import Segments
internal import Snapshots

extension Model {
  /// Checks that the parts of a model that was read fit each other.
  func validate() throws(ModelFault) {
    if let name = data.catalogue {
      try require(
        FeatureCatalogue.named(name) != nil,
        "this program does not know its feature catalogue '\(name)'")
    }
    try validateFeatures()
    try requireHorizon(data.horizonInDays, "horizon")
    try churn?.validate()
    if let target {
      try target.model.validate()
      try require(
        churn == nil && value == nil, "it predicts both churn and another target")
      try require(
        (try? TargetRule(parsing: target.rule)) != nil, "its target is none that this program knows"
      )
    }
    try require(population?.isConsistent ?? true, "the population section's bins do not match")
    try prospects?.validate()
    if let lifetime { try require(lifetime.isUsable, "its lifetime parameters are none") }
    if let value {
      try requireHorizon(value.evaluatedHorizonInDays, "value horizon")
      try require(lifetime != nil, "its value section lacks the lifetime section that it rests on")
      try require(
        value.constants.isComplete(for: value.method)
          && [value.intervals, value.horizonIntervals].allSatisfy { $0?.isConsistent ?? true },
        "the value section's constants do not fit its method")
      try require(
        value.levelError.map { (0...100).contains($0) } ?? true,
        "the value section's level error is not a valid number")
    }
    try clusters?.validate()
    try scores?.validate()
  }

  /// Checks that the program can make every feature that a section takes.
  private func validateFeatures() throws(ModelFault) {
    var known = Set(catalogue.names)
    if let outlook = outcome?.outlook {
      try require(outlook.isUsable, "its outlook on orders has parameters that are none")
      known.insert(OrderOutlook.feature)
    }
    for design in [outcome?.design, value?.constants.amounts?.design, clusters?.space] {
      for feature in design?.features ?? [] {
        try require(
          known.contains(feature.name), "this program does not know its feature '\(feature.name)'")
      }
    }
  }
}

extension ChurnModel {
  fileprivate func validate() throws(ModelFault) {
    try require(
      coefficients.count == design.columns.count
        && standardErrors.count == coefficients.count + 1,
      "the churn section's coefficients do not match its columns")
    try require(
      design.isBounded(intercept: intercept, coefficients: coefficients),
      "the churn section's constants make no probability")
    if let line = calibration {
      try require(
        abs(line.intercept) <= 1e6 && (0...1e6).contains(line.slope),
        "the churn section's calibration is no line that a test would ask for")
    }
    try require(season?.isUsable ?? true, "the churn section's season has no rising dates")
    try require(levelSpread?.isUsable ?? true, "the churn section's level spread is not valid")
  }
}

extension ClusterModel {
  fileprivate func validate() throws(ModelFault) {
    try require(
      !centroids.isEmpty && centroids.allSatisfy { $0.count == space.columns.count }
        && sizes.count == centroids.count && meanSpend.count == centroids.count,
      "the centroids do not match the columns of their space")
    try require(
      numberedLike.map { $0.shares.count == sizes.count && $0.shares.allSatisfy((0...1).contains) }
        ?? true,
      "the clusters' numbers are kept of another number of clusters")
    let magnitudes = space.largestMagnitudes + centroids.joined().map(abs)
    // Beyond, sums of squares would no longer be numbers.
    try require(magnitudes.allSatisfy { $0 <= 1e100 }, "the clusters' space has no distances")
  }
}

extension ScoreModel {
  fileprivate func validate() throws(ModelFault) {
    try require(
      rules.map { (try? RuleSet($0)) != nil }
        ?? RuleSetText.builtIn.contains { $0.name == ruleSet },
      "its rule set '\(ruleSet)' is not known")
    let weights = engagementWeights
    try require(
      weights.weights.values.allSatisfy { (0...1e6).contains($0) }
        && weights.halfLifeInDays.map { $0 > 0 } ?? true,
      "its engagement weights are none")
    for cutOff in [cutOffs.recency, cutOffs.frequency, cutOffs.monetary, cutOffs.engagement] {
      try require(
        cutOff.map { [0, 4].contains($0.values.count) && (0...18).contains($0.scale) } ?? true,
        "its cut-offs are not four to a score")
    }
    try require(
      rhythm?.isUsable ?? true && lapseRates?.isUsable ?? true,
      "its rhythm or its return rates by lapse are not valid")
    if let windowInDays { try requireHorizon(windowInDays, "score window") }
  }
}

private func require(_ condition: Bool, _ reason: String) throws(ModelFault) {
  guard condition else { throw ModelFault(reason: reason) }
}

private func requireHorizon(_ days: Int, _ name: String) throws(ModelFault) {
  try require((1...365_000).contains(days), "the \(name) is not from 1 to 365000 days")
}
