package import Files

extension BehaviourPopulation {
  /// Adds what some facts of a customer take from all others to a digest.
  ///
  /// Two populations that add the same give each customer the same facts under a model that says how
  /// inter-purchase times are distributed; where none does, `rhythm` moves with every gap of anybody.
  /// - Parameters:
  ///   - digest: takes it.
  ///   - facts: names of the facts that are asked for.
  package func update(_ digest: inout SHA256, for facts: [String]) {
    digest.update(medianGap ?? .nan)
    digest.update(Int64(saleDays.count))
    for day in saleDays.sorted() { digest.update(Int64(day)) }
    digest.update(Int64(nextCategory.count))
    for category in nextCategory { digest.update(Int64(category)) }
    digest.update(Int64(spendOfReferred.count))
    for (detail, spend) in spendOfReferred.sorted(by: { $0.key < $1.key }) {
      digest.update(Int64(detail))
      digest.update(spend)
    }
    guard facts.contains(where: ValueBehaviour.comparisons.contains) else { return }
    digest.update(meanSpend)
    digest.update(meanOrders)
    for sorted in [netSpend, orders, orderValue, visitDays] {
      digest.update(Int64(sorted.count))
      for value in sorted { digest.update(value) }
    }
  }
}
