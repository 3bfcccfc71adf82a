internal import Units

/// An expression as flat arrays, so that a row is computed without touching a reference count.
///
/// Nodes name their operands by index.
struct RowProgram: Sendable {
  var nodes: [Node] = []
  var operands: [Operand] = []
  var texts: [[UInt8]] = []
  var numbers: [ExactNumber] = []
  var days: [Day] = []
  var root = 0

  enum Node: Sendable {
    // Numbers, or bare columns.
    case field(Int)
    case constant(FixedDecimal)
    case negated(Int)
    case sum(Range<Int>)
    case product(Range<Int>)
    // Conditions.
    case comparison(Comparator, Int, Int)
    /// In binary floating point, because a side divides.
    case binaryComparison(Comparator, Int, Int)
    case textEquality(field: Int, text: Int)
    case dayComparison(Comparator, field: Int, Day)
    case numberIn(Int, Range<Int>)
    case textIn(field: Int, Range<Int>)
    case dayIn(field: Int, Range<Int>)
    case missing(field: Int)
    case not(Int)
    case all(Range<Int>)
    case any(Range<Int>)
  }

  struct Operand: Sendable {
    let node: Int
    let isInverse: Bool
  }

  mutating func append(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  mutating func append(_ group: [Operand]) -> Range<Int> {
    operands.append(contentsOf: group)
    return operands.count - group.count..<operands.count
  }

  /// The first column read by a number, if any: the one to quote when the number is refused.
  func firstField(under node: Int) -> Int? {
    switch nodes[node] {
    case .field(let field): field
    case .negated(let operand): firstField(under: operand)
    case .sum(let group), .product(let group):
      operands[group].lazy.compactMap { firstField(under: $0.node) }.first
    default: nil
    }
  }
}
