import Expressions
import Units

/// The used rows of order files as they come, one element a row in each column.
struct OrderRows {
  /// Which optional columns any of the files has; the others stay empty.
  struct Presence {
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

  /// Appends an amount, making room for its decimals in those before it.
  private mutating func append(_ money: Decimal) throws(DataError) {
    let scale = min(money.scale, Decimal.moneyScale)
    if scale > moneyScale {
      for index in amount.indices {
        guard let finer = Decimal(mantissa: amount[index], scale: moneyScale).rescaled(to: scale)
        else { throw .amountsTooLarge(scale: scale) }
        amount[index] = finer.mantissa
      }
      moneyScale = scale
    }
    guard let units = money.rescaled(to: moneyScale) else {
      throw .amountsTooLarge(scale: moneyScale)
    }
    amount.append(units.mantissa)
  }

  /// Throws where the amounts could overflow the sums of the store.
  func checkTotal() throws(DataError) {
    let total = amount.reduce(Int128(0)) { $0 + Int128($1.magnitude) }
    if total > Int128(Int64.max / 4) { throw .amountsTooLarge(scale: moneyScale) }
  }
}

extension OrderRows {
  /// What is needed to make values of cells.
  struct Settings {
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
    if presence.order { orderIDs.append(bytes, range(.order) ?? 0..<0) }
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

private func code(_ bytes: Span<UInt8>, _ range: Range<Int>?, _ names: inout Interner) -> Int32 {
  guard let range, !range.isEmpty else { return -1 }
  return names.code(of: bytes, range)
}

/// Any number but 0, and any text that does not say no: `5%`, `SUMMER`, `yes`.
private func hasDiscount(_ bytes: ArraySlice<UInt8>) -> Bool {
  if bytes.isEmpty { return false }
  if bytes.allSatisfy({ "0.,%-+".utf8.contains($0) }) { return false }
  return !saysNo(bytes)
}

/// Whether a cell says no: `0`, `false`, `no`, `n`, `f`, `none`, `null`, `nan`, or nothing at all.
func saysNo(_ bytes: ArraySlice<UInt8>) -> Bool {
  if bytes.isEmpty { return true }
  if bytes.count == 1, let only = bytes.first { return "0nNfF-".utf8.contains(only) }
  if bytes.count > 5 { return false }
  if bytes.allSatisfy({ "0.".utf8.contains($0) }) { return true }
  return ["no", "false", "none", "null", "nan"].contains(
    String(decoding: bytes, as: UTF8.self).lowercased())
}
