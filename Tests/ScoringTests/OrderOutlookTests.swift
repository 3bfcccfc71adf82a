import Dense
import Features
import Foundation
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

private struct Reference: Decodable {
  let r, alpha, a, b: Double
  let x, tx, T, horizon: Int
  let probability: Double

  func outlook(timesTime factor: Int = 1) throws -> OrderOutlook {
    try outlookOf(r: r, alpha: alpha * Double(factor), a: a, b: b, days: horizon * factor)
  }
}

/// An outlook of given parameters, as a model file holds it.
private func outlookOf(
  r: Double, alpha: Double, a: Double, b: Double, days: Int
) throws -> OrderOutlook {
  let text =
    "{\"r\": \(r), \"alpha\": \(alpha), \"a\": \(a), \"b\": \(b), \"horizon_days\": \(days)}"
  return try JSONDecoder().decode(OrderOutlook.self, from: Data(text.utf8))
}

private let names = ["frequency", "recency", "tenure"]

@Suite struct OrderOutlookTests {
  /// Numerical integration over both distributions stands against the closed form.
  @Test func agreesWithNumericalIntegration() throws {
    let references = try oracle("outlook.json", as: [Reference].self)
    #expect(references.count == 96)
    for reference in references {
      let customer = Matrix(
        rows: 1, columns: 3,
        storage: [Double(reference.x), Double(reference.tx), Double(reference.T)])
      let found = try reference.outlook().probabilities(of: customer, names: names, workers: 1)[0]
      #expect(
        abs(found - reference.probability) <= 1e-10 + 1e-9 * reference.probability, "\(reference)")
    }
  }

  /// Days or hours: only ratios of times matter.
  @Test func theUnitOfTimeDoesNotMatter() throws {
    for reference in try oracle("outlook.json", as: [Reference].self) {
      let customers = Matrix(
        rows: 2, columns: 3,
        storage: [1, 24].flatMap { factor in
          [Double(reference.x), Double(reference.tx * factor), Double(reference.T * factor)]
        })
      let days = try reference.outlook().probabilities(of: customers, names: names, workers: 1)[0]
      let hours = try reference.outlook(timesTime: 24)
        .probabilities(of: customers, names: names, workers: 1)[1]
      #expect(relativeDifference(days, hours) < 1e-11, "\(reference)")
    }
  }

  /// Of the features it takes those that say what it needs, wherever they stand, and what no history can
  /// be for the nearest that can.
  @Test func readsItsColumnsByName() throws {
    let outlook = try outlookOf(r: 0.5, alpha: 60, a: 0.8, b: 2.4, days: 90)
    let values = Matrix(rows: 2, columns: 4, storage: [100, 7, 40, 3, 100, 7, 140, 3])
    let found = outlook.probabilities(
      of: values, names: ["tenure", "orders", "recency", "frequency"], workers: 1)
    let expected = outlook.probabilities(
      of: Matrix(rows: 2, columns: 3, storage: [3, 40, 100, 3, 100, 100]), names: names, workers: 1)
    #expect(bits(found) == bits(expected))
    #expect(found.allSatisfy { 0 < $0 && $0 < 1 })
  }

  /// Learned from features alone, at each date anew; the longer the window, the likelier an order.
  @Test func isLearnedWithoutLabels() throws {
    let store = try TrainedShop.example.get().store
    let features = store.features(asOf: SyntheticShop.start + 500, workers: 2)
    let month = try #require(OrderOutlook(learnedFrom: features, horizonInDays: 30, workers: 2))
    let year = try #require(OrderOutlook(learnedFrom: features, horizonInDays: 365, workers: 1))
    #expect(month.isUsable)
    // The process does not depend on what it will be asked, nor on the threads.
    #expect(
      bits([month.r, month.alpha, month.a, month.b]) == bits([year.r, year.alpha, year.a, year.b]))
    let soon = month.probabilities(of: features.values, names: features.names, workers: 1)
    let late = year.probabilities(of: features.values, names: features.names, workers: 2)
    #expect(zip(soon, late).allSatisfy { 0 <= $0 && $0 <= $1 && $1 <= 1 })
    #expect(zip(soon, late).contains { $0 < $1 - 0.05 })
    // The rows of the future are not there to see.
    let scrambled = try TrainedShop.example.get().shop
      .scrambled(from: SyntheticShop.start + 500, seed: 3).store()
      .features(asOf: SyntheticShop.start + 500, workers: 1)
    #expect(OrderOutlook(learnedFrom: scrambled, horizonInDays: 30, workers: 1) == month)
  }

  @Test func nobodyTeachesNothing() {
    let nobody = FeatureMatrix(
      asOf: day("2022-01-01"), customers: [], names: names, values: Matrix(rows: 0, columns: 3))
    #expect(OrderOutlook(learnedFrom: nobody, horizonInDays: 30, workers: 1) == nil)
  }

  @Test func savedAndLoadedItHasTheSameBits() throws {
    let example = try TrainedShop.example.get()
    let outlook = try #require(example.model.churn?.outlook)
    let path = "m/model.json"
    let stored = try ModelDocument.model(
      from: ModelDocument.bytes(of: example.model), path: path)
    let loaded = try #require(stored.churn?.outlook)
    #expect(
      bits([outlook.r, outlook.alpha, outlook.a, outlook.b])
        == bits([loaded.r, loaded.alpha, loaded.a, loaded.b]))
    let features = example.store.features(asOf: example.model.data.asOf, workers: 1)
    func probabilities(_ outlook: OrderOutlook) -> [UInt64] {
      bits(outlook.probabilities(of: features.values, names: features.names, workers: 1))
    }
    #expect(probabilities(outlook) == probabilities(loaded))
  }

  /// A file whose digest is right and whose parameters are those of no process.
  @Test(
    arguments: [
      (0, 60, 0.8, 2.4, 90), (-1, 60, 0.8, 2.4, 90), (0.5, 0, 0.8, 2.4, 90),
      (0.5, 60, -0.8, 2.4, 90),
      (0.5, 60, 0.8, 0, 90), (0.5, 60, 0.8, 2.4, 0), (0.5, 60, 0.8, 2.4, 400_000),
      (1e9, 60, 0.8, 2.4, 90), (0.5, 1e300, 0.8, 2.4, 90),
    ] as [(Double, Double, Double, Double, Int)])
  func unusableParametersAreRefused(r: Double, alpha: Double, a: Double, b: Double, days: Int)
    throws
  {
    let unusable = try outlookOf(r: r, alpha: alpha, a: a, b: b, days: days)
    #expect(!unusable.isUsable)
    var model = try TrainedShop.example.get().model
    model.churn?.outlook = unusable
    model.digest = try ModelDocument.digest(of: model)
    let broken = model
    let error = try failure(ModelError.self) {
      _ = try ModelDocument.model(from: ModelDocument.bytes(of: broken), path: "m/model.json")
    }
    #expect("\(try #require(error))".contains("its outlook on orders has parameters that are none"))
  }
}
