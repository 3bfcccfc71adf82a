/// An exact decimal number: `mantissa` ÷ 10^`scale`.
///
/// Prices, quantities and amounts are read and multiplied in this form, never in binary floating
/// point, so that a ledger reconciles to the cent.
public struct FixedDecimal: Hashable, Sendable {
  /// The digits, with sign.
  public var mantissa: Int64
  /// Digits after the point, 0 … 18.
  public var scale: Int

  /// The most decimal places that an amount keeps.
  public static let moneyScale = 6

  @inlinable
  public init(mantissa: Int64, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  /// This number at another scale, rounded half away from zero; nil where it does not fit 64 bits.
  public func rescaled(to newScale: Int) -> FixedDecimal? {
    if newScale >= scale {
      guard newScale - scale <= 18 else { return nil }
      let (product, overflow) = mantissa.multipliedReportingOverflow(
        by: powersOfTen[newScale - scale])
      return overflow ? nil : FixedDecimal(mantissa: product, scale: newScale)
    }
    guard scale - newScale <= 18 else { return FixedDecimal(mantissa: 0, scale: newScale) }
    return FixedDecimal(
      mantissa: roundedHalfAwayFromZero(mantissa, dividedBy: powersOfTen[scale - newScale]),
      scale: newScale)
  }

  /// The nearest `Double`.
  @inlinable
  public var doubleValue: Double {
    // Both operands are exact up to 2^53 and 10^22, so the one division rounds once. Cents are so
    // common that their power is not looked up.
    scale == 2 ? Double(mantissa) / 100 : Double(mantissa) / powersOfTenAsDouble[scale]
  }
}

extension FixedDecimal: CustomStringConvertible {
  /// The number with all `scale` digits after the point: `-12.50`.
  public var description: String { decimalText(Int128(mantissa), scale: scale) }
}

/// 10^0 … 10^18.
let powersOfTen: [Int64] = (0...18).map { (0..<$0).reduce(Int64(1)) { power, _ in power * 10 } }
@usableFromInline let powersOfTenAsDouble: [Double] = powersOfTen.map(Double.init)

func roundedHalfAwayFromZero(_ value: Int64, dividedBy divisor: Int64) -> Int64 {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  // Compared without doubling, which could overflow.
  guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
  return value < 0 ? quotient - 1 : quotient + 1
}

/// The text of `units` ÷ 10^`scale`, with `scale` digits after the point.
///
/// - Parameters:
///   - units: an amount in the smallest unit of its store; 128 bits, so that totals cannot overflow.
///   - scale: digits after the point, 0 … 18.
/// - Returns: the exact decimal text.
public func decimalText(_ units: Int128, scale: Int) -> String {
  let digits = String(units.magnitude)
  let sign = units < 0 ? "-" : ""
  guard scale > 0 else { return sign + digits }
  let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
  return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
}
