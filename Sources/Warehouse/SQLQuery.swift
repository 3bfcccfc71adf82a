/// A query of stages: common table expressions, each of those before it.
struct SQLQuery {
  let dialect: SQLDialect
  private var stages: [(name: String, text: String)] = []

  init(_ dialect: SQLDialect) { self.dialect = dialect }

  /// Adds a stage.
  ///
  /// - Parameters:
  ///   - name: later stages know it by that.
  ///   - comment: one line before it; nil for none.
  ///   - body: a SELECT, indented.
  mutating func add(_ name: String, _ comment: String? = nil, _ body: String) {
    let words = comment.map { "-- \($0)\n" } ?? ""
    stages.append((name, "\(words)\(name) AS\(dialect.materialized) (\n\(body)\n)"))
  }

  /// Adds a stage that has the columns of another and more.
  mutating func add(
    _ name: String, _ comment: String? = nil, after other: String, columns: [SQLColumn]
  ) {
    let all = ["\(other).*"] + columns.map(\.text)
    add(name, comment, "  SELECT\n    " + all.joined(separator: ",\n    ") + "\n  FROM \(other)")
  }

  /// The whole query.
  func text(selecting columns: [SQLColumn], from stage: String, orderBy: String) -> String {
    "WITH\n" + stages.map(\.text).joined(separator: ",\n") + "\nSELECT\n  "
      + columns.map(\.text).joined(separator: ",\n  ") + "\nFROM \(stage)\nORDER BY \(orderBy)\n"
  }

  /// The query cut behind a stage: its rows, and a query of them.
  ///
  /// No later stage may name one before the cut.
  /// - Parameters:
  ///   - name: of the stage.
  ///   - columns: that the second selects.
  ///   - last: the stage that it selects from.
  /// - Returns: both.
  func cut(behind name: String, selecting columns: [SQLColumn], from last: String) -> SQLParts {
    let place = stages.firstIndex { $0.name == name } ?? 0
    func joined(_ part: ArraySlice<(name: String, text: String)>) -> String {
      part.map(\.text).joined(separator: ",\n")
    }
    return SQLParts(
      before: "WITH\n" + joined(stages[...place]) + "\nSELECT * FROM \(name)\n",
      after: joined(stages[(place + 1)...]) + "\nSELECT\n  "
        + columns.map(\.text).joined(separator: ",\n  ") + "\nFROM \(last)\n")
  }
}

/// A query in two: the first gives the stage `features`, and the second follows `WITH features AS (…),`.
package struct SQLParts: Sendable {
  package let before: String
  package let after: String
}

/// An expression with the name of its column.
struct SQLColumn {
  let name: String
  let expression: String

  init(_ name: String, _ expression: String) {
    self.name = name
    self.expression = expression
  }

  var text: String { expression == name ? name : "\(expression) AS \(name)" }
}
