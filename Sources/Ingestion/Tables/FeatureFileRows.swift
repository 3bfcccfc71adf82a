internal import Dense
package import Files
package import Intake

/// Successive rows of a feature file: ids, and the wanted columns as numbers.
package struct FeatureFileRows: Sendable {
  /// Columns of `values`.
  package let width: Int
  package private(set) var ids = TextColumn()
  /// Rows × `width`, row-major; not-a-number where a cell is empty.
  package fileprivate(set) var values: [Double] = []

  package var count: Int { ids.count }

  /// - Parameters:
  ///   - width: wanted columns.
  ///   - capacity: rows that memory is made for at once.
  init(width: Int, capacity: Int = 0) {
    self.width = width
    values.reserveCapacity(capacity * width)
  }

  fileprivate mutating func beginRow() {
    values.append(contentsOf: repeatElement(.nan, count: width))
  }

  fileprivate mutating func set(_ column: Int, to value: Double) {
    values[values.count &- width &+ column] = value
  }

  fileprivate mutating func endRow(id: Span<UInt8>, _ range: Range<Int>) {
    ids.append(id, range)
  }

  fileprivate mutating func abandonRow() {
    values.removeLast(values.count - ids.count * width)
  }
}

// Switches, not `==`: a synthesised `==` of another module is called through its witness, for every cell.
extension FeatureForm {
  fileprivate var mayBeEmpty: Bool {
    switch self {
    case .number, .count: true
    case .positiveCount: false
    }
  }

  /// Beyond 1e100, and 1e15 for counts, arithmetic would lose what the numbers say.
  @inline(__always)
  fileprivate func accepts(_ value: Double) -> Bool {
    switch self {
    case .number: value.magnitude <= 1e100
    case .count: value >= 0 && value <= 1e15 && value == value.rounded()
    case .positiveCount: value >= 1 && value <= 1e15 && value == value.rounded()
    }
  }
}

/// What a column of a feature file is read as.
package struct FeatureColumn: Sendable, Hashable {
  package let name: String
  package let form: FeatureForm

  package init(_ name: String, _ form: FeatureForm = .number) {
    self.name = name
    self.form = form
  }
}

/// Which field of a file is what.
struct FeatureLayout: Sendable {
  enum Use: Sendable { case id, number(Int, FeatureForm), nothing }

  let names: [String]
  /// By field.
  let uses: [Use]
  let width: Int
  let idField: Int
  /// Columns of which the first is at most the second.
  let notAbove: [(lower: Int, upper: Int)]

  /// The first pair that a row breaks.
  @inline(__always)
  func fault(in cells: Span<Double>, _ first: Int) -> (lower: Int, upper: Int)? {
    for pair in notAbove where cells[first &+ pair.lower] > cells[first &+ pair.upper] {
      return pair
    }
    return nil
  }

  /// The field of a column.
  func field(of column: Int) -> Int {
    uses.firstIndex { if case .number(column, _) = $0 { true } else { false } } ?? idField
  }
}

/// Reads rows of numbers, the plain ones where they stand in a block.
struct FeatureRowParser: Sendable {
  private let layout: FeatureLayout
  private let delimiter: UInt8?

  init(_ layout: FeatureLayout, delimiter: Delimiter) {
    self.layout = layout
    if case .character(let byte) = delimiter { self.delimiter = byte } else { self.delimiter = nil }
  }

  /// Reads the row at `start` where nothing about it is out of the ordinary.
  ///
  /// - Returns: where the next row begins; nil, and nothing changed, where `RecordReader` must look.
  func appendPlain(
    _ bytes: Span<UInt8>, at start: Int, end: Int, to rows: inout FeatureFileRows
  ) -> Int? {
    guard let delimiter else { return nil }
    rows.beginRow()
    let first = rows.values.count &- rows.width
    // One check a row that nobody else holds the array.
    var cells = rows.values.mutableSpan
    guard let (id, next) = plainRow(bytes, start, end, delimiter, &cells, first),
      layout.fault(in: cells.span, first) == nil
    else {
      rows.abandonRow()
      return nil
    }
    rows.endRow(id: bytes, id)
    return next
  }

