internal import Features
internal import Foundation
package import Files
package import Models
internal import Scoring
internal import Units
package import Warehouse

/// A model as a package of dbt: the table of orders as a source, a staging view, features and scores as
/// tables, with descriptions and tests.
package struct DBTPackage: Sendable {
  package let files: [(name: String, contents: [UInt8])]

  /// What the folder may hold, with what dbt leaves in it.
  package static let kind = FolderContents(
    marker: "dbt_project.yml",
    others: [
      "README.md", "models", "tests", "target", "logs", "dbt_packages", "package-lock.yml",
      ".user.yml", "profiles.yml",
    ])

  /// - Parameters:
  ///   - model: of histories.
  ///   - settings: dialect, assumptions, and the date where the package's user sets no other.
  ///   - table: of the orders.
  /// - Throws: where the model has no churn model or no scores.
  package init(
    _ model: Model, _ settings: WarehouseQuery.Settings, table: WarehouseTable
  ) throws(ScoringError) {
    var settings = settings
    settings.table = WarehouseTable.standard
    settings.table.name = "{{ ref('perennial_orders') }}"
    settings.table.order = table.order == nil ? nil : settings.table.order
    settings.table.others = settings.table.others.filter { table.others[$0.key] != nil }
    let query = try WarehouseQuery(model, settings)
    let day = "\(query.asOf)"
    let parts = query.parts
    // The date stands in the stage `parameters` alone, which comes first.
    let features = Self.replacingFirst(
      "'\(day)'", in: parts.before, by: "'{{ var('perennial_as_of', '\(day)') }}'")
    let source = Table(table, reads: query.logColumns)
    let texts = [
      ("dbt_project.yml", Self.project),
      ("README.md", Self.readme(query, day)),
      ("models/perennial_sources.yml", source.source),
      ("models/perennial_schema.yml", Self.schema(query)),
      ("models/perennial_orders.sql", source.staging),
      (
        "models/perennial_features.sql",
        "{{ config(materialized='table') }}\n\(query.heading)\(features)"
      ),
      (
        "models/perennial_scores.sql",
        "{{ config(materialized='table') }}\n\(query.heading)"
          + "WITH features AS (SELECT * FROM {{ ref('perennial_features') }}),\n"
          + "{% raw %}\n\(parts.after){% endraw %}\n"
      ),
      ("tests/perennial_values.sql", Self.values),
      ("tests/perennial_customers.sql", Self.customers),
    ]
    files = texts.map { ($0.0, Array($0.1.utf8)) }
  }

  package var folder: AtomicFolder { AtomicFolder(files: files, kind: Self.kind) }

  private static func replacingFirst(_ text: String, in whole: String, by other: String) -> String {
    guard let found = whole.range(of: text) else { return whole }
    return whole.replacingCharacters(in: found, with: other)
  }

  private static let project = """
    name: perennial
    version: "1.0.0"
    config-version: 2
    profile: perennial
    model-paths: [models]
    test-paths: [tests]

    """

  private static func readme(_ query: WarehouseQuery, _ day: String) -> String {
    """
    # Scores of Perennial

    A package of dbt for \(query.dialect.title), made by `perennial export dbt`: replace it by a new export,
    do not edit it.

    | model | what it is |
    |---|---|
    | `perennial_orders` | the table of orders with the names that the others read |
    | `perennial_features` | one row a customer with an order before the date |
    | `perennial_scores` | the score row: probability, scores, segment, codes and values of reasons |

        vars:
          perennial:
            perennial_schema: shop
            perennial_orders: orders
            perennial_as_of: "\(day)"

    Such variables of your project name the table, and the date as of which customers are scored, with all
    rows before it. `perennial verify` compares the rows of `perennial_scores` with those of the same orders
    scored by `perennial predict`.

    """
  }

  private static func schema(_ query: WarehouseQuery) -> String {
    // Tests with arguments are written otherwise by each version of dbt; what needs them is a query.
    let tests = [
      "customer_id": "[unique, not_null]", "as_of": "[not_null]", "churn_rank": "[unique]",
    ]
    let isNull = Set(query.unsaid.flatMap(\.columns))
    var lines = [
      "version: 2", "models:", "  - name: perennial_orders",
      "    description: \(quoted("The table of orders with the names that features read."))",
      "  - name: perennial_features",
      "    description: \(quoted("One row a customer with an order before the date: f_NAME is the feature NAME of the catalogue."))",
      "    columns:", "      - name: customer_id", "        data_tests: [unique, not_null]",
      "  - name: perennial_scores",
      "    description: \(quoted("The score row as of the date, and what it is made of."))",
      "    columns:",
    ]
    for column in query.columns where !column.hasPrefix("feature_") {
      lines.append("      - name: \(column)")
      if isNull.contains(column) {
        lines.append("        description: \(quoted("NULL for everybody: not computed in SQL."))")
      } else if let declared = ScoreColumn(rawValue: column)?.declaration {
        let text =
          declared.unit.isEmpty ? declared.meaning : "\(declared.meaning) (\(declared.unit))"
        lines.append("        description: \(quoted(text))")
      }
      guard let own = tests[column], !isNull.contains(column) else { continue }
      lines.append("        data_tests: \(own)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let values = """
    -- No row: a probability beyond 0 and 1, a score beyond 0 and 5, or a word that is none of its column.
    SELECT customer_id, churn_probability, r_score, f_score, m_score, reliable
    FROM {{ ref('perennial_scores') }}
    WHERE NOT (churn_probability >= 0 AND churn_probability <= 1)
      OR r_score NOT BETWEEN 0 AND 5 OR f_score NOT BETWEEN 0 AND 5 OR m_score NOT BETWEEN 0 AND 5
      OR reliable NOT IN ('yes', 'no')

    """

  private static let customers = """
    -- No row: a customer with features and without scores, or the other way round.
    SELECT COALESCE(f.customer_id, s.customer_id) AS customer_id
    FROM {{ ref('perennial_features') }} f
    FULL OUTER JOIN {{ ref('perennial_scores') }} s ON s.customer_id = f.customer_id
    WHERE f.customer_id IS NULL OR s.customer_id IS NULL

    """

  /// A text of YAML between quotes, as JSON has it.
  fileprivate static func quoted(_ text: String) -> String {
    String(decoding: jsonString(text), as: UTF8.self)
  }
}

/// The table of orders as a source of dbt.
private struct Table {
  let table: WarehouseTable
  /// Columns that few logs have, of those that are read.
  let reads: Set<LogColumn>
  /// Parts of its name, the last its own.
  let names: [String]

  init(_ table: WarehouseTable, reads: Set<LogColumn>) {
    (self.table, self.reads) = (table, reads)
    names = table.name.split(separator: ".").map(String.init)
  }

  var source: String {
    let schema = names.count > 1 ? "'\(names[names.count - 2])'" : "target.schema"
    let place = names.count > 2 ? "    database: \"\(names[0])\"\n" : ""
    return """
      version: 2
      sources:
        - name: perennial
          description: "The orders of the shop: one row a line of an order."
      \(place.isEmpty ? "" : place)    schema: "{{ var('perennial_schema', \(schema)) }}"
          tables:
            - name: orders
              identifier: "{{ var('perennial_orders', '\(names[names.count - 1])') }}"

      """
  }

  var staging: String {
    var columns = [
      (table.customer, "customer_id"), (table.time, "ordered_at"), (table.amount, "amount"),
    ]
    if let order = table.order { columns.append((order, "order_id")) }
    for column in LogColumn.allCases where reads.contains(column) {
      if let name = table.others[column] { columns.append((name, column.rawValue)) }
    }
    return "{{ config(materialized='view') }}\nSELECT\n  "
      + columns.map { $0 == $1 ? $0 : "\($0) AS \($1)" }.joined(separator: ",\n  ")
      + "\nFROM {{ source('perennial', 'orders') }}\n"
  }
}
