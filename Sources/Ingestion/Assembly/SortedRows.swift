internal import Dense
internal import Files
internal import Histories
internal import Intake
internal import Units

/// A part's order rows in canonical order, as the files have them.
struct SortedOrders: Sendable {
  /// Rows of customer `i` of the part are `offsets[i] ..< offsets[i + 1]`.
  var offsets: [Int32] = [0]
  var columns = OrderColumns()
  /// Sum of all magnitudes.
  var total: Int128 = 0
  /// Exact copies of another row, whether they were dropped or not.
  var copies = 0

  init() {}

  /// - Parameters:
  ///   - rows: of the part, by worker.
  ///   - grouping: how they are grouped by customer.
  ///   - dropsCopies: whether exact copies are left out.
  ///   - recoder: gives, for a worker, what becomes of the codes of a line.
  init(
    _ rows: [OrderPart], _ grouping: RowGrouping, dropsCopies: Bool,
    recoder: (_ worker: Int) -> (Line) -> Line
  ) {
    var grouping = grouping
    var columns = OrderColumns(rows, grouping, recoder: recoder)
    total = columns.lines.reduce(Int128(0)) { $0 + Int128($1.amount.magnitude) }
    let order = columns
    let moves = grouping.moves(isRising: order.isRising, order: order.order)
    columns.apply(moves)
    copies = moves.copies.count
    if dropsCopies {
      grouping.drop(moves.copies)
      columns.drop(moves.copies)
    }
    self.columns = columns
    offsets = grouping.offsets
  }
}

/// A part's event rows in canonical order.
struct SortedEvents: Sendable {
  var offsets: [Int32] = [0]
  var columns = EventColumns()
  var copies = 0

  init() {}

  init(
    _ rows: [EventPart], _ grouping: RowGrouping, dropsCopies: Bool,
    recoder: (_ worker: Int) -> (Event) -> Event
  ) {
    var grouping = grouping
    var columns = EventColumns(rows, grouping, recoder: recoder)
    let order = columns
    let moves = grouping.moves(isRising: order.isRising, order: order.order)
    columns.apply(moves)
    copies = moves.copies.count
    if dropsCopies {
      grouping.drop(moves.copies)
      columns.drop(moves.copies)
    }
    self.columns = columns
    offsets = grouping.offsets
  }
}

extension Event {
  func recoded(by rank: [Int32]) -> Event {
    Event(instant: instant, kind: rank[Int(kind)], value: value)
  }
}

extension Line {
  func recoded(category: [Int32], channel: [Int32]) -> Line {
    var line = self
    if line.category >= 0 { line.category = category[Int(line.category)] }
    if line.channel >= 0 { line.channel = channel[Int(line.channel)] }
    return line
  }
}
