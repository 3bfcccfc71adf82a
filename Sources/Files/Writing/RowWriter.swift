package import Units

/// The forms in which a table of rows is written.
package enum RowFormat: String, Sendable, CaseIterable {
  /// Comma-separated values with a header (RFC 4180), lines ended by LF.
  case csv
  /// One JSON object a line, its keys in column order.
  case jsonl
  /// CSV for a program that knows the columns' types: texts as they are, and only what is unknown is empty.
  case typed
}

/// Writes a table row by row, as UTF-8 bytes, in one of several formats from the same calls.
///
/// Cells are typed, so that a number is a number in JSON and text is guarded in CSV:
/// ```
/// var writer = RowWriter(columns: ["customer_id", "orders"], format: .csv)
/// writer.append(text: "00123")
/// writer.append(integer: 4)
/// writer.endRow()
/// try file.write(writer.takeBytes())
/// ```
package struct RowWriter: Sendable {
  package let columns: [String]
  package let format: RowFormat
  /// What was written since the last `takeBytes()`.
  package private(set) var bytes: [UInt8] = []
  /// What stands before each cell in JSON: a brace or a comma, and the key.
  private let keys: [[UInt8]]
  private var cellsInRow = 0
  private var startOfRow = 0

  /// Creates a writer; in CSV the header row is written at once.
  ///
  /// - Parameters:
  ///   - columns: names in order, at least one.
  ///   - format: the form of the rows.
  package init(columns: [String], format: RowFormat) {
    precondition(!columns.isEmpty, "a table has at least one column")
    self.columns = columns
    self.format = format
    keys = columns.enumerated().map { index, name in
      [index == 0 ? openBrace : comma] + jsonString(name) + [colon]
    }
    if format != .jsonl {
      for name in columns { append(text: name) }
      endRow()
    }
  }

  /// Appends a text cell; nil is unknown: an empty field, or null.
  ///
  /// In CSV, text that a spreadsheet would run as a formula gets an apostrophe before it.
  package mutating func append(text: String?) {
    beginCell()
    switch format {
    case .csv: if let text { appendCSVField(text, to: &bytes) }
    case .typed: if let text { appendExactField(Array(text.utf8), to: &bytes) }
    case .jsonl:
      guard let text else { return appendNull() }
      appendJSONString(text, to: &bytes)
    }
  }

  /// Appends one of many texts, without making a `String` of it where it is plain.
  package mutating func append(text texts: TextColumn, _ index: Int) {
    let range = texts.offsets[index]..<texts.offsets[index + 1]
    let source = texts.bytes.span
    // Letters and digits alone need no quotes and are no formula, whatever the format.
    guard range.allSatisfy({ isAlphanumeric(source[$0]) }) else {
      return append(text: texts[index])
    }
    beginCell()
    let isQuoted = format == .jsonl
    bytes.append(addingCapacity: range.count + 2) { output in
      if isQuoted { output.append(quote) }
      for index in range { output.append(source[index]) }
      if isQuoted { output.append(quote) }
    }
  }

  /// Appends a text cell that is UTF-8 already, as `append(text:)` does.
  package mutating func append(utf8 text: [UInt8]) {
    beginCell()
    switch format {
    case .csv: appendCSVField(utf8: text, to: &bytes)
    case .typed: appendExactField(text, to: &bytes)
    case .jsonl: appendJSONString(utf8: text, to: &bytes)
    }
  }

  /// Appends one of some texts that were made ready for this format.
  package mutating func append(written texts: WrittenTexts, _ index: Int) {
    precondition(texts.format == format)
    beginCell()
    let range = texts.range(of: index)
    let source = texts.bytes.span
    bytes.append(addingCapacity: range.count) { output in
      for place in range { output.append(source[place]) }
    }
  }

  /// Appends a number with all its digits (shortest text that reads back to the same value); nil
  /// and not-a-number are unknown: an empty field, or null.
  ///
  /// - Precondition: the number is not infinite, which neither format can say.
  package mutating func append(number: Double?) {
    guard let number, !number.isNaN else { return appendUnknown() }
    precondition(number.isFinite, "column '\(columns[cellsInRow])' holds an infinite number")
    beginCell()
    bytes.append(addingCapacity: NumberText.longest) { NumberText.append(number, to: &$0) }
  }

  /// Appends several numbers of a row, each as `append(number:)` does.
  ///
  /// - Parameters:
  ///   - numbers: values of the row.
  ///   - positions: which of them, in order.
  package mutating func append(numbers: Span<Double>, at positions: [Int]) {
    guard format != .jsonl else {
      for position in positions { append(number: numbers[position]) }
      return
    }
    precondition(
      cellsInRow + positions.count <= columns.count,
      "more cells than the \(columns.count) columns")
    // Nothing is asked of the columns' names here, which all threads share.
    var needsComma = cellsInRow > 0
    bytes.append(addingCapacity: positions.count * (1 + NumberText.longest)) { output in
      for position in positions {
        if needsComma { output.append(comma) }
        needsComma = true
        let number = numbers[position]
        if number.isNaN { continue }
        precondition(number.isFinite, "a row holds an infinite number")
        NumberText.append(number, to: &output)
      }
    }
    cellsInRow += positions.count
  }

  /// Appends a whole number; nil is unknown.
  package mutating func append(integer: Int?) {
    guard let integer else { return appendUnknown() }
    beginCell()
    appendDigits(of: integer)
  }

  /// Appends a number that is text already, such as money at its own scale (`12.50`); nil is
  /// unknown.
  ///
  /// - Precondition: the text is a JSON number.
  package mutating func append(decimal: String?) {
    guard let decimal else { return appendUnknown() }
    precondition(
      isPlainNumber(decimal.utf8), "'\(decimal)' in column '\(columns[cellsInRow])' is no number")
    beginCell()
    bytes.append(contentsOf: decimal.utf8)
  }

  /// Appends an amount of 10^−`scale` with all its digits after the point, as `decimalText` has it.
  package mutating func append(units: Int64, scale: Int) {
    guard (0...8).contains(scale) else {
      return append(decimal: decimalText(Int128(units), scale: scale))
    }
    beginCell()
    bytes.append(addingCapacity: NumberText.longest) {
      NumberText.append(units: units, scale: scale, to: &$0)
    }
  }

  /// Appends a day as `yyyy-mm-dd`; nil is unknown.
  package mutating func append(day: Day?) {
    guard let day else { return append(text: nil) }
    let (year, month, date) = day.civil
    guard (0...9_999).contains(year) else { return append(text: day.description) }
    beginCell()
    let isQuoted = format == .jsonl
    bytes.append(addingCapacity: NumberText.longest) { output in
      if isQuoted { output.append(quote) }
      NumberText.append(year, digits: 4, to: &output)
      output.append(minus)
      NumberText.append(month, digits: 2, to: &output)
      output.append(minus)
      NumberText.append(date, digits: 2, to: &output)
      if isQuoted { output.append(quote) }
    }
  }

  /// Ends the row.
  ///
  /// - Precondition: as many cells were appended as there are columns.
  package mutating func endRow() {
    precondition(
      cellsInRow == columns.count, "a row of \(cellsInRow) cells under \(columns.count) columns")
    switch format {
    case .csv, .typed:
      // The one empty field of a row would make a blank line, which readers skip.
      if bytes.count == startOfRow { bytes.append(contentsOf: [quote, quote]) }
    case .jsonl: bytes.append(closeBrace)
    }
    bytes.append(lineFeed)
    cellsInRow = 0
    startOfRow = bytes.count
  }

  /// The bytes written since the last call; the writer goes on with an empty buffer.
  ///
  /// - Precondition: the row is ended.
  package mutating func takeBytes() -> [UInt8] {
    precondition(cellsInRow == 0, "bytes taken in the middle of a row")
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    startOfRow = 0
    return taken
  }

  private mutating func beginCell() {
    precondition(cellsInRow < columns.count, "more cells than the \(columns.count) columns")
    switch format {
    case .csv, .typed: if cellsInRow > 0 { bytes.append(comma) }
    case .jsonl: bytes.append(contentsOf: keys[cellsInRow])
    }
    cellsInRow += 1
  }

  private mutating func appendUnknown() {
    beginCell()
    if format == .jsonl { appendNull() }
  }

  private mutating func appendNull() {
    bytes.append(contentsOf: "null".utf8)
  }

  private mutating func appendDigits(of value: Int) {
    bytes.append(addingCapacity: NumberText.longest) { NumberText.append(value, to: &$0) }
  }
}

