package import Models
package import Segmentation

/// What stands around the scores of a page, as of their date.
package struct PageContext: Sendable {
  /// Cohorts, funnel and months of the log.
  package let loyalty: CohortAnalysis
  /// Nil where the model has no clusters.
  package let clusterMap: ClusterMap?
  /// Why the figures may not mean what they seem to, in sentences; told before the figures.
  package let warnings: [String]
  /// What else to know of the log, in sentences.
  package let notices: [String]

  package init(
    loyalty: CohortAnalysis, clusterMap: ClusterMap?, warnings: [String], notices: [String]
  ) {
    self.loyalty = loyalty
    self.clusterMap = clusterMap
    self.warnings = warnings
    self.notices = notices
  }
}
