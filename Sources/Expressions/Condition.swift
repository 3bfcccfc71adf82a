/// The truth of a condition, or a set of truths that are still possible.
///
/// Logic is Kleene's: a comparison with a missing value is unknown, `not` of unknown is unknown, and a
/// condition holds where it is true.
package struct Truth: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let no = Truth(rawValue: 1)
  package static let yes = Truth(rawValue: 2)
  package static let unknown = Truth(rawValue: 4)
  package static let any: Truth = [.no, .yes, .unknown]

  package init(_ value: Bool) { self = value ? .yes : .no }

  var negated: Truth {
    var result = intersection(.unknown)
    if contains(.yes) { result.insert(.no) }
    if contains(.no) { result.insert(.yes) }
    return result
  }

  func and(_ other: Truth) -> Truth {
    var result: Truth = []
    if contains(.no) || other.contains(.no) { result.insert(.no) }
    if contains(.yes), other.contains(.yes) { result.insert(.yes) }
    let maybe: Truth = [.yes, .unknown]
    if contains(.unknown) && !other.isDisjoint(with: maybe)
      || other.contains(.unknown) && !isDisjoint(with: maybe)
    {
      result.insert(.unknown)
    }
    return result
  }

  func or(_ other: Truth) -> Truth { negated.and(other.negated).negated }
}

/// A condition over the columns of a schema: atoms joined by `and`, `or` and `not`.
package struct Condition: Sendable {
  /// A question that one customer's values answer.
  package enum Atom: Sendable, Hashable {
    /// A number or a date against a constant.
    case comparison(column: Int, Comparator, Double)
    /// One of some numbers, rising.
    case numbers(column: Int, [Double])
    /// One of some texts.
    case texts(column: Int, [String])
    case missing(column: Int)
    /// Scores, taken as digits of a number to the base of ten, that are among some.
    case code(columns: [Int], Set<Int>)
    /// A calculation of columns against another.
    case calculation(Arithmetic, Comparator, Arithmetic)
  }

  /// A calculation of columns and constants.
  package indirect enum Arithmetic: Sendable, Hashable {
    case column(Int)
    case constant(Double)
    case negated(Arithmetic)
    case sum([Arithmetic])
    case product([Arithmetic])
    case inverse(Arithmetic)

    var columns: [Int] {
      switch self {
      case .column(let column): [column]
      case .constant: []
      case .negated(let operand), .inverse(let operand): operand.columns
      case .sum(let operands), .product(let operands): operands.flatMap(\.columns)
      }
    }

    /// Not-a-number where a column is missing or a divisor is 0.
    func value(_ column: (Int) -> Double) -> Double {
      switch self {
      case .column(let index): column(index)
      case .constant(let value): value
      case .negated(let operand): -operand.value(column)
      case .sum(let operands): operands.reduce(0) { $0 + $1.value(column) }
      case .product(let operands): operands.reduce(1) { $0 * $1.value(column) }
      case .inverse(let operand):
        operand.value(column) == 0 ? .nan : 1 / operand.value(column)
      }
    }
  }

  /// A step of the condition in postfix order.
  enum Step: Sendable {
    case atom(Int)
    case not
    case all(Int)
    case any(Int)
  }

  /// The text as given.
  package let text: String
  /// The columns that atoms name by index.
  package let columns: [SchemaColumn]
  package let atoms: [Atom]
  let steps: [Step]

  /// Steps that it takes to answer.
  package var length: Int { steps.count }

  /// The truths that the condition may take, given those that its atoms may.
  ///
  /// Exact where every atom has one truth; else no possible truth is left out.
  /// - Complexity: O(steps).
  package func truth(using stack: inout [Truth], ofAtom truth: (Int) -> Truth) -> Truth {
    stack.removeAll(keepingCapacity: true)
    for step in steps {
      switch step {
      case .atom(let index): stack.append(truth(index))
      case .not: stack.append(stack.removeLast().negated)
      case .all(let count): fold(count, &stack, Truth.and)
      case .any(let count): fold(count, &stack, Truth.or)
      }
    }
    return stack.removeLast()
  }

  private func fold(_ count: Int, _ stack: inout [Truth], _ join: (Truth) -> (Truth) -> Truth) {
    var result = stack.removeLast()
    for _ in 1..<count { result = join(result)(stack.removeLast()) }
    stack.append(result)
  }
}

extension Condition.Atom {
  /// The columns that answer it.
  package var columns: [Int] {
    switch self {
    case .comparison(let column, _, _), .numbers(let column, _), .texts(let column, _),
      .missing(let column):
      [column]
    case .code(let columns, _): columns
    case .calculation(let left, _, let right): left.columns + right.columns
    }
  }

  /// The answer of numbers; `.texts` is answered by codes of texts elsewhere.
  package func truth(_ value: (Int) -> Double) -> Truth {
    switch self {
    case .comparison(let column, let comparison, let constant):
      let number = value(column)
      return number.isNaN ? .unknown : Truth(comparison.holds(number, constant))
    case .numbers(let column, let numbers):
      let number = value(column)
      return number.isNaN ? .unknown : Truth(numbers.contains(number))
    case .missing(let column):
      return Truth(value(column).isNaN)
    case .code(let columns, let codes):
      var code = 0
      for column in columns {
        let digit = value(column)
        if digit.isNaN { return .unknown }
        code = 10 * code + Int(digit)
      }
      return Truth(codes.contains(code))
    case .calculation(let left, let comparison, let right):
      let (a, b) = (left.value(value), right.value(value))
      return a.isNaN || b.isNaN ? .unknown : Truth(comparison.holds(a, b))
    case .texts:
      preconditionFailure("texts are compared by their codes")
    }
  }
}

extension Condition.Atom {
  /// The atom as a person would write it.
  ///
  /// - Parameter name: the name of a column.
  /// - Returns: the text.
  package func text(_ name: (Int) -> String) -> String {
    switch self {
    case .calculation(let left, let comparison, let right):
      "\(left.text(name)) \(comparison.symbol) \(right.text(name))"
    default: columns.map(name).joined(separator: ", ")
    }
  }
}

extension Condition.Arithmetic {
  fileprivate func text(_ name: (Int) -> String) -> String {
    switch self {
    case .column(let column): name(column)
    case .constant(let value): "\(value)"
    case .negated(let operand): "-\(operand.text(name))"
    case .inverse(let operand): "1 / \(operand.text(name))"
    case .sum(let operands): "(" + operands.map { $0.text(name) }.joined(separator: " + ") + ")"
    case .product(let operands): operands.map { $0.text(name) }.joined(separator: " * ")
    }
  }
}

extension Comparator {
  fileprivate var symbol: String {
    switch self {
    case .equal: "="
    case .unequal: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
