internal import Files
internal import Histories

/// The rows of successive customers in canonical order, with all that is needed to add further ones.
struct HistoryRows: Sendable {
  var ids = TextColumn()
  /// Rows of customer `i` are `lineOffsets[i] ..< lineOffsets[i + 1]`.
  var lineOffsets: [Int32] = [0]
  /// Amounts as the files have them.
  var orders = OrderColumns()
  var eventOffsets: [Int32] = [0]
  var events = EventColumns()

  func lineRange(of customer: Int) -> Range<Int> {
    Int(lineOffsets[customer])..<Int(lineOffsets[customer + 1])
  }

  func eventRange(of customer: Int) -> Range<Int> {
    Int(eventOffsets[customer])..<Int(eventOffsets[customer + 1])
  }
}

/// Which columns rows have that not all do.
struct RowPresence: Sendable {
  var order = false
  var quantity = false
  var returnedAt = false
}

extension OrderColumns {
  /// Appends rows of other columns; what those lack is unknown.
  ///
  /// - Parameters:
  ///   - other: columns with the same codes and decimals.
  ///   - range: which rows of them.
  ///   - presence: which columns to have.
  mutating func append(_ other: OrderColumns, _ range: Range<Int>, _ presence: RowPresence) {
    let count = lines.count
    lines += other.lines[range]
    if presence.order {
      if other.orders.isEmpty {
        orders.keys.append(contentsOf: repeatElement(.none, count: range.count))
      } else if other.orders.longTexts.count == 0 {
        orders.keys += other.orders.keys[range]
      } else {
        orders.append(other.orders, at: range.map(Int32.init)[...])
      }
    }
    if presence.quantity { quantity.append(other.quantity, range, orElse: .nan) }
    if presence.returnedAt { returnedAt.append(other.returnedAt, range, orElse: .max) }
    marks.appendMarks(other.marks, range, count: count)
  }

  /// The rows of some places, in their order.
  func gathered(_ places: [Int32]) -> OrderColumns {
    var gathered = OrderColumns()
    gathered.lines.append(lines, at: places[...])
    if !orders.isEmpty {
      gathered.orders = OrderIDs(keys: [], longTexts: orders.longTexts)
      gathered.orders.keys.append(orders.keys, at: places[...])
    }
    if !quantity.isEmpty { gathered.quantity.append(quantity, at: places[...]) }
    if !returnedAt.isEmpty { gathered.returnedAt.append(returnedAt, at: places[...]) }
    if !marks.isEmpty { gathered.marks.append(marks, at: places[...]) }
    return gathered
  }
}

extension EventColumns {
  mutating func append(_ other: EventColumns, _ range: Range<Int>) {
    let count = events.count
    events += other.events[range]
    marks.appendMarks(other.marks, range, count: count)
  }

  func gathered(_ places: [Int32]) -> EventColumns {
    var gathered = EventColumns()
    gathered.events.append(events, at: places[...])
    if !marks.isEmpty { gathered.marks.append(marks, at: places[...]) }
    return gathered
  }
}

extension Array where Element: BitwiseCopyable {
  fileprivate mutating func append(_ other: [Element], _ range: Range<Int>, orElse empty: Element) {
    if other.isEmpty {
      append(contentsOf: repeatElement(empty, count: range.count))
    } else {
      self += other[range]
    }
  }
}

extension [UInt64] {
  /// Appends marks after `count` rows; the column stays empty as long as all are 0.
  fileprivate mutating func appendMarks(_ other: [UInt64], _ range: Range<Int>, count: Int) {
    if other.isEmpty && isEmpty { return }
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
    append(other, range, orElse: 0)
  }
}