/// The text that a number has in a cell of rows.
package func numberCell(_ number: Double) -> String {
  var bytes: [UInt8] = []
  bytes.append(addingCapacity: NumberText.longest) { NumberText.append(number, to: &$0) }
  return String(decoding: bytes, as: UTF8.self)
}

/// Texts of numbers as data files carry them.
private enum NumberText {
  /// Bytes of the longest.
  static let longest = 24

  /// Appends the shortest text that reads back to the same number.
  @inline(__always)
  static func append(_ number: Double, to output: inout OutputSpan<UInt8>) {
    // Few cells are anything but a count, and few counts have a second digit.
    if number.sign == .plus, number < 10 {
      let count = UInt8(number)
      if Double(count) == number { return output.append(zero + count) }
    }
    // Most numbers are counts or money, whose shortest text need not be searched: of at most 15
    // digits no two decimals are one `Double`.
    let hundredths = number * 100
    if hundredths.magnitude < 1e15 {
      let units = Int64(hundredths + (number < 0 ? -0.5 : 0.5))
      if Double(units) / 100 == number { return append(hundredths: units, to: &output) }
    }
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 {
      append(whole, to: &output)
    } else {
      let text = number.description
      let digits = text.utf8Span.span
      for index in digits.indices { output.append(digits[index]) }
    }
  }

