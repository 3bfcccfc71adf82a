package import Models
package import Snapshots
package import Training

/// Why partitions cannot be compared.
package enum ComparisonError: Error, Sendable {
  /// There is nothing to compare a partition with; its name, where there is one.
  case onePartition(String?)
  /// Two partitions, or a partition and a row or column of the results, have one name.
  case partitionNameTaken(String)
  case scoring(ScoringError)
  case plan(PlanError)
  case training(TrainingError)
}
