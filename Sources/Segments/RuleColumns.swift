internal import Expressions

/// A column of customers' values, as rules look at it.
package struct RuleColumn: Sendable {
  /// One a customer: a number, a day's number, or the place of a text in `texts`; not-a-number where it
  /// is missing.
  package let values: [Double]
  /// All texts of a column of texts.
  package let texts: [String]

  package init(_ values: [Double], texts: [String] = []) {
    self.values = values
    self.texts = texts
  }

  /// A column of texts; nil is missing.
  package init(texts column: [String?]) {
    var places: [String: Int] = [:]
    var texts: [String] = []
    values = column.map { text in
      guard let text else { return .nan }
      if let place = places[text] { return Double(place) }
      places[text] = texts.count
      texts.append(text)
      return Double(texts.count - 1)
    }
    self.texts = texts
  }

  /// The text of a customer, nil where it is missing.
  package func text(_ row: Int) -> String? {
    values[row].isNaN ? nil : texts[Int(values[row])]
  }
}

/// The segments of customers: all that hold, and the primary one.
package struct SegmentAssignments: Sendable, Equatable {
  /// Indices into the rule set's `segments`, one a customer.
  package private(set) var primary: [Int] = []
  /// Bit i is set where rule i holds, one word a customer.
  package private(set) var holding: [UInt64] = []

  package var count: Int { primary.count }

  package init() {}

  mutating func append(primary segment: Int, holding rules: UInt64) {
    primary.append(segment)
    holding.append(rules)
  }

  /// Adds those of further customers.
  package mutating func append(_ others: SegmentAssignments) {
    primary += others.primary
    holding += others.holding
  }

  /// The segments that hold for a customer, as indices, in order of priority; the rest where none does.
  package func all(of row: Int, in rules: RuleSet) -> [Int] {
    holding[row] == 0 ? [primary[row]] : rules.order.filter { holding[row] >> UInt64($0) & 1 == 1 }
  }
}

extension RuleSet {
  /// Segments customers.
  ///
  /// - Parameters:
  ///   - count: number of customers.
  ///   - column: the column of a name, one value a customer; nil where it is unknown for everybody.
  /// - Returns: one assignment a customer.
  /// - Complexity: O(customers × steps of all conditions).
  package func assignments(
    count: Int, column: (String) -> RuleColumn?
  ) -> SegmentAssignments {
    var columns: [String: RuleColumn] = [:]
    for name in self.columns { columns[name] = column(name) }
    for score in text.scores where !score.cutOffs.isEmpty {
      columns[score.name] = columns[score.of].map { score.scores(of: $0) }
    }
    let bound = conditions.map { BoundCondition($0, to: columns) }
    var assignments = SegmentAssignments()
    // Few rows at a time, so that their answers stay in cache.
    for first in stride(from: 0, to: count, by: 1_024) {
      let rows = first..<min(first + 1_024, count)
      var holding = [UInt64](repeating: 0, count: rows.count)
      var primary = [Int](repeating: segments.count - 1, count: rows.count)
      // The first by priority has the last word.
      for rule in order.reversed() {
        let answers = bound[rule].answers(of: rows)
        for row in answers.indices where answers[row].isYes {
          holding[row] |= 1 << UInt64(rule)
          primary[row] = rule
        }
      }
      for row in holding.indices {
        assignments.append(primary: primary[row], holding: holding[row])
      }
    }
    return assignments
  }
}

extension ScoreText {
  /// Where the scored column lies at each score.
  func relations(to column: SchemaColumn) -> [ColumnRelation] {
    let (lowest, highest) = (column.range.lowerBound, column.range.upperBound)
    return (0...cutOffs.count).flatMap { reached -> [ColumnRelation] in
      let one = Double(reached + 1)
      let here = reached == 0 ? (best == .high ? lowest : highest) : cutOffs[reached - 1]
      let next = reached < cutOffs.count ? cutOffs[reached] : best == .high ? highest : lowest
      let (low, high) = best == .high ? (here, next) : (next, here)
      guard low <= high else { return [] }
      // The next cut-off itself scores higher: of it both scores are allowed for.
      return [
        .within(name, one...one, then: of, low...high), .known(where: name, one...one, of),
      ]
    }
  }

  /// 1 … cut-offs + 1; missing where the value is.
  func scores(of column: RuleColumn) -> RuleColumn {
    RuleColumn(
      column.values.map { value in
        value.isNaN
          ? .nan : Double(1 + cutOffs.count { best == .high ? value >= $0 : value <= $0 })
      })
  }
}

extension RFMScores {
  /// The column of a score's name.
  package func column(_ name: String) -> RuleColumn? {
    switch name {
    case "r_score": RuleColumn(r.map(Double.init))
    case "f_score": RuleColumn(f.map(Double.init))
    case "m_score": RuleColumn(m.map(Double.init))
    case "e_score": e.map { RuleColumn($0.map(Double.init)) }
    default: nil
    }
  }
}

/// A condition with the values of all customers.
private struct BoundCondition {
  private let condition: Condition
  /// By index into the condition's columns; empty where it is not asked for, or unknown for everybody.
  private let values: [[Double]]
  /// Of an atom of texts: whether each text of the column is among them.
  private let accepted: [[Bool]]

  init(_ condition: Condition, to columns: [String: RuleColumn]) {
    self.condition = condition
    var values = [[Double]](repeating: [], count: condition.columns.count)
    for index in Set(condition.atoms.flatMap(\.columns)) {
      values[index] = columns[condition.columns[index].name]?.values ?? []
    }
    self.values = values
    accepted = condition.atoms.map { atom in
      guard case .texts(let column, let texts) = atom else { return [] }
      return (columns[condition.columns[column].name]?.texts ?? []).map(texts.contains)
    }
  }

  /// What the condition says of each of some rows.
  func answers(of rows: Range<Int>) -> [Answer] {
    condition.answers { atom in
      let question = condition.atoms[atom]
      switch question {
      case .comparison(let column, let comparison, let constant) where !values[column].isEmpty:
        return comparison.answers(of: values[column][rows], against: constant)
      case .texts(let column, _):
        return rows.map { row in
          let code = value(column, row)
          return code.isNaN ? .unknown : Answer(accepted[atom][Int(code)])
        }
      default: return rows.map { row in Answer(question.truth { value($0, row) }) }
      }
    }
  }

  private func value(_ column: Int, _ row: Int) -> Double {
    values[column].isEmpty ? .nan : values[column][row]
  }
}
