internal import Expressions

/// A part of a column's axis: one number, or all between two.
struct AxisPart: Sendable {
  /// Stands for the part.
  let value: Double
  let low: Double
  let high: Double
  /// Whether its ends are no part of it.
  let isOpen: Bool

  init(_ value: Double) { self.init(value, low: value, high: value, isOpen: false) }

  init(_ value: Double, low: Double, high: Double, isOpen: Bool) {
    (self.value, self.low, self.high, self.isOpen) = (value, low, high, isOpen)
  }

  /// Whether some number of it is at most some number of another plus a number.
  func reaches(below other: AxisPart, plus offset: Double) -> Bool {
    let top = other.high + offset
    return low < top || low == top && !isOpen && !other.isOpen
  }

  func lies(in range: ClosedRange<Double>) -> Bool {
    range.lowerBound <= low && high <= range.upperBound
  }

  func meets(_ range: ClosedRange<Double>) -> Bool {
    let whole = AxisPart(
      range.lowerBound, low: range.lowerBound, high: range.upperBound, isOpen: false)
    return reaches(below: whole, plus: 0) && whole.reaches(below: self, plus: 0)
  }
}

/// The relations between columns that a search looks at, by the places of its variables.
struct CellRelations: Sendable {
  /// A value, as far as relations look at it; nil for texts and answers, of which they say nothing.
  enum Known: Sendable {
    case missing
    case part(AxisPart)
  }

  /// By first and second variable: the least number that the first is at most the second plus.
  private var offsets: [[Double?]]
  /// By first variable.
  private var implied: [[(second: Int, relation: ColumnRelation)]]
  /// By variable: the others that any relation joins it with.
  private var related: [[Int]] = []

  init(_ relations: [ColumnRelation], of names: [String]) {
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    implied = [[(second: Int, relation: ColumnRelation)]](repeating: [], count: names.count)
    var steps: [String: [String: Double]] = [:]
    for relation in relations {
      switch relation {
      case .atMost(let first, let second, let offset):
        steps[first, default: [:]][second] = min(offset, steps[first]?[second] ?? .infinity)
      case .within(let first, _, let second, _), .missing(let first, _, let second),
        .known(let first, _, let second):
        guard let one = places[first], let other = places[second] else { continue }
        implied[one].append((other, relation))
      }
    }
    offsets = names.map { first in
      let reached = Self.reached(from: first, by: steps)
      return names.map { $0 == first ? nil : reached[$0] }
    }
    related = names.indices.map { one in
      names.indices.filter { other in
        offsets[one][other] != nil || offsets[other][one] != nil
          || implied[one].contains { $0.second == other }
          || implied[other].contains { $0.second == one }
      }
    }
  }

  /// The variables that a value of one may rule out values of.
  func related(to variable: Int) -> [Int] { related[variable] }

  /// What each column is at least the first minus, by way of others that no rule need name (Bellman 1958).
  private static func reached(
    from first: String, by steps: [String: [String: Double]]
  ) -> [String: Double] {
    var reached = [first: 0.0]
    for _ in 0...steps.count {
      for (from, offset) in reached {
        for (to, step) in steps[from] ?? [:] {
          reached[to] = min(offset + step, reached[to] ?? .infinity)
        }
      }
    }
    return reached
  }

  /// Whether a row may have both values.
  func allow(_ first: Int, _ one: Known, _ second: Int, _ other: Known) -> Bool {
    allows(first, one, second, other) && allows(second, other, first, one)
  }

  private func allows(_ first: Int, _ one: Known, _ second: Int, _ other: Known) -> Bool {
    guard case .part(let part) = one else { return true }
    if let offset = offsets[first][second], case .part(let otherPart) = other,
      !part.reaches(below: otherPart, plus: offset)
    {
      return false
    }
    return implied[first].allSatisfy { implication in
      guard implication.second == second else { return true }
      switch (implication.relation, other) {
      case (.within(_, let range, _, let second), .part(let otherPart)):
        return !part.lies(in: range) || otherPart.meets(second)
      case (.missing(_, let range, _), .part): return !part.lies(in: range)
      case (.known(_, let range, _), .missing): return !part.lies(in: range)
      default: return true
      }
    }
  }
}