  @inline(__always)
  private func plainRow(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ delimiter: UInt8,
    _ cells: inout MutableSpan<Double>, _ first: Int
  ) -> (id: Range<Int>, next: Int)? {
    var index = start
    var id = start..<start
    let uses = layout.uses.span
    for field in 0..<uses.count {
      switch uses[field] {
      case .number(let column, let form):
        if index &+ 1 < end, bytes[index &+ 1] == delimiter, form.mayBeEmpty,
          bytes[index] &- UInt8(ascii: "0") < 10
        {
          // Half of the cells of a shop's features have one digit.
          cells[first &+ column] = Double(bytes[index] &- UInt8(ascii: "0"))
          index &+= 1
        } else if index < end, bytes[index] != delimiter, !isLineEnd(bytes[index]) {
          guard let cell = NumberCell(bytes, at: index, limit: end),
            form.accepts(cell.value)
          else { return nil }
          cells[first &+ column] = cell.value
          index = cell.end
        } else if !form.mayBeEmpty {
          return nil
        }
      case .id:
        guard let behind = textEnd(bytes, index, end, delimiter), behind > index,
          !isBlank(bytes[index]), !isBlank(bytes[behind &- 1])
        else { return nil }
        id = index..<behind
        index = behind
      case .nothing:
        guard let behind = textEnd(bytes, index, end, delimiter) else { return nil }
        index = behind
      }
      if field == uses.count &- 1 { break }
      guard index < end, bytes[index] == delimiter else { return nil }
      index &+= 1
    }
    if index - start > RecordReader.longestField { return nil }
    if index == end { return (id, index) }
    if bytes[index] == UInt8(ascii: "\n") { return (id, index &+ 1) }
    guard bytes[index] == UInt8(ascii: "\r"), index &+ 1 < end,
      bytes[index &+ 1] == UInt8(ascii: "\n")
    else { return nil }
    return (id, index &+ 2)
  }

  /// Where a text of printable ASCII without quotes ends; nil for any other.
  @inline(__always)
  private func textEnd(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ delimiter: UInt8
  ) -> Int? {
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte == delimiter || isLineEnd(byte) { break }
      if byte < 0x20 || byte >= 0x7f || byte == UInt8(ascii: "\"") { return nil }
      index &+= 1
    }
    return index
  }

  /// Reads the record that a reader stands at; gives back why it cannot be used, nil where it can.
  func append(recordOf reader: RecordReader, to rows: inout FeatureFileRows) -> RejectedRow? {
    guard reader.fields.count == layout.uses.count else {
      return RejectedRow(
        file: reader.name, line: reader.line, column: "", found: "\(reader.fields.count) fields",
        expected: .fields(layout.uses.count), reason: .fieldCount)
    }
    rows.beginRow()
    if let refused = fill(&rows, from: reader) {
      rows.abandonRow()
      return refused
    }
    rows.endRow(id: reader.buffer.span, reader.trimmed(layout.idField))
    return nil
  }

  private func fill(_ rows: inout FeatureFileRows, from reader: RecordReader) -> RejectedRow? {
    func refusal(
      _ field: Int, _ expected: RejectedRow.Expectation, _ reason: RejectedRow.Reason
    ) -> RejectedRow {
      RejectedRow(
        file: reader.name, line: reader.line, column: layout.names[field],
        found: reader.text(field), expected: expected, reason: reason)
    }
    let bytes = reader.buffer.span
    for field in layout.uses.indices {
      let range = reader.trimmed(field)
      switch layout.uses[field] {
      case .nothing: continue
      case .id:
        if range.isEmpty { return refusal(field, .customer, .noCustomer) }
        if reader.hasOtherThanASCII,
          String(validating: reader.buffer[range], as: UTF8.self) == nil
        {
          return refusal(field, .utf8, .noCustomer)
        }
      case .number(let column, let form):
        if range.isEmpty, form.mayBeEmpty { continue }
        guard let cell = NumberCell(bytes, at: range.lowerBound, limit: range.upperBound),
          cell.end == range.upperBound, form.accepts(cell.value)
        else {
          return refusal(
            field, .feature(form, numberHint(reader.buffer[range])), .value)
        }
        rows.set(column, to: cell.value)
      }
    }
    let values = rows.values.span
    if let pair = layout.fault(in: values, values.count - layout.width) {
      let upper = layout.names[layout.field(of: pair.upper)]
      return refusal(layout.field(of: pair.lower), .atMost(column: upper), .value)
    }
    return nil
  }
}
