internal import Expressions
internal import Files
internal import Histories
internal import Intake
internal import Units

/// The order rows of one export file, ready to be read as plain rows.
struct OrderExport {
  /// One line of an order, or money given back.
  struct Entry: Sendable {
    private let place: Int32
    var customer: Int32
    /// −1 where there is none.
    var order: Int32
    var wall: Int64
    private var mantissa: Int64 = 0
    private var scale: Int8 = 0
    /// Whether it stands beside its row's own entry.
    var isExtra = false

    init(row: Int, customer: Int32, order: Int32, wall: Int64, amount: FixedDecimal = .none) {
      place = Int32(row)
      (self.customer, self.order, self.wall) = (customer, order, wall)
      self.amount = amount
    }

    var row: Int { Int(place) }

    var amount: FixedDecimal {
      get { FixedDecimal(mantissa: mantissa, scale: Int(scale)) }
      set { (mantissa, scale) = (newValue.mantissa, Int8(newValue.scale)) }
    }
  }

  var rows: ExportRows
  private(set) var entries: [Entry] = []
  private(set) var gross = ExactSum()
  private(set) var refunded = ExactSum()
  /// Refund rows that were found their order.
  var refundsJoined: Int { joinedRefunds.count }
  private var joinedRefunds = Set<Int>()
  /// Whether money given back has columns or rows of its own.
  private(set) var hasRefunds = false
  /// Rows of which money given back was taken off.
  var refundRows: Int {
    Set(entries.filter { $0.isExtra || rows.outcomes[$0.row] == .refund }.map(\.row)).count
  }
  let zone: ZoneClock
  /// First row and amount of orders whose amount is the whole order's.
  private var totals = OrderTable<Total>()
  /// The largest refund of those orders that have any.
  private var orderRefunds: [OrderKey: FixedDecimal] = [:]
  private var usesRemaining = false
  /// Orders of which a line has an amount, where that is the whole order's; else empty.
  private var filledOrders: [Bool] = []
  /// What rows that sum an order's lines say, and what the lines add up to, by order.
  private var sums: [Int32: Sums] = [:]

  private struct Sums {
    var own = ExactSum()
    var lines = ExactSum()
  }

  private struct Total {
    private let place: Int32
    let amount: FixedDecimal

    init(row: Int, amount: FixedDecimal) { (place, self.amount) = (Int32(row), amount) }

    var row: Int { Int(place) }
  }

  init(_ opened: OpenedExport, _ options: ReadOptions, zone: ZoneClock) throws(IngestionError) {
    self.zone = zone
    rows = try ExportRows(opened, options)
    try rows.checkRoles()
    guard rows.questions.isEmpty else { return }
    rows.join()
    rows.leaveOutNotes()
    let candidates = rows.totalsCandidates
    rows.findMoneyForms(skipping: Set(candidates))
    rows.leaveOutTotals(candidates)
    rows.findTimeForm()
    rows.checkIDs()
    rows.checkUnreadColumns()
    checkRemaining()
    rows.decide()
    findFilledOrders()
    guard rows.questions.isEmpty else { return }
    collect()
    checkCurrency()
    checkHouseAccount()
  }

  private var sheet: Sheet { rows.sheet }
  private var bound: BoundProfile { rows.bound }

  /// Whether the column of what remains was ever filled.
  private mutating func checkRemaining() {
    guard let column = bound.remaining else { return }
    var (filled, zeros) = (0, 0)
    for index in 0..<sheet.count where rows.outcomes[index] == .used {
      guard let value = try? rows.row(index).decimal(column) else { continue }
      filled += 1
      if value.mantissa == 0 { zeros += 1 }
    }
    if filled == zeros {
      rows.remarks.append(.unusedRemainder(column: sheet.header[column]))
    } else if 2 * zeros > filled {
      rows.ask(
        .remainders(column: sheet.header[column], zeros: zeros, filled: filled))
    } else {
      usesRemaining = true
    }
  }

  private mutating func collect() {
    rows.findWallClocks(zone)
    var firstCustomer = [Int32](repeating: -1, count: rows.orders.count)
    totals = OrderTable(orders: rows.orders.count)
    entries.reserveCapacity(sheet.count)
    let hasOrderRow = ordersWithOrderRow()
    for index in 0..<sheet.count where rows.outcomes[index] == .used {
      guard let customer = rows.namedCustomer(index) else {
        rows.outcomes[index] = .anonymous
        continue
      }
      let order = rows.orderCodes[index]
      if order >= 0, firstCustomer[Int(order)] < 0 { firstCustomer[Int(order)] = customer }
      take(index, customer, order, isLine: isLine(index, hasOrderRow))
    }
    addOrderRefunds()
    refuseOrdersWithoutAmount()
    var leftOut = ordersLeftOut()
    for index in 0..<sheet.count where rows.outcomes[index] == .refund {
      takeRefund(index, firstCustomer, &leftOut)
    }
    tellSums()
    trimPointZero()
  }

