internal import Dense
internal import Files
internal import Histories
internal import Intake

/// The columns of order rows by place.
struct OrderColumns: Sendable {
  var lines: [Line] = []
  var orders = OrderIDs()
  var quantity: [Double] = []
  var returnedAt: [Int64] = []
  var marks: [UInt64] = []

  init() {}

  init(
    _ rows: [OrderPart], _ grouping: RowGrouping, recoder: (_ worker: Int) -> (Line) -> Line
  ) {
    lines = grouping.placed(rows.map(\.lines), recoder)
    let hasMarks = rows.contains { !$0.marks.isEmpty }
    marks = grouping.placed(rows.map { $0.marks.padded(to: hasMarks ? $0.lines.count : 0) })
    quantity = grouping.placed(rows.map(\.quantity))
    returnedAt = grouping.placed(rows.map(\.returnedAt))
    var longTexts: [Int] = []
    for row in rows { longTexts.append((longTexts.last ?? 0) + row.ids.longTexts.count) }
    orders = OrderIDs(
      keys: grouping.placed(rows.map(\.ids.keys)) { worker in
        let before = longTexts[worker] - rows[worker].ids.longTexts.count
        return { $0.renumbered(by: before) }
      },
      longTexts: TextColumn(joining: rows.map(\.ids.longTexts)))
  }

  func isRising(_ place: Int) -> Bool { lines[place - 1].instant < lines[place].instant }

  /// Time, order id, amount, quantity, discount, category, channel, return, and the mark of the whole
  /// row.
  func order(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (lines[a], lines[b])
    if x.instant != y.instant { return x.instant < y.instant ? -1 : 1 }
    if !orders.isEmpty {
      let order = orders.order(a, b)
      if order != 0 { return order }
    }
    return firstDifference(
      sign(x.amount, y.amount), sign(quantity, a, b),
      sign(x.isDiscounted ? 1 : 0, y.isDiscounted ? 1 : 0), sign(x.category, y.category),
      sign(x.channel, y.channel), sign(returnedAt, a, b), sign(marks, a, b))
  }

  mutating func apply(_ moves: RowMoves) {
    moves.apply(to: &lines)
    moves.apply(to: &orders.keys)
    moves.apply(to: &quantity)
    moves.apply(to: &returnedAt)
    moves.apply(to: &marks)
  }

  mutating func drop(_ copies: [Int]) {
    Ingestion.drop(copies, from: &lines)
    Ingestion.drop(copies, from: &orders.keys)
    Ingestion.drop(copies, from: &quantity)
    Ingestion.drop(copies, from: &returnedAt)
    Ingestion.drop(copies, from: &marks)
  }
}
