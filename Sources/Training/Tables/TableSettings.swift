internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models

/// What a model of a table is fitted with.
struct TableSettings {
  var l2Strength = usualStrength
  var products: [DesignRecipe.Interaction] = []

  /// Where there are too few rows to choose by.
  static let usualStrength = 1e-3
  static let strengths = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1]
}

extension TableTraining {
  /// The strength of least log-loss of rows left out, and as many rounds of products as lower it on inner
  /// holdout rows.
  ///
  /// Nothing but the rows to train on is looked at: the holdout that evaluates the model has no part in it.
  /// - Parameter members: the rows to train on.
  /// - Returns: the settings.
  /// - Throws: where a fit gives up.
  func settings(for members: [Int]) throws -> TableSettings {
    var settings = TableSettings()
    if let given = parameters.l2Strength { settings.l2Strength = given }
    let table = try TableDesign(
      learnedFrom: rows.columns.map { $0.at(members) }, rows: members.count,
      workers: parameters.workers)
    let width = table.design.columns.count
    guard isAffordable(columns: width) else { return settings }
    try chooseStrength(&settings, for: members)
    guard parameters.findsProducts, rows.columns.count > 1,
      isAffordable(columns: width + TableProducts.pairCount(of: table.columns))
    else { return settings }
    let parts = try innerParts(of: members).map { try InnerPart($0, of: self) }
    guard !parts.isEmpty else { return settings }
    let strength = settings.l2Strength
    let paths = try parts.map {
      try TableProducts(
        columns: $0.columns, labels: $0.labels, l2Strength: strength, workers: parameters.workers
      ).path()
    }
    let losses = (0..<(paths.map(\.count).max() ?? 1)).map { round in
      zip(parts, paths).flatMap { part, path in
        // Where a path ends early, its last products stand for what further ones would have been.
        part.losses(of: path[min(round, path.count - 1)], workers: parameters.workers)
      }
    }
    let sums = losses.map { $0.reduce(0, +) }
    let rounds = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) } ?? 0
    guard rounds > 0, Self.isSurelyLess(losses[rounds], than: losses[0]) else { return settings }
    settings.products =
      try TableProducts(
        columns: rows.columns.map { $0.at(members) }, labels: rows.labels(at: members),
        l2Strength: strength, workers: parameters.workers
      ).products(rounds: rounds)
    try chooseStrength(&settings, for: members)
    return settings
  }

  /// Whether all products of so many columns can be summed over the rows time and again, in seconds each.
  private func isAffordable(columns: Int) -> Bool {
    Double(rows.count) * Double(columns) * Double(columns) <= 1e11
  }

  /// Chooses the strength of least log-loss of rows left out, unless the user gave one.
  private func chooseStrength(_ settings: inout TableSettings, for members: [Int]) throws {
    guard parameters.l2Strength == nil, parameters.l1Share == nil else { return }
    let labels = rows.labels(at: members)
    let table = try TableDesign(
      learnedFrom: rows.columns.map { $0.at(members) }, rows: members.count,
      interactions: settings.products, workers: parameters.workers)
    // From the strongest on, each fit begins where the one before it ended.
    let path = try ElasticNet(
      l1Share: 0, strengths: .given(TableSettings.strengths.reversed()), gradientTolerance: 1e-8,
      workers: parameters.workers
    ).fitted(to: table.matrix, labels: labels)
    var best: (strength: Double, loss: Double)?
    for (index, point) in path.points.enumerated() {
      guard
        let logits = path.predictor(at: index).leaveOneOutLogits(
          of: table.matrix, labels: labels, l2Strength: point.strength,
          workers: parameters.workers)
      else { continue }
      let loss = zip(logits, labels).reduce(0) { $0 + logLoss(logit: $1.0, label: $1.1) }
      // The stronger of equal ones.
      if loss < best?.loss ?? .infinity { best = (point.strength, loss) }
    }
    if let best { settings.l2Strength = best.strength }
  }

  /// Whether a mean of differences lies more than two standard errors below 0: the least of several is
  /// less by chance alone.
  private static func isSurelyLess(_ losses: [Double], than others: [Double]) -> Bool {
    let differences = zip(losses, others).map { $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return mean < -2 * (squares / max(1, count - 1) / count).squareRoot()
  }
}
