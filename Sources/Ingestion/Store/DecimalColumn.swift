internal import Stores
internal import Units

/// Numbers as whole ones of one scale where that keeps every bit of them.
enum DecimalColumn {
  /// The scale of numbers that are kept as their bits.
  private static let bits: UInt64 = 255

  /// - Returns: the scale, and a number for each value; not-a-number is 0.
  static func encoded(_ values: [Double]) -> (scale: UInt64, numbers: [UInt64]) {
    for scale in 0...FixedDecimal.moneyScale {
      if let numbers = encoded(values, scale: scale) { return (UInt64(scale), numbers) }
    }
    return (bits, values.map(\.bitPattern))
  }

  private static func encoded(_ values: [Double], scale: Int) -> [UInt64]? {
    let power = FixedDecimal(mantissa: 1, scale: 0).rescaled(to: scale)?.mantissa ?? 1
    var numbers: [UInt64] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      if value.bitPattern == Double.nan.bitPattern {
        numbers.append(0)
        continue
      }
      let scaled = (value * Double(power)).rounded()
      guard abs(scaled) < 0x1p53 else { return nil }
      let mantissa = Int64(scaled)
      let restored = FixedDecimal(mantissa: mantissa, scale: scale).doubleValue
      guard restored.bitPattern == value.bitPattern else { return nil }
      numbers.append(zigzag(mantissa) + 1)
    }
    return numbers
  }

  /// The values that `encoded` made numbers of.
  static func decoded(_ numbers: [UInt64], scale: UInt64) throws(BlockFault) -> [Double] {
    if scale == bits { return numbers.map(Double.init(bitPattern:)) }
    guard scale <= FixedDecimal.moneyScale else { throw BlockFault() }
    let scale = Int(scale)
    return numbers.map { number in
      number == 0
        ? .nan : FixedDecimal(mantissa: unzigzag(number &- 1), scale: scale).doubleValue
    }
  }
}
