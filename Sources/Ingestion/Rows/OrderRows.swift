internal import Expressions
internal import Files
internal import Histories
internal import Intake
internal import Units

/// The used rows of a block of an order file.
struct OrderRows: BlockRows {
  /// Which optional columns any of the files has.
  struct Presence: Sendable {
    var order = false
    var quantity = false
    var returnedAt = false
    var columns = Lines.Columns()
  }

  let presence: Presence
  var customers: [CustomerPlace] = []
  /// Amounts are in units of 10^−moneyScale, categories and channels codes of interners.
  var lines: [Line] = []
  private(set) var moneyScale = 0
  /// Empty where no file has order ids; likewise `quantity` and `returnedAt`.
  var orderIDs = OrderIDs()
  var quantity: [Double] = []
  var returnedAt: [Int64] = []
  /// Marks of what is not kept of the rows; empty where all are 0.
  var marks: [UInt64] = []
  var categories = NameInterner()
  var channels = NameInterner()
  private(set) var currency: String?
  /// Of the order times, where no format is given.
  private(set) var clocks: WrittenClocks = []

  init(presence: Presence) {
    self.presence = presence
  }

  var count: Int { lines.count }

  /// Where the columns of one file stand; −1 where there is none.
  struct Fields: Sendable {
    let customer: Int
    let time: Int
    /// −1 where the amount is calculated; likewise `quantity`.
    let amount: Int
    let quantity: Int
    let amountCalculation: RowExpression?
    let quantityCalculation: RowExpression?
    let order: Int
    let discount: Int
    let category: Int
    let channel: Int
    let currency: Int
    let returned: Int
    let returnedAt: Int
    let unkept: UnkeptFields
  }

  static func fields(of file: LogFile) -> Fields {
    let columns = file.columns
    func field(_ role: ColumnRole) -> Int { columns.field(role) ?? -1 }
    func calculation(_ role: ColumnRole) -> RowExpression? {
      if case .calculation(let expression) = columns.source(role) { expression } else { nil }
    }
    return Fields(
      customer: field(.customer), time: field(.time), amount: field(.amount),
      quantity: field(.quantity), amountCalculation: calculation(.amount),
      quantityCalculation: calculation(.quantity), order: field(.order),
      discount: field(.discount), category: field(.category), channel: field(.channel),
      currency: field(.currency), returned: field(.returned), returnedAt: field(.returnedAt),
      unkept: file.unkept)
  }

  /// Brings all amounts to as many decimals, at least those they have.
  private mutating func rescale(to scale: Int) throws(IngestionError) {
    try lines.rescale(from: moneyScale, to: scale)
    moneyScale = scale
  }

  /// An amount in units of the scale, after making room for its decimals in those before it.
  private mutating func units(_ money: FixedDecimal) throws(IngestionError) -> Int64 {
    let scale = min(money.scale, FixedDecimal.moneyScale)
    if scale > moneyScale { try rescale(to: scale) }
    guard let units = money.rescaled(to: moneyScale) else {
      throw .amountsTooLarge(scale: moneyScale)
    }
    return units.mantissa
  }
}

extension OrderRows {
  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers parts: CustomerParts, settings: RowSettings
  ) throws(IngestionError) -> RejectedRow? {
    guard let customerField = file.columns.field(.customer),
      let timeField = file.columns.field(.time), let amountSource = file.columns.source(.amount)
    else { preconditionFailure("an order file without its required columns") }
    let id = file.reader.trimmed(customerField)
    if id.isEmpty {
      return file.refusal(.noCustomer, customerField, expected: .customer)
    }
    let seconds: Int64
    switch try file.seconds(timeField, settings) {
    case .success(let value): seconds = value
    case .failure(let refused): return file.refusal(.time, timeField, expected: refused.expected)
    }
    let money: FixedDecimal
    var pieces = Double.nan
    do {
      guard let value = try file.number(amountSource, decimalComma: settings.decimalComma) else {
        let field = file.columns.field(.amount)
        return file.refusal(
          .amount, field, found: "",
          expected: .cell(.number(decimalComma: settings.decimalComma), nil))
      }
      money = value
    } catch { return file.refusal(.amount, error) }
    do {
      if let source = file.columns.source(.quantity) {
        pieces =
          try file.number(source, decimalComma: settings.decimalComma)?.doubleValue ?? .nan
      }
    } catch { return file.refusal(.quantity, error) }
    var returned = Int64.max
    if presence.returnedAt {
      switch try file.returnTime(ordered: seconds, settings) {
      case .success(let value): returned = value
      case .failure(let refused):
        return file.refusal(
          .returnedAt, file.columns.field(.returnedAt), expected: refused.expected)
      }
    }
    try checkCurrency(file)
    var line = Line(instant: seconds, amount: try units(money))
    let bytes = file.reader.buffer.span
    func range(_ role: ColumnRole) -> Range<Int>? {
      file.columns.field(role).map { file.reader.trimmed($0) }
    }
    if let range = range(.discount) { line.isDiscounted = hasDiscount(bytes, range) }
    if let range = range(.category), !range.isEmpty {
      line.category = categories.code(of: bytes, range)
    }
    if let range = range(.channel), !range.isEmpty {
      let code = channels.code(of: bytes, range)
      guard code < Line.mostChannels else { throw .tooManyChannels }
      line.channel = code
    }
    if settings.times.format == nil { clocks.note(bytes, file.reader.trimmed(timeField)) }
    customers.append(parts.place(of: bytes, id))
    append(
      line, orderID: range(.order) ?? 0..<0, of: bytes, pieces: pieces, returned: returned,
      mark: file.mark(time: timeField))
    return nil
  }

  private mutating func append(
    _ line: Line, orderID: Range<Int>, of bytes: Span<UInt8>, pieces: Double, returned: Int64,
    mark: UInt64
  ) {
    marks.appendMark(mark, count: lines.count)
    lines.append(line)
    if presence.order { orderIDs.append(bytes, orderID) }
    if presence.quantity { quantity.append(pieces) }
    if presence.returnedAt { returnedAt.append(returned) }
  }

  private mutating func checkCurrency(_ file: borrowing LogFile) throws(IngestionError) {
    guard let field = file.columns.field(.currency) else { return }
    let range = file.reader.trimmed(field)
    if range.isEmpty { return }
    if let currency, currency.utf8.elementsEqual(file.reader.buffer[range]) { return }
    let found = file.reader.text(field)
    if let currency, currency != found {
      throw .twoCurrencies(
        file.place, column: file.columns.told[field], first: currency, second: found)
    }
    currency = found
  }
}

