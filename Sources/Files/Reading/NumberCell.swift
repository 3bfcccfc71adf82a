internal import Glibc

/// A decimal number that was read out of bytes: its exact digits, then the nearest `Double`.
///
/// At most 19 digits are kept as a whole number and divided once, in integers of 128 bits where a
/// division of two `Double`s would round twice; what does not fit is left to `strtod`. Either way the
/// result is the correctly rounded one, bit for bit.
package struct NumberCell {
  /// The number; infinite where it is too large for a `Double`.
  package let value: Double
  /// Where the first byte stands that is no part of it.
  package let end: Int

  /// Reads the number that begins at `start`: `-`?, digits with or without a point, an exponent.
  ///
  /// - Parameters:
  ///   - bytes: text.
  ///   - start: where the number begins.
  ///   - limit: where it ends at the latest; nil is given where no number begins.
  @inline(__always)
  package init?(_ bytes: Span<UInt8>, at start: Int, limit: Int) {
    var index = start
    let isNegative = index < limit && bytes[index] == minus
    if isNegative { index &+= 1 }
    let firstDigit = index
    var mantissa: UInt64 = 0
    while index < limit {
      let digit = bytes[index] &- zero
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index &+= 1
    }
    var digits = index &- firstDigit
    var exponent = 0
    if index < limit, bytes[index] == point {
      index &+= 1
      let firstDecimal = index
      // Up to eight digits at once: most numbers have no more behind their point.
      let word = bytes.word(at: index)
      let run = min(EightDigits.leading(word), limit &- index)
      if run > 0 {
        mantissa = mantissa &* EightDigits.powers[run] &+ EightDigits.value(word, count: run)
        index &+= run
      }
      while run == 8, index < limit {
        let digit = bytes[index] &- zero
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        index &+= 1
      }
      exponent = firstDecimal &- index
      digits &-= exponent
    }
    if digits == 0 { return nil }
    if index < limit, bytes[index] | 0x20 == UInt8(ascii: "e") {
      guard let power = Self.exponent(bytes, &index, limit) else { return nil }
      exponent &+= power
    }
    end = index
    if digits <= 19, let magnitude = Self.product(mantissa, tenToThe: exponent) {
      value = isNegative ? -magnitude : magnitude
    } else {
      // Leading zeros count among the digits, so some short numbers come here too.
      value = Self.nearest(bytes, start..<index)
    }
  }

  /// The number behind an `e`, at which `index` stands; nil where there is none.
  private static func exponent(_ bytes: Span<UInt8>, _ index: inout Int, _ limit: Int) -> Int? {
    index += 1
    guard index < limit else { return nil }
    let isNegative = bytes[index] == minus
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    let first = index
    var power = 0
    while index < limit {
      let digit = bytes[index] &- zero
      if digit > 9 { break }
      // Beyond any `Double`; more digits change nothing.
      if power < 100_000 { power = power * 10 + Int(digit) }
      index += 1
    }
    return index == first ? nil : (isNegative ? -power : power)
  }

  /// mantissa · 10^exponent, rounded once; nil where that takes more than 128 bits.
  @inline(__always)
  private static func product(_ mantissa: UInt64, tenToThe exponent: Int) -> Double? {
    if exponent == 0 { return Double(mantissa) }
    if mantissa == 0 { return 0 }
    let power = exponent.magnitude
    if power <= 22, mantissa <= 1 << 53 {
      // Both are exact, so the one operation rounds once (Clinger 1990).
      let ten = doublePowers[Int(power)]
      return exponent < 0 ? Double(mantissa) / ten : Double(mantissa) * ten
    }
    if exponent < 0, power <= 19 { return quotient(mantissa, integerPowers[Int(power)]) }
    return nil
  }

  /// mantissa ÷ divisor, rounded once.
  ///
  /// Both are moved up to 64 bits, so that the quotient has 63 or 64: ten more than a `Double` keeps.
  /// A remainder only has to be seen, which its lowest bit is there for.
  private static func quotient(_ mantissa: UInt64, _ divisor: UInt64) -> Double {
    let (up, down) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let dividend = mantissa << UInt64(up)
    let (bits, remainder) = (divisor << UInt64(down)).dividingFullWidth(
      (high: dividend >> 1, low: dividend << 63))
    let sticky: UInt64 = remainder == 0 ? 0 : 1
    // 2^-63 for the bits made below the point, and back what both were moved by.
    return Double(sign: .plus, exponent: down - up - 63, significand: Double(bits | sticky))
  }

  private static func nearest(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double {
    var text: [CChar] = []
    text.reserveCapacity(range.count + 1)
    for index in range { text.append(CChar(bytes[index])) }
    text.append(0)
    return unsafe strtod(text, nil)
  }
}

/// Up to eight digits in a word, the first one lowest.
public enum EightDigits {
  @inlinable public static var zeros: UInt64 { 0x3030_3030_3030_3030 }

  /// 10^0 … 10^8.
  static let powers: [9 of UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// How many bytes are digits, from the first on.
  @inline(__always)
  static func leading(_ word: UInt64) -> Int {
    let others = word ^ zeros
    // Of a digit 0 … 9 is left, which stays below the high bit when 0x76 is added.
    let mask =
      ((others & ~WordMask.highBits) &+ 0x7676_7676_7676_7676 | others) & WordMask.highBits
    return mask == 0 ? 8 : WordMask.first(mask)
  }

  /// The number of the first `count` bytes, 1 … 8, all digits.
  @inline(__always)
  static func value(_ word: UInt64, count: Int) -> UInt64 {
    // Zeros are put before the first digit.
    let room = 8 &* UInt64(8 &- count)
    return value(room == 0 ? word : word &<< room | zeros &>> (64 &- room))
  }

  /// The number of eight digits.
  @inlinable @inline(__always)
  public static func value(_ word: UInt64) -> UInt64 {
    // Neighbours are joined to pairs, pairs to fours, fours to the eight.
    var sum = ((word & 0x0f0f_0f0f_0f0f_0f0f) &* 2_561) &>> 8
    sum = ((sum & 0x00ff_00ff_00ff_00ff) &* 6_553_601) &>> 16
    return ((sum & 0x0000_ffff_0000_ffff) &* 42_949_672_960_001) &>> 32
  }
}

/// 10^0 … 10^19, all that fit.
private let integerPowers: [UInt64] = (0...19).map { (0..<$0).reduce(1) { power, _ in power * 10 } }

/// 10^0 … 10^22, all that a `Double` has exactly.
private let doublePowers: [Double] = (0...22).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
