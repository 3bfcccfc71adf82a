import Dense
import Features
import Histories
import Segments
import Snapshots
import Testing
import Units

/// One walk gathers what walks of their own do.
@Suite struct WalkTests {
  /// The oracles are the outcome of a window, customer by customer, and walks for one thing each.
  @Test(arguments: [RefundPolicy.net, .ignore], [1, 3])
  func oneWalkGathersAll(policy: RefundPolicy, workers: Workers) throws {
    let store = try SyntheticShop(customers: 300, days: 500, seed: 12).store(refunds: policy)
    let asOf = try #require(store.orderDayRange).upperBound + 1
    var wants = SnapshotVisitor.Wants()
    wants.lifetimes = true
    wants.lastPeriodInDays = 90
    let walk = store.walk(
      asOf: asOf,
      SnapshotVisitor(
        of: store, asOf: asOf, scoreWindowInDays: 365, engagement: .standard, wants: wants),
      workers: workers)
    let customers = walk.facts.facts.customers
    #expect(customers.count > 100)
    // By bits: missing features are not-a-number.
    let alone = store.features(asOf: asOf, workers: 1)
    #expect(walk.features.matrix.customers == alone.customers)
    let isSame =
      walk.features.matrix.values.storage.map(\.bitPattern)
      == alone.values.storage.map(\.bitPattern)
    #expect(isSame)
    let columns = LifetimeColumns(of: store, asOf: asOf, workers: 1)
    #expect(walk.lifetimes?.columns.frequency == columns.frequency)
    #expect(walk.lifetimes?.columns.meanRepeatSpend == columns.meanRepeatSpend)
    #expect(walk.lifetimes?.columns.netShare == columns.netShare)
    var prefix = HistoryPrefix()
    for (customer, spend) in zip(customers, walk.lastPeriod?.spend ?? []) {
      let outcome = store.outcome(
        customer: customer, asOf: asOf - 90, horizonInDays: 90, using: &prefix)
      #expect(spend == max(0, money(outcome.spend, scale: store.moneyScale)))
    }
    #expect(walk.lastPeriod?.spend.count == customers.count)
  }

  /// An outlook's column that a walk gives is the one that is appended afterwards.
  @Test func aWalkGivesTheOutlook() throws {
    let store = try SyntheticShop(customers: 300, days: 500, seed: 12).store(refunds: .net)
    let asOf = try #require(store.orderDayRange).upperBound + 1
    let features = store.features(asOf: asOf, workers: 1)
    let outlook = try #require(
      OrderOutlook(learnedFrom: features, horizonInDays: 60, workers: 1))
    var wants = SnapshotVisitor.Wants()
    wants.outlook = outlook
    let walk = store.walk(
      asOf: asOf,
      SnapshotVisitor(
        of: store, asOf: asOf, scoreWindowInDays: 365, engagement: .standard, wants: wants),
      workers: 2)
    let appended = outlook.appended(to: features, workers: 1)
    #expect(walk.features.matrix.names == appended.names)
    let isSame =
      walk.features.matrix.values.storage.map(\.bitPattern)
      == appended.values.storage.map(\.bitPattern)
    #expect(isSame)
  }
}