  mutating func setFilledOrders(_ filled: [Bool]) { filledOrders = filled }

  /// Rows that sum the lines of their order count in the lines' place: where the two differ, that is told.
  private mutating func tellSums() {
    let differing = sums.values.filter { $0.lines.units != 0 && $0.own != $0.lines }
    if differing.isEmpty { return }
    rows.remarks.append(
      .sumsDiffer(
        orders: differing.count, sum: differing.reduce(ExactSum()) { $0 + $1.own }.text,
        lines: differing.reduce(ExactSum()) { $0 + $1.lines }.text))
  }

  private func ordersWithOrderRow() -> Set<Int32> {
    guard let condition = bound.orderRow else { return [] }
    var found = Set<Int32>()
    for index in 0..<sheet.count where rows.orderCodes[index] >= 0 {
      if (try? condition.boolean(rows.row(index))) == true { found.insert(rows.orderCodes[index]) }
    }
    return found
  }

  /// Whether a row is a line of an order whose money stands on another row.
  private func isLine(_ index: Int, _ orders: Set<Int32>) -> Bool {
    guard let condition = bound.orderRow, orders.contains(rows.orderCodes[index]) else {
      return false
    }
    return (try? condition.boolean(rows.row(index))) != true
  }

  private mutating func take(_ index: Int, _ customer: Int32, _ order: Int32, isLine: Bool) {
    guard let wall = rows.wallClock(index, zone) else {
      rows.refuse(
        index, .time, bound.times.first, found: rows.timeText(index),
        expected: .time(form: rows.timeForm.pattern))
      return
    }
    var entry = Entry(row: index, customer: customer, order: order, wall: wall)
    if isLine {
      entries.append(entry)
      if let amount = rows.rawAmount(index) { sums[order, default: Sums()].lines.add(amount) }
      return
    }
    let row = rows.row(index)
    do {
      guard let rule = try bound.amount(row) else {
        rows.refuse(index, .amount, nil, found: "", expected: .amount)
        return
      }
      let amount = try rule.value.decimal(row)
      let refund = try refund(of: row, rule, amount)
      if rule.level == .order, order >= 0 {
        takeTotal(amount, refund, OrderKey(order: order, customer: customer), index, &entry)
      } else {
        let mayBeBlank =
          rows.continued.contains(index) || bound.orderRow != nil
          || order >= 0 && !filledOrders.isEmpty && filledOrders[Int(order)]
        guard let amount = amount ?? (mayBeBlank ? entry.amount : nil) else {
          rows.refuse(
            index, .amount, rule.value.fields.min(), found: "", expected: .amount)
          return
        }
        entry.amount = amount
        entries.append(entry)
        add(amount)
        if bound.orderRow != nil { sums[order, default: Sums()].own.add(amount) }
        if let refund, refund.mantissa != 0 { appendRefund(refund, of: entry) }
        return
      }
    } catch {
      rows.refuse(index, .amount, error)
      return
    }
    entries.append(entry)
  }

  private mutating func add(_ amount: FixedDecimal) {
    if amount.mantissa < 0 {
      refunded.add(amount, isNegative: true)
    } else {
      gross.add(amount)
    }
  }

  private func refund(
    of row: SheetRow, _ rule: BoundProfile.Amount, _ amount: FixedDecimal?
  ) throws(CellError) -> FixedDecimal? {
    if let expression = rule.refund ?? bound.refundValue {
      return try expression.decimal(row)?.magnitude
    }
    guard usesRemaining, let column = bound.remaining, let amount,
      let left = try row.decimal(column)
    else { return nil }
    return amount.less(left)?.magnitude
  }

  /// The whole order's amount counts where it stands first.
  private mutating func takeTotal(
    _ amount: FixedDecimal?, _ refund: FixedDecimal?, _ key: OrderKey, _ index: Int,
    _ entry: inout Entry
  ) {
    if let amount {
      if let known = totals[key] {
        if !known.amount.isEqual(to: amount) {
          rows.ask(
            .twoTotals(
              order: rows.orders.text(key.order),
              lines: [sheet.line(known.row), sheet.line(index)],
              amounts: [known.amount.description, amount.description]))
        }
      } else {
        totals[key] = Total(row: index, amount: amount)
        entry.amount = amount
        add(amount)
      }
    }
    if let refund, refund.mantissa != 0 {
      hasRefunds = true
      let known = orderRefunds[key]
      if totals[key] != nil, known.map({ ($0.less(refund)?.mantissa ?? 0) < 0 }) ?? true {
        orderRefunds[key] = refund
      }
    }
  }

  private mutating func addOrderRefunds() {
    if orderRefunds.isEmpty { return }
    for entry in entries where entry.order >= 0 {
      let key = OrderKey(order: entry.order, customer: entry.customer)
      guard let refund = orderRefunds[key], totals[key]?.row == entry.row else { continue }
      appendRefund(refund, of: entry)
    }
  }

