package import Models
package import Snapshots

/// A model with the evaluation of its procedure.
package struct TrainedModel: Sendable {
  package let model: Model
  package let evaluation: Evaluation
  package let plan: SnapshotPlan
  /// How the number of clusters was chosen; nil where it was given.
  package let clusterChoice: ClusterChoice?
}
