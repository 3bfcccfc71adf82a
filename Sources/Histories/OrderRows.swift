import Expressions
import Units

/// The used rows of order files as they come, one element a row in each column.
struct OrderRows: BlockRows {
  /// Which optional columns any of the files has; the others stay empty.
  struct Presence: Sendable {
    var order = false
    var quantity = false
    var discount = false
    var category = false
    var channel = false
    var returnedAt = false
  }

  let presence: Presence
  /// Codes of an `Interner`.
  var customer: [Int32] = []
  var instant: [Int64] = []
  /// In units of 10^−moneyScale.
  var amount: [Int64] = []
  private(set) var moneyScale = 0
  var orderIDs = TextColumn()
  /// Mark of each order id, by which most are told apart; 0 where there is none.
  var orderMark: [UInt64] = []
  var quantity: [Double] = []
  var discounted: [UInt8] = []
  var category: [Int32] = []
  var channel: [Int32] = []
  var returnedAt: [Int64] = []
  var fingerprint: [UInt64] = []
  var categories = Interner()
  var channels = Interner()
  private(set) var currency: String?

  init(presence: Presence) {
    self.presence = presence
  }

  var count: Int { instant.count }

  /// Brings all amounts to as many decimals, at least those they have.
  mutating func rescale(to scale: Int) throws(DataError) {
    for index in amount.indices {
      guard let finer = Decimal(mantissa: amount[index], scale: moneyScale).rescaled(to: scale)
      else { throw .amountsTooLarge(scale: scale) }
      amount[index] = finer.mantissa
    }
    moneyScale = scale
  }

  /// Appends an amount, making room for its decimals in those before it.
  private mutating func append(_ money: Decimal) throws(DataError) {
    let scale = min(money.scale, Decimal.moneyScale)
    if scale > moneyScale { try rescale(to: scale) }
    guard let units = money.rescaled(to: moneyScale) else {
      throw .amountsTooLarge(scale: moneyScale)
    }
    amount.append(units.mantissa)
  }

  /// The sum of all magnitudes.
  var total: Int128 { amount.reduce(0) { $0 + Int128($1.magnitude) } }
}

extension OrderRows {
  /// What is needed to make values of cells.
  struct Settings: Sendable {
    let times: TimeReader
    let decimalComma: Bool
    let knownAfterSeconds: Int64?
    /// First second that lies in the future, `Int64.max` where the future is allowed.
    let futureBegins: Int64
    let today: Day

