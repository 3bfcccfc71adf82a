package import Dense
internal import Features
package import Models
internal import Segmentation
internal import Segments
internal import Snapshots

extension ScoredCustomers {
  /// The score rows.
  package var table: ScoreTable {
    var table = ScoreTable(
      layout: ScoreColumn.customers, ids: ids, rows: facts.customers, ranking: ranking,
      modelDigest: modelDigest
    ) { row, count in
      reasons(of: row, count: count).map { .risk($0) }
    }
    table[.horizonDays] = .one(.count(horizonInDays))
    table[.churnProbability] = .numbers(churnProbability)
    table[.reliable] = .flags(reliable)
    table[.probabilityAlive] = .numbers(probabilityAlive)
    table[.predictedNumberOfOrders] = .numbers(expectedOrders)
    table[.predictedCLV] = .numbers(predictedValue)
    table[.valueIfKept] = .numbers(valueIfKept)
    table[.valueIfNot] = .numbers(valueIfNot)
    table[.clvAtRisk] = .numbers(valueAtRisk)
    table[.expectedGain] = .numbers(expectedGain)
    table.fill(.expectedGainLow, lowGain.map { .numbers($0) })
    table[.silentProbability] = .numbers(silentProbability)
    if let predictedValueRange {
      table[.predictedCLVLow] = .numbers(predictedValueRange.map(\.lowerBound))
      table[.predictedCLVHigh] = .numbers(predictedValueRange.map(\.upperBound))
    }
    table.fillHistory(netSpend: facts.netSpend, margin: margin, scale: moneyScale)
    table.fillDates(daysToNextOrder, asOf: asOf, leadInDays: leadInDays)
    table[.daysSinceLastOrder] = .counts(facts.daysSinceLastOrder)
    table.fillOrders(facts.orders, grossSpend: facts.grossSpend, scale: moneyScale)
    table[.averageDaysBetweenOrders] = .numbers(facts.meanGap.map { $0 ?? .nan })
    fillSegments(&table)
    table[.cluster] = .counts(cluster)
    table.tellOneStory(
      ScoreTable.StoryInputs(
        decisions: decisions,
        daysToDue: zip(facts.ownGap, facts.daysSinceLastOrder).map { gap, silence in
          gap.map { $0 - Double(silence) } ?? .nan
        },
        horizonInDays: horizonInDays, rules: rules))
    return table
  }

  private func fillSegments(_ table: inout ScoreTable) {
    table[.rScore] = .counts(scores.r)
    table[.fScore] = .counts(scores.f)
    table[.mScore] = .counts(scores.m)
    table.fill(.eScore, scores.e.map { .counts($0) })
    table[.segment] = .segment(segments, rules)
    table[.segments] = .segments(segments, rules)
    table[.action] = .action(segments, rules)
    for column in table.layout where column.isBehaviour {
      table[column] = .behaviour(behaviour, column.rawValue)
    }
  }

  /// What each feature adds to each customer's logit.
  ///
  /// - Complexity: O(customers · features): it is computed anew each time.
  package func contributions(workers: Workers) -> Contributions {
    program.contributions(of: features.values, workers: workers)
  }

  /// The strongest reasons of a customer, the largest first.
  package func reasons(of customer: Int, count: Int) -> [Reason] {
    families.reasons(ofRow: customer, count: count) { features.value(customer, $0) }
  }
}
