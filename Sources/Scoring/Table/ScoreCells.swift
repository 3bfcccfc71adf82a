internal import Expressions
package import Files
internal import Interventions
internal import Segmentation
package import Segments
package import Units

/// The cells of one column of score rows, typed, one a row.
package enum ScoreCells: Sendable {
  /// Place in the order of action, from 1.
  case rank
  /// Texts of a column, by the row's place in it.
  case texts(TextColumn, rows: [Int]?)
  /// One of few names: its place; below 0, or without a name, where unknown.
  case codes([Int], names: [String?])
  case flags([Bool])
  /// Not-a-number where unknown.
  case numbers([Double])
  /// Below 0 where unknown.
  case counts([Int])
  /// Units of 10^−`scale`.
  case money([Int64], scale: Int)
  case days([Day?])
  /// All segments that hold.
  case segments(SegmentAssignments, RuleSet)
  /// One of the reasons, from 0.
  case reason(Int)
  /// The same in all rows.
  case one(Value)

  package enum Value: Sendable {
    case text(String), number(Double), count(Int), day(Day), flag(Bool), unknown
  }
}

extension ScoreCells {
  package static let unknown = ScoreCells.one(.unknown)

  static func lists(_ lists: [InterventionList]) -> ScoreCells {
    let all = InterventionList.allCases
    return .codes(lists.map { all.firstIndex(of: $0) ?? -1 }, names: all.map(\.rawValue))
  }

  /// The primary segments' names, and what to do about each; rules may leave that open.
  static func segment(_ assignments: SegmentAssignments, _ rules: RuleSet) -> ScoreCells {
    .codes(assignments.primary, names: rules.segments)
  }

  static func action(_ assignments: SegmentAssignments, _ rules: RuleSet) -> ScoreCells {
    .codes(
      assignments.primary,
      names: rules.segments.indices.map {
        let action = rules.action(ofSegment: $0)
        return action.isEmpty ? nil : action
      })
  }

  /// A column of behaviour.
  static func behaviour(_ columns: BehaviourColumns, _ name: String) -> ScoreCells {
    guard let (column, unit) = columns.column(name) else { return .unknown }
    switch unit {
    case .text:
      return .codes(
        column.values.map { $0.isNaN ? -1 : Int($0) },
        names: column.texts.map { $0 == "unknown" ? nil : $0 })
    case .date:
      return .days(column.values.map { $0.isNaN ? nil : Day(number: Int32($0)) })
    default: return .numbers(column.values.map { $0.isFinite ? $0 : .nan })
    }
  }

  /// Cells of successive parts as one column, all of one type; nil where there are none.
  init?(joining parts: [ScoreCells]) {
    guard let first = parts.first else { return nil }
    guard parts.count > 1 else {
      self = first
      return
    }
    switch first {
    case .codes(_, let names): self = .codes(parts.flatMap(\.integers), names: names)
    case .counts: self = .counts(parts.flatMap(\.integers))
    case .numbers: self = .numbers(parts.flatMap(\.doubles))
    case .flags:
      self = .flags(
        parts.flatMap { part -> [Bool] in
          if case .flags(let flags) = part { flags } else { [] }
        })
    case .days:
      self = .days(parts.flatMap(\.dates))
    case .segments(_, let rules):
      var all = SegmentAssignments()
      for case .segments(let part, _) in parts { all.append(part) }
      self = .segments(all, rules)
    case .rank, .texts, .money, .reason, .one: self = first
    }
  }

  /// The numbers of a column of numbers; none of another.
  package var doubles: [Double] { if case .numbers(let values) = self { values } else { [] } }

  /// Units of money; none of another column.
  package var units: [Int64] { if case .money(let units, _) = self { units } else { [] } }

  /// The dates of a column of dates; none of another.
  package var dates: [Day?] { if case .days(let days) = self { days } else { [] } }

  /// Counts or codes; none of another column.
  package var integers: [Int] {
    switch self {
    case .counts(let values), .codes(let values, _): values
    default: []
    }
  }
}