    init(_ options: ReadOptions, times: TimeReader) {
      self.times = times
      decimalComma = options.decimalComma
      knownAfterSeconds = options.knownAfter.map { Int64($0.wholeDays) * 86_400 }
      futureBegins =
        options.allowFutureDates ? .max : Instant(startOf: options.today + 1).seconds
      today = options.today
    }
  }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers: inout Interner, settings: Settings
  ) throws(DataError) -> RefusedRow? {
    guard let customerField = file.columns.field(.customer),
      let timeField = file.columns.field(.time), let amountSource = file.columns.source(.amount)
    else { preconditionFailure("an order file without its required columns") }
    let id = file.reader.trimmed(customerField)
    if id.isEmpty {
      return file.refusal(.noCustomer, customerField, expected: "a customer id")
    }
    let seconds: Int64
    switch try file.seconds(timeField, settings) {
    case .success(let value): seconds = value
    case .failure(let refused): return file.refusal(.time, timeField, expected: refused.expected)
    }
    let money: Decimal
    var pieces = Double.nan
    do {
      guard let value = try file.number(amountSource, decimalComma: settings.decimalComma) else {
        let field = file.columns.field(.amount)
        return file.refusal(.amount, field, found: "", expected: "a decimal number")
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
    try append(money)
    customer.append(customers.code(of: file.reader.buffer.span, id))
    instant.append(seconds)
    if presence.quantity { quantity.append(pieces) }
    if presence.returnedAt { returnedAt.append(returned) }
    appendTexts(file)
    fingerprint.append(file.fingerprint)
    return nil
  }

  private mutating func appendTexts(_ file: borrowing LogFile) {
    let bytes = file.reader.buffer.span
    func range(_ role: ColumnRole) -> Range<Int>? {
      file.columns.field(role).map { file.reader.trimmed($0) }
    }
    if presence.order { appendOrderID(bytes, range(.order) ?? 0..<0) }
    if presence.discount {
      let isGiven = range(.discount).map { hasDiscount(file.reader.buffer[$0]) } ?? false
      discounted.append(isGiven ? 1 : 0)
    }
    if presence.category {
      category.append(code(bytes, range(.category), &categories))
    }
    if presence.channel {
      channel.append(code(bytes, range(.channel), &channels))
    }
  }

  private mutating func appendOrderID(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    orderIDs.append(bytes, range)
    orderMark.append(range.isEmpty ? 0 : Fingerprint(bytes, range).value | 1)
  }

  private mutating func checkCurrency(_ file: borrowing LogFile) throws(DataError) {
    guard let field = file.columns.field(.currency) else { return }
    let range = file.reader.trimmed(field)
    if range.isEmpty { return }
    if let currency, currency.utf8.elementsEqual(file.reader.buffer[range]) { return }
    let found = file.reader.text(field)
    if let currency, currency != found {
      throw .twoCurrencies(
        file.place, column: file.columns.names[field], first: currency, second: found)
    }
    currency = found
  }
}

extension OrderRows {
  mutating func takeAll() -> Self {
    var taken = OrderRows(presence: presence)
    swap(&taken, &self)
    (categories, channels) = (taken.categories, taken.channels)
    (moneyScale, currency) = (taken.moneyScale, taken.currency)
    return taken
  }

  static func unify(_ sources: inout [Self]) -> Bool {
    let currency = sources.lazy.compactMap(\.currency).first
    let scale = sources.reduce(0) { max($0, $1.moneyScale) }
    for index in sources.indices {
      if let own = sources[index].currency, own != currency { return false }
      sources[index].currency = currency
      if sources[index].moneyScale < scale {
        guard (try? sources[index].rescale(to: scale)) != nil else { return false }
      }
    }
    return true
  }

  mutating func append(
    _ row: PlainRow, of block: RowBlock, _ bytes: Span<UInt8>, columns: RecognisedColumns,
    cells: inout PlainCellReader
  ) -> Range<Int>? {
    guard let customerField = columns.field(.customer), let timeField = columns.field(.time)
    else { return nil }
    let id = row.trimmed(customerField, bytes)
    guard !id.isEmpty, let seconds = cells.seconds(bytes, row.trimmed(timeField, bytes)),
      let money = cells.number(.amount, columns, row, block, bytes)
    else { return nil }
    var pieces = Double.nan
    if let field = columns.field(.quantity), row.trimmed(field, bytes).isEmpty {
    } else if let number = cells.number(.quantity, columns, row, block, bytes) {
      pieces = number.doubleValue
    } else if columns.source(.quantity) != nil {
      return nil
    }
    // Returns are rare: only a row that has none is plain.
    if presence.returnedAt, !isKept(row, block, bytes, columns) { return nil }
    if let field = columns.field(.currency), !isCurrency(bytes, row.trimmed(field, bytes)) {
      return nil
    }
    guard (try? append(money)) != nil else { return nil }
    customer.append(-1)
    instant.append(seconds)
    if presence.quantity { quantity.append(pieces) }
    if presence.returnedAt { returnedAt.append(.max) }
    appendTexts(row, block, bytes, columns)
    fingerprint.append(row.fingerprint(bytes))
    return id
  }

  private mutating func appendTexts(
    _ row: PlainRow, _ block: RowBlock, _ bytes: Span<UInt8>, _ columns: RecognisedColumns
  ) {
    func range(_ role: ColumnRole) -> Range<Int>? {
      columns.field(role).map { row.trimmed($0, bytes) }
    }
    if presence.order { appendOrderID(bytes, range(.order) ?? 0..<0) }
    if presence.discount {
      let isGiven = range(.discount).map { hasDiscount(block.bytes[$0]) } ?? false
      discounted.append(isGiven ? 1 : 0)
    }
    if presence.category { category.append(code(bytes, range(.category), &categories)) }
    if presence.channel { channel.append(code(bytes, range(.channel), &channels)) }
  }

  /// Whether the row surely says that nothing came back.
  private func isKept(
    _ row: PlainRow, _ block: RowBlock, _ bytes: Span<UInt8>, _ columns: RecognisedColumns
  ) -> Bool {
    if let mark = columns.field(.returned) {
      return saysNo(block.bytes[row.trimmed(mark, bytes)])
    }
    return columns.field(.returnedAt).map { row.trimmed($0, bytes).isEmpty } ?? true
  }

  /// Whether a cell is empty or names the currency known already.
  private func isCurrency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    guard let currency, currency.utf8.count == range.count else { return false }
    return zip(range, currency.utf8).allSatisfy { bytes[$0] == $1 }
  }
}

private func code(_ bytes: Span<UInt8>, _ range: Range<Int>?, _ names: inout Interner) -> Int32 {
  guard let range, !range.isEmpty else { return -1 }
  return names.code(of: bytes, range)
}

/// Any number but 0, and any text that does not say no: `5%`, `SUMMER`, `yes`.
private func hasDiscount(_ bytes: ArraySlice<UInt8>) -> Bool {
  if bytes.isEmpty { return false }
  return !bytes.allSatisfy(isPartOfZero) && !saysNo(bytes)
}

private func isPartOfZero(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "%"),
    UInt8(ascii: "-"), UInt8(ascii: "+"):
    true
  default: false
  }
}

/// Whether a cell says no: `0`, `false`, `no`, `n`, `f`, `none`, `null`, `nan`, or nothing at all.
func saysNo(_ bytes: ArraySlice<UInt8>) -> Bool {
  if bytes.isEmpty { return true }
  if bytes.count == 1, let only = bytes.first { return "0nNfF-".utf8.contains(only) }
  if bytes.count > 5 { return false }
  if bytes.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }) { return true }
  // What is left as a number is none of the words.
  if bytes.allSatisfy({ $0 < UInt8(ascii: "A") }) { return false }
  return ["no", "false", "none", "null", "nan"].contains(
    String(decoding: bytes, as: UTF8.self).lowercased())
}
