internal import Dense

/// Prediction intervals of what single customers spend, from forecasts and actual spend.
///
/// Customers are cut into bins by forecast; in each, the 10th and the 90th percentile of spend
/// divided by forecast are kept (split conformal prediction, Papadopoulos et al. 2002, by bins).
/// They hold whatever the distribution of spend, as long as customers spread as they did in the window
/// learned from. How far all forecasts together missed there is taken out first: a level that an autumn
/// missed says nothing of the spring.
package struct ValueIntervals: Sendable, Codable, Equatable {
  /// The highest forecast of each bin but the last, rising, in money a day of the horizon.
  package var limits: [Double]
  /// Percentiles of spend ÷ forecast in each bin, in the mean of all customers 1.
  package var low: [Double]
  package var high: [Double]

  /// The share of customers whose spend an interval is to hold.
  package static let coverage = 0.8

  /// Fifty customers a bin tell a tenth of them apart; twenty bins follow any forecast.
  private static let customersPerBin = 50
  private static let mostBins = 20

  /// Learns from one forecast and one amount a customer; nil where too few are expected to spend.
  package init?(forecasts: [Double], spent: [Double], horizonInDays: Int) {
    let order = forecasts.indices.filter { forecasts[$0] > 0 }
      .sorted { forecasts[$0] != forecasts[$1] ? forecasts[$0] < forecasts[$1] : $0 < $1 }
    guard order.count >= Self.customersPerBin else { return nil }
    let (expected, actual) = (forecasts.reduce(0, +), spent.reduce(0, +))
    let level = actual > 0 ? actual / expected : 1
    let size = max(Self.customersPerBin, order.count / Self.mostBins)
    (limits, low, high) = ([], [], [])
    var start = 0
    while start < order.count {
      var end = start + size <= order.count - size ? start + size : order.count
      // Customers with one forecast cannot be told apart, so they share a bin.
      while end < order.count, forecasts[order[end]] == forecasts[order[end - 1]] { end += 1 }
      let members = order[start..<end]
      let ratios = members.map { spent[$0] / (level * forecasts[$0]) }.sorted()
      let tail = (1 - Self.coverage) / 2
      // The order statistics that leave out no more than a tail's share of one more customer.
      let places = Double(ratios.count + 1)
      low.append(ratios[max(0, Int(tail * places) - 1)])
      high.append(ratios[min(ratios.count - 1, Int(((1 - tail) * places).rounded(.up)) - 1)])
      if end < order.count { limits.append(forecasts[order[end - 1]] / Double(horizonInDays)) }
      start = end
    }
  }

  /// The interval of spend over a horizon, given its forecast.
  package func interval(of forecast: Double, horizonInDays: Int) -> ClosedRange<Double> {
    let rate = forecast / Double(horizonInDays)
    let bin = limits.firstIndex { rate <= $0 } ?? limits.count
    return low[bin] * forecast...high[bin] * forecast
  }

  /// The share of customers whose spend came within their interval.
  package func coverage(forecasts: [Double], spent: [Double], horizonInDays: Int) -> Double {
    let within = forecasts.indices.count { row in
      interval(of: forecasts[row], horizonInDays: horizonInDays).contains(spent[row])
    }
    return Double(within) / Double(max(1, forecasts.count))
  }

  /// Whether the parts fit each other.
  var isConsistent: Bool {
    !low.isEmpty && low.count == high.count && limits.count == low.count - 1
      && zip(low, high).allSatisfy { 0 <= $0 && $0 <= $1 && $1 <= 1e12 }
      && limits.allSatisfy(\.isFinite) && zip(limits, limits.dropFirst()).allSatisfy { $0 <= $1 }
  }
}
