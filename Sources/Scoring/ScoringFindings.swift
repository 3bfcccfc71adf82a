internal import Files
package import Models
package import Units

/// Categories of a labelled table's column that training had none of.
package struct UnseenCategories: Finding {
  package let column: String
  package let rows: Int
  /// Some of them.
  package let examples: [String]

  package var fact: Fact {
    Fact(
      "unseen_categories",
      ["column": .text(column), "rows": .count(rows), "examples": .texts(examples)])
  }
}

extension UnseenCategories {
  /// What a column to score has that training had not; nil where there is nothing, the column holds
  /// numbers, or training had rare texts, among which these may be.
  init?(in cells: TypedColumn, of column: TableColumn) {
    guard column.kind == .category, column.rareShare == 0,
      case .categories(let codes, let levels) = cells.cells
    else { return nil }
    let known = Set(column.levels.map(\.text))
    let isUnknown = levels.map { !known.contains($0) }
    let rows = codes.count { $0 >= 0 && isUnknown[Int($0)] }
    guard rows > 0 else { return nil }
    let present = Set(codes)
    self.init(
      column: column.name, rows: rows,
      examples: levels.indices.filter { isUnknown[$0] && present.contains(Int32($0)) }.prefix(3)
        .map { levels[$0] })
  }
}

/// What to know of scores of a feature file.
package enum FeatureFileNotice: Finding {
  case drift(DriftNotice)
  /// Columns that are no features.
  case ignored([String])
  /// Features that the file lacks, so that what rests on them is left empty; the rank may have to follow
  /// churn probability for it.
  case missing([String], ranksByProbability: Bool)
  /// What no file of features holds.
  case unavailable([Unavailable])

  package enum Unavailable: Sendable, Equatable {
    /// Segments by a rule set that looks at these columns.
    case segments(ruleSet: String, columns: [String])
    /// Lapse, as the model does not say how inter-purchase times are distributed.
    case lapse
    /// Lifecycle of customers with one order day.
    case rhythmOfOneOrder
    /// Journeys, prices, habits, channels and categories.
    case histories
  }

  package var fact: Fact {
    switch self {
    case .drift(let notice): notice.fact
    case .ignored(let columns): Fact("columns_ignored", ["columns": .texts(columns)])
    case .missing(let columns, let ranksByProbability):
      Fact(
        "columns_missing",
        ["columns": .texts(columns), "ranked_by_probability": .flag(ranksByProbability)])
    case .unavailable(let parts):
      Fact(
        "unavailable",
        [
          "parts": .texts(
            parts.map { part in
              switch part {
              case .segments: "segments"
              case .lapse: "lapse"
              case .rhythmOfOneOrder: "rhythm_of_one_order"
              case .histories: "histories"
              }
            })
        ])
    }
  }
}
