import Dense
import Features
import Files
import Foundation
import Histories
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// A model of the current format, as it was written, and what it predicts.
///
/// `PERENNIAL_REGENERATE_GOLDEN=1 swift test -c release --filter GoldenModelTests` rewrites it.
/// That is right only while its format is not released: models of released formats are frozen in
/// `Fixtures`, with `FormerModelTests`.
@Suite struct GoldenModelTests {
  struct Row: Codable {
    var customer: String
    var churnProbability: Double
    var valueIfKept: Double
    var valueIfNot: Double
    var cluster: Int
    var segment: String
  }

  private static let folder = testsFolder.appendingPathComponent("Golden/model")
  private static let customers = ["0001", "1101", "2003"]

  /// Reads the golden model, made anew first where that is asked for.
  private static let model = Result {
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try regenerate()
    }
    return try ModelFolder.read(folder.path)
  }

  private static func regenerate() throws {
    let trained = try train(
      on: cdnowSample.get(), parameters: TrainingParameters(horizonInDays: 90)
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(try ModelDocument.bytes(of: trained.model))
      .write(to: folder.appendingPathComponent("model.json"))
    try Data(try canonicalJSON(rows(of: trained.model)))
      .write(to: folder.appendingPathComponent("scores.json"))
  }

  private static func rows(of model: Model) throws -> [Row] {
    let store = try cdnowSample.get()
    let scored = try model.scores(of: store, parameters: predictionParameters())
    return try customers.map { id in
      let row = try #require(
        scored.facts.customers.firstIndex { store.customers[$0] == id })
      return Row(
        customer: id, churnProbability: scored.churnProbability[row],
        valueIfKept: scored.valueIfKept[row], valueIfNot: scored.valueIfNot[row],
        cluster: scored.cluster[row], segment: scored.segment[row])
    }
  }

  @Test func saysWhatItSaid() throws {
    try expectRecordedRows(of: try Self.model.get(), in: Self.folder)
  }

  /// A model of the first version of the program, which nothing writes again.
  @Test func theFirstModelSaysWhatItSaid() throws {
    try expectRecordedRows(
      of: try ModelFolder.read(Self.firstModel.path), in: Self.firstModel)
  }

  private static let firstModel = testsFolder.appendingPathComponent("Fixtures/models-v1/first")

  private func expectRecordedRows(of model: Model, in folder: URL) throws {
    let expected = try JSONDecoder().decode(
      [Row].self, from: Data(contentsOf: folder.appendingPathComponent("scores.json")))
    let rows = try Self.rows(of: model)
    #expect(expected.count == 3)
    for (row, expected) in zip(rows, expected) {
      #expect(row.customer == expected.customer)
      #expect(relativeDifference(row.churnProbability, expected.churnProbability) < 1e-9)
      #expect(relativeDifference(row.valueIfKept, expected.valueIfKept) < 1e-9)
      #expect(relativeDifference(row.valueIfNot, expected.valueIfNot) < 1e-9)
      #expect(row.cluster == expected.cluster && row.segment == expected.segment)
    }
    #expect(Set(rows.map(\.segment)).count == 3)
  }

  /// The file says all there is to say: its numbers alone, applied by the words of its keys, give
  /// every customer's probability.
  @Test func theFileAloneGivesTheProbabilities() throws {
    let model = try ModelFolder.read(Self.firstModel.path)
    let store = try cdnowSample.get()
    let features = store.features(asOf: model.data.asOf, workers: 1)
    let logits = try PlainLogit(Self.firstModel.appendingPathComponent("model.json"))
      .logits(of: features)
    let probabilities = try #require(model.churn).probabilities(of: features, workers: 1)
    #expect(probabilities.count == 2_357)
    for (logit, probability) in zip(logits, probabilities) {
      #expect(relativeDifference(1 / (1 + exp(-logit)), probability) < 1e-9)
    }
  }
}

/// The churn section read as plain JSON and applied without any of the program's types.
private struct PlainLogit {
  let section: [String: Any]

  init(_ file: URL) throws {
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let sections = try #require(document["sections"] as? [String: Any])
    section = try #require(sections["churn"] as? [String: Any])
  }

  func logits(of features: FeatureMatrix) throws -> [Double] {
    let design = try #require(section["design"] as? [String: Any])
    let constants = try #require(design["features"] as? [[String: Any]])
    let columns = try #require(design["columns"] as? [[String: Any]])
    let coefficients = try #require(section["coefficients"] as? [Double])
    let intercept = try #require(section["intercept"] as? Double)
    var logits = [Double](repeating: intercept, count: features.customers.count)
    for (column, coefficient) in zip(columns, coefficients) {
      let name = try #require(column["feature"] as? String)
      let feature = try #require(constants.first { $0["name"] as? String == name })
      let values = try #require(features.column(named: name))
      for (row, value) in values.enumerated() {
        let raw = try self.raw(value, column: column, feature: feature)
        logits[row] +=
          coefficient * (raw - number(column, "mean"))
          / (column["standard_deviation"] as? Double ?? number(column, "standardDeviation"))
      }
    }
    return logits
  }

  private func raw(
    _ value: Double, column: [String: Any], feature: [String: Any]
  ) throws -> Double {
    let kind = try #require(column["kind"] as? String)
    if kind == "missing" { return value.isNaN ? 1 : 0 }
    var x: Double
    switch try #require(feature["transform"] as? String) {
    case "log1p": x = log1p(max(0, value))
    case "signed_log1p": x = value < 0 ? -log1p(-value) : log1p(value)
    default: x = value
    }
    x =
      value.isNaN
      ? number(feature, "imputation")
      : min(max(x, number(feature, "lowest")), number(feature, "highest"))
    if kind == "hinge" { return max(0, x - number(column, "knot")) }
    #expect(kind == "value")
    return x
  }

  private func number(_ object: [String: Any], _ key: String) -> Double {
    object[key] as? Double ?? .nan
  }
}