  static func append(_ whole: Int, to output: inout OutputSpan<UInt8>) {
    if whole < 0 { output.append(minus) }
    append(digitsOf: UInt64(whole.magnitude), to: &output)
  }

  /// Appends an amount of 10^−`scale`, up to eight digits after the point.
  @inline(__always)
  static func append(units: Int64, scale: Int, to output: inout OutputSpan<UInt8>) {
    if units < 0 { output.append(minus) }
    var unit: UInt64 = 1
    for _ in 0..<scale { unit *= 10 }
    append(digitsOf: units.magnitude / unit, to: &output)
    guard scale > 0 else { return }
    output.append(UInt8(ascii: "."))
    append(upToEight: units.magnitude % unit, atLeast: scale, to: &output)
  }

  /// Appends a whole number from 0 with zeros before it up to so many digits.
  @inline(__always)
  static func append(_ value: Int, digits: Int, to output: inout OutputSpan<UInt8>) {
    append(upToEight: UInt64(value), atLeast: digits, to: &output)
  }

  @inline(__always)
  private static func append(hundredths units: Int64, to output: inout OutputSpan<UInt8>) {
    if units < 0 { output.append(minus) }
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: 100)
    append(digitsOf: whole, to: &output)
    if rest > 0 {
      output.append(UInt8(ascii: "."))
      output.append(zero + UInt8(truncatingIfNeeded: rest / 10))
      if rest % 10 > 0 { output.append(zero + UInt8(truncatingIfNeeded: rest % 10)) }
    }
  }

  @inline(__always)
  private static func append(digitsOf value: UInt64, to output: inout OutputSpan<UInt8>) {
    let eight: UInt64 = 100_000_000
    if value < eight { return append(upToEight: value, atLeast: 1, to: &output) }
    appendLong(value, to: &output)
  }

  private static func appendLong(_ value: UInt64, to output: inout OutputSpan<UInt8>) {
    let eight: UInt64 = 100_000_000
    if value >= eight { appendLong(value / eight, to: &output) }
    append(upToEight: value % eight, atLeast: value >= eight ? 8 : 1, to: &output)
  }

  /// Appends a number below 10^8, with zeros before it up to `count` digits.
  @inline(__always)
  private static func append(
    upToEight value: UInt64, atLeast count: Int, to output: inout OutputSpan<UInt8>
  ) {
    // The last digit is found first, and goes to the highest of the bytes used.
    var (rest, text, digits) = (value, UInt64(0), 0)
    repeat {
      text = text &<< 8 | UInt64(zero) &+ rest % 10
      rest /= 10
      digits &+= 1
    } while rest > 0 || digits < count
    for _ in 0..<digits {
      output.append(UInt8(truncatingIfNeeded: text))
      text &>>= 8
    }
  }
}
