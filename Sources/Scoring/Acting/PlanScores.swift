internal import Expressions
internal import Files
internal import Ingestion
internal import Intake
internal import Interventions
internal import Segments
internal import Units

/// Score rows as a plan looks at them: numbers by column, by row in the order of ids.
struct PlanScores {
  let previous: PreviousScores
  /// Rows in the byte order of their ids, so that no tie depends on the order of the file.
  let rows: [Int]
  let ids: [String]
  /// The file's own line of each.
  let lines: [Int]

  init(_ previous: PreviousScores) {
    self.previous = previous
    let all = (0..<previous.count).map { previous.writtenID(ofRow: $0) }
    rows = all.indices.sorted { all[$0].utf8.lexicographicallyPrecedes(all[$1].utf8) }
    ids = rows.map { all[$0] }
    lines = rows.map { previous.line(ofRow: $0) }
  }

  var count: Int { rows.count }

  /// Not-a-number where a cell is empty; nil without the column.
  func numbers(_ column: ScoreColumn) -> [Double]? {
    previous.earlierNumbers(column).map { numbers in rows.map { numbers[$0] } }
  }

  func texts(_ name: String) -> [String]? {
    previous.earlierColumn(named: name).map { column in rows.map { column.text(of: $0) } }
  }

  /// Why customers are not to be acted on, as `predict` said.
  ///
  /// - Throws: without the column: nobody's refusal would be known.
  func reasons() throws(PlanningError) -> [WhyNot?] {
    guard let texts = texts(ScoreColumn.whyNot.rawValue) else { throw lacks(.whyNot) }
    return texts.map { WhyNot(rawValue: $0) }
  }

  /// Whose probability is relied on; nil where the rows do not say it.
  var reliable: [Bool]? {
    texts(ScoreColumn.reliable.rawValue).map { $0.map { writtenFlag($0) ?? false } }
  }

  func lacks(_ column: ScoreColumn) -> PlanningError {
    .scores(
      .notAllColumns(file: previous.file, column: column.rawValue, columns: previous.names))
  }

  // MARK: Conditions

  /// The columns that conditions may name.
  var schema: ColumnSchema {
    ColumnSchema(
      previous.names.map { name in
        let unit = ScoreColumn(rawValue: name)?.conditionUnit ?? unitByCells(name)
        return SchemaColumn(name, unit, range: unit == .date ? nil : -.infinity ... .infinity)
      })
  }

  /// The values of a column as conditions compare them.
  func ruleColumn(_ name: String) -> RuleColumn? {
    guard let column = previous.earlierColumn(named: name) else { return nil }
    let unit = ScoreColumn(rawValue: name)?.conditionUnit ?? unitByCells(name)
    let cells = rows.map { column.text(of: $0) }
    switch unit {
    case .text: return RuleColumn(texts: cells.map { $0.isEmpty ? nil : $0 })
    case .date: return RuleColumn(cells.map { Day(iso: $0).map { Double($0.number) } ?? .nan })
    case .days, .count, .money, .share, .ratio, .perMonth, .change, .score, .hour:
      return RuleColumn(cells.map { Double($0).flatMap { $0.isFinite ? $0 : nil } ?? .nan })
    }
  }

  /// A column of nobody's knowledge is one of numbers where all that is in it are.
  private func unitByCells(_ name: String) -> ColumnUnit {
    let texts = previous.earlierColumn(named: name)?.texts.strings ?? []
    let filled = texts.filter { !$0.isEmpty }
    return !filled.isEmpty && filled.allSatisfy { Double($0)?.isFinite ?? false } ? .count : .text
  }
}

extension ScoreColumn {
  /// What conditions compare the column as.
  fileprivate var conditionUnit: ColumnUnit {
    switch self {
    case .rank, .predictedNumberOfOrders, .orders, .cluster, .previousRank: .count
    case .churnProbability, .probabilityAlive, .secondOrderProbability,
      .previousChurnProbability, .silentProbability, .firstOrderProbability, .targetProbability,
      .baseRate:
      .share
    case .historicCLV, .predictedCLV, .totalCLV, .valueIfKept, .valueIfNot, .clvAtRisk,
      .expectedGain, .expectedGainLow, .averageOrderValue, .predictedCLVLow, .predictedCLVHigh,
      .priceLow, .priceHigh,
      .value, .expectedLoss:
      .money
    case .daysSinceLastOrder, .averageDaysBetweenOrders, .horizonDays: .days
    case .rScore, .fScore, .mScore, .eScore: .score
    case .expectedDateOfNextOrder, .asOf, .contactOn: .date
    case .customerID, .list, .reliable, .segment, .reason1, .reason2, .reason3, .model, .segments,
      .lifecycle, .lapse, .journey, .usualWeekday, .preferredChannel, .favouriteCategory,
      .nextCategory, .action, .whyNot, .changes, .changeCause, .previousList, .previousSegment:
      .text
    }
  }
}
