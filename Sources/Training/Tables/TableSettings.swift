internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models
internal import RealModule

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
    // Where a path ends early, its last products stand for what further ones would have been.
    func products(_ round: Int) -> [[DesignRecipe.Interaction]] {
      paths.map { $0[min(round, $0.count - 1)] }
    }
    let losses = try (0..<(paths.map(\.count).max() ?? 1)).map { round in
      try self.losses(parts, products(round), strength)
    }
    let sums = losses.map { $0.reduce(0, +) }
    let rounds = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) } ?? 0
    guard rounds > 0, Self.isSurelyLess(losses[rounds], than: losses[0]) else { return settings }
    settings.products =
      try TableProducts(
        columns: rows.columns.map { $0.at(members) }, labels: rows.labels(at: members),
        l2Strength: strength, workers: parameters.workers
      ).path(rounds: rounds).last ?? []
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
    var best: (strength: Double, loss: Double)?
    for strength in TableSettings.strengths {
      let fit = try LogisticRegression(l2Strength: strength, workers: parameters.workers).fitted(
        to: table.matrix, labels: labels)
      guard
        let logits = fit.predictor.leaveOneOutLogits(
          of: table.matrix, labels: labels, l2Strength: strength, workers: parameters.workers)
      else { continue }
      let loss = zip(logits, labels).reduce(0) { $0 + logLoss(ofLogit: $1.0, happened: $1.1 == 1) }
      // The stronger of equal ones.
      if loss <= best?.loss ?? .infinity { best = (strength, loss) }
    }
    if let best { settings.l2Strength = best.strength }
  }

  /// The log-loss of every holdout row, part after part.
  private func losses(
    _ parts: [InnerPart], _ products: [[DesignRecipe.Interaction]], _ strength: Double
  ) throws -> [Double] {
    try zip(parts, products).flatMap {
      try $0.losses(with: $1, l2Strength: strength, workers: parameters.workers)
    }
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

  /// Parts of training rows that settings are compared on: by time where rows have days, else three folds.
  private func innerParts(of members: [Int]) -> [TablePart] {
    guard rows.days.isEmpty else {
      let sorted = members.map { rows.days[$0] }.sorted()
      let day = sorted[sorted.count * 4 / 5]
      let part = TablePart(
        training: members.filter { rows.days[$0] < day },
        holdout: members.filter { rows.days[$0] >= day })
      return [part].filter(isEnough)
    }
    let folds = stratifiedFolds(
      labels: rows.labels(at: members), count: Self.innerFolds, seed: parameters.seed)
    let parts = (0..<Self.innerFolds).map { fold in
      TablePart(
        training: members.indices.filter { folds[$0] != fold }.map { members[$0] },
        holdout: members.indices.filter { folds[$0] == fold }.map { members[$0] })
    }
    return parts.allSatisfy(isEnough) ? parts : []
  }

  private static let innerFolds = 3
  /// Rows of the rarer class, fewer of which tell no setting from another.
  private static let fewestOfClass = 20

  private func isEnough(_ part: TablePart) -> Bool {
    [part.training, part.holdout].allSatisfy { side in
      let positives = rows.labels(at: side).count { $0 == 1 }
      return min(positives, side.count - positives) >= Self.fewestOfClass
    }
  }
}

/// Training rows cut in two, to compare settings.
private struct InnerPart {
  let columns: [TypedColumn]
  let labels: [Double]
  private let holdout: [TypedColumn]
  private let outcomes: [Bool]

  init(_ part: TablePart, of training: TableTraining) throws {
    let rows = training.rows
    columns = rows.columns.map { $0.at(part.training) }
    labels = rows.labels(at: part.training)
    holdout = rows.columns.map { $0.at(part.holdout) }
    outcomes = rows.labels(at: part.holdout).map { $0 == 1 }
  }

  /// The log-loss of each holdout row.
  func losses(
    with products: [DesignRecipe.Interaction], l2Strength: Double, workers: Workers
  ) throws -> [Double] {
    let table = try TableDesign(
      learnedFrom: columns, rows: labels.count, interactions: products, workers: workers)
    let fit = try LogisticRegression(l2Strength: l2Strength, workers: workers).fitted(
      to: table.matrix, labels: labels)
    let encoding = TableEncoding(columns: table.columns)
    let matrix = table.design.design(
      of: encoding.matrix(of: holdout, rows: outcomes.count), names: encoding.names,
      workers: workers)
    return zip(fit.predictor.values(for: matrix, workers: workers), outcomes).map {
      logit, happened in
      // −ln p of what happened, as ln(1 + e^∓logit).
      let against = happened ? -logit : logit
      return max(0, against) + Double.log(onePlus: .exp(-abs(against)))
    }
  }
}

/// −ln p of what happened, as ln(1 + e^∓logit).
private func logLoss(ofLogit logit: Double, happened: Bool) -> Double {
  let against = happened ? -logit : logit
  return max(0, against) + Double.log(onePlus: .exp(-abs(against)))
}
