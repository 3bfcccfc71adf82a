package import Units

/// What settings a churn model was given, and by what they were chosen.
package struct ChurnChoice: Sendable, Codable, Equatable {
  /// Training dates that the candidates were evaluated at, latest first; empty where the log holds none.
  package let evaluatedAt: [Day]
  /// Share of the customers that the choice looked at.
  package let sampledShare: Double
  /// The settings, with the strength for all customers.
  package var settings: ChurnSettings
  /// Whether its forecasts are better moved along a line; nil where nothing could be chosen.
  package var recalibration: Recalibration?
  /// Whether the level follows the year before; nil in evaluations of before.
  package var season: SeasonChoice?
  /// The best strength of each basis and number of snapshots that was tried.
  package let candidates: [Row]

  package struct Row: Sendable, Codable, Equatable {
    package let settings: ChurnSettings
    /// Once the level of each evaluated date was put right.
    package let logLoss: Double
    /// How much more it lost than the best did, and the standard error of that.
    package let excess: Double
    package let error: Double

    package init(settings: ChurnSettings, logLoss: Double, excess: Double, error: Double) {
      self.settings = settings
      self.logLoss = logLoss
      self.excess = excess
      self.error = error
    }

    enum CodingKeys: String, CodingKey {
      case settings
      case logLoss = "log_loss"
      case excess, error
    }
  }

  enum CodingKeys: String, CodingKey {
    case evaluatedAt = "judged_at"
    case sampledShare = "sampled_share"
    case settings, recalibration, season, candidates
  }

  /// Settings that were given, not chosen.
  package init(given settings: ChurnSettings) {
    evaluatedAt = []
    sampledShare = 1
    self.settings = settings
    candidates = []
  }

  package init(
    evaluatedAt: [Day], sampledShare: Double, settings: ChurnSettings, candidates: [Row]
  ) {
    self.evaluatedAt = evaluatedAt
    self.sampledShare = sampledShare
    self.settings = settings
    self.candidates = candidates
  }
}
