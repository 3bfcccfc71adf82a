extension CohortAnalysis {
  /// What a movement tells of its later date.
  package init(of movement: Movement) {
    self.init(cohorts: movement.cohorts, ladder: movement.ladder, months: movement.months)
  }
}
