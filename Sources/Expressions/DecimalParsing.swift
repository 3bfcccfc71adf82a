package import Units

/// Reads a decimal number exactly.
///
/// Sign, digits, a point and an exponent are allowed (`-12.50`, `.5`, `1e3`); grouped thousands,
/// blanks, `nan` and `inf` are not. The scale is that of the text: `12.50` has two places.
/// - Parameters:
///   - bytes: the text, without blanks around it.
///   - decimalComma: whether the point is a comma; a full stop is then no part of a number.
/// - Returns: the number, or nil for any other text and for numbers beyond 18 digits.
package func parseDecimal(_ bytes: ArraySlice<UInt8>, decimalComma: Bool) -> FixedDecimal? {
  let point = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
  var index = bytes.startIndex
  let end = bytes.endIndex
  var isNegative = false
  if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
    isNegative = bytes[index] == UInt8(ascii: "-")
    index += 1
  }
  var mantissa: Int64 = 0
  var scale = 0
  var sawDigit = false
  var sawPoint = false
  scan: while index < end {
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard mantissa < maximumMantissa / 10 + 1 else { return nil }
      mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
      sawDigit = true
      if sawPoint { scale += 1 }
    case point:
      guard !sawPoint else { return nil }
      sawPoint = true
    default:
      break scan
    }
    index += 1
  }
  guard sawDigit else { return nil }
  if index < end {
    guard let exponent = decimalExponent(bytes[index...]) else { return nil }
    scale -= exponent
  }
  return decimal(isNegative ? -mantissa : mantissa, scale: scale)
}

/// 18 digits: any two such numbers multiply within 128 bits.
private let maximumMantissa: Int64 = 999_999_999_999_999_999

/// The number of an exponent part `e3`, `E-2`; nil for any other text.
private func decimalExponent(_ bytes: ArraySlice<UInt8>) -> Int? {
  var digits = bytes.dropFirst()
  guard bytes.first.map({ $0 | 0x20 }) == UInt8(ascii: "e") else { return nil }
  var isNegative = false
  if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
    isNegative = sign == UInt8(ascii: "-")
    digits = digits.dropFirst()
  }
  guard (1...4).contains(digits.count) else { return nil }
  var value = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return isNegative ? -value : value
}

/// The number with a scale of 0 … 18, where it fits 18 digits.
private func decimal(_ mantissa: Int64, scale: Int) -> FixedDecimal? {
  if mantissa == 0 { return FixedDecimal(mantissa: 0, scale: min(max(scale, 0), 18)) }
  guard scale <= 18 else { return nil }
  if scale >= 0 { return FixedDecimal(mantissa: mantissa, scale: scale) }
  guard let whole = FixedDecimal(mantissa: mantissa, scale: 0).rescaled(to: -scale),
    whole.mantissa.magnitude <= maximumMantissa.magnitude
  else { return nil }
  return FixedDecimal(mantissa: whole.mantissa, scale: 0)
}
