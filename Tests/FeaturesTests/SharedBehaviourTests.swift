import Dense
import Expressions
import Features
import Files
import Histories
import TestSupport
import Testing
import Units

/// Facts that are computed as far as they are asked for, against all of them.
@Suite struct SharedBehaviourTests {
  private func log(categories: Int) -> LogBuilder {
    var generator = SeededGenerator(seed: 21)
    var log = LogBuilder()
    let kinds = [
      "visit", "home_view", "product_view", "cart_add", "cart_abandonment: price", "search",
      "email_open", "unsubscribe", "complaint", "trend_view", "sale_view", "referral: c3",
    ]
    for customer in 0..<25 {
      let orders = Int.random(in: 0...8, using: &generator)
      for _ in 0..<orders {
        log.lines.append(
          LogBuilder.Line(
            customer: "c\(customer)", instant: instant(&generator),
            cents: Int64.random(in: 100...9_999, using: &generator),
            discounted: Bool.random(using: &generator),
            category: "g\(Int.random(in: 0..<categories, using: &generator))",
            channel: pick(from: ["app", "phone", "web"], using: &generator)))
      }
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        log.events.append(
          LogBuilder.Occurrence(
            customer: "c\(customer)", instant: instant(&generator),
            kind: pick(from: kinds, using: &generator)))
      }
    }
    return log
  }

  private func instant(_ generator: inout SeededGenerator) -> Instant {
    Instant(
      seconds: at("2023-01-01").seconds + Int64.random(in: 0..<31_000_000, using: &generator))
  }

  /// The oracle is all facts at once; categories are counted in a table where they are few.
  @Test(arguments: [6, 90])
  func eachFactAloneIsThatAmongAll(categories: Int) throws {
    let store = log(categories: categories).store()
    let customers = Array(0..<store.customerCount)
    let parameters = BehaviourParameters(horizonInDays: 60)
    func facts(_ names: [String]) -> BehaviourFacts {
      store.behaviourFacts(
        names, of: customers, asOf: BehaviourTests.asOf, parameters: parameters)
    }
    let names = BehaviourFacts.schema.map(\.name)
    let all = facts(names)
    var known = 0
    for name in names {
      let (alone, together) = (facts([name]), try #require(all.column(named: name)))
      let own = try #require(alone.column(named: name))
      #expect(own.values.map(\.bitPattern) == together.values.map(\.bitPattern), "\(name)")
      #expect(own.texts == together.texts)
      if own.values.contains(where: { !$0.isNaN }) { known += 1 }
    }
    #expect(known > 40)
    let some = facts(["lifecycle", "price_low", "next_category"])
    for name in ["lifecycle", "price_low", "next_category"] {
      #expect(
        some.column(named: name)?.values.map(\.bitPattern)
          == all.column(named: name)?.values.map(\.bitPattern))
    }
  }
}
