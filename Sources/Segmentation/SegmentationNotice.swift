package import Segments
package import Units

/// What to know of segments before they are acted on.
package enum SegmentationNotice: Finding {
  case score(ScoreNotice)
  /// Columns of the rule set that are unknown for every customer.
  case unknownColumns([String], ruleSet: String)

  package var fact: Fact {
    switch self {
    case .score(let notice): notice.fact
    case .unknownColumns(let columns, let ruleSet):
      Fact("columns_unknown", ["columns": .texts(columns), "rule_set": .text(ruleSet)])
    }
  }
}
