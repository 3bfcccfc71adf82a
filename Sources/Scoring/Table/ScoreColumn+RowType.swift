package import Files
internal import Units

extension ScoreColumn {
  /// What its cells are for a destination that keeps types.
  ///
  /// - Parameter moneyScale: digits after the point of amounts that were added up, not reckoned.
  /// - Returns: the type.
  package func rowType(moneyScale: Int) -> RowType {
    switch self {
    case .customerID, .list, .segment, .segments, .reason1, .reason2, .reason3, .model, .lifecycle,
      .lapse, .journey, .usualWeekday, .preferredChannel, .favouriteCategory, .nextCategory,
      .action, .whyNot, .changes, .changeCause, .previousList, .previousSegment:
      .text
    case .rank, .daysSinceLastOrder, .orders, .rScore, .fScore, .mScore, .eScore, .cluster,
      .horizonDays, .previousRank:
      .integer
    case .historicCLV, .averageOrderValue: .decimal(scale: moneyScale)
    case .expectedDateOfNextOrder, .asOf, .contactOn: .date
    case .reliable: .flag
    case .churnProbability, .probabilityAlive, .predictedNumberOfOrders, .predictedCLV, .totalCLV,
      .valueIfKept, .valueIfNot, .clvAtRisk, .expectedGain, .averageDaysBetweenOrders,
      .predictedCLVLow, .predictedCLVHigh, .priceLow, .priceHigh, .secondOrderProbability,
      .expectedGainLow, .silentProbability, .previousChurnProbability, .firstOrderProbability,
      .baseRate, .targetProbability, .value, .expectedLoss:
      .number
    }
  }

  /// The column with its type and, as plain text, its meaning.
  package func rowColumn(moneyScale: Int = FixedDecimal.moneyScale) -> RowColumn {
    var words = ""
    var isTarget = false
    // Links keep their words.
    for character in declaration.meaning {
      switch character {
      case "`", "[": continue
      case "]": isTarget = true
      case ")" where isTarget: isTarget = false
      default: if !isTarget { words.append(character) }
      }
    }
    return RowColumn(
      rawValue, rowType(moneyScale: moneyScale),
      comment: "\(words) (\(declaration.unit.filter { $0 != "`" }))")
  }
}

extension ScoreTable {
  /// The columns of rows that are written, with their types.
  package func rowColumns(_ columns: [ScoreColumn], carried: [CarriedColumn]) -> [RowColumn] {
    let scales = layout.compactMap { column -> Int? in
      if case .money(_, let scale) = self[column] { scale } else { nil }
    }
    return typedColumns(
      columns, carried: carried.map(\.name), moneyScale: scales.max() ?? FixedDecimal.moneyScale)
  }
}

extension BlockScores {
  /// The columns of rows that are written, with their types.
  package func rowColumns(_ columns: [ScoreColumn], carried: [CarriedColumn]) -> [RowColumn] {
    typedColumns(columns, carried: carried.map(\.name), moneyScale: moneyScale)
  }
}

private func typedColumns(
  _ columns: [ScoreColumn], carried names: [String], moneyScale: Int
) -> [RowColumn] {
  columns.map { $0.rowColumn(moneyScale: moneyScale) }
    + names.map { RowColumn($0, .text, comment: "of the customers files") }
}