extension OrderRows {
  typealias Part = OrderPart

  mutating func removeAll() {
    customers.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    orderIDs.removeAll()
    quantity.removeAll(keepingCapacity: true)
    returnedAt.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }

  static func unify(_ workers: inout [WorkerRows<OrderRows>]) -> Bool {
    let currency = workers.lazy.compactMap(\.names.currency).first
    let scale = workers.reduce(0) { max($0, $1.names.moneyScale) }
    for index in workers.indices {
      if let own = workers[index].names.currency, own != currency { return false }
      guard (try? workers[index].rescale(to: scale)) != nil else { return false }
      (workers[index].names.currency, workers[index].names.moneyScale) = (currency, scale)
    }
    return true
  }

  mutating func append(
    _ row: PlainRow, of text: borrowing PlainText, _ fields: Fields,
    cells: inout PlainCellReader
  ) -> Range<Int>? {
    let bytes = text.bytes.span
    let places = text.places.span
    let id = row.trimmed(fields.customer, bytes, places)
    let time = row.trimmed(fields.time, bytes, places)
    guard !id.isEmpty,
      let seconds = cells.seconds(bytes, time),
      let money = number(fields.amount, fields.amountCalculation, row, text, cells)
    else { return nil }
    var pieces = Double.nan
    if fields.quantity >= 0 || fields.quantityCalculation != nil {
      if fields.quantity < 0 || !row.trimmed(fields.quantity, bytes, places).isEmpty {
        guard let number = number(fields.quantity, fields.quantityCalculation, row, text, cells)
        else { return nil }
        pieces = number.doubleValue
      }
    }
    var returned = Int64.max
    if presence.returnedAt {
      guard let known = returnTime(row, bytes, places, fields, ordered: seconds, &cells) else {
        return nil
      }
      returned = known
    }
    if fields.currency >= 0, !isCurrency(bytes, row.trimmed(fields.currency, bytes, places)) {
      return nil
    }
    guard let amount = try? units(money) else { return nil }
    var line = Line(instant: seconds, amount: amount)
    if fields.discount >= 0 {
      line.isDiscounted = hasDiscount(bytes, row.trimmed(fields.discount, bytes, places))
    }
    if fields.category >= 0 {
      let range = row.trimmed(fields.category, bytes, places)
      if !range.isEmpty { line.category = categories.code(of: bytes, range) }
    }
    if fields.channel >= 0 {
      let range = row.trimmed(fields.channel, bytes, places)
      if !range.isEmpty {
        let code = channels.code(of: bytes, range)
        guard code < Line.mostChannels else { return nil }
        line.channel = code
      }
    }
    if cells.settings.times.format == nil { clocks.note(bytes, time) }
    append(
      line, orderID: fields.order < 0 ? 0..<0 : row.trimmed(fields.order, bytes, places),
      of: bytes, pieces: pieces, returned: returned,
      mark: fields.unkept.mark(bytes, time: time) { row.range($0, places) })
    return id
  }

  @inline(__always)
  private func number(
    _ field: Int, _ calculation: RowExpression?, _ row: PlainRow, _ text: borrowing PlainText,
    _ cells: PlainCellReader
  ) -> FixedDecimal? {
    if field >= 0 {
      let bytes = text.bytes.span
      return cells.decimal(bytes, row.trimmed(field, bytes, text.places.span))
    }
    return try? calculation?.decimal(PlainCells(row: row, text: text))
  }

  /// When the line was known to be returned, as `LogFile.returnTime` has it; nil where it cannot be
  /// read.
  private func returnTime(
    _ row: PlainRow, _ bytes: Span<UInt8>, _ places: Span<UInt32>, _ fields: Fields,
    ordered: Int64, _ cells: inout PlainCellReader
  ) -> Int64? {
    let isMarked =
      fields.returned >= 0 && !saysNo(bytes, row.trimmed(fields.returned, bytes, places))
    if fields.returned >= 0, !isMarked { return .max }
    if fields.returnedAt >= 0 {
      let range = row.trimmed(fields.returnedAt, bytes, places)
      if !range.isEmpty { return cells.seconds(bytes, range) }
    }
    guard isMarked, let delay = cells.settings.knownAfterSeconds else { return .max }
    return ordered + delay
  }

  /// Whether a cell is empty or names the currency known already.
  private func isCurrency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    guard let currency, currency.utf8.count == range.count else { return false }
    return zip(range, currency.utf8).allSatisfy { bytes[$0] == $1 }
  }
}

/// Any number but 0, and any text that does not say no: `5%`, `SUMMER`, `yes`.
private func hasDiscount(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  for index in range where !isPartOfZero(bytes[index]) { return !saysNo(bytes, range) }
  return false
}

private func isPartOfZero(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "%"),
    UInt8(ascii: "-"), UInt8(ascii: "+"):
    true
  default: false
  }
}
