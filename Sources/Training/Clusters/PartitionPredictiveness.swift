package import Dense
package import Histories
internal import Learning
internal import RealModule
package import Snapshots
internal import Units

/// Group rates and mean spends learned at one date, scored at a later one.
///
/// Rates and means are shrunk by 20 pseudo-customers at the base rate, so that a group of three
/// cannot claim certainty. Churn deviance is −2 log-likelihood, spend deviance the squared error.
package struct PartitionPredictiveness {
  /// What was learned from: one element a training customer.
  package let churned: [Double]
  package let spend: [Double]
  /// What it is scored on: one element an evaluated customer.
  package let evaluatedChurned: [Double]
  package let holdoutSpend: [Double]

  static let pseudoCustomers = 20.0

  /// Each evaluated customer's deviances under a forecast.
  package struct Deviances {
    var churn: [Double]
    var spend: [Double]
  }

  /// Churn rate and mean capped spend of a group.
  private struct Rates {
    var churn: Double
    var spend: Double
  }

  /// Spend beyond this is counted as this: the training 99th percentile.
  var spendCap: Double {
    let sorted = spend.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
  }

  /// Deviances of one rate and one mean for everybody.
  package func baselineDeviances() -> Deviances {
    let base = baseline(cap: spendCap)
    return deviances(cap: spendCap) { _ in base }
  }

  /// Deviances of a partition.
  package func deviances(of groups: DatedGroups) -> Deviances {
    let cap = spendCap
    let base = baseline(cap: cap)
    let rates = rates(
      of: groups.learned, count: groups.groupCount, cap: cap, parent: { _ in base })
    return deviances(cap: cap) { rates[groups.holdout[$0]] }
  }

  /// Deviances of one partition within each group of another: of their cross product, each cell's
  /// rates shrunk toward those of its group of the other, so that a partition which adds nothing costs
  /// next to nothing either.
  package func deviances(of inner: DatedGroups, within outer: DatedGroups) -> Deviances {
    let cap = spendCap
    let base = baseline(cap: cap)
    let parents = rates(
      of: outer.learned, count: outer.groupCount, cap: cap, parent: { _ in base })
    func cells(_ outerGroups: [Int], _ innerGroups: [Int]) -> [Int] {
      zip(outerGroups, innerGroups).map { $0 * inner.groupCount + $1 }
    }
    let rates = rates(
      of: cells(outer.learned, inner.learned), count: outer.groupCount * inner.groupCount,
      cap: cap, parent: { parents[$0 / inner.groupCount] })
    let holdout = cells(outer.holdout, inner.holdout)
    return deviances(cap: cap) { rates[holdout[$0]] }
  }

  private func rates(
    of groups: [Int], count: Int, cap: Double, parent: (Int) -> Rates
  ) -> [Rates] {
    var sizes = [Double](repeating: 0, count: count)
    var (churners, spent) = (sizes, sizes)
    for (customer, group) in groups.enumerated() {
      sizes[group] += 1
      churners[group] += churned[customer]
      spent[group] += min(spend[customer], cap)
    }
    return (0..<count).map { group in
      let parent = parent(group)
      func shrunk(_ sum: Double, toward base: Double) -> Double {
        (sum + Self.pseudoCustomers * base) / (sizes[group] + Self.pseudoCustomers)
      }
      return Rates(
        churn: shrunk(churners[group], toward: parent.churn),
        spend: shrunk(spent[group], toward: parent.spend))
    }
  }

  private func deviances(cap: Double, rates: (Int) -> Rates) -> Deviances {
    Deviances(
      churn: evaluatedChurned.indices.map { customer in
        let rate = rates(customer).churn
        return -2 * .log(evaluatedChurned[customer] == 1 ? rate : 1 - rate)
      },
      spend: holdoutSpend.indices.map { customer in
        let error = min(holdoutSpend[customer], cap) - rates(customer).spend
        return error * error
      })
  }

  private func baseline(cap: Double) -> Rates {
    let count = Double(max(1, churned.count))
    // Half a customer on either side keeps the log finite where everybody did the same.
    let rate = (churned.reduce(0, +) + 0.5) / (Double(churned.count) + 1)
    return Rates(churn: rate, spend: spend.reduce(0) { $0 + min($1, cap) } / count)
  }
}

extension PartitionPredictiveness {
  /// What the customers of two dates did in the horizon after each; below 0, spend counts as 0.
  package init(
    learned: Snapshot, holdout: Snapshot, in store: HistoryStore, horizonInDays: Int,
    workers: Workers
  ) {
    func spend(_ snapshot: Snapshot) -> [Double] {
      outcomes(
        of: snapshot.facts.customers, in: store, asOf: snapshot.asOf,
        horizonInDays: horizonInDays, workers: workers
      ).map { max(0, money($0.spend, scale: store.moneyScale)) }
    }
    self.init(
      churned: learned.churned, spend: spend(learned), evaluatedChurned: holdout.churned,
      holdoutSpend: spend(holdout))
  }
}
