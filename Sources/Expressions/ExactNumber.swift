internal import Units

/// A decimal number on its way through a calculation: 128 bits, so that products of cells stay exact.
struct ExactNumber: Sendable {
  /// Never `Int128.min`, so that every number has a negative.
  var mantissa: Int128
  /// Digits after the point, 0 … 38.
  var scale: Int

  init(_ decimal: FixedDecimal) {
    mantissa = Int128(decimal.mantissa)
    scale = decimal.scale
  }

  private init(mantissa: Int128, scale: Int) {
    self.mantissa = mantissa
    self.scale = scale
  }

  static let zero = ExactNumber(mantissa: 0, scale: 0)
  static let one = ExactNumber(mantissa: 1, scale: 0)

  var negated: ExactNumber { ExactNumber(mantissa: -mantissa, scale: scale) }

  /// The sum, or nil where it does not fit.
  func adding(_ other: ExactNumber) -> ExactNumber? {
    let common = max(scale, other.scale)
    guard let a = units(atScale: common), let b = other.units(atScale: common) else { return nil }
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow || sum == .min ? nil : ExactNumber(mantissa: sum, scale: common)
  }

  /// The product, or nil where it does not fit.
  func multiplied(by other: ExactNumber) -> ExactNumber? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    let scale = scale + other.scale
    guard !overflow, product != .min, scale <= 38 || product == 0 else { return nil }
    return ExactNumber(mantissa: product, scale: min(scale, 38))
  }

  /// The quotient by a number that is not 0: exact where at most ten more digits suffice, else rounded
  /// half away from zero to six more digits than this number has; nil where it does not fit.
  func divided(by divisor: ExactNumber) -> ExactNumber? {
    guard divisor.mantissa != 0, divisor.scale <= 18 else { return nil }
    let (scaled, overflow) = mantissa.multipliedReportingOverflow(by: powersOfTen[divisor.scale])
    if overflow { return nil }
    for places in 0...10 where scale + places <= 38 {
      let (units, overflow) = scaled.multipliedReportingOverflow(by: powersOfTen[places])
      if overflow { break }
      let (quotient, remainder) = units.quotientAndRemainder(dividingBy: divisor.mantissa)
      if remainder == 0 { return ExactNumber(mantissa: quotient, scale: scale + places) }
      guard places == 6 else { continue }
      let isUp = remainder.magnitude >= divisor.mantissa.magnitude - remainder.magnitude
      let sign: Int128 = (units < 0) == (divisor.mantissa < 0) ? 1 : -1
      return ExactNumber(mantissa: isUp ? quotient + sign : quotient, scale: scale + places)
    }
    return nil
  }

  /// The number with at most `places` digits after the point, rounded half away from zero; nil
  /// where it does not fit 64 bits.
  func rounded(toPlaces places: Int) -> FixedDecimal? {
    var result = self
    if scale > places {
      let divisor = powersOfTen[scale - places]
      let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: divisor)
      let isUp = remainder.magnitude >= divisor.magnitude - remainder.magnitude
      result = ExactNumber(
        mantissa: isUp ? quotient + mantissa.signum() : quotient, scale: places)
    }
    return Int64(exactly: result.mantissa).map { FixedDecimal(mantissa: $0, scale: result.scale) }
  }

  private func units(atScale newScale: Int) -> Int128? {
    if newScale == scale { return mantissa }
    let (product, overflow) = mantissa.multipliedReportingOverflow(
      by: powersOfTen[newScale - scale])
    return overflow ? nil : product
  }
}

extension ExactNumber: Comparable {
  static func == (a: ExactNumber, b: ExactNumber) -> Bool { order(a, b) == 0 }

  static func < (a: ExactNumber, b: ExactNumber) -> Bool { order(a, b) < 0 }

  /// The sign of a − b.
  private static func order(_ a: ExactNumber, _ b: ExactNumber) -> Int {
    let common = max(a.scale, b.scale)
    // At most one side is multiplied; where that overflows, it is the larger in magnitude.
    guard let x = a.units(atScale: common) else { return Int(a.mantissa.signum()) }
    guard let y = b.units(atScale: common) else { return -Int(b.mantissa.signum()) }
    return x < y ? -1 : (x == y ? 0 : 1)
  }
}

/// 10^0 … 10^38.
private let powersOfTen: [Int128] = (0...38).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
