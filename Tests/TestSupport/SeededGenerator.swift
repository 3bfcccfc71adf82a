/// SplitMix64 (Steele, Lea & Flood 2014): random inputs of tests that are the same in every run.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// One of the elements, of which there must be some.
public func pick<Element>(from elements: [Element], using generator: inout SeededGenerator)
  -> Element
{
  elements[Int.random(in: 0..<elements.count, using: &generator)]
}
