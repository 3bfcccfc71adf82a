package import Expressions
internal import Units

/// What the built-in scores are made of.
package let scoreSources = [
  "r_score": "days_since_last_order", "f_score": "orders", "m_score": "net_spend",
  "e_score": "engagement",
]

extension ColumnSchema {
  /// The scores 1–5 and their codes: `rfm = '555'`, `rf in ('5[45]')`.
  package static let scoreColumns: [SchemaColumn] = [
    SchemaColumn(
      "r_score", .score, range: 1...5, isWhole: true, mayBeMissing: false, better: .high),
    SchemaColumn(
      "f_score", .score, range: 0...5, isWhole: true, mayBeMissing: false, better: .high),
    SchemaColumn(
      "m_score", .score, range: 0...5, isWhole: true, mayBeMissing: false, better: .high),
    SchemaColumn("e_score", .score, range: 0...5, isWhole: true, better: .high),
  ]

  package static let scoreCodes = [
    "rf": ["r_score", "f_score"], "rm": ["r_score", "m_score"], "fm": ["f_score", "m_score"],
    "rfm": ["r_score", "f_score", "m_score"],
    "rfme": ["r_score", "f_score", "m_score", "e_score"],
  ]

  /// F and M are 0 together: without an order in the score window, and so without any order.
  package static let scoreRelations: [ColumnRelation] = [
    .within("orders", 0...0, then: "f_score", 0...0),
    .within("f_score", 0...0, then: "m_score", 0...0),
    .within("f_score", 1...5, then: "m_score", 1...5),
  ]

  /// Scores alone, and what they are made of.
  package static let scores = ColumnSchema(
    scoreColumns + [
      SchemaColumn(
        "days_since_last_order", .days, isWhole: true, mayBeMissing: false, better: .low),
      SchemaColumn("orders", .count, isWhole: true, mayBeMissing: false, better: .high),
      SchemaColumn("net_spend", .money, mayBeMissing: false, better: .high),
      SchemaColumn("engagement", .count, better: .high),
    ], codes: scoreCodes, relations: scoreRelations)
}
