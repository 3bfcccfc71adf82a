internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models

/// What a model of a table is fitted with.
struct TableSettings {
  var l2Strength = usualStrength
  /// That a column of numbers has at most.
  var steps = 0
  var products: [DesignRecipe.Interaction] = []

  /// Where there are too few rows to choose by.
  static let usualStrength = 1e-3
  static let strengths = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1]
  /// Steps are many and alike: weaker ones would only follow chance.
  static let strengthsOfSteps = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1]
  /// Of one column, and of all.
  static let mostSteps = 32
  static let mostStepsInAll = 400
}

/// A basis of the columns that was tried: with or without steps, and with how many rounds of products.
private struct TriedBasis {
  let settings: TableSettings
  let rounds: Int
  /// Of each inner holdout row; empty where there are none.
  let losses: [Double]
  /// The sum of these without products.
  var lossWithout = Double.infinity
}

extension TableTraining {
  /// The strength of least log-loss of rows left out; steps of numbers, and as many rounds of products as
  /// lower it on inner holdout rows, where they surely do.
  ///
  /// Nothing but the rows to train on is looked at: the holdout that evaluates the model has no part in it.
  /// - Parameters:
  ///   - members: the rows to train on.
  ///   - progress: told of rounds.
  /// - Returns: the settings.
  /// - Throws: where a fit gives up.
  func settings(for members: [Int], _ progress: Progress) throws -> TableSettings {
    let bases = progress.parts([2, 2, 1])
    let parts =
      parameters.findsProducts
      ? try innerParts(of: members).map { try InnerPart($0, of: self) } : []
    var chosen = try tried(TableSettings(), on: parts, for: members, bases[0])
    let steps = affordableSteps(for: members)
    if steps > 0, !chosen.losses.isEmpty {
      var stepped = TableSettings()
      stepped.steps = steps
      let other = try tried(
        stepped, on: parts, for: members, atMost: chosen.lossWithout, bases[1])
      if !other.losses.isEmpty, Self.isSurelyLess(other.losses, than: chosen.losses) {
        chosen = other
      }
    }
    bases[1].end()
    guard chosen.rounds > 0 else { return chosen.settings }
    var settings = chosen.settings
    settings.products = try products(
      settings, of: rows.columns.map { $0.at(members) },
      labels: rows.labels(at: members)
    ).products(rounds: chosen.rounds)
    try chooseStrength(&settings, for: members)
    return settings
  }

  /// Chooses the strength of a basis, and the rounds of products that do best on inner holdout rows, if
  /// surely better than none; a basis that loses more than `most` without them is not looked at further.
  private func tried(
    _ basis: TableSettings, on parts: [InnerPart], for members: [Int],
    atMost most: Double = .infinity, _ progress: Progress
  ) throws -> TriedBasis {
    var settings = basis
    if let given = parameters.l2Strength { settings.l2Strength = given }
    let table = try TableDesign(
      learnedFrom: rows.columns.map { $0.at(members) }, rows: members.count,
      steps: settings.steps, workers: parameters.workers)
    let width = table.design.columns.count
    guard isAffordable(columns: width) else {
      return TriedBasis(settings: settings, rounds: 0, losses: [])
    }
    try chooseStrength(&settings, for: members)
    guard !parts.isEmpty else { return TriedBasis(settings: settings, rounds: 0, losses: []) }
    let searches = parts.map { products(settings, of: $0.columns, labels: $0.labels) }
    var fits = try searches.map { try $0.first() }
    func losses() -> [Double] {
      zip(parts, fits).flatMap { $0.losses(of: $1, workers: parameters.workers) }
    }
    let without = losses()
    var best = (rounds: 0, losses: without)
    let lossWithout = without.reduce(0, +)
    guard rows.columns.count > 1, lossWithout < most,
      isAffordable(columns: width + TableProducts.pairCount(of: table.columns))
    else {
      return TriedBasis(
        settings: settings, rounds: 0, losses: without, lossWithout: lossWithout)
    }
    var round = 0
    while round - best.rounds < Self.patience {
      let next = try zip(searches, fits).map { try $0.next(after: $1) }
      guard next.contains(where: { $0 != nil }) else { break }
      round += 1
      // Where a path ends early, its last products stand for what further ones would have been.
      progress.reach(iteration: round)
      fits = zip(next, fits).map { $0 ?? $1 }
      let now = losses()
      if now.reduce(0, +) < best.losses.reduce(0, +) { best = (round, now) }
    }
    if !Self.isSurelyLess(best.losses, than: without) { best = (0, without) }
    return TriedBasis(
      settings: settings, rounds: best.rounds, losses: best.losses, lossWithout: lossWithout)
  }

