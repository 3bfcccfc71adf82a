package import Comparison
internal import Expressions
internal import Units

extension Flow {
  /// The first pair of a comparison: from the rules or columns to the clusters, or from the first
  /// partition to the second where clusters take no part.
  ///
  /// A cluster has the name of the group that it is matched with where at least a quarter of its
  /// customers are of that group.
  package init(_ comparison: PartitionComparison) {
    let pair = comparison.pairs[0]
    let endsInFirst = pair.first == "clusters"
    let names = endsInFirst ? (pair.second, pair.first) : (pair.first, pair.second)
    func groups(_ name: String) -> [String] {
      comparison.partitions.first { $0.name == name }?.groups.map(\.name) ?? []
    }
    let (left, right) = (groups(names.0), groups(names.1))
    let sizes = Dictionary(
      uniqueKeysWithValues: (comparison.partitions.first { $0.name == pair.first }?.groups ?? [])
        .map { ($0.name, $0.customers) })
    let alike = Dictionary(
      pair.matching.filter { 4 * $0.customers >= max(1, sizes[$0.first] ?? 0) }
        .map { ($0.first, $0.second) },
      uniquingKeysWith: { first, _ in first })
    self.init(
      title: "From \(names.0) to \(names.1)",
      subtitle: "\(grouped(comparison.customers)) customers as of \(comparison.asOf); "
        + "adjusted Rand \(fixed(pair.adjustedRand, digits: 3)), best one-to-one matching "
        + "\(fixed(100 * pair.matchedShare, digits: 1)) %",
      left: left,
      right: endsInFirst
        ? right.map { "cluster \($0)" + (alike[$0].map { " ≈ \($0)" } ?? "") } : right,
      counts: endsInFirst
        ? left.indices.map { row in pair.counts.map { $0[row] } } : pair.counts)
  }
}
