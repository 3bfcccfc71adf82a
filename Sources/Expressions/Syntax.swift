internal import Units

/// A node of the syntax tree.
///
/// Chains of one operator are one node with many operands, so that the height of the tree is bounded
/// by the nesting of the text and not by its length.
struct Syntax: Sendable {
  /// Where the node's text starts, in UTF-8 bytes.
  let offset: Int
  let kind: Kind

  indirect enum Kind: Sendable {
    case column(ColumnReference)
    case number(FixedDecimal)
    /// Such as `90d`; only conditions over a schema know of them.
    case duration(DayCount)
    case text(String)
    case negated(Syntax)
    case sum([Operand])
    case product([Operand])
    case comparison(Comparator, Syntax, Syntax)
    case membership(Syntax, list: [Syntax])
    case missing(Syntax)
    /// The first operand that is not blank.
    case coalesced([Syntax])
    /// Texts one behind the other.
    case joined([Syntax])
    case call(CellFunction, Syntax)
    /// A count or sum over the rows of a window; only targets know of them.
    case tally(TallyKind, condition: Syntax?, window: DayCount?, name: String)
    case not(Syntax)
    case all([Syntax])
    case any([Syntax])
  }

  struct Operand: Sendable {
    /// Whether the operand is subtracted (in a sum) or divides (in a product).
    let isInverse: Bool
    let syntax: Syntax
  }

  /// What it is, in the words of a message.
  var described: String {
    switch kind {
    case .column(let reference): "the column '\(reference)'"
    case .number(let value): "the number \(value)"
    case .duration: "a duration"
    case .text(let value): "the text '\(value.prefix(60))'"
    case .negated, .sum, .product: "a calculation"
    case .coalesced: "'??'"
    case .joined: "texts joined by '&'"
    case .call(let function, _): "\(function.rawValue)()"
    case .tally(_, _, _, let name): "'\(name)'"
    case .comparison, .membership, .missing, .not, .all, .any: "a condition"
    }
  }
}

/// What can be done to a cell.
enum CellFunction: String, Sendable, CaseIterable {
  case lower, upper, trim, abs
}

enum ColumnReference: Sendable, Hashable, CustomStringConvertible {
  case name(String)
  /// Counted from 1.
  case position(Int)

  var description: String {
    switch self {
    case .name(let name): name
    case .position(let number): "$\(number)"
    }
  }
}

package enum Comparator: Sendable, Hashable {
  case equal, unequal, less, lessOrEqual, greater, greaterOrEqual

  var isOrdering: Bool { self != .equal && self != .unequal }

  /// The comparison that holds with the two sides exchanged.
  var mirrored: Comparator {
    switch self {
    case .equal, .unequal: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  @inline(__always)
  package func holds<Value: Comparable>(_ a: Value, _ b: Value) -> Bool {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}
