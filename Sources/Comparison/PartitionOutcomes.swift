internal import Snapshots
internal import Training
package import Units

/// What D² of partitions is computed from: everyone's groups at the two dates, and what they then did.
package struct PartitionOutcomes: Sendable {
  /// Customers of one date, with an element each in every column.
  package struct Side: Sendable {
    package let asOf: Day
    /// Indices into the store's customers.
    package let customers: [Int]
    /// 1 for no order within the horizon, else 0.
    package let churned: [Double]
    /// Within the horizon, in money, at least 0.
    package let spend: [Double]
    /// By partition: the group of each customer, from 0.
    package let groups: [[Int]]
  }

  package let learned: Side
  package let holdout: Side
  /// Partitions whose groups at both dates are known: how they are called.
  package let names: [String]
}

extension PartitionOutcomes {
  init(of partitions: [Partition], _ snapshots: ComparedSnapshots, _ worth: PartitionPredictiveness)
  {
    let dated = partitions.compactMap { partition in partition.dated.map { (partition.name, $0) } }
    names = dated.map(\.0)
    learned = Side(
      asOf: snapshots.learned.asOf, customers: snapshots.learned.facts.customers,
      churned: worth.churned, spend: worth.spend, groups: dated.map(\.1.learned))
    holdout = Side(
      asOf: snapshots.holdout.asOf, customers: snapshots.holdout.facts.customers,
      churned: worth.evaluatedChurned, spend: worth.holdoutSpend, groups: dated.map(\.1.holdout))
  }
}
