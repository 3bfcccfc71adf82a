internal import Dense
internal import Features
package import Histories
package import Ingestion
internal import Interventions
package import Models
internal import Segmentation
internal import Snapshots
internal import Units

/// Scores of more customers than are held at a time.
///
/// All are scored in blocks first, of which their order is kept and what a run says of them together. The
/// customers of each block of ranks are then scored once more, with all that rows tell. No customer's
/// scores depend on the others of a block, so that rows have the bits of one pass. Beside histories and
/// some dozen bytes a customer, a block is all that lies in memory.
package struct BlockScores: Sendable {
  /// So many customers are scored at once: fewer are scored once, and these take some hundred megabytes.
  package static let customersPerBlock = 1 << 18

  package let overview: ScoreOverview
  private let model: Model
  private let store: HistoryStore
  private let customerColumns: CustomerColumns?
  private let parameters: PredictionParameters
  private let population: BehaviourPopulation?
  /// Indices into the store's, rising: those who have an order before the date.
  private let customers: [Int]
  private let customersPerBlock: Int

  package var count: Int { customers.count }
  /// Digits after the point of amounts.
  package var moneyScale: Int { store.moneyScale }

  /// Scores all customers, block by block.
  ///
  /// - Parameters:
  ///   - model: scores them.
  ///   - store: the histories.
  ///   - customerColumns: what the customers files say.
  ///   - parameters: economics and date.
  ///   - customersPerBlock: scored at once.
  /// - Throws: what `scores` throws.
  package init(
    by model: Model, of store: HistoryStore, customerColumns: CustomerColumns?,
    parameters: PredictionParameters, customersPerBlock: Int = Self.customersPerBlock
  ) throws(ScoringError) {
    guard let days = store.orderDayRange else {
      throw .nobodyToScore(asOf: model.data.asOf, firstOrder: nil)
    }
    guard let rules = model.scores else { throw .sectionMissing(.scores, neededFor: .predict) }
    let asOf = parameters.asOf ?? days.upperBound + 1
    let (counting, scoring) = parameters.progress.split(at: 0.1)
    counting.begin("figures of all customers")
    let population = try model.population(of: store, asOf: asOf, parameters)
    var part = parameters
    part.asOf = asOf
    // Neither has a say in the order.
    part.tellsBehaviour = false
    part.tellsCircumstances = false
    let blocks = Chunks(rows: store.customerCount, rowsPerChunk: customersPerBlock)
    var keys = Keys()
    for (number, block) in blocks.all.enumerated() {
      part.progress = scoring.part(number, of: blocks.count)
      part.only = .init(Array(block), population: population)
      do throws(ScoringError) {
        keys.append(
          try model.scores(of: store, customerColumns: customerColumns, parameters: part),
          of: model,
          parameters.workers)
      } catch {
        // Others may have orders before the date.
        guard case .nobodyToScore = error else { throw error }
      }
    }
    guard let known = keys.known else {
      throw .nobodyToScore(asOf: asOf, firstOrder: days.lowerBound)
    }
    overview = ScoreOverview(
      asOf: asOf, horizonInDays: known.horizonInDays,
      valueHorizonInDays: known.valueHorizonInDays, modelDigest: known.modelDigest,
      circumstances: parameters.tellsCircumstances
        ? model.circumstances(
          of: store, asOf: asOf, rules: try rules.namingRules(unless: parameters.rules),
          population: population, parameters) : nil,
      drift: keys.tally?.drift, decisions: keys.decisions, expectedGain: keys.expectedGain,
      ranking: rankedCustomers(
        lists: keys.decisions.map(\.list), expectedGains: keys.expectedGain,
        churnProbabilities: keys.churnProbability, workers: parameters.workers, ties: <))
    self.model = model
    self.store = store
    self.customerColumns = customerColumns
    self.parameters = parameters
    self.population = population
    self.customersPerBlock = customersPerBlock
    customers = keys.customers
    parameters.progress.end()
  }

  /// Scores the customers of successive ranks once more, and hands them on, a block at a time.
  ///
  /// - Parameters:
  ///   - top: ranks at most; all where nil.
  ///   - body: takes customers in canonical order, ranked among themselves, and how many ranks are before
  ///     them.
  /// - Throws: what `body` throws.
  package func forEachBlock<Failure: Error>(
    top: Int?, _ body: (ScoredCustomers, _ ranksBefore: Int) throws(Failure) -> Void
  ) throws(Failure) {
    var part = parameters
    part.asOf = overview.asOf
    part.tellsCircumstances = false
    part.progress = .untold
    for ranks in Chunks(rows: min(top ?? count, count), rowsPerChunk: customersPerBlock).all {
      let picked = overview.ranking[ranks].map { customers[$0] }.sorted()
      part.only = .init(picked, population: population)
      guard
        let scored = try? model.scores(
          of: store, customerColumns: customerColumns, parameters: part)
      else { preconditionFailure("customers that were scored before") }
      precondition(scored.facts.customers == picked)
      try body(scored, ranks.lowerBound)
    }
  }
}

/// What is kept of the scores of each block.
private struct Keys {
  private(set) var customers: [Int] = []
  private(set) var churnProbability: [Double] = []
  private(set) var expectedGain: [Double] = []
  private(set) var decisions: [InterventionDecision] = []
  private(set) var tally: PopulationTally?
  /// Of any block.
  private(set) var known: (horizonInDays: Int, valueHorizonInDays: Int, modelDigest: String)?

  mutating func append(_ scored: ScoredCustomers, of model: Model, _ workers: Workers) {
    known = (scored.horizonInDays, scored.valueHorizonInDays, scored.modelDigest)
    customers += scored.facts.customers
    churnProbability += scored.churnProbability
    expectedGain += scored.expectedGain
    decisions += scored.decisions
    tally = tally ?? model.population.map { PopulationTally($0, names: scored.features.names) }
    tally?.add(scored.features.values, scores: scored.churnProbability, workers: workers)
  }
}
