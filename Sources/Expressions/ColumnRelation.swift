/// What holds between two columns of every row, so that a proof need not allow for rows that cannot be.
package enum ColumnRelation: Sendable, Equatable {
  /// Where both are known, the first is at most the second plus a number.
  case atMost(String, String, plus: Double)
  /// Where the first lies in a range, the second is known only to lie in another.
  case within(String, ClosedRange<Double>, then: String, ClosedRange<Double>)
  /// Where the first lies in a range, the second is missing.
  case missing(where: String, ClosedRange<Double>, String)
  /// Where the first lies in a range, the second is known.
  case known(where: String, ClosedRange<Double>, String)

  /// The first is the second plus a number wherever both are known.
  package static func equal(_ first: String, _ second: String, plus: Double) -> [ColumnRelation] {
    [.atMost(first, second, plus: plus), .atMost(second, first, plus: -plus)]
  }

  /// Each of some columns is at most the next.
  package static func rising(_ names: [String]) -> [ColumnRelation] {
    zip(names, names.dropFirst()).map { .atMost($0, $1, plus: 0) }
  }
}
