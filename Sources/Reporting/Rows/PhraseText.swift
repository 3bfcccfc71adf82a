internal import Units

/// A text that is put together byte by byte, for what is written once a customer.
struct PhraseText {
  private(set) var bytes: [UInt8] = []

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func removeLast(_ count: Int) { bytes.removeLast(count) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(utf8 text: [UInt8]) { bytes.append(contentsOf: text) }

  /// Appends what `fixed(_:digits:)` gives.
  mutating func append(fixed value: Double, digits: Int) {
    let scaled = scaled(value, digits: digits)
    guard abs(scaled) < Self.mostUnits else { return append(fixed(value, digits: digits)) }
    append(units: Int64(scaled), scale: digits)
  }

  /// Appends what `plainText(_:)` gives: at most three digits after the point, and no zeros at the end.
  mutating func append(plain value: Double) {
    let scaled = scaled(value, digits: 3)
    guard abs(scaled) < Self.mostUnits else { return append(plainText(value)) }
    var (units, scale) = (Int64(scaled), 3)
    while scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    append(units: units, scale: scale)
  }

  /// Appends a number with few digits: whole from 100 on, else one after the point, two below 1.
  mutating func append(short value: Double) {
    if value == value.rounded() || abs(value) >= 100 { return append(fixed: value, digits: 0) }
    let ten = abs(value) < 1 ? 100.0 : 10
    append(plain: (value * ten).rounded() / ten)
  }

  /// Numbers of more units are rare, and told by `fixed(_:digits:)` itself.
  private static let mostUnits = 1e15

  /// As `fixed(_:digits:)` rounds.
  private func scaled(_ value: Double, digits: Int) -> Double {
    (value * powerOfTen(digits)).rounded(.toNearestOrAwayFromZero)
  }

  private mutating func append(units: Int64, scale: Int) {
    if units < 0 { bytes.append(UInt8(ascii: "-")) }
    var (rest, digits) = (units.magnitude, 0)
    let start = bytes.count
    repeat {
      if digits == scale, scale > 0 { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
      digits += 1
    } while rest > 0 || digits <= scale
    bytes[start...].reverse()
  }
}

/// Ten to a power that `fixed(_:digits:)` multiplies by, from 0 to 3.
func powerOfTen(_ digits: Int) -> Double {
  switch digits {
  case 0: 1
  case 1: 10
  case 2: 100
  default: 1_000
  }
}
