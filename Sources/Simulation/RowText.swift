internal import Dense
internal import Files
internal import Units

/// Rows of a CSV file as bytes: no row is made as text first, and no text in it needs quotes.
struct RowText {
  private(set) var bytes: [UInt8] = []
  private(set) var rows = 0

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

  mutating func append(_ text: ArraySlice<UInt8>) { bytes.append(contentsOf: text) }

  mutating func comma() { bytes.append(UInt8(ascii: ",")) }

  mutating func endRow() {
    bytes.append(UInt8(ascii: "\n"))
    rows += 1
  }

  /// A whole number of 0 or more, with zeros before it up to a width.
  mutating func append(_ value: Int, width: Int = 1) {
    precondition(value >= 0)
    let first = bytes.count
    var rest = UInt(value)
    repeat {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0 || bytes.count - first < width
    var (low, high) = (first, bytes.count - 1)
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// A number of 0 or more in hundredths, with two decimals.
  mutating func append(hundredths: Int) {
    append(hundredths / 100)
    bytes.append(UInt8(ascii: "."))
    append(twoDigits: hundredths % 100)
  }

  /// A number with all its digits; nothing for one that is not finite.
  mutating func append(_ value: Double) {
    if value.isFinite { append(value.description) }
  }

  /// A time in days from `first` as `yyyy-mm-ddThh:mm:ss`, the second begun.
  mutating func append(time days: Double, from first: Day) {
    let seconds = Int(days * 86_400)
    append(day: seconds / 86_400, from: first)
    bytes.append(UInt8(ascii: "T"))
    let second = seconds % 86_400
    append(twoDigits: second / 3_600)
    bytes.append(UInt8(ascii: ":"))
    append(twoDigits: second / 60 % 60)
    bytes.append(UInt8(ascii: ":"))
    append(twoDigits: second % 60)
  }

  /// A day after `first` as `yyyy-mm-dd`; nothing beyond the year 9999.
  mutating func append(day: Int, from first: Day) {
    guard day < 4_000_000 else { return }
    let (year, month, dayOfMonth) = (first + day).civil
    guard year <= 9_999 else { return }
    append(twoDigits: year / 100)
    append(twoDigits: year % 100)
    bytes.append(UInt8(ascii: "-"))
    append(twoDigits: month)
    bytes.append(UInt8(ascii: "-"))
    append(twoDigits: dayOfMonth)
  }

  private mutating func append(twoDigits value: Int) {
    let value = UInt8(truncatingIfNeeded: value)
    bytes.append(UInt8(ascii: "0") &+ value / 10)
    bytes.append(UInt8(ascii: "0") &+ value % 10)
  }
}
