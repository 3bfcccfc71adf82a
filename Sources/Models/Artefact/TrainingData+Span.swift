internal import Units

/// Days of a log from which on seasonality can be told from trend.
package let daysOfTwoYears = 730

extension TrainingData {
  /// Days from the first order to the last.
  package var spanInDays: Int { lastOrderDay - firstOrderDay + 1 }

  /// Whether the log is long enough to tell seasons from change.
  package var holdsTwoYears: Bool { spanInDays >= daysOfTwoYears }
}
