internal import Expressions
internal import Files
internal import Histories
internal import Intake
internal import Units

/// The used rows of a block of an event file.
struct EventRows: BlockRows {
  let hasValues: Bool
  var customers: [CustomerPlace] = []
  /// Kinds are codes of `kinds`.
  var events: [Event] = []
  /// Marks of what is not kept of the rows; empty where all are 0.
  var marks: [UInt64] = []
  var kinds = NameInterner()
  /// Of the times, where no format is given.
  private(set) var clocks: WrittenClocks = []

  init(hasValues: Bool) {
    self.hasValues = hasValues
  }

  typealias Part = EventPart

  var count: Int { events.count }
  var moneyScale: Int { 0 }

  mutating func removeAll() {
    customers.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }

  static func unify(_ workers: inout [WorkerRows<EventRows>]) -> Bool { true }

  /// Where the columns of one file stand.
  struct Fields: Sendable {
    let customer: Int
    let time: Int
    let kind: Int
    /// What the event was about; −1 where there is none.
    let detail: Int
    /// −1 where the value is a calculation, or there is none.
    let value: Int
    let calculation: RowExpression?
    let unkept: UnkeptFields
  }

  static func fields(of file: LogFile) -> Fields {
    let columns = file.columns
    guard let customer = columns.field(.eventCustomer), let time = columns.field(.eventTime),
      let kind = columns.field(.eventKind)
    else { preconditionFailure("an event file without its required columns") }
    var calculation: RowExpression?
    if case .calculation(let expression) = columns.source(.eventValue) { calculation = expression }
    return Fields(
      customer: customer, time: time, kind: kind, detail: columns.field(.eventDetail) ?? -1,
      value: columns.field(.eventValue) ?? -1,
      calculation: calculation,
      unkept: file.unkept)
  }

  private mutating func append(_ event: Event, mark: UInt64) {
    marks.appendMark(mark, count: events.count)
    events.append(event)
  }

  /// The code of a kind, or of a kind with its detail: `cart_abandonment:shipping`.
  @inline(__always)
  private mutating func code(
    of bytes: Span<UInt8>, _ kind: Range<Int>, detail: Range<Int>
  ) -> Int32 {
    detail.isEmpty
      ? kinds.code(of: bytes, kind) : codeWithDetail(of: bytes, kind, detail: detail)
  }

  private mutating func codeWithDetail(
    of bytes: Span<UInt8>, _ kind: Range<Int>, detail: Range<Int>
  ) -> Int32 {
    var name: [UInt8] = []
    for index in kind { name.append(bytes[index]) }
    name.append(UInt8(ascii: ":"))
    for index in detail { name.append(bytes[index]) }
    return kinds.code(of: name.span, 0..<name.count)
  }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers parts: CustomerParts, settings: RowSettings
  ) throws(IngestionError) -> RejectedRow? {
    let fields = Self.fields(of: file)
    let id = file.reader.trimmed(fields.customer)
    if id.isEmpty {
      return file.refusal(.noCustomer, fields.customer, expected: .customer)
    }
    let seconds: Int64
    switch try file.seconds(fields.time, settings) {
    case .success(let value): seconds = value
    case .failure(let refused):
      return file.refusal(.time, fields.time, expected: refused.expected)
    }
    let kindRange = file.reader.trimmed(fields.kind)
    if kindRange.isEmpty {
      return file.refusal(.kind, fields.kind, expected: .eventKind)
    }
    var value = Double.nan
    if hasValues {
      do {
        let source = file.columns.source(.eventValue)
        let number = try source.flatMap { source throws(CellError) in
          try file.number(source, decimalComma: settings.decimalComma)
        }
        value = number?.doubleValue ?? .nan
      } catch {
        return file.refusal(
          .value, error.column, found: error.found,
          expected: .eventValue(error.expected, numberHint(Array(error.found.utf8)[...])))
      }
    }
    let detailRange = fields.detail < 0 ? 0..<0 : file.reader.trimmed(fields.detail)
    let kind = code(of: file.reader.buffer.span, kindRange, detail: detailRange)
    guard kind < Event.mostKinds else { throw .tooManyKinds }
    if settings.times.format == nil {
      clocks.note(file.reader.buffer.span, file.reader.trimmed(fields.time))
    }
    customers.append(parts.place(of: file.reader.buffer.span, id))
    append(
      Event(instant: Instant(seconds: seconds), kind: kind, value: value),
      mark: file.mark(time: fields.time))
    return nil
  }

  mutating func append(
    _ row: PlainRow, of text: borrowing PlainText, _ fields: Fields,
    cells: inout PlainCellReader
  ) -> Range<Int>? {
    let bytes = text.bytes.span
    let places = text.places.span
    let id = row.trimmed(fields.customer, bytes, places)
    let kindRange = row.trimmed(fields.kind, bytes, places)
    let time = row.trimmed(fields.time, bytes, places)
    guard !id.isEmpty, !kindRange.isEmpty, let seconds = cells.seconds(bytes, time) else {
      return nil
    }
    var value = Double.nan
    if fields.value >= 0 {
      let range = row.trimmed(fields.value, bytes, places)
      if !range.isEmpty {
        guard let number = cells.decimal(bytes, range) else { return nil }
        value = number.doubleValue
      }
    } else if let calculation = fields.calculation {
      guard let number = try? calculation.decimal(PlainCells(row: row, text: text)) else {
        return nil
      }
      value = number.doubleValue
    }
    let detailRange = fields.detail < 0 ? 0..<0 : row.trimmed(fields.detail, bytes, places)
    let kind = code(of: bytes, kindRange, detail: detailRange)
    guard kind < Event.mostKinds else { return nil }
    if cells.settings.times.format == nil { clocks.note(bytes, time) }
    append(
      Event(instant: Instant(seconds: seconds), kind: kind, value: value),
      mark: fields.unkept.mark(bytes, time: time) { row.range($0, places) })
    return id
  }
}

extension [UInt64] {
  /// Appends the mark of a row after `count` others; the column stays empty as long as all are 0.
  @inline(__always)
  mutating func appendMark(_ mark: UInt64, count: Int) {
    if mark == 0, isEmpty { return }
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
    append(mark)
  }
}
