internal import Files
internal import Ingestion
internal import Interventions
internal import Units

/// Whether cells of rows that are given back hold what a run writes.
///
/// Every column whose cells are reckoned with is looked at here: a cell that a program or a
/// person has changed would otherwise count as an empty one.
struct PreviousCellCheck {
  private let table: PlainTable

  init(_ table: PlainTable) { self.table = table }

  func requireIDs() throws(PreviousScoresError) {
    guard let column = table.column(named: ScoreColumn.customerID.rawValue) else { return }
    try require(column, .id) { !$0.isEmpty }
    // Each text's code is its row as long as none comes again.
    if let row = column.codes.indices.first(where: { column.codes[$0] != $0 }) {
      throw fault(column, row, .idOnce)
    }
  }

  func requireNumbers(isWhole: Bool) throws(PreviousScoresError) {
    for column in table.columns {
      guard let name = ScoreColumn(rawValue: column.name), let expected = name.numbers else {
        continue
      }
      try require(column, expected) { $0.isEmpty || expected.holds($0) }
      guard isWhole, name == .rank else { continue }
      let last = column.texts.strings.compactMap(wholeNumber).max() ?? 0
      if last > table.count {
        throw .notAllRows(file: table.file, rows: table.count, lastRank: last)
      }
    }
  }

  /// Lists, reasons against contacts, and whether a probability is relied on.
  func requireWords() throws(PreviousScoresError) {
    let lists = InterventionList.allCases.map(\.rawValue)
    let reasons = WhyNot.allCases.map(\.rawValue)
    for (name, known) in [(ScoreColumn.list, lists), (.whyNot, reasons)] {
      guard let column = table.column(named: name.rawValue) else { continue }
      try require(column, .list(known)) { $0.isEmpty || known.contains($0) }
    }
    if let column = table.column(named: ScoreColumn.reliable.rawValue) {
      try require(column, .yesOrNo) { writtenFlag($0) != nil }
    }
  }

  /// The one date of all rows; nil where they say none.
  func date() throws(PreviousScoresError) -> Day? {
    guard let column = table.column(named: ScoreColumn.asOf.rawValue) else { return nil }
    try require(column, .oneDate) { [first = column.text(of: 0)] text in
      text == first && (text.isEmpty || Day(iso: text) != nil)
    }
    return Day(iso: column.text(of: 0))
  }

  /// The one horizon of all rows; nil where they say none.
  func horizon() throws(PreviousScoresError) -> Int? {
    guard let column = table.column(named: ScoreColumn.horizonDays.rawValue) else { return nil }
    try require(column, .oneHorizon) { [first = column.text(of: 0)] text in
      text == first && (text.isEmpty || wholeNumber(text).map((1...36_500).contains) ?? false)
    }
    return wholeNumber(column.text(of: 0))
  }

  private func require(
    _ column: PlainColumn, _ expected: PreviousScoresError.Expectation,
    _ isGood: (String) -> Bool
  ) throws(PreviousScoresError) {
    let isBad = column.texts.strings.map { !isGood($0) }
    guard isBad.contains(true) else { return }
    if let row = column.codes.indices.first(where: { isBad[Int(column.codes[$0])] }) {
      throw fault(column, row, expected)
    }
  }

  private func fault(
    _ column: PlainColumn, _ row: Int, _ expected: PreviousScoresError.Expectation
  ) -> PreviousScoresError {
    .badCell(
      file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
      expected)
  }
}

private func wholeNumber(_ text: String) -> Int? {
  Int(text).flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
}

/// What a cell of yes or no says, in the spellings of CSV, databases and workbooks; nil for another word.
func writtenFlag(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "yes", "true", "t", "1": true
  case "no", "false", "f", "0": false
  default: nil
  }
}

extension PreviousScoresError.Expectation {
  /// Whether a text is such a number.
  fileprivate func holds(_ text: String) -> Bool {
    switch self {
    case .count: wholeNumber(text) != nil
    case .probability: Double(text).map((0...1).contains) ?? false
    case .number(let range):
      Double(text).map { Double(range.lowerBound) <= $0 && $0 <= Double(range.upperBound) } ?? false
    case .id, .idOnce, .list, .yesOrNo, .oneDate, .oneHorizon: false
    }
  }
}

extension ScoreColumn {
  /// The largest amount of money in rows that are given back, either way: beside one of it a plan still counts
  /// the gains of others in hundredths.
  private static let mostMoney = 1_000_000_000_000
  /// The largest amount that no plan reckons with, either way.
  private static let mostToldMoney = 1_000_000_000_000_000_000

  /// The numbers that its cells may hold, if not empty; nil where they are no numbers, or of rows that are not
  /// given back.
  fileprivate var numbers: PreviousScoresError.Expectation? {
    switch self {
    case .churnProbability, .probabilityAlive, .secondOrderProbability, .silentProbability,
      .previousChurnProbability, .targetProbability:
      .probability
    case .rank, .orders, .daysSinceLastOrder, .cluster, .previousRank: .count
    case .valueIfKept, .valueIfNot, .expectedGain, .expectedGainLow, .averageOrderValue:
      .number(-Self.mostMoney...Self.mostMoney)
    case .historicCLV, .predictedCLV, .totalCLV, .clvAtRisk, .predictedCLVLow, .predictedCLVHigh,
      .priceLow, .priceHigh:
      .number(-Self.mostToldMoney...Self.mostToldMoney)
    case .predictedNumberOfOrders, .averageDaysBetweenOrders: .number(0...1_000_000_000)
    case .rScore, .fScore, .mScore, .eScore: .number(0...5)
    case .customerID, .list, .reliable, .segment, .reason1, .reason2, .reason3, .model, .segments,
      .lifecycle, .lapse, .journey, .usualWeekday, .preferredChannel, .favouriteCategory,
      .nextCategory, .action, .whyNot, .changes, .changeCause, .previousList, .previousSegment,
      .expectedDateOfNextOrder, .asOf, .contactOn, .horizonDays, .firstOrderProbability, .baseRate,
      .value, .expectedLoss:
      nil
    }
  }
}
