package import Features
package import Interventions
package import Models
package import Units

/// A model as one query over the table of orders, with the score row as its columns.
///
/// The rows are those that the program makes of the same orders: numbers agree to 1e-9 of themselves,
/// whole numbers, dates and texts are the same. A column that the query does not say is NULL for
/// everybody and listed in `unsaid`: nothing is approximated.
package struct WarehouseQuery: Sendable {
  package let dialect: SQLDialect
  package let asOf: Day
  /// The query, with a line feed at its end.
  package let text: String
  /// The same in two queries, each a table of its own.
  package let parts: SQLParts
  package let unsaid: [UnsaidColumns]
  /// Names of its columns.
  package let columns: [String]
  /// Columns that few logs have and the query reads.
  package let logColumns: Set<LogColumn>
  /// Whether there are lists, of which nobody is left out but by what events say.
  package let hasLists: Bool
  package let readsEvents: Bool
  /// Features whose columns are NULL.
  package let unsaidFeatures: [String]

  /// Settings of a query.
  package struct Settings: Sendable {
    package var dialect: SQLDialect
    package var table = WarehouseTable.standard
    /// Nil for the date of the model.
    package var asOf: Day?
    /// Names of the score row's columns, in order.
    package var row: [String]
    /// What an attempt is assumed to do and to cost.
    package var economics: Economics
    package var discounting: Discounting
    /// Share of spend that is earned.
    package var margin = 1.0
    /// Days that values reach ahead, at least the churn horizon; nil for a year, or that if it is longer.
    package var valueHorizonInDays: Int?
    /// Days between the letter and the order it is written for.
    package var leadInDays = 7

    package init(
      dialect: SQLDialect, row: [String], economics: Economics, discounting: Discounting
    ) {
      self.dialect = dialect
      self.row = row
      self.economics = economics
      self.discounting = discounting
    }
  }

  /// - Parameters:
  ///   - model: of histories.
  ///   - settings: dialect, table, date and columns.
  /// - Throws: where rules cannot be bound, or the model has no churn model or no scores.
  /// - Complexity: O(columns of the model's designs); the text has about 100 KB.
  package init(_ model: Model, _ settings: Settings) throws(ScoringError) {
    guard let churn = model.churn else {
      throw model.withoutChurn(for: .sql)
    }
    guard let scores = model.scores else {
      throw .sectionMissing(.scores, neededFor: .sql)
    }
    let rules = try scores.namingRules()
    var builder = QueryBuilder(
      model: model, churn: churn, scores: scores, rules: rules, settings: settings,
      valueHorizon: try model.valueHorizon(wanted: settings.valueHorizonInDays))
    dialect = settings.dialect
    asOf = settings.asOf ?? model.data.asOf
    (text, parts) = builder.text()
    unsaid = builder.unsaid
    logColumns = builder.logColumns
    columns = builder.selected.map(\.name)
    hasLists = builder.cells["list"] != nil
    readsEvents = settings.table.events != nil
    unsaidFeatures = FeatureCatalogue.current.names.filter { !builder.features.contains($0) }
  }
}

/// Windows that features are counted over.
enum OrderWindows {
  private static let days = [30, 60, 90, 180, 365]

  /// With some more, rising.
  static func all(with others: [Int?]) -> [Int] { Set(days + others.compactMap(\.self)).sorted() }
}

/// Adds the stage `features` behind `summaries`.
func addFeatures(_ names: Set<String>, to query: inout SQLQuery) {
  query.add(
    "features", "NULL where there is nothing to measure, or the log begins within the window.",
    after: "summaries",
    columns: FeatureCatalogue.current.definitions.compactMap { definition in
      guard names.contains(definition.name), let formula = definition.sql else { return nil }
      let observed = definition.logs.compactMap { log in
        definition.window.map { "\(log.beginColumn) <= as_of - \($0)" }
          ?? (log == .orders ? nil : "\(log.beginColumn) < as_of")
      }
      return SQLColumn(
        featureColumn(definition.name),
        observed.isEmpty
          ? formula : "CASE WHEN \(observed.joined(separator: " AND ")) THEN \(formula) END")
    })
}

extension FeatureDefinition {
  /// Whether a query computes it that reads some columns of the log, and events or not.
  func isSaid(with columns: Set<LogColumn>, ofEvents: Bool) -> Bool {
    sql != nil && logColumn.map(columns.contains) ?? true && (ofEvents || !isOfEvents)
  }
}
