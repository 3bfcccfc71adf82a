import Comparison
import Dense
import Features
import Histories
import Ingestion
import Intake
import Learning
import Models
import Reporting
import Scoring
import Segmentation
import Segments
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Verdicts where it is known which partition tells more, and columns that users bring.
@Suite struct RefereeTests {
  private func compare(
    _ shop: SyntheticShop, clusters: Int,
    _ change: (inout ComparisonParameters, HistoryStore) throws -> Void = { _, _ in }
  ) throws -> PartitionComparison {
    var training = quickParameters(RefereeShops.horizon)
    training.clusterCount = clusters
    let trained = try TrainedShop(shop, training)
    var parameters = ComparisonParameters()
    parameters.replicates = 200
    parameters.refits = 0
    parameters.workers = 2
    try change(&parameters, trained.store)
    return try trained.model.comparison(on: trained.store, parameters: parameters).comparison
  }

  private func isBetter(_ name: String, on measure: Measure, _ verdict: Verdict) -> Bool {
    guard case .better(name, let measures, _, _) = verdict else { return false }
    return measures.contains(measure)
  }

  @Test func clustersWinWhereEngagementTells() throws {
    let found = try compare(RefereeShops.engagementTells(customers: 500, seed: 3), clusters: 6)
    #expect(isBetter("clusters", on: .churn, found.verdict), "\(found.verdict)")
    let clusters = try #require(found.worth["clusters"])
    let segments = try #require(found.worth["segments"])
    #expect(clusters.churn > 0.3 && segments.churn < 0.05, "\(clusters), \(segments)")
    // What they add to the rules is nearly all that they tell; the rules add nothing to them.
    let adds = try #require(found.pairs[0].firstAdds)
    #expect(adds.churnLow > 0.2)
    #expect(try #require(found.pairs[0].secondAdds).churn < 0.03)
    // The churn model sees engagement too, recency and frequency do not.
    let ahead = try #require(found.verdict.remarks).aheadOfChurn
    #expect(!ahead.contains("recency_5") && !ahead.contains("frequency_5"))
  }

  @Test func rulesWinWherePaceTells() throws {
    let found = try compare(RefereeShops.paceTells(customers: 500, seed: 4), clusters: 4)
    #expect(isBetter("segments", on: .churn, found.verdict), "\(found.verdict)")
    let pair = found.pairs[0]
    #expect(try #require(pair.secondAdds).churnLow > 0, "\(pair)")
    #expect(try #require(pair.firstAdds).churn < 0.02, "\(pair)")
  }

  /// Where neither tells anything a verdict says so, whatever the difference.
  @Test func ruleSetsOfOneMakingTie() throws {
    let found = try compare(RefereeShops.engagementTells(customers: 300, seed: 5), clusters: 3) {
      parameters, _ in
      parameters.includesClusters = false
      parameters.ruleSets = [try RuleSet(.rfm125), try RuleSet(.rf25)]
    }
    #expect(found.partitions.map(\.name) == ["segments", "rf25"])
    guard case .tie(_, let remarks) = found.verdict else {
      Issue.record("\(found.verdict)")
      return
    }
    #expect(remarks.nothingOfChurn)
    // The churn model knows of engagement, so its deciles are ahead of both.
    #expect(remarks.aheadOfChurn == ["model_deciles"])
  }

