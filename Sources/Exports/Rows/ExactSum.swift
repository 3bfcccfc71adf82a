internal import Units

/// A sum of amounts, exact to `FixedDecimal.moneyScale` digits.
struct ExactSum: Sendable, Equatable {
  private(set) var units: Int128 = 0
  private(set) var scale = 0

  /// 10^0 … 10^moneyScale.
  private static let powers: [Int128] = (0...FixedDecimal.moneyScale).map { places in
    (0..<places).reduce(1) { power, _ in power * 10 }
  }

  mutating func add(_ amount: FixedDecimal, isNegative: Bool = false) {
    let places = FixedDecimal.moneyScale
    scale = max(scale, min(amount.scale, places))
    var value = Int128(amount.mantissa)
    if amount.scale > places {
      value = Int128(amount.rescaled(to: places)?.mantissa ?? 0)
    } else {
      value *= Self.powers[places - amount.scale]
    }
    units += isNegative ? -value : value
  }

  static func + (a: ExactSum, b: ExactSum) -> ExactSum {
    var sum = a
    sum.units += b.units
    sum.scale = max(a.scale, b.scale)
    return sum
  }

  static func == (a: ExactSum, b: ExactSum) -> Bool { a.units == b.units }

  /// With as many decimals as the amounts have.
  var text: String {
    var divisor: Int128 = 1
    for _ in scale..<FixedDecimal.moneyScale { divisor *= 10 }
    return decimalText(units / divisor, scale: scale)
  }
}

extension FixedDecimal {
  var magnitude: FixedDecimal {
    FixedDecimal(mantissa: mantissa < 0 ? -mantissa : mantissa, scale: scale)
  }

  func less(_ other: FixedDecimal) -> FixedDecimal? {
    let common = max(scale, other.scale)
    guard let a = rescaled(to: common), let b = other.rescaled(to: common) else { return nil }
    let (difference, overflow) = a.mantissa.subtractingReportingOverflow(b.mantissa)
    return overflow ? nil : FixedDecimal(mantissa: difference, scale: common)
  }

  func isEqual(to other: FixedDecimal) -> Bool { less(other)?.mantissa == 0 }
}
