/// How scores are made where no model says so.
package struct ScoreSettings: Sendable, Equatable {
  /// Days that F, M and E look at, nil for the whole history.
  package var windowInDays: Int?
  package var engagement = EngagementWeights.standard
  /// In place of learned ones.
  package var givenCutOffs = GivenCutOffs()

  package init(windowInDays: Int?) {
    self.windowInDays = windowInDays
  }
}
