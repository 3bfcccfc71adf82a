import Dense
import Models
import Scoring
import Testing
import Training
import Units

/// The same rows, parameters and seed give the same bytes.
@Suite struct DeterminismTests {
  /// More customers than a chunk of rows holds, so that threads have something to share.
  @Test func rowOrderAndThreadsLeaveTheModel() throws {
    let shop = SyntheticShop(customers: 9_000, days: 420, seed: 3)
    var parameters = quickParameters(60)
    parameters.replicates = 2
    let one = try train(on: shop.store(), parameters: parameters)
    parameters.workers = 2
    let other = try train(on: shop.shuffled(seed: 4).store(), parameters: parameters)
    #expect(one.model.data.customers > 8_192)
    #expect(try ModelDocument.bytes(of: one.model) == ModelDocument.bytes(of: other.model))
    #expect(try canonicalJSON(one.evaluation) == canonicalJSON(other.evaluation))
    #expect(try one.model.digest == ModelDocument.digest(of: one.model))

    parameters.seed = 2
    let seeded = try train(on: shop.store(), parameters: parameters)
    #expect(try ModelDocument.bytes(of: one.model) != ModelDocument.bytes(of: seeded.model))
    // The seed draws clusters and intervals; a fit does not depend on it.
    #expect(one.model.churn == seeded.model.churn)
  }

  @Test func oneRowChangesTheModel() throws {
    let example = try TrainedShop.example.get()
    var changed = example.shop
    changed.orders[3].amount.mantissa += 1
    let other = try TrainedShop(changed, quickParameters(60))
    #expect(other.model.data.rowsSHA256 != example.model.data.rowsSHA256)
    #expect(try ModelDocument.bytes(of: other.model) != ModelDocument.bytes(of: example.model))
  }

  @Test func predictionsDoNotDependOnThreads() throws {
    let shop = SyntheticShop(customers: 9_000, days: 420, seed: 3)
    let store = try shop.store()
    let model = try TrainedShop.example.get().model
    var parameters = try predictionParameters()
    let one = try model.scores(of: store, parameters: parameters)
    parameters.workers = 2
    let two = try model.scores(of: store, parameters: parameters)
    #expect(one.count > 8_192)
    #expect(bits(one.expectedGain) == bits(two.expectedGain))
    #expect(
      bits(one.contributions(workers: 1).values)
        == bits(two.contributions(workers: 3).values))
    #expect(one.cluster == two.cluster && one.segment == two.segment)
    #expect(one.ranking == two.ranking)
  }
}