  /// Few clusters are chosen where four clumps are all there is.
  @Test func theNumberOfClustersIsChosenByWorth() throws {
    let found = try compare(RefereeShops.engagementTells(customers: 400, seed: 6), clusters: 3) {
      parameters, _ in parameters.clusterCounts = 2...7
    }
    let choice = try #require(found.clusterChoice)
    #expect(choice.candidates.map(\.clusters) == Array(2...7))
    let best = try #require(choice.candidates.map(\.worth.churn).max())
    for candidate in choice.candidates {
      #expect(abs(candidate.churnBehindBest - (best - candidate.worth.churn)) < 1e-12)
      #expect((candidate.churnError == 0) == (candidate.churnBehindBest == 0))
      let isGood =
        candidate.churnBehindBest <= candidate.churnError
        && candidate.spendBehindBest <= candidate.spendError
      if candidate.clusters < choice.recommended { #expect(!isGood) }
      if candidate.clusters == choice.recommended { #expect(isGood) }
    }
    // The model's own number gives the same worth as in the table of partitions.
    #expect(choice.candidates[1].worth == found.worth["clusters"])
  }

  /// Where prices say nothing of the future, few clusters of them do as well as many.
  @Test func theFewestAreChosenOfEquals() throws {
    var training = quickParameters(RefereeShops.horizon)
    training.clusterCounts = 2...6
    training.clusterOn = ["average_order_value"]
    let shop = RefereeShops.engagementTells(customers: 300, seed: 4)
    let choice = try #require(TrainedShop(shop, training).trained.clusterChoice)
    let good = choice.candidates.filter {
      $0.churnBehindBest <= $0.churnError && $0.spendBehindBest <= $0.spendError
    }.map(\.clusters)
    #expect(good.count > 1 && choice.recommended == good.first, "\(choice)")
  }

  /// `train` takes the number that `compare` would recommend.
  @Test func trainingTakesTheNumberThatIsRecommended() throws {
    let shop = RefereeShops.engagementTells(customers: 400, seed: 6)
    var training = quickParameters(RefereeShops.horizon)
    training.clusterCounts = 2...7
    let trained = try TrainedShop(shop, training)
    let chosen = try #require(trained.trained.clusterChoice)
    #expect(trained.model.clusters?.centroids.count == chosen.recommended)
    var parameters = ComparisonParameters()
    parameters.refits = 0
    parameters.clusterCounts = 2...7
    let found = try trained.model.comparison(on: trained.store, parameters: parameters).comparison
    #expect(found.clusterChoice == chosen)
    #expect(found.clusterChoice?.recommended != 8)
  }

  /// The same verdict and figures for rows in any order and any number of threads.
  @Test func neitherRowsNorThreadsMatter() throws {
    let shop = RefereeShops.engagementTells(customers: 200, seed: 9)
    func found(_ shop: SyntheticShop, workers: Workers) throws -> (PartitionComparison, Assignments)
    {
      var training = quickParameters(RefereeShops.horizon)
      training.clusterCount = 4
      training.workers = workers
      let trained = try TrainedShop(shop, training)
      var parameters = ComparisonParameters()
      parameters.replicates = 100
      parameters.refits = 3
      parameters.workers = workers
      parameters.clusterCounts = 2...3
      parameters.ruleSets = [try RuleSet(.rfm125), try RuleSet(.words)]
      let result = try trained.model.comparison(on: trained.store, parameters: parameters)
      return (result.comparison, result.assignments)
    }
    let one = try found(shop, workers: 1)
    var shuffled = shop
    var generator = SeededGenerator(seed: 1)
    shuffled.orders.shuffle(using: &generator)
    shuffled.events.shuffle(using: &generator)
    let other = try found(shuffled, workers: 2)
    #expect(one.0 == other.0 && one.1 == other.1)
  }

  /// Cut-offs that a user set are not learned, so resamples change nothing.
  @Test func givenCutOffsAreStable() throws {
    var training = quickParameters(RefereeShops.horizon)
    training.clusterCount = 3
    training.givenCutOffs.recency = [200, 120, 60, 30]
    training.givenCutOffs.frequency = [2, 3, 4, 6]
    let shop = RefereeShops.paceTells(customers: 200, seed: 5)
    let trained = try TrainedShop(shop, training)
    var parameters = ComparisonParameters()
    parameters.replicates = 20
    parameters.refits = 5
    parameters.includesClusters = false
    parameters.ruleSets = [try RuleSet(.rf25), try RuleSet(.rfm125)]
    let found = try trained.model.comparison(on: trained.store, parameters: parameters).comparison
    #expect(found.partitions[0].stability?.adjustedRandLow == 1)
    // Money still has learned cut-offs.
    #expect((found.partitions[1].stability?.adjustedRandLow ?? 1) < 1)
  }

  // MARK: Columns

  /// What a customer did after J is no group of her at J.
  @Test func aColumnOfTheFutureIsNotEvaluated() throws {
    let shop = RefereeShops.engagementTells(customers: 300, seed: 7)
    let end = SyntheticShop.start + 8 * RefereeShops.horizon
    let holdout = end - RefereeShops.horizon
    // Of each customer: whether she orders in the evaluated window, known only after it.
    let plain = PlainHistories(shop)
    var undated = "customer_id,fate\n"
    var dated = "customer_id,valid_from,fate\n"
    for (id, _) in plain.customers(before: end) {
      let fate = plain.orders(id, from: holdout, days: RefereeShops.horizon) ? "stays" : "leaves"
      undated += "\(id),\(fate)\n"
      dated += "\(id),\(SyntheticShop.start),new\n\(id),\(end - 1),\(fate)\n"
    }
    let folder = try TemporaryFolder()
    let files = (
      try folder.write(undated, to: "undated.csv"), try folder.write(dated, to: "dated.csv")
    )
    let found = try compare(shop, clusters: 3) { parameters, store in
      func column(_ path: String) throws -> GroupColumn {
        try GroupColumn(
          path: path, column: "fate", customers: store.customers,
          options: ReadOptions(today: day("2030-01-01")))
      }
      parameters.columns = [
        GivenPartition(name: "undated", column: try column(files.0), isStatic: false),
        GivenPartition(name: "dated", column: try column(files.1), isStatic: false),
        GivenPartition(name: "vouched", column: try column(files.0), isStatic: true),
      ]
    }
    #expect(found.partitions.map(\.name) == ["clusters", "undated", "dated", "vouched"])
    #expect(found.worth["undated"] == nil)
    #expect(found.pairs[0].verdict == .notEvaluated(undated: ["undated"]))
    // One group for all at J: nothing but the shrinkage of that group's own rate.
    #expect(abs(try #require(found.worth["dated"]).churn) < 1e-3)
    #expect(found.worth["vouched"] != nil)
    guard case .standings(_, _, undated: ["undated"]) = found.verdict else {
      Issue.record("\(found.verdict)")
      return
    }
    // Today all of them know the fate.
    #expect(found.partitions[2].groups.map(\.name) == ["leaves", "new", "stays", "(unknown)"])
    #expect(found.partitions[2].groups.map(\.customers)[1] == 0)
  }

  /// Two rule files of one name, or one called as a row of the results is.
  @Test(arguments: ["rf25", "clusters", "recency_5", "segment"])
  func namesThatAreTakenAreRefused(name: String) throws {
    let trained = try TrainedShop.example.get()
    var text = RuleSetText.words
    text.name = name
    var parameters = ComparisonParameters()
    parameters.ruleSets = try [.rfm125, .rf25, text].map { try RuleSet($0) }
    let error = try failure(ComparisonError.self) {
      _ = try trained.model.comparison(on: trained.store, parameters: parameters)
    }
    guard case .partitionNameTaken(name)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func fewerThanTwoPartitionsAreRefused() throws {
    let trained = try TrainedShop.example.get()
    var parameters = ComparisonParameters()
    parameters.includesClusters = false
    let error = try failure(ComparisonError.self) {
      _ = try trained.model.comparison(on: trained.store, parameters: parameters)
    }
    guard case .onePartition("segments")? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
