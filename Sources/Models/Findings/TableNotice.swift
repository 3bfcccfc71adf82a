package import Ingestion
package import Units

/// Something to know of a model of a labelled table.
package enum TableNotice: StoredFinding {
  /// A column that training could not read as numbers or categories.
  case unused(UnusedColumn)
  /// A column that is constant, or repeats an earlier one.
  case withoutInformation(String)
  case leakage(LeakageWarning)

  package var fact: Fact {
    switch self {
    case .unused(let column):
      switch column.reason {
      case .empty: Fact("column_empty", ["column": .text(column.name)])
      case .dates: Fact("column_of_dates", ["column": .text(column.name)])
      case .hardlyRepeats(let texts, let rows):
        Fact(
          "column_hardly_repeats",
          ["column": .text(column.name), "texts": .count(texts), "rows": .count(rows)])
      }
    case .withoutInformation(let column):
      Fact("column_without_information", ["column": .text(column)])
    case .leakage(let warning): warning.fact
    }
  }

  package init?(_ fact: Fact) {
    if let warning = LeakageWarning(fact) {
      self = .leakage(warning)
      return
    }
    guard let column = fact.text("column") else { return nil }
    switch fact.code {
    case "column_empty": self = .unused(UnusedColumn(name: column, reason: .empty))
    case "column_of_dates": self = .unused(UnusedColumn(name: column, reason: .dates))
    case "column_hardly_repeats":
      guard let texts = fact.count("texts"), let rows = fact.count("rows") else { return nil }
      self = .unused(
        UnusedColumn(name: column, reason: .hardlyRepeats(texts: texts, rows: rows)))
    case "column_without_information": self = .withoutInformation(column)
    default: return nil
    }
  }
}
