import Files
import Foundation
import Histories
import Ingestion
import Intake
import Interventions
import Learning
import Models
import Scoring
import Segments
import TestSupport
import Training
import Units

/// A shop, its store, and a model trained on it.
struct TrainedShop: Sendable {
  let shop: SyntheticShop
  let store: HistoryStore
  let trained: TrainedModel

  var model: Model { trained.model }

  init(_ shop: SyntheticShop, _ parameters: TrainingParameters) throws {
    self.shop = shop
    store = try shop.store()
    trained = try train(on: store, parameters: parameters)
  }

  /// Some 500 customers over two years, horizon 60 days: made once for all tests that only look.
  static let example = Result {
    try TrainedShop(SyntheticShop(customers: 500, days: 730, seed: 7), quickParameters(60))
  }
}

/// Few replicates: most tests do not look at intervals.
func quickParameters(_ horizonInDays: Int) -> TrainingParameters {
  var parameters = TrainingParameters(horizonInDays: horizonInDays)
  parameters.replicates = 20
  return parameters
}

func predictionParameters(
  saveRate: Double = 0.1, contactCost: Double = 0, discount: Double = 0.1, margin: Double = 1
) throws -> PredictionParameters {
  var parameters = PredictionParameters(
    economics: try Economics(saveRate: SaveRate(saveRate), contactCost: contactCost),
    discounting: try Discounting(annualRate: discount))
  parameters.margin = margin
  return parameters
}

/// The committed CDNOW sample, read as its README says.
let cdnowSample = Result {
  let path = testsFolder.deletingLastPathComponent()
    .appendingPathComponent("datasets/cdnow/CDNOW_sample.txt").path
  var options = ReadOptions(today: day("2030-01-01"))
  options.hasHeader = false
  options.delimiter = .blanks
  options.columns = try ColumnChoices(parsing: "customer=2,time=3,amount=5")
  return try loadHistories(orders: [path], options: options).store
}

var testsFolder: URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
}

func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

/// The error that a call throws; nil where it succeeds.
func failure<Failure: Error>(_ type: Failure.Type, _ body: () throws -> Void) throws -> Failure? {
  do {
    try body()
    return nil
  } catch let error as Failure {
    return error
  }
}

extension RuleSet {
  /// The primary segment of one customer's scores.
  func segment(r: Int, f: Int, m: Int) -> String {
    let scores = RFMScores(r: [r], f: [f], m: [m], e: nil)
    return segments[assignments(count: 1) { scores.column($0) }.primary[0]]
  }
}
