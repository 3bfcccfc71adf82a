/// Text of a number with a fixed count of digits after the point, rounded half away from zero.
///
/// For reports. Data files carry the shortest text that reads back to the same bits
/// (`String(describing:)`).
/// - Parameters:
///   - value: any number; not-a-number gives an empty text, infinities give `inf` and `-inf`.
///   - digits: digits after the point, 0 … 15.
/// - Returns: the text.
public func fixed(_ value: Double, digits: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "" : (value < 0 ? "-inf" : "inf") }
  let scaled = (value * powersOfTenAsDouble[digits]).rounded(.toNearestOrAwayFromZero)
  guard abs(scaled) < 9e18 else { return "\(value)" }
  return decimalText(Int128(scaled), scale: digits)
}

/// Text of a number with so many digits that count: 0.00042 for 0.000424 and two digits.
///
/// Whole digits are all kept, and at most 15 stand after the point.
public func significant(_ value: Double, digits: Int) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, digits: 0) }
  var places = 0
  while places < 15,
    abs(value) * powersOfTenAsDouble[places] < powersOfTenAsDouble[digits - 1]
  {
    places += 1
  }
  return fixed(value, digits: places)
}

/// Text of a whole number with thousands separated by commas: `1,234,567`.
public func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  var text = value < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

/// A share in per cent: `12.3 %`.
package func percent(_ share: Double, digits: Int = 1) -> String {
  "\(fixed(100 * share, digits: digits)) %"
}

/// A share of customers as per cent; under one in a hundred with a second digit, which tells it from none.
package func ratePercent(_ share: Double) -> String {
  percent(share, digits: 0 < share && share < 0.01 ? 2 : 1)
}
