internal import RealModule

/// Prediction intervals over any horizon, from those of one or two windows that were seen.
///
/// The fewer orders a horizon has room for, the wider is spend ÷ forecast: over four weeks one order
/// more or less is half of what a customer spends, over a year little. So percentiles are learned over
/// the churn horizon as well as over the window of values; between the two they follow the logarithm of
/// time, and beyond the longer they are its own.
package struct ValueIntervalsByHorizon: Sendable {
  package let horizonInDays: Int
  package let long: ValueIntervals
  package let short: ValueIntervals?
  /// How much the longer window says of such a horizon, from 0 to 1.
  package let weightOfLong: Double

  /// - Parameters:
  ///   - long: learned over the evaluated window of values.
  ///   - longInDays: that window.
  ///   - short: learned over the churn horizon; nil where that is the window itself, or in models of before.
  ///   - shortInDays: the churn horizon.
  ///   - horizonInDays: over which spend is forecast.
  init(
    long: ValueIntervals, longInDays: Int, short: ValueIntervals?, shortInDays: Int,
    horizonInDays: Int
  ) {
    self.horizonInDays = horizonInDays
    self.long = long
    guard let short, shortInDays < longInDays, horizonInDays < longInDays else {
      (self.short, weightOfLong) = (nil, 1)
      return
    }
    func time(_ days: Int) -> Double { Double.log(Double(days) / Double(shortInDays)) }
    self.short = short
    weightOfLong = max(0, time(horizonInDays) / time(longInDays))
  }

  /// The interval of spend, given its forecast over the horizon.
  func interval(of forecast: Double) -> ClosedRange<Double> {
    let byLong = long.interval(of: forecast, horizonInDays: horizonInDays)
    guard let short, weightOfLong < 1 else { return byLong }
    let byShort = short.interval(of: forecast, horizonInDays: horizonInDays)
    func between(_ short: Double, _ long: Double) -> Double {
      (1 - weightOfLong) * short + weightOfLong * long
    }
    return between(
      byShort.lowerBound, byLong.lowerBound)...between(
        byShort.upperBound, byLong.upperBound)
  }

  /// The same for a forecast that was then discounted and counted as margin.
  func interval(of forecast: Double, scaledTo value: Double) -> ClosedRange<Double> {
    guard forecast > 0 else { return 0...0 }
    let plain = interval(of: forecast)
    let factor = value / forecast
    return plain.lowerBound * factor...plain.upperBound * factor
  }
}
