internal import Dense
internal import Histories

/// The columns of event rows by place.
struct EventColumns: Sendable {
  var events: [Event] = []
  /// Empty where the events say all that the rows do.
  var marks: [UInt64] = []

  init() {}

  init(_ rows: [EventPart], _ grouping: RowGrouping, recoder: (_ worker: Int) -> (Event) -> Event) {
    events = grouping.placed(rows.map(\.events), recoder)
    let hasMarks = rows.contains { !$0.marks.isEmpty }
    marks = grouping.placed(rows.map { $0.marks.padded(to: hasMarks ? $0.events.count : 0) })
  }

  func isRising(_ place: Int) -> Bool {
    events[place - 1].timeAndKind < events[place].timeAndKind
  }

  /// Time and kind, value, and the mark of the whole row.
  func order(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (events[a], events[b])
    if x.timeAndKind != y.timeAndKind { return x.timeAndKind < y.timeAndKind ? -1 : 1 }
    return firstDifference(sign(x.value, y.value), sign(marks, a, b))
  }

  mutating func apply(_ moves: RowMoves) {
    moves.apply(to: &events)
    moves.apply(to: &marks)
  }

  mutating func drop(_ copies: [Int]) {
    Ingestion.drop(copies, from: &events)
    Ingestion.drop(copies, from: &marks)
  }
}
