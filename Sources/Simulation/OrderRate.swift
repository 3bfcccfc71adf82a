internal import Dense
internal import RealModule
internal import Units

/// How the rate of orders of all customers moves together: the season of the year.
///
/// A factor 1 + a·cos(2π(t − peak) ÷ 365) with the peak at the end of November, t in days from the
/// log's first day.
struct Season: Sendable {
  let amplitude: Double
  private let phase: Double
  private static let angularRate = 2 * Double.pi / 365
  private static let peakDayOfYear = 332.0

  init(amplitude: Double, from: Day) {
    self.amplitude = amplitude
    let newYear = Day(year: from.civil.year, month: 1, day: 1) ?? from
    phase = Self.peakDayOfYear - Double(from - newYear)
  }

  var highest: Double { 1 + amplitude }

  func factor(_ t: Double) -> Double {
    amplitude == 0 ? 1 : 1 + amplitude * .cos(Self.angularRate * (t - phase))
  }

  /// ∫ factor(t)·e^(−μ(t − start)) dt over [start, end].
  func discountedIntegral(from start: Double, to end: Double, dropoutRate mu: Double) -> Double {
    guard end > start else { return 0 }
    let length = end - start
    let steady = mu > 0 ? -.expMinusOne(-mu * length) / mu : length
    guard amplitude > 0 else { return steady }
    // The real part of ∫ e^(iωu − μ(u − start)) du, u from the peak.
    let w = Self.angularRate
    func primitive(_ t: Double) -> Double {
      let angle = w * (t - phase)
      return .exp(-mu * (t - start)) * (w * .sin(angle) - mu * .cos(angle)) / (mu * mu + w * w)
    }
    return steady + amplitude * (primitive(end) - primitive(start))
  }
}

/// One customer's rate of orders while alive: their own, times season, times what a contact adds.
struct OrderRate: Sendable {
  let own: Double
  let season: Season
  /// When a contact raises the rate, in days; empty without one.
  let raised: ClosedRange<Double>?
  let uplift: Double

  /// The rate is nowhere above it.
  var highest: Double { own * season.highest * (raised == nil ? 1 : max(1, 1 + uplift)) }

  func callAsFunction(_ t: Double) -> Double {
    own * season.factor(t) * (raised?.contains(t) == true ? 1 + uplift : 1)
  }

  /// Orders expected in [start, end] of a customer who is alive at `start`.
  func expectedOrders(from start: Double, to end: Double, dropoutRate mu: Double) -> Double {
    var expected = season.discountedIntegral(from: start, to: end, dropoutRate: mu)
    if let raised {
      expected += uplift * discounted(raised, within: start, end, mu)
    }
    return own * expected
  }

  /// Orders that the contact is expected to add to those of a customer who is alive at its time.
  func expectedEffect(dropoutRate mu: Double) -> Double {
    raised.map {
      own * uplift
        * season.discountedIntegral(from: $0.lowerBound, to: $0.upperBound, dropoutRate: mu)
    } ?? 0
  }

  private func discounted(
    _ range: ClosedRange<Double>, within start: Double, _ end: Double, _ mu: Double
  ) -> Double {
    let first = max(range.lowerBound, start)
    let last = min(range.upperBound, end)
    guard last > first else { return 0 }
    return .exp(-mu * (first - start))
      * season.discountedIntegral(from: first, to: last, dropoutRate: mu)
  }
}