  /// Rounds without a gain, after which no further ones are tried.
  private static let patience = 2

  private func products(
    _ settings: TableSettings, of columns: [TypedColumn], labels: [Double]
  ) -> TableProducts {
    TableProducts(
      columns: columns, labels: labels, steps: settings.steps, l2Strength: settings.l2Strength,
      workers: parameters.workers)
  }

  /// Whether all products of so many columns can be summed over the rows time and again, in seconds each.
  private func isAffordable(columns: Int) -> Bool {
    Double(rows.count) * Double(columns) * Double(columns) <= 1e11
  }

  /// How many steps a column of numbers may have; 0 where they would be few, or make fits take long.
  private func affordableSteps(for members: [Int]) -> Int {
    guard parameters.l1Share == nil else { return 0 }
    let plain = TableDesign.columns(
      learnedFrom: rows.columns.map { $0.at(members) }, rows: members.count,
      steps: TableSettings.mostSteps)
    let stepped = plain.count { $0.steps != nil }
    guard stepped > 0 else { return 0 }
    let steps = min(TableSettings.mostSteps, TableSettings.mostStepsInAll / stepped)
    // With the line, its hinges and what is missing.
    let width = Double(plain.reduce(0) { $0 + $1.plainFeatures.count } + stepped * (steps + 5))
    return steps >= 4 && Double(members.count) * width * width <= 5e9 ? steps : 0
  }

  /// Chooses the strength of least log-loss of rows left out, unless the user gave one.
  private func chooseStrength(_ settings: inout TableSettings, for members: [Int]) throws {
    guard parameters.l2Strength == nil, parameters.l1Share == nil else { return }
    let labels = rows.labels(at: members)
    let table = try TableDesign(
      learnedFrom: rows.columns.map { $0.at(members) }, rows: members.count,
      steps: settings.steps, interactions: settings.products, workers: parameters.workers)
    let strengths =
      settings.steps > 0 ? TableSettings.strengthsOfSteps : TableSettings.strengths
    var best: (strength: Double, loss: Double)?
    for fit in try path(of: table, labels: labels, strengths: strengths.reversed()) {
      guard
        let logits = fit.predictor.leaveOneOutLogits(
          of: table.matrix, labels: labels, l2Strength: fit.strength,
          columns: table.bounds.map { free(of: fit.predictor, $0) }, workers: parameters.workers)
      else { continue }
      let loss = zip(logits, labels).reduce(0) { $0 + logLoss(logit: $1.0, label: $1.1) }
      // The stronger of equal ones.
      if loss < best?.loss ?? .infinity { best = (fit.strength, loss) }
    }
    if let best { settings.l2Strength = best.strength }
  }

  /// Fits of falling strengths, each of which begins where the one before it ended.
  private func path(
    of table: TableDesign, labels: [Double], strengths: [Double]
  ) throws -> [(strength: Double, predictor: LinearPredictor)] {
    guard table.bounds == nil else {
      var last: LinearPredictor?
      return try strengths.map { strength in
        let fit = try LogisticRegression(
          l2Strength: strength, bounds: table.bounds, workers: parameters.workers
        ).fitted(to: .matrix(table.matrix), labels: labels, from: last)
        last = fit.predictor
        return (strength, fit.predictor)
      }
    }
    let path = try ElasticNet(
      l1Share: 0, strengths: .given(strengths), gradientTolerance: 1e-8,
      workers: parameters.workers
    ).fitted(to: table.matrix, labels: labels)
    return path.points.indices.map { (path.points[$0].strength, path.predictor(at: $0)) }
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
