internal import Dense
internal import Files
internal import Ingestion
internal import Learning
internal import Models

/// Looks for columns of a table that must have been filled in after the outcome.
///
/// Four signs: a column alone ranks the rows almost without error; it alone ranks them well, and without
/// it the others are far from making up for it; whether it is filled in at all tells the label; or one of
/// its values does, as another outcome that happens only with this one, or never without it.
struct TableLeakage {
  let training: TableTraining
  /// Rows to learn from and rows to compare on.
  let part: TablePart
  let roles: TableSchema

  private var rows: TableRows { training.rows }

  /// AUC of one column from which leakage is suspected, whatever the others say.
  ///
  /// Columns of public tables that are known beforehand reach .75 at most.
  static let sureArea = 0.95
  /// AUC of one column from which it is compared with all others.
  static let strongArea = 0.85
  /// How many times the share of pairs in wrong order must grow without the column.
  ///
  /// Columns that are known beforehand make it grow by half at most.
  static let errorGrowth = 1.8
  /// Share of pairs in wrong order without the column below which the others know all that it does.
  static let fewestErrors = 0.01
  /// Columns that are compared so, which takes two fits and more.
  private static let mostCompared = 3
  /// Rows with and without a cell below which chance may tell them apart, and share of one label that is
  /// as good as all.
  private static let fewestRows = 30
  private static let nearlyAll = 0.98

  func notices() throws -> [TableNotice] {
    let labels = rows.labels
    let seen = evenlySpacedRows(of: labels.count, atMost: 20_000)
    let seenLabels = seen.map { labels[$0] }
    let positives = seenLabels.count { $0 == 1 }
    guard min(positives, seenLabels.count - positives) >= 10 else { return [] }
    let areas = training.parameters.workers.map(rows.columns.count) {
      rows.columns[$0].at(seen).single.areaUnderCurve(labels: seenLabels) ?? 0.5
    }
    var found: [Int: TableNotice] = [:]
    for (place, area) in areas.enumerated() where area >= Self.sureArea {
      found[place] = .leakage(
        LeakageWarning(feature: rows.columns[place].name, areaUnderCurve: area))
    }
    let strong = areas.indices.filter { areas[$0] >= Self.strongArea && found[$0] == nil }
      .sorted { (areas[$0], $1) > (areas[$1], $0) }.prefix(Self.mostCompared)
    if !strong.isEmpty, rows.columns.count > 1, let all = try area(without: nil) {
      for place in strong {
        guard let others = try area(without: place),
          1 - others >= max(Self.fewestErrors, Self.errorGrowth * (1 - all))
        else { continue }
        found[place] = .leakageGivenOthers(
          column: rows.columns[place].name, alone: areas[place], model: all, others: others)
      }
    }
    for place in rows.columns.indices where found[place] == nil {
      found[place] = filledInAfter(rows.columns[place]) ?? toldByValue(rows.columns[place])
    }
    return rows.columns.indices.compactMap { found[$0] }
  }

  /// The AUC on rows left out of a plain model of the columns, or of all but one.
  private func area(without place: Int?) throws -> Double? {
    var parameters = training.parameters
    parameters.findsProducts = false
    parameters.l2Strength = parameters.l2Strength ?? TableSettings.usualStrength
    let kept = TableTraining(
      rows: place.map(rows.leavingOut) ?? rows, parameters: parameters)
    let model = try kept.fitted(to: part.training, as: roles)
    return RankedOutcomes(
      probabilities: model.probabilities(
        of: kept.rows.columns.map { $0.at(part.holdout) }, rows: part.holdout.count,
        workers: parameters.workers),
      outcomes: part.holdout.map { rows.labels[$0] == 1 }
    ).metrics().auc
  }

  /// Whether nearly all rows with a cell, or without one, have one label, where that says something.
  private func filledInAfter(_ column: TypedColumn) -> TableNotice? {
    let labels = rows.labels
    for isFilled in [true, false] {
      let side = labels.indices.filter { column.isMissing($0) != isFilled }
      let churned = Int(side.reduce(0) { $0 + labels[$1] })
      if tellsLabel(rows: side.count, churned: churned) {
        return .filledInAfter(
          column: column.name, filled: isFilled, rows: side.count, churned: churned)
      }
    }
    return nil
  }

  /// Whether nearly all of some rows have one label, where that says something.
  private func tellsLabel(rows count: Int, churned: Int) -> Bool {
    let labels = rows.labels
    guard count >= Self.fewestRows, labels.count - count >= Self.fewestRows else { return false }
    let rate = labels.reduce(0, +) / Double(labels.count)
    let isChurn = Double(churned) >= Self.nearlyAll * Double(count) && rate <= 0.8
    // As many would have to churn that none is no chance.
    let expected = Double(count) * rate
    let isStay =
      expected >= Double(Self.fewestRows)
      && Double(churned) <= (1 - Self.nearlyAll) * expected
    return isChurn || isStay
  }

  /// Whether nearly all rows with one value, or with any but the commonest where most rows have that, have
  /// one label.
  private func toldByValue(_ column: TypedColumn) -> TableNotice? {
    guard column.dates == nil else { return nil }
    var tallies: [Double: (rows: Int, churned: Int)] = [:]
    for (row, label) in rows.labels.enumerated() where !column.isMissing(row) {
      let value = column.code(row)
      let tally = tallies[value] ?? (0, 0)
      tallies[value] = (tally.rows + 1, tally.churned + Int(label))
    }
    let filled = tallies.values.reduce((rows: 0, churned: 0)) {
      ($0.rows + $1.rows, $0.churned + $1.churned)
    }
    let values = tallies.keys.sorted()
    if values.count <= Self.mostValues {
      for value in values {
        guard let tally = tallies[value], tellsLabel(rows: tally.rows, churned: tally.churned)
        else { continue }
        return .toldByValue(
          column: column.name, value: column.text(ofCode: value), isOther: false,
          rows: tally.rows, churned: tally.churned)
      }
    }
    let commonest = values.max { (tallies[$0]?.rows ?? 0, $1) < (tallies[$1]?.rows ?? 0, $0) }
    guard let commonest, let most = tallies[commonest], 2 * most.rows > filled.rows else {
      return nil
    }
    let (count, churned) = (filled.rows - most.rows, filled.churned - most.churned)
    guard tellsLabel(rows: count, churned: churned) else { return nil }
    return .toldByValue(
      column: column.name, value: column.text(ofCode: commonest), isOther: true, rows: count,
      churned: churned)
  }

  /// Values of a column that are looked at one by one.
  private static let mostValues = 50
}

extension TypedColumn {
  /// The number of a row's cell, or the place of its text; not-a-number where it is missing.
  fileprivate func code(_ row: Int) -> Double {
    switch cells {
    case .numbers(let values): values[row]
    case .categories(let codes, _): Double(codes[row])
    }
  }

  /// A value as a reader of the table knows it.
  fileprivate func text(ofCode code: Double) -> String {
    switch cells {
    case .numbers: code == code.rounded() && abs(code) < 1e15 ? "\(Int(code))" : "\(code)"
    case .categories(_, let levels): levels[Int(code)]
    }
  }

  fileprivate func isMissing(_ row: Int) -> Bool {
    switch cells {
    case .numbers(let values): values[row].isNaN
    case .categories(let codes, _): codes[row] < 0
    }
  }
}

extension TableRows {
  fileprivate func leavingOut(_ place: Int) -> TableRows {
    var columns = columns
    columns.remove(at: place)
    return TableRows(
      ids: ids, labels: labels, columns: columns, days: days, refused: RefusedRows(), notices: [])
  }
}
