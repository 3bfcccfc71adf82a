package import Files
package import Ingestion
package import Units

/// Something to know of a model of a labelled table.
package enum TableNotice: StoredFinding {
  /// A column that training could not read as numbers or categories.
  case unused(UnusedColumn)
  /// A column that is constant, or repeats an earlier one.
  case withoutInformation(String)
  /// A column that has no effect in the one direction that it may have one.
  case directionWithoutEffect(column: String, RiskDirection)
  case leakage(LeakageWarning)
  /// A column that ranks rows well alone, and for which the others are far from making up: areas under the
  /// ROC curve of it alone, of a model of all and of one of the others.
  case leakageGivenOthers(column: String, alone: Double, model: Double, others: Double)
  /// Of the rows with a cell in the column (`filled`), or of those without, nearly all have one label.
  case filledInAfter(column: String, filled: Bool, rows: Int, churned: Int)
  /// Of the rows with a value in the column, or with any other (`isOther`), nearly all have one label.
  case toldByValue(column: String, value: String, isOther: Bool, rows: Int, churned: Int)

  package var fact: Fact {
    switch self {
    case .unused(let column):
      switch column.reason {
      case .empty: Fact("column_empty", ["column": .text(column.name)])
      case .dates: Fact("column_of_dates", ["column": .text(column.name)])
      case .datesNeedFormat(let formats):
        Fact(
          "column_of_dates_without_format",
          ["column": .text(column.name), "formats": .texts(formats)])
      case .hardlyRepeats(let texts, let rows):
        Fact(
          "column_hardly_repeats",
          ["column": .text(column.name), "texts": .count(texts), "rows": .count(rows)])
      case .rareTexts(let texts, let arePercents, let fewest):
        Fact(
          arePercents ? "column_of_rare_percents" : "column_of_rare_texts",
          [
            "column": .text(column.name), "texts": .count(texts), "fewest_rows": .count(fewest),
          ])
      }
    case .withoutInformation(let column):
      Fact("column_without_information", ["column": .text(column)])
    case .directionWithoutEffect(let column, let direction):
      Fact(
        "monotone_without_effect",
        ["column": .text(column), "direction": .text(direction.rawValue)])
    case .leakage(let warning): warning.fact
    case .leakageGivenOthers(let column, let alone, let model, let others):
      Fact(
        "leakage_given_others",
        [
          "column": .text(column), "auc": .number(alone), "model_auc": .number(model),
          "auc_of_others": .number(others),
        ])
    case .filledInAfter(let column, let filled, let rows, let churned):
      Fact(
        filled ? "leakage_where_filled" : "leakage_where_empty",
        ["column": .text(column), "rows": .count(rows), "churned": .count(churned)])
    case .toldByValue(let column, let value, let isOther, let rows, let churned):
      Fact(
        isOther ? "leakage_beside_value" : "leakage_at_value",
        [
          "column": .text(column), "value": .text(value), "rows": .count(rows),
          "churned": .count(churned),
        ])
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
    case "column_of_dates_without_format":
      guard let formats = fact.texts("formats") else { return nil }
      self = .unused(UnusedColumn(name: column, reason: .datesNeedFormat(formats: formats)))
    case "column_hardly_repeats":
      guard let texts = fact.count("texts"), let rows = fact.count("rows") else { return nil }
      self = .unused(
        UnusedColumn(name: column, reason: .hardlyRepeats(texts: texts, rows: rows)))
    case "column_of_rare_texts", "column_of_rare_percents":
      guard let texts = fact.count("texts"), let fewest = fact.count("fewest_rows") else {
        return nil
      }
      let arePercents = fact.code == "column_of_rare_percents"
      self = .unused(
        UnusedColumn(
          name: column,
          reason: .rareTexts(texts: texts, arePercents: arePercents, fewestRows: fewest)))
    case "leakage_given_others":
      guard let alone = fact.number("auc"), let model = fact.number("model_auc"),
        let others = fact.number("auc_of_others")
      else { return nil }
      self = .leakageGivenOthers(column: column, alone: alone, model: model, others: others)
    case "leakage_where_filled", "leakage_where_empty":
      guard let rows = fact.count("rows"), let churned = fact.count("churned") else { return nil }
      self = .filledInAfter(
        column: column, filled: fact.code == "leakage_where_filled", rows: rows, churned: churned)
    case "leakage_at_value", "leakage_beside_value":
      guard let value = fact.text("value"), let rows = fact.count("rows"),
        let churned = fact.count("churned")
      else { return nil }
      self = .toldByValue(
        column: column, value: value, isOther: fact.code == "leakage_beside_value", rows: rows,
        churned: churned)
    case "column_without_information": self = .withoutInformation(column)
    case "monotone_without_effect":
      guard let direction = fact.text("direction").flatMap(RiskDirection.init) else { return nil }
      self = .directionWithoutEffect(column: column, direction)
    default: return nil
    }
  }
}

extension TableNotice {
  /// The column that is suspected of having been filled in after the outcome; nil of other notices.
  package var leakingColumn: String? {
    switch self {
    case .leakage(let warning): warning.feature
    case .leakageGivenOthers(let column, _, _, _), .filledInAfter(let column, _, _, _),
      .toldByValue(let column, _, _, _, _):
      column
    case .unused, .withoutInformation, .directionWithoutEffect: nil
    }
  }
}
