import Comparison
import Dense
import Features
import Files
import Histories
import Ingestion
import Interventions
import Learning
import Models
import Reporting
import Scoring
import Segmentation
import Segments
import Snapshots
import Synchronization
import TestSupport
import Testing
import Training
import Units

/// What long work tells of itself: shares that rise to 1, and steps by name; and that nothing that is
/// computed depends on it.
@Suite struct ProgressTests {
  private final class Heard: Sendable {
    private let all = Mutex<[(step: String?, share: Double)]>([])

    var progress: Progress {
      Progress { step, share in self.all.withLock { $0.append((step, share)) } }
    }

    /// - Parameters:
    ///   - pieces: shares that are told at least, all different.
    ///   - steps: begin so, in this order, among others.
    func check(pieces: Int, steps: [String]) {
      let told = all.withLock { $0 }
      let shares = told.map(\.share)
      #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(shares.last == 1)
      #expect(Set(shares).count >= pieces, "\(Set(shares).count) shares")
      var left = told.compactMap(\.step)[...]
      for step in steps {
        guard let place = left.firstIndex(where: { $0.hasPrefix(step) }) else {
          Issue.record("no step '\(step)' among \(told.compactMap(\.step))")
          continue
        }
        left = left[place...]
      }
    }
  }

  @Test(arguments: [1, 2]) func training(threads: Int) throws {
    let example = try TrainedShop.example.get()
    let heard = Heard()
    var parameters = quickParameters(60)
    parameters.workers = Workers(threads)
    let trained = try train(on: example.store, parameters: parameters, progress: heard.progress)
    #expect(trained.model.digest == example.model.digest)
    heard.check(
      pieces: 100,
      steps: [
        "taking snapshots", "choosing settings before", "choosing settings before",
        "evaluating out of time at", "evaluating earlier dates", "evaluating forecasts of value at",
        "refitting on all complete windows", "refitting the models of value", "forming clusters",
        "describing the customers",
      ])
  }

  @Test func trainingWithNumbersOfClustersToChooseFrom() throws {
    let example = try TrainedShop.example.get()
    let heard = Heard()
    var parameters = quickParameters(60)
    parameters.l2Strength = 1e-3
    parameters.clusterCounts = 2...4
    _ = try train(on: example.store, parameters: parameters, progress: heard.progress)
    heard.check(
      pieces: 50,
      steps: [
        "choosing the number of clusters: 2 clusters",
        "choosing the number of clusters: 4 clusters",
        "choosing the number of clusters: comparing numbers of clusters", "forming clusters",
      ])
  }

  @Test func backtests() throws {
    let example = try TrainedShop.example.get()
    let heard = Heard()
    var parameters = BacktestParameters(
      training: quickParameters(60), campaign: try #require(RetentionCampaign()))
    parameters.origins = 2
    _ = try backtest(
      on: example.store, parameters: parameters, previous: nil, progress: heard.progress)
    heard.check(
      pieces: 50,
      steps: [
        "origin \(SyntheticShop.start + 610), 1 of 2",
        "origin \(SyntheticShop.start + 670), 2 of 2",
        "drawing 20 samples of customers",
      ])
  }

  @Test func comparisons() throws {
    let example = try TrainedShop.example.get()
    let heard = Heard()
    var parameters = ComparisonParameters()
    parameters.replicates = 10
    parameters.refits = 8
    parameters.clusterCounts = 2...3
    _ = try example.model.comparison(
      on: example.store, parameters: parameters, progress: heard.progress)
    heard.check(
      pieces: 20,
      steps: [
        "taking snapshots", "learning clusters at", "deviances of 2 partitions",
        "stability of clusters", "stability of segments", "2 clusters", "3 clusters",
      ])
  }

  @Test func scoresAndTheirRows() throws {
    let example = try TrainedShop.example.get()
    let heard = Heard()
    var parameters = try predictionParameters()
    parameters.progress = heard.progress
    let scored = try example.model.scores(of: example.store, parameters: parameters)
    heard.check(pieces: 4, steps: ["features", "probabilities", "values", "segments"])
    let writing = Heard()
    ScoreRows.write(
      scored.table, ScoreRows.Form(columns: ScoreColumn.customers, format: .csv), workers: 2,
      progress: writing.progress
    ) { _ in }
    writing.check(pieces: 1, steps: [])
  }

  @Test func featuresAndSegments() throws {
    let store = try TrainedShop.example.get().store
    let writing = Heard()
    FeatureRows.write(
      store, asOf: SyntheticShop.start + 700, catalogue: .current, selected: nil, format: .csv,
      workers: 2, progress: writing.progress
    ) { _ in }
    writing.check(pieces: (store.customerCount + 511) / 512, steps: [])
    let segmenting = Heard()
    _ = try Segmentation(
      of: store, asOf: nil, model: nil, settings: ScoreSettings(windowInDays: nil),
      rules: RuleSet.named("rfm125"), workers: 2, progress: segmenting.progress)
    segmenting.check(pieces: 4, steps: ["recency, frequency, money", "behaviour", "rules"])
  }

  @Test func lifetimeModels() throws {
    let example = try TrainedShop.example.get()
    let heard = Heard()
    _ = try lifetimeEvaluation(
      of: example.store, split: SyntheticShop.start + 500, names: LifetimeModelName.allCases,
      comparesMethods: true, unit: .week, workers: 2, progress: heard.progress)
    heard.check(
      pieces: LifetimeModelName.allCases.count,
      steps: ["taking snapshots", "fitting churn"]
        + LifetimeModelName.allCases.map { "fitting \($0.rawValue)" })
    let fitting = Heard()
    _ = try lifetimeEvaluation(
      of: example.store, split: nil, names: [.bgNBD], unit: .week, workers: 2,
      progress: fitting.progress)
    fitting.check(pieces: 2, steps: ["fitting"])
  }

  @Test func labelledTables() throws {
    let heard = Heard()
    let reference = try oracle("table.json", as: TableTests.Reference.self)
    var parameters = TableParameters()
    parameters.replicates = 20
    let roles = TableSchema(label: "churned", id: "id")
    _ = try train(
      on: TableRows(learning: TableTests.table(reference.training), as: roles), as: roles,
      parameters: parameters, progress: heard.progress)
    heard.check(
      pieces: 20,
      steps: ["looking for columns", "evaluating on holdout rows", "refitting on all rows"])
  }

  @Test func contracts() throws {
    let heard = Heard()
    let text = ContractFixtures.text(ContractFixtures.drawn(ContractFixtures.Process()))
    var parameters = ContractParameters()
    parameters.replicates = 40
    _ = try train(
      on: ContractFixtures.rows(text), as: ContractFixtures.schema(), parameters: parameters,
      progress: heard.progress)
    heard.check(
      pieces: 10,
      steps: ["learning from what was known on", "evaluating on contracts", "learning from all"])
  }
}
