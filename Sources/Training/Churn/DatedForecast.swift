internal import Dense
internal import Features
internal import Learning
internal import Models
internal import Snapshots
package import Units

/// Predictions for one date by a model trained before it, with the outcomes.
package struct DatedForecast: Sendable, Equatable {
  package let date: Day
  /// The dates that it learned from, latest first.
  package let learnedFrom: [Day]
  /// Who each row is of.
  package let customers: [Int]
  package let logits: [Double]
  package let labels: [Double]
  /// By how many logits the model was too low a year before, where that is known.
  package var missedYearBefore: Double?

  package init(
    date: Day, learnedFrom: [Day], customers: [Int], logits: [Double], labels: [Double]
  ) {
    self.date = date
    self.learnedFrom = learnedFrom
    self.customers = customers
    self.logits = logits
    self.labels = labels
  }

  /// Mean log-loss of the logits, moved along a line if one is given.
  func logLoss(along line: CalibrationLine? = nil) -> Double {
    let sum = zip(logits, labels).reduce(0) { sum, row in
      sum + Training.logLoss(logit: line?(row.0) ?? row.0, label: row.1)
    }
    return sum / Double(max(1, logits.count))
  }
}
