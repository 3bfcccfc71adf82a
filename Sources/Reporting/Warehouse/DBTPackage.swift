internal import Features
internal import Foundation
package import Files
package import Models
internal import Scoring
internal import Units
package import Warehouse

/// A model as a package of dbt: the tables of orders and of events as sources, a staging view of each, features and
/// scores as tables, with descriptions and tests.
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
  ///   - table: of the orders, with that of events.
  /// - Throws: where the model has no churn model or no scores.
  package init(
    _ model: Model, _ settings: WarehouseQuery.Settings, table: WarehouseTable
  ) throws(ScoringError) {
    var settings = settings
    settings.table = WarehouseTable.standard
    settings.table.name = "{{ ref('perennial_orders') }}"
    settings.table.order = table.order == nil ? nil : settings.table.order
    settings.table.others = settings.table.others.filter { table.others[$0.key] != nil }
    settings.table.events = table.events.map(Self.staged)
    let query = try WarehouseQuery(model, settings)
    let day = "\(query.asOf)"
    let parts = query.parts
    // The date stands in the stage `parameters` alone, which comes first.
    let features = Self.replacingFirst(
      "'\(day)'", in: parts.before, by: "'{{ var('perennial_as_of', '\(day)') }}'")
    let sources =
      [DBTSource(ordersOf: table, reads: query.logColumns)]
      + (table.events.map { [DBTSource(events: $0)] } ?? [])
    var texts = [
      ("dbt_project.yml", Self.project),
      ("README.md", Self.readme(query, day, sources)),
      (
        "models/perennial_sources.yml",
        "version: 2\nsources:\n" + sources.map(\.declaration).joined()
      ),
      ("models/perennial_schema.yml", Self.schema(query, sources)),
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
    if let golden = try Self.golden(model, settings, said: query) {
      texts.append(("tests/perennial_golden.sql", golden))
    }
    texts += sources.map { ("models/\($0.model).sql", $0.staging) }
    files = texts.map { ($0.0, Array($0.1.utf8)) }
  }

  /// The view of events, whose columns have the names that are read.
  private static func staged(_ events: EventTable) -> EventTable {
    var view = EventTable(name: "{{ ref('perennial_events') }}")
    view.value = events.value.map { _ in DBTSource.eventValue }
    return view
  }

  package var folder: AtomicFolder { AtomicFolder(files: files, kind: Self.kind) }

  /// The test by made-up customers; nil where the program scores no log by the model, as it was learned from features.
  private static func golden(
    _ model: Model, _ settings: WarehouseQuery.Settings, said query: WarehouseQuery
  ) throws(ScoringError) -> String? {
    guard model.value != nil, model.clusters != nil else { return nil }
    return """
      -- No row: a made-up customer of whom this engine says something else than the program that made this package.
      {% raw %}
      \(try GoldenCustomers(model, settings, said: query).query.text){% endraw %}

      """
  }

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

  private static func readme(
    _ query: WarehouseQuery, _ day: String, _ sources: [DBTSource]
  ) -> String {
    let views = sources.map {
      "| `\($0.model)` | the table of \($0.role) with the names that the others read |"
    }
    let names = sources.flatMap {
      [
        "        \($0.name)_schema: shop",
        "        perennial_\($0.role): \($0.role)",
      ]
    }
    return """
      # Scores of Perennial

      A package of dbt for \(query.dialect.title), made by `perennial export dbt`: replace it by a new export,
      do not edit it.

      | model | what it is |
      |---|---|
      \(views.joined(separator: "\n"))
      | `perennial_features` | one row a customer with an order before the date |
      | `perennial_scores` | the score row: probability, scores, segment, codes and values of reasons |

          vars:
            perennial:
      \(names.joined(separator: "\n"))
              perennial_as_of: "\(day)"

      Such variables of your project name the tables, and the date as of which customers are scored, with all
      rows before it. `perennial verify` compares the rows of `perennial_scores` with those of the same orders
      scored by `perennial predict`.

      """
  }

  private static func schema(_ query: WarehouseQuery, _ sources: [DBTSource]) -> String {
    // Tests with arguments are written otherwise by each version of dbt; what needs them is a query.
    let tests = [
      "customer_id": "[unique, not_null]", "as_of": "[not_null]", "churn_rank": "[unique]",
    ]
    let isNull = Set(query.unsaid.flatMap(\.columns))
    var lines = ["version: 2", "models:"]
    for source in sources {
      lines.append("  - name: \(source.model)")
      lines.append(
        "    description: \(quoted("The table of \(source.role) with the names that features read."))"
      )
    }
    lines += [
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
