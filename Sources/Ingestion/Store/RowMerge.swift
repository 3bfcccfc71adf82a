internal import Files
internal import Histories

/// Merges two runs of sorted rows to what the union of their files has: of equal rows as many as the run
/// with more of them.
struct RowMerge: Sendable {
  /// Places of the rows that stay, in order.
  private(set) var places: [Int32] = []
  /// Rows that are in the second run alone.
  private(set) var added = 0
  /// Rows of the second run that the first has too.
  private(set) var known = 0

  /// Takes the next two runs, which stand one behind the other.
  ///
  /// - Parameters:
  ///   - first: places of the rows that were there.
  ///   - second: places of the rows that come; `first.upperBound` is its lower bound.
  ///   - order: the sign of row a − row b by place, 0 for exact copies.
  ///   - single: is called, where there are rows in both, with each row that only one has.
  @inline(__always)
  mutating func take(
    _ first: Range<Int>, _ second: Range<Int>, order: (Int, Int) -> Int,
    single: (_ place: Int, _ isAdded: Bool) -> Void
  ) {
    if second.isEmpty || first.isEmpty {
      for place in first.lowerBound..<second.upperBound { places.append(Int32(place)) }
      added += second.count
      return
    }
    var (a, b) = (first.lowerBound, second.lowerBound)
    while a < first.upperBound || b < second.upperBound {
      let sign =
        a == first.upperBound ? 1 : b == second.upperBound ? -1 : order(a, b)
      if sign <= 0 {
        places.append(Int32(a))
        if sign == 0 {
          known += 1
          b += 1
        } else {
          single(a, false)
        }
        a += 1
      } else {
        places.append(Int32(b))
        added += 1
        single(b, true)
        b += 1
      }
    }
  }

  /// Whether rows stay that are not all of both runs.
  var isWhole: Bool { known == 0 && places.indices.allSatisfy { Int(places[$0]) == $0 } }
}

/// Finds orders of which rows look changed: at one second the store has a row that the batch lacks, and
/// the other way round.
struct ChangedOrders: Sendable {
  private(set) var rows = 0
  private(set) var example: (customer: String, order: String)?

  private var known: (place: Int, isAdded: Bool)?
  private var counted = false

  mutating func begin() {
    known = nil
    counted = false
  }

  /// Takes the next row of a customer that only one side has.
  mutating func take(
    _ place: Int, isAdded: Bool, of columns: OrderColumns, customer: @autoclosure () -> String
  ) {
    guard columns.orders.hasID(place) else { return }
    defer { known = (place, isAdded) }
    guard let known,
      columns.lines[known.place].instant == columns.lines[place].instant,
      columns.orders.order(known.place, place) == 0
    else {
      counted = false
      return
    }
    if known.isAdded != isAdded, !counted {
      counted = true
      rows += 1
      if example == nil { example = (customer(), columns.orders.text(place)) }
    }
  }

  /// Adds those of later customers.
  static func += (all: inout ChangedOrders, later: ChangedOrders) {
    all.rows += later.rows
    all.example = all.example ?? later.example
  }
}
