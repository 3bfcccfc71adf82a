/// A query of stages: common table expressions, each of those before it.
struct SQLQuery {
  let dialect: SQLDialect
  private var stages: [(name: String, comment: String, body: String)] = []
  /// Stages that several others read.
  private var shared: Set<String> = []

  init(_ dialect: SQLDialect) { self.dialect = dialect }

  /// Adds a stage.
  ///
  /// - Parameters:
  ///   - name: later stages know it by that.
  ///   - comment: one line before it; nil for none.
  ///   - body: a SELECT, indented.
  mutating func add(_ name: String, _ comment: String? = nil, _ body: String) {
    let words = comment.map { "-- \($0)\n" } ?? ""
    stages.append((name, words, body))
  }

  /// Has a stage computed once, where the engine would compute it for each of those that read it.
  mutating func share(_ names: String...) { shared.formUnion(names) }

  private func text(of part: ArraySlice<(name: String, comment: String, body: String)>) -> String {
    part.map { stage in
      let mark = shared.contains(stage.name) ? dialect.materializedIfShared : dialect.materialized
      return "\(stage.comment)\(stage.name) AS\(mark) (\n\(stage.body)\n)"
    }.joined(separator: ",\n")
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
    "WITH\n" + text(of: stages[...]) + "\nSELECT\n  "
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
    return SQLParts(
      before: "WITH\n" + text(of: stages[...place]) + "\nSELECT * FROM \(name)\n",
      after: text(of: stages[(place + 1)...]) + "\nSELECT\n  "
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
