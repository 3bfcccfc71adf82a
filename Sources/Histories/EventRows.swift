import Expressions
import Units

/// The used rows of event files as they come, one element a row in each column.
struct EventRows: BlockRows {
  let hasValues: Bool
  /// Codes of an `Interner`.
  var customer: [Int32] = []
  var instant: [Int64] = []
  var kind: [Int32] = []
  /// Not-a-number where the event has none; empty where no file has the column.
  var value: [Double] = []
  var fingerprint: [UInt64] = []
  var kinds = Interner()

  init(hasValues: Bool) {
    self.hasValues = hasValues
  }

  var count: Int { instant.count }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers: inout Interner, settings: OrderRows.Settings
  ) throws(DataError) -> RefusedRow? {
    guard let customerField = file.columns.field(.eventCustomer),
      let timeField = file.columns.field(.eventTime),
      let kindField = file.columns.field(.eventKind)
    else { preconditionFailure("an event file without its required columns") }
    let id = file.reader.trimmed(customerField)
    if id.isEmpty {
      return file.refusal(.noCustomer, customerField, expected: "a customer id")
    }
    let seconds: Int64
    switch try file.seconds(timeField, settings) {
    case .success(let value): seconds = value
    case .failure(let refused): return file.refusal(.time, timeField, expected: refused.expected)
    }
    let kindRange = file.reader.trimmed(kindField)
    if kindRange.isEmpty { return file.refusal(.kind, kindField, expected: "a kind of event") }
    if hasValues {
      do {
        let source = file.columns.source(.eventValue)
        let number = try source.flatMap { source throws(CellError) in
          try file.number(source, decimalComma: settings.decimalComma)
        }
        value.append(number?.doubleValue ?? .nan)
      } catch {
        var refused = file.refusal(.value, error)
        refused.expected += " (--columns event.value= leaves the column out)"
        return refused
      }
    }
    customer.append(customers.code(of: file.reader.buffer.span, id))
    instant.append(seconds)
    kind.append(kinds.code(of: file.reader.buffer.span, kindRange))
    fingerprint.append(file.fingerprint)
    return nil
  }
}

extension EventRows {
  static func unify(_ sources: inout [Self]) -> Bool { true }

  mutating func takeAll() -> Self {
    var taken = EventRows(hasValues: hasValues)
    swap(&taken, &self)
    kinds = taken.kinds
    return taken
  }

  mutating func append(
    _ row: PlainRow, of block: RowBlock, _ bytes: Span<UInt8>, columns: RecognisedColumns,
    cells: inout PlainCellReader
  ) -> Range<Int>? {
    guard let customerField = columns.field(.eventCustomer),
      let timeField = columns.field(.eventTime), let kindField = columns.field(.eventKind)
    else { return nil }
    let id = row.trimmed(customerField, bytes)
    let kindRange = row.trimmed(kindField, bytes)
    guard !id.isEmpty, !kindRange.isEmpty,
      let seconds = cells.seconds(bytes, row.trimmed(timeField, bytes))
    else { return nil }
    if hasValues {
      if let field = columns.field(.eventValue), row.trimmed(field, bytes).isEmpty {
        value.append(.nan)
      } else if let number = cells.number(.eventValue, columns, row, block, bytes) {
        value.append(number.doubleValue)
      } else if columns.source(.eventValue) == nil {
        value.append(.nan)
      } else {
        return nil
      }
    }
    customer.append(-1)
    instant.append(seconds)
    kind.append(kinds.code(of: bytes, kindRange))
    fingerprint.append(row.fingerprint(bytes))
    return id
  }
}