  /// An order whose amount stands on none of its lines has no known amount.
  private mutating func refuseOrdersWithoutAmount() {
    guard bound.amounts.contains(where: { $0.level == .order }), !totals.isEmpty,
      bound.orderRow == nil
    else { return }
    let all = bound.amounts.first.flatMap { $0.when == nil ? $0.level : nil }
    var missing = Set<Int>()
    for entry in entries where entry.order >= 0 {
      let level = try? all ?? bound.amount(rows.row(entry.row))?.level
      let key = OrderKey(order: entry.order, customer: entry.customer)
      if level == .order, totals[key] == nil { missing.insert(entry.row) }
    }
    if missing.isEmpty { return }
    entries.removeAll { missing.contains($0.row) }
    let column = bound.amounts.first?.value.fields.min()
    for index in missing.sorted() {
      rows.refuse(index, .amount, column, found: "", expected: .orderAmount)
    }
  }

  private mutating func appendRefund(_ refund: FixedDecimal, of entry: Entry) {
    hasRefunds = true
    if rows.options.refundPolicy == .ignore { return }
    var back = entry
    back.isExtra = true
    back.amount = FixedDecimal(mantissa: -refund.mantissa, scale: refund.scale)
    entries.append(back)
    refunded.add(refund)
  }

  /// A row of its own that gives money back.
  private mutating func takeRefund(
    _ index: Int, _ firstCustomer: [Int32], _ leftOut: inout Set<Int32>
  ) {
    hasRefunds = true
    let rule = rows.firstRule(index)
    let row = rows.row(index)
    let parent = rule?.order?.text(row) ?? bound.parent?.text(row) ?? ""
    let order =
      parent.isEmpty ? rows.orderCodes[index] : rows.orders.known(parent) ?? -1
    let name = rows.customer(index, rule?.customers ?? bound.customers)
    var customer = name.isEmpty ? nil : rows.customers.code(name)
    if order >= 0, order < firstCustomer.count, firstCustomer[Int(order)] >= 0 {
      let owner = firstCustomer[Int(order)]
      if customer == nil { customer = owner }
      joinedRefunds.insert(index)
    } else if order >= 0, leftOut.contains(order) {
      leaveOutRefund(index, "refund of an order left out", &leftOut)
      return
    }
    guard let customer else {
      leaveOutRefund(index, "refund of nobody", &leftOut)
      return
    }
    guard let wall = rows.wallClock(index, zone) else {
      rows.refuse(
        index, .time, bound.times.first, found: rows.timeText(index),
        expected: .time(form: rows.timeForm.pattern))
      return
    }
    guard let amount = rows.rawAmount(index) else {
      rows.refuse(index, .amount, nil, found: "", expected: .amount)
      return
    }
    if rows.options.refundPolicy == .ignore {
      leaveOutRefund(index, "refund ignored", &leftOut)
      return
    }
    let back = amount.magnitude
    entries.append(
      Entry(
        row: index, customer: customer, order: order, wall: wall,
        amount: FixedDecimal(mantissa: -back.mantissa, scale: back.scale)))
    refunded.add(back)
  }

  private mutating func leaveOutRefund(
    _ index: Int, _ reason: String, _ leftOut: inout Set<Int32>
  ) {
    rows.outcomes[index] = .leftOut(reason)
    if rows.orderCodes[index] >= 0 { leftOut.insert(rows.orderCodes[index]) }
  }

  private func ordersLeftOut() -> Set<Int32> {
    var found = Set<Int32>()
    for index in 0..<sheet.count where rows.orderCodes[index] >= 0 {
      if case .leftOut = rows.outcomes[index] { found.insert(rows.orderCodes[index]) }
    }
    return found
  }

  /// Ids that a program wrote as decimals: 17.0 is 17.
  private mutating func trimPointZero() {
    let names = rows.customers.column
    let isDecimal = { (code: Int) in
      let text = names.utf8(at: code)
      return text.suffix(2).elementsEqual(".0".utf8) && Int(names[code].dropLast(2)) != nil
    }
    guard names.count > 0, (0..<names.count).allSatisfy(isDecimal) else { return }
    var trimmed = TextCodes()
    for name in names.strings { _ = trimmed.code(String(name.dropLast(2))) }
    guard trimmed.count == names.count else { return }
    rows.customers = trimmed
    rows.remarks.append(.pointZero)
  }

  /// Leaves out rows that another file has as well.
  mutating func leaveOut(_ repeated: Set<Int>) {
    if repeated.isEmpty { return }
    entries.removeAll { entry in
      guard repeated.contains(entry.row) else { return false }
      joinedRefunds.remove(entry.row)
      if entry.amount.mantissa < 0 {
        refunded.add(entry.amount)
      } else {
        gross.add(entry.amount, isNegative: true)
      }
      return true
    }
    for index in repeated { rows.outcomes[index] = .repeated }
  }
}
