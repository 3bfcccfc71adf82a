internal import Features
internal import Models
package import Warehouse

extension WarehouseQuery {
  /// The query under a head that says what it takes and what it leaves NULL.
  package var document: String {
    heading + text
  }

  /// What the query is and what it leaves NULL, as comments.
  var heading: String { commented(head) }

  private var head: [String] {
    var lines = [
      "Customers scored as of \(asOf) by a model of Perennial, for \(dialect.title).",
      "Another date: the constant in the stage `parameters`, which is all that depends on it.",
      "Times are those of the shop's wall clock, without a zone; amounts are per row, with at most six",
      "digits after the point. One row a customer with an order before the date. Numbers are within 1e-9 of",
      "the program's, and within 1e-6 where they rest on expected orders.",
    ]
    if hasLists {
      lines.append(
        readsEvents
          ? "No customers file is read: list and action know only of events who may not be written to."
          : "No events are read: list and action know nobody who may not be written to.")
    }
    lines.append("NULL for everybody, and nothing else is approximated:")
    for part in unsaid {
      lines += wrapped("\(part.columns.joined(separator: ", ")): \(part.reason.text)")
    }
    if !unsaidFeatures.isEmpty {
      lines += wrapped(
        "features of columns or logs that the query does not take: "
          + unsaidFeatures.joined(separator: ", "))
    }
    return lines
  }

}

extension TrainingQuery {
  /// The query under a head that says what it takes and gives.
  package var document: String { commented(head) + text }

  private var head: [String] {
    let drawn =
      settings.share == 1
      ? "all customers"
      : "customers whose id has an MD5 within the first \(settings.share) of all"
    var lines = [
      "Rows that `perennial train` learns from, for \(settings.dialect.title): \(drawn).",
      "One row a customer and date: what was known before the date, and the orders of the next",
      "\(settings.horizonInDays) days. Times are those of the shop's wall clock, without a zone; amounts are",
      "per row, with at most six digits after the point.",
      "Not among the columns, as the query does not take their columns or logs:",
    ]
    lines += wrapped(unsaidFeatures.joined(separator: ", "))
    return lines
  }
}

/// Lines as comments of SQL.
private func commented(_ lines: [String]) -> String {
  lines.map { $0.isEmpty ? "--\n" : "-- \($0)\n" }.joined()
}

/// Lines of at most a hundred characters, those after the first further in.
private func wrapped(_ text: String) -> [String] {
  var lines = [" "]
  for word in text.split(separator: " ") {
    if lines[lines.count - 1].count + word.count > 98 { lines.append("   ") }
    lines[lines.count - 1] += " \(word)"
  }
  return lines
}

extension SQLDialect {
  /// How the engine is called.
  package var title: String {
    switch self {
    case .duckdb: "DuckDB"
    case .postgres: "PostgreSQL"
    case .sqlite: "SQLite"
    case .spark: "Spark SQL"
    case .snowflake: "Snowflake"
    case .bigquery: "BigQuery"
    }
  }
}

extension UnsaidColumns.Reason {
  /// Why, in words.
  package var text: String {
    switch self {
    case .features(let names):
      "they rest on features that the query does not compute (\(names.joined(separator: ", ")))"
    case .nothing: "not said in SQL"
    case .margin: "at a margin below all of it, past spend is rounded in a way of its own"
    case .lifetime(let name): "\(name.rawValue) has no closed form of them in SQL"
    case .others(let columns): "they rest on \(columns.joined(separator: ", "))"
    case .noSection: "the model has none"
    case .noRhythm: "the model does not hold how inter-purchase times are distributed"
    case .rules(let names):
      "the model's rules name what the query does not compute (\(names.joined(separator: ", ")))"
    case .sentences:
      "sentences; reason_1_family and the like hold codes and values"
    case .behaviour: "of events, prices and habits"
    }
  }
}
