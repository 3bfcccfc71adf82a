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
