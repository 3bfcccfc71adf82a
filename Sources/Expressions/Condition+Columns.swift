/// One truth of Kleene's, in their order: `and` is the least of its operands, `or` the greatest.
package struct Answer: Sendable, Equatable {
  private let place: UInt8

  package static let no = Answer(place: 0)
  package static let unknown = Answer(place: 1)
  package static let yes = Answer(place: 2)

  private init(place: UInt8) { self.place = place }

  package init(_ value: Bool) { self = value ? .yes : .no }

  /// - Precondition: the truth is one.
  package init(_ truth: Truth) {
    precondition([.no, .unknown, .yes].contains(truth), "several truths are no answer")
    self = truth == .yes ? .yes : truth == .no ? .no : .unknown
  }

  package var isYes: Bool { place == 2 }

  var negated: Answer { Answer(place: 2 - place) }
  func and(_ other: Answer) -> Answer { Answer(place: min(place, other.place)) }
  func or(_ other: Answer) -> Answer { Answer(place: max(place, other.place)) }
}

extension Condition {
  /// What the condition says of each of many rows: `truth(using:ofAtom:)` of every row by itself, a step
  /// of all rows at a time.
  ///
  /// - Parameter answers: of an atom, one a row.
  /// - Returns: one answer a row.
  /// - Complexity: O(rows · steps).
  package func answers(ofAtom answers: (Int) -> [Answer]) -> [Answer] {
    var stack: [[Answer]] = []
    func fold(_ count: Int, _ join: (Answer, Answer) -> Answer) {
      var result = stack.removeLast()
      for _ in 1..<count {
        let other = stack.removeLast()
        for row in result.indices { result[row] = join(result[row], other[row]) }
      }
      stack.append(result)
    }
    for step in steps {
      switch step {
      case .atom(let index): stack.append(answers(index))
      case .not: stack.append(stack.removeLast().map(\.negated))
      case .all(let count): fold(count) { $0.and($1) }
      case .any(let count): fold(count) { $0.or($1) }
      }
    }
    return stack.removeLast()
  }
}

extension Comparator {
  /// Whether each number compares so with a constant; unknown where it is missing.
  package func answers(of numbers: ArraySlice<Double>, against constant: Double) -> [Answer] {
    func all(_ holds: (Double) -> Bool) -> [Answer] {
      numbers.map { $0.isNaN ? .unknown : Answer(holds($0)) }
    }
    return switch self {
    case .equal: all { $0 == constant }
    case .unequal: all { $0 != constant }
    case .less: all { $0 < constant }
    case .lessOrEqual: all { $0 <= constant }
    case .greater: all { $0 > constant }
    case .greaterOrEqual: all { $0 >= constant }
    }
  }
}
