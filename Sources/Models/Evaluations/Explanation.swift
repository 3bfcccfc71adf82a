internal import Dense

/// What a model as a whole rests on, seen on evaluated rows: which families of features it needs, and how
/// its probability goes with single ones.
package struct Explanation: Sendable, Codable, Equatable {
  /// How much worse the forecast gets when a family's values are exchanged between customers.
  package struct Importance: Sendable, Codable, Equatable {
    package let family: String
    /// Mean rise of the log-loss.
    package let logLossRise: Double
    /// Its standard error over rows.
    package let error: Double

    package init(family: String, logLossRise: Double, error: Double) {
      self.family = family
      self.logLossRise = logLossRise
      self.error = error
    }

    enum CodingKeys: String, CodingKey {
      case family
      case logLossRise = "log_loss_rise"
      case error
    }
  }

  /// The mean probability of the evaluated rows if all of them had one value of a feature.
  package struct Dependence: Sendable, Codable, Equatable {
    package struct Point: Sendable, Codable, Equatable {
      /// As text: a number, a category's text, or "unknown".
      package let value: String
      package let meanProbability: Double

      package init(value: String, meanProbability: Double) {
        self.value = value
        self.meanProbability = meanProbability
      }

      enum CodingKeys: String, CodingKey {
        case value
        case meanProbability = "mean_probability"
      }
    }

    package let feature: String
    package let points: [Point]

    package init(feature: String, points: [Point]) {
      self.feature = feature
      self.points = points
    }
  }

  /// Evaluated rows that were looked at: evenly spaced ones where there are more than 10,000.
  package let rows: Int
  /// The largest first.
  package let importance: [Importance]
  package let dependence: [Dependence]

  package init(rows: Int, importance: [Importance], dependence: [Dependence]) {
    self.rows = rows
    self.importance = importance
    self.dependence = dependence
  }
}
