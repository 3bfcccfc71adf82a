package import Expressions
internal import Learning
package import Segments
internal import Snapshots
package import Units

/// The columns of behaviour that `segment` and `predict` write, one value a customer in each.
package struct BehaviourColumns: Sendable {
  /// Names, in the order of the row, up to the action of the segment.
  package static let names = [
    "lifecycle", "lapse", "journey", "price_low", "price_high", "usual_weekday",
    "preferred_channel", "favourite_category", "next_category", "contact_on",
  ]

  /// One cell.
  package enum Value: Sendable, Equatable {
    case number(Double)
    case text(String)
    case day(Day)
    case unknown
  }

  private let columns: [String: (column: RuleColumn, unit: ColumnUnit)]

  /// The facts and columns behind these columns, for `RuleInputs`.
  package static let facts =
    names + (lapseRules?.columns ?? []) + (journeyRules?.columns ?? [])

  private static let lapseRules = try? RuleSet(.lapse)
  private static let journeyRules = try? RuleSet(.journey)

  /// - Parameters:
  ///   - inputs: made with `facts` besides.
  ///   - count: number of customers.
  ///   - others: further columns that are shown.
  package init(_ inputs: RuleInputs, count: Int, others: [String] = []) {
    var columns: [String: (column: RuleColumn, unit: ColumnUnit)] = [:]
    for name in Self.names + others where columns[name] == nil {
      guard let column = inputs.column(name) else { continue }
      columns[name] = (column, ColumnSchema.rules[name]?.unit ?? .text)
    }
    for (name, rules) in [("lapse", Self.lapseRules), ("journey", Self.journeyRules)] {
      guard let rules else { continue }
      let primary = rules.assignments(count: count) { inputs.column($0) }.primary
      columns[name] = (
        RuleColumn(primary.map(Double.init), texts: rules.segments.map { $0.lowercased() }), .text
      )
    }
    self.columns = columns
  }

  /// A whole column and what its numbers are; nil where nobody's value is known.
  package func column(_ name: String) -> (column: RuleColumn, unit: ColumnUnit)? { columns[name] }

  /// A customer's value in a column.
  package func value(_ name: String, of row: Int) -> Value {
    guard let (column, unit) = columns[name] else { return .unknown }
    let number = column.values[row]
    guard !number.isNaN else { return .unknown }
    switch unit {
    case .text:
      let text = column.texts[Int(number)]
      return text == "unknown" ? .unknown : .text(text)
    case .date: return .day(Day(number: Int32(number)))
    default: return .number(number)
    }
  }
}
