import Comparison
import Dense
import Features
import Files
import Foundation
import Histories
import Interventions
import Learning
import Lifetime
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

/// The figures of a score row, recomputed from its other columns by the contract's formulae.
@Suite struct ScoreRowTests {
  @Test(arguments: [(0.1, 0.0), (0.25, 3.5), (0.0, 1.0)])
  func moneyFollowsFromTheOtherColumns(saveRate: Double, cost: Double) throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(
      of: example.store, parameters: predictionParameters(saveRate: saveRate, contactCost: cost))
    #expect(scored.count > 400)
    let total = scored.table[.totalCLV].doubles
    let shift = log((0.5 + saveRate) / (0.5 - saveRate))
    let process = try #require(example.model.lifetime?.process)
    let purchases = LifetimeColumns(of: example.store, asOf: scored.asOf, workers: 1).purchases
    for row in 0..<scored.count {
      let (p, kept, not) = (
        scored.churnProbability[row], scored.valueIfKept[row], scored.valueIfNot[row]
      )
      #expect(p > 0 && p < 1 && kept >= 0 && not >= 0)
      // Of those who are still customers, so many order: the others cannot be reached.
      let customer = purchases.customer(row)
      let ordering = min(
        1, process.probabilityOfOrder(customer, in: 0...60) / process.probabilityAlive(customer))
      let share = ordering > 1 - p ? (1 - p) / ordering : 1
      let stays = (1 - p) / share
      let lift =
        stays < 1 ? share * (1 / (1 + exp(-(log(stays / (1 - stays)) + shift))) - stays) : 0
      let already = share > 1 - p ? p * not / (share - (1 - p)) : 0
      #expect(relativeDifference(scored.predictedValue[row], (1 - p) * kept + p * not) < 1e-9)
      let scale = kept + not + cost
      #expect(abs(scored.valueAtRisk[row] - p * (kept - not)) <= 1e-9 * scale)
      #expect(abs(scored.expectedGain[row] - (lift * (kept - already) - cost)) <= 1e-7 * scale)
      let historic = Double(scored.facts.netSpend[row]) / 100
      #expect(
        abs(total[row] - historic - scored.predictedValue[row]) <= 1e-9 * scale)
    }
  }

  @Test func listsAndRanksFollowTheRule() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(
      of: example.store, parameters: predictionParameters(contactCost: 0))
    let low = try #require(scored.lowGain)
    for row in 0..<scored.count {
      let days = scored.facts.daysSinceLastOrder[row]
      let isSilent =
        days > 120 && (scored.facts.ownGap[row].map { Double(days) > 4 * $0 } ?? true)
      let expected: InterventionList =
        isSilent && scored.churnProbability[row] >= 0.5
        ? .winBack : scored.reliable[row] && low[row] > 0 ? .act : .none
      #expect(scored.list[row] == expected)
    }
    #expect(Set(scored.list) == Set(InterventionList.allCases))
    func key(_ row: Int) -> (Int, Double, Double, String) {
      (
        [.act, .winBack, InterventionList.none].firstIndex(of: scored.list[row]) ?? 9,
        -scored.expectedGain[row], -scored.churnProbability[row],
        example.store.customers[scored.facts.customers[row]]
      )
    }
    #expect(scored.ranking == (0..<scored.count).sorted { key($0) < key($1) })
  }

  @Test func marginScalesValues() throws {
    let example = try TrainedShop.example.get()
    let whole = try example.model.scores(of: example.store, parameters: predictionParameters())
    let part = try example.model.scores(
      of: example.store, parameters: predictionParameters(margin: 0.3))
    let (all, earned) = (whole.table[.historicCLV].units, part.table[.historicCLV].units)
    for row in 0..<whole.count {
      #expect(relativeDifference(part.valueIfKept[row], 0.3 * whole.valueIfKept[row]) < 1e-12)
      #expect(relativeDifference(part.valueIfNot[row], 0.3 * whole.valueIfNot[row]) < 1e-12)
      // Cents, rounded: half a cent, and what binary fractions add to it.
      let exact = 0.3 * Double(all[row])
      #expect(abs(Double(earned[row]) - exact) <= 0.5 + 1e-6)
    }
    #expect(part.churnProbability == whole.churnProbability)
  }

  /// A discounted value lies between the undiscounted one and that of money at the horizon's end,
  /// and so does its interval; it falls by the same factor for a horizon without a discount.
  @Test func discountLowersValuesWithinItsBounds() throws {
    let example = try TrainedShop.example.get()
    let plain = try example.model.scores(
      of: example.store, parameters: predictionParameters(discount: 0))
    let discounted = try example.model.scores(
      of: example.store, parameters: predictionParameters(discount: 0.4))
    #expect(plain.valueHorizonInDays == 365)
    for row in 0..<plain.count {
      for (value, full) in [
        (discounted.valueIfKept[row], plain.valueIfKept[row]),
        (discounted.valueIfNot[row], plain.valueIfNot[row]),
        (discounted.predictedValue[row], plain.predictedValue[row]),
      ] {
        #expect(value <= full && value >= full / 1.4 * (1 - 1e-9))
      }
      if plain.valueIfKept[row] > 1 {
        #expect(discounted.valueIfKept[row] < plain.valueIfKept[row])
      }
      let (range, other) = try (
        #require(discounted.predictedValueRange)[row], #require(plain.predictedValueRange)[row]
      )
      let factor = discounted.predictedValue[row] / plain.predictedValue[row]
      #expect(relativeDifference(range.upperBound, factor * other.upperBound) < 1e-9)
      #expect(relativeDifference(range.lowerBound, factor * other.lowerBound) < 1e-9)
    }
  }

  /// The lifetime columns against each other: probabilities, dates not before the as-of date and not
  /// beyond a year, and empty exactly where few orders are expected.
  @Test func lifetimeColumnsHoldTogether() throws {
    let example = try TrainedShop.example.get()
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let nextOrder = scored.table[.expectedDateOfNextOrder].dates
    var (empty, dated) = (0, 0)
    for row in 0..<scored.count {
      #expect((0...1).contains(scored.probabilityAlive[row]))
      #expect(scored.expectedOrders[row] >= 0)
      #expect(scored.valueIfKept[row] >= scored.valueIfNot[row])
      // A chance of ½ takes an expectation of ½ at least; the reverse does not hold.
      if let next = nextOrder[row] {
        dated += 1
        #expect(next >= scored.asOf && next <= scored.asOf + 364)
        #expect(scored.expectedOrders[row] >= 0.5)
      } else {
        empty += 1
        #expect(scored.expectedOrders[row] < 50)
      }
    }
    #expect(empty > 20 && dated > 20)
  }

  /// The stored process, applied to x, t_x and T counted from the rows, gives what rows say; the date
  /// is the first day whose chance reaches one half.
  @Test func lifetimeColumnsFollowFromTheRows() throws {
    let example = try TrainedShop.example.get()
    let process = try #require(example.model.lifetime?.process)
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    let nextOrder = scored.table[.expectedDateOfNextOrder].dates
    let customers = PlainHistories(example.shop).customers(before: scored.asOf)
    #expect(customers.count == scored.count)
    for (row, (_, history)) in customers.enumerated() {
      let days = Set(history.orders.map(\.day)).sorted()
      let first = try #require(days.first)
      let summary = PurchaseSummary(
        frequency: days.count - 1, recency: Double((days.last ?? first) - first),
        tenure: Double(scored.asOf - first) - 1)
      #expect(
        relativeDifference(scored.probabilityAlive[row], process.probabilityAlive(summary)) < 1e-12)
      #expect(
        relativeDifference(
          scored.expectedOrders[row], process.expectedOrders(summary, within: 365)) < 1e-9)
      func chance(_ days: Int) -> Double {
        days == 0 ? 0 : process.probabilityOfOrder(summary, in: 0...Double(days))
      }
      if let next = nextOrder[row] {
        let ahead = (next - scored.asOf) + 1
        #expect(chance(ahead) >= 0.5 && chance(ahead - 1) < 0.5)
      } else {
        #expect(chance(365) < 0.5)
      }
    }
  }

  /// What is foretold of a customer is what the parts sum to, by whether there is an order.
  @Test func valuesByTheLifetimeModelAreItsOwn() throws {
    let example = try TrainedShop.example.get()
    var model = example.model
    model.value?.method = .lifetime
    let process = try #require(model.lifetime?.process)
    let scored = try model.scores(
      of: example.store, parameters: predictionParameters(discount: 0.2))
    let other = try model.scores(of: example.store, parameters: predictionParameters(discount: 0))
    let customers = PlainHistories(example.shop).customers(before: scored.asOf)
    let rate = log(1.2) / 365
    var asTheModelSplits = 0
    for (row, (_, history)) in customers.enumerated() {
      let days = Set(history.orders.map(\.day)).sorted()
      let first = try #require(days.first)
      let summary = PurchaseSummary(
        frequency: days.count - 1, recency: Double((days.last ?? first) - first),
        tenure: Double(scored.asOf - first) - 1)
      // The sum is the forecast, and each part falls by the discount of its own orders.
      let value = other.predictedValue[row] / other.expectedOrders[row]
      #expect(value > 0)
      let split = process.conditionalOrders(summary, first: 60, within: 365, rate: rate)
      #expect(
        relativeDifference(
          scored.valueIfKept[row] / other.valueIfKept[row], split.discountedIfKept / split.ifKept)
          < 1e-9)
      // No more is laid on an order than ten times what the lifetime model does, or the whole.
      let most = max(other.predictedValue[row], 10 * value * split.ifKept)
      #expect(other.valueIfKept[row] <= most * (1 + 1e-9))
      #expect(other.valueIfNot[row] <= other.valueIfKept[row] * (1 + 1e-9))
      if other.valueIfKept[row] < most * (1 - 1e-9) {
        asTheModelSplits += 1
        #expect(
          relativeDifference(
            other.valueIfNot[row] / other.valueIfKept[row], split.ifNot / split.ifKept) < 1e-9)
      }
    }
    #expect(asTheModelSplits > customers.count / 2)
  }

  /// A baseline gives someone surely gone the mean; an order of theirs is not worth thousands of it.
  @Test func aBaselineLaysNoFortuneOnAnUnlikelyOrder() throws {
    let example = try TrainedShop.example.get()
    var model = example.model
    let lifetime = try model.scores(
      of: example.store, parameters: predictionParameters(discount: 0))
    model.value?.method = .mean
    let scored = try model.scores(
      of: example.store, parameters: predictionParameters(discount: 0))
    for row in 0..<scored.count {
      let (p, total) = (scored.churnProbability[row], scored.predictedValue[row])
      let (kept, not) = (scored.valueIfKept[row], scored.valueIfNot[row])
      #expect(relativeDifference((1 - p) * kept + p * not, total) < 1e-12)
      #expect(0 <= not && not <= kept * (1 + 1e-12))
    }
    let most = lifetime.valueIfKept.max() ?? 0
    #expect((scored.valueIfKept.max() ?? 0) <= 3 * max(most, scored.predictedValue.max() ?? 0))
  }

  /// A longer horizon is worth more; one below the churn horizon is refused.
  @Test func theValueHorizonIsFree() throws {
    let example = try TrainedShop.example.get()
    func scores(_ days: Int) throws -> ScoredCustomers {
      var parameters = try predictionParameters(discount: 0)
      parameters.valueHorizonInDays = days
      return try example.model.scores(of: example.store, parameters: parameters)
    }
    let (short, long) = (try scores(60), try scores(730))
    #expect(short.valueIfNot.allSatisfy { $0 == 0 })
    for row in 0..<short.count {
      #expect(short.predictedValue[row] <= long.predictedValue[row])
      #expect(short.expectedOrders[row] <= long.expectedOrders[row])
    }
    #expect(short.churnProbability == long.churnProbability)
    let error = try failure(ScoringError.self) { _ = try scores(59) }
    guard case .valueHorizonTooShort(59, 60)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Facts against the rows themselves; scores against 1 + ⌊5 × strictly worse ÷ n⌋.
  @Test func factsAndScoresFollowFromTheRows() throws {
    let example = try TrainedShop.example.get()
    let asOf = example.model.data.asOf
    let scored = try example.model.scores(of: example.store, parameters: predictionParameters())
    #expect(scored.asOf == asOf)
    let plain = PlainHistories(example.shop)
    let customers = plain.customers(before: asOf)
    let facts = scored.facts
    #expect(facts.customers.map { example.store.customers[$0] } == customers.map(\.id))

    let window = asOf - 365
    let silent = customers.map { asOf - ($0.history.orders.last?.day ?? asOf) }
    let recent = customers.map { $0.history.orders.filter { $0.day >= window } }
    let spend = customers.indices.map { index in
      recent[index].reduce(0) { $0 + $1.cents }
        - customers[index].history.refunds.filter { $0.day >= window }.reduce(0) { $0 + $1.cents }
    }
    let engagement = customers.map { plain.engagement($0.id, from: window, to: asOf) }
    #expect(facts.daysSinceLastOrder == silent)
    #expect(facts.orders == customers.map(\.history.orders.count))
    #expect(facts.ordersInWindow == recent.map(\.count))
    #expect(facts.spendInWindow == spend.map(Int64.init))
    #expect(facts.engagementInWindow == engagement)
    #expect(
      facts.netSpend
        == customers.map { _, history in
          Int64(history.orders.reduce(0) { $0 + $1.cents })
            - Int64(history.refunds.reduce(0) { $0 + $1.cents })
        })
    #expect(scored.table[.historicCLV].units == facts.netSpend)

    /// Scores of those with a count above 0, 0 for the others.
    func windowed(_ values: [Int], where counts: [Int]) -> [Int] {
      let members = counts.indices.filter { counts[$0] > 0 }
      var scores = [Int](repeating: 0, count: counts.count)
      for (member, score) in zip(members, plainScores(members.map { values[$0] }, worse: <)) {
        scores[member] = score
      }
      return scores
    }
    let orders = recent.map(\.count)
    #expect(scored.scores.r == plainScores(silent, worse: >))
    #expect(scored.scores.f == windowed(orders, where: orders))
    #expect(scored.scores.m == windowed(spend, where: orders))
    #expect(scored.scores.e == windowed(engagement.map(Int.init), where: engagement.map(Int.init)))
    #expect(orders.contains(0) && engagement.contains(0))

    let rules = try RuleSet.named("rfm125")
    #expect(
      scored.segment
        == facts.customers.indices.map {
          rules.segment(r: scored.scores.r[$0], f: scored.scores.f[$0], m: scored.scores.m[$0])
        })
    #expect(Set(scored.segment).count > 4)
  }

  /// `perennial segment` and `perennial predict` say the same with one model.
  @Test func segmentationAgreesWithPrediction() throws {
    let example = try TrainedShop.example.get()
    let asOf = example.model.data.asOf - 40
    var parameters = try predictionParameters()
    parameters.asOf = asOf
    let scored = try example.model.scores(of: example.store, parameters: parameters)
    let segmentation = try Segmentation(
      of: example.store, asOf: asOf, model: example.model,
      settings: ScoreSettings(windowInDays: nil),
      rules: RuleSet.named("rfm125"), workers: 2)
    #expect(segmentation.customers == scored.facts.customers)
    #expect(segmentation.scores == scored.scores)
    #expect(segmentation.segment == scored.segment)
    // Without a model the cut-offs are the population's own.
    let own = try Segmentation(
      of: example.store, asOf: asOf, model: nil, settings: ScoreSettings(windowInDays: 365),
      rules: RuleSet.named("rfm125"), workers: 1)
    #expect(own.scores != scored.scores)
    #expect(own.scores.r == plainScores(scored.facts.daysSinceLastOrder, worse: >))
  }
}
