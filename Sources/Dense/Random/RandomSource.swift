/// A seeded generator of random numbers: xoshiro256++ (Blackman & Vigna 2021), period 2²⁵⁶ − 1.
///
/// Every draw is defined here down to the bit, so a seed gives the same results on every platform
/// and under every version of Swift; the standard library's `shuffle` and `random(in:)` do not
/// promise that.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// The first stream of a seed.
  public init(seed: UInt64) {
    self.init(seed: seed, stream: 0)
  }

  /// One of the 2⁶⁴ streams of a seed, for draws that must not depend on each other's order.
  ///
  /// Each word of the state is output number `stream` of its own SplitMix64 sequence (Steele, Lea &
  /// Flood 2014), whose start is hashed from the seed. For one seed, streams differ in every word.
  public init(seed: UInt64, stream: UInt64) {
    func word(_ index: UInt64) -> UInt64 {
      mixed(mixed(seed &+ (index &+ 1) &* goldenGamma) &+ stream &* goldenGamma)
    }
    state = (word(0), word(1), word(2), word(3))
  }

  /// Starts from a raw state, of which at least one word is not 0.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) {
    precondition(state != (0, 0, 0, 0), "an all-zero state gives zeros only")
    self.state = state
  }

  /// Sixty-four random bits.
  public mutating func next() -> UInt64 {
    let result = rotated(state.0 &+ state.3, by: 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  /// A number in [0, 1): a multiple of 2⁻⁵³, each as likely as any other.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number in 0 ..< bound, each exactly as likely as any other.
  ///
  /// Source: Lemire (2019), Fast Random Integer Generation in an Interval, algorithm 5.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "no index below \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Puts elements in random order, each order exactly as likely as any other (Fisher–Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in (1..<elements.count).reversed() {
      elements.swapAt(last, index(below: last + 1))
    }
  }
}

/// 2⁶⁴ divided by the golden ratio, the step of SplitMix64.
private let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

/// The output function of SplitMix64, a bijection.
private func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

private func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
  (value << bits) | (value >> (64 - bits))
}
