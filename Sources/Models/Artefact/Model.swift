package import Features

/// Everything that training learned: what `model.json` holds.
///
/// Sections are optional by name: a command that needs one says so.
package struct Model: Sendable {
  package var data: TrainingData
  package var churn: ChurnModel?
  /// In place of churn, lifetime and value where the model is of another target.
  package var target: TargetModel?
  package var lifetime: LifetimeModel?
  package var value: ValueModel?
  package var clusters: ClusterModel?
  package var scores: ScoreModel?
  /// What the training rows of the churn section looked like; absent in earlier models.
  package var population: PopulationReference?
  /// Absent where the log has too few prospects.
  package var prospects: ProspectModel?
  /// The 64 hex digits that name this model by its content.
  package var digest: String

  /// The catalogue that the model's features are of; checked when a model is read.
  package var catalogue: FeatureCatalogue {
    data.catalogue.flatMap(FeatureCatalogue.named) ?? .current
  }

  /// What a score row shows of the digest.
  package var shortDigest: String { String(digest.prefix(12)) }

  package init(
    data: TrainingData, churn: ChurnModel?, lifetime: LifetimeModel?, value: ValueModel?,
    clusters: ClusterModel?, scores: ScoreModel?, digest: String
  ) {
    self.data = data
    self.churn = churn
    self.lifetime = lifetime
    self.value = value
    self.clusters = clusters
    self.scores = scores
    self.digest = digest
  }
}
