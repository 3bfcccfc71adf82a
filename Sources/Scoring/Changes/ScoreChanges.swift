internal import Files
internal import Ingestion
internal import Interventions
internal import Units

/// What changed in every row since an earlier run.
package struct ScoreChanges: Sendable {
  package let previous: PreviousScores
  /// The earlier row of each row; nil for new customers.
  package let rows: [Int?]
  package let changes: [ScoreChangeSet]
  /// Nil where nothing changed, or nothing here says why.
  package let causes: [ChangeCause?]
  /// Earlier rows whose customer has none now.
  package let gone: [Int]

  /// Compares rows with those of an earlier run; columns that those lack count as unchanged.
  ///
  /// - Parameters:
  ///   - table: the rows.
  ///   - previous: rows of an earlier run.
  package init(of table: ScoreTable, since previous: PreviousScores) {
    self.previous = previous
    let rows = previous.earlierRows(of: table.ids)
    self.rows = rows
    let compared = ScoreChange.allCases.compactMap { change in
      change.column.flatMap { ComparedColumn($0, of: table, with: previous) }.map { (change, $0) }
    }
    let changes = rows.indices.map { row -> ScoreChangeSet in
      guard let earlier = rows[row] else { return ScoreChangeSet(.new) }
      return compared.reduce(into: []) { set, column in
        if column.1.differs(row, earlier) { set.insert(ScoreChangeSet(column.0)) }
      }
    }
    self.changes = changes
    let evidence = CauseEvidence(of: table, since: previous)
    causes = rows.indices.map { row in
      guard let earlier = rows[row], !changes[row].isEmpty else { return nil }
      return evidence.cause(row, earlier)
    }
    var isHere = [Bool](repeating: false, count: previous.count)
    for case let row? in rows { isHere[row] = true }
    gone = isHere.indices.filter { !isHere[$0] }
  }
}

/// A column of names or numbers of few values, here and in the earlier rows.
private struct ComparedColumn {
  let cells: ScoreCells
  /// For each text of the earlier column, its place among the names here; −1 where unknown, −2 where no
  /// such name is known here.
  let places: [Int]
  let codes: [Int32]

  /// Nil where either has no such column.
  init?(_ column: ScoreColumn, of table: ScoreTable, with previous: PreviousScores) {
    guard let earlier = previous.earlierColumn(column) else { return nil }
    let texts = earlier.texts.strings
    // Cells that nobody asked for are not what changed.
    guard texts.contains(where: { !$0.isEmpty }) else { return nil }
    cells = table[column]
    codes = earlier.codes
    switch cells {
    case .codes(let codes, let names):
      guard codes.contains(where: { $0 >= 0 }) else { return nil }
      let written = names.map { $0.map(csvText) }
      places = texts.map { text in text.isEmpty ? -1 : written.firstIndex(of: text) ?? -2 }
    case .counts: places = texts.map { $0.isEmpty ? -1 : Int($0) ?? -2 }
    case .rank, .texts, .flags, .numbers, .money, .days, .segments, .reason, .one: return nil
    }
  }

  func differs(_ row: Int, _ earlier: Int) -> Bool {
    let place =
      switch cells {
      case .codes(let codes, let names):
        // A code without a name is unknown as well.
        codes[row] < 0 || names[codes[row]] == nil ? -1 : codes[row]
      case .counts(let counts): max(-1, counts[row])
      case .rank, .texts, .flags, .numbers, .money, .days, .segments, .reason, .one: -1
      }
    return place != places[Int(codes[earlier])]
  }
}

/// What tells why rows changed.
private struct CauseEvidence {
  let orders: [Int]
  let silence: [Int]
  let isRefused: [Bool]
  let earlierOrders: [Double]?
  let earlierSilence: [Double]?
  let wasRefused: [Bool]?
  let isOtherModel: Bool

  init(of table: ScoreTable, since previous: PreviousScores) {
    orders = table[.orders].integers
    silence = table[.daysSinceLastOrder].integers
    earlierOrders = previous.earlierNumbers(.orders)
    earlierSilence = previous.earlierNumbers(.daysSinceLastOrder)
    let refusal = WhyNot.noConsent.rawValue
    isRefused = (0..<table.count).map { table[.whyNot].name($0) == refusal }
    wasRefused = previous.earlierColumn(.whyNot).map { column in
      column.codes.map { column.texts[Int($0)] == refusal }
    }
    let models = previous.earlierColumn(.model)?.texts.strings
    isOtherModel = models.map { $0 != [table.modelDigest] } ?? false
  }

  func cause(_ row: Int, _ earlier: Int) -> ChangeCause? {
    if let then = earlierOrders?[earlier], row < orders.count {
      if Double(orders[row]) > then { return .ordered }
      if Double(orders[row]) < then { return .ordersWithdrawn }
    }
    if let wasRefused, wasRefused[earlier] != isRefused[row] { return .consent }
    if isOtherModel { return .model }
    if let then = earlierSilence?[earlier], row < silence.count, Double(silence[row]) > then {
      return .silence
    }
    return nil
  }
}

extension ScoreTable {
  /// Fills the columns of `ScoreColumn.sincePrevious`.
  package mutating func fill(_ changes: ScoreChanges) {
    let sets = Array(Set(changes.changes)).sorted { $0.rawValue < $1.rawValue }
    let places = Dictionary(uniqueKeysWithValues: sets.enumerated().map { ($1, $0) })
    self[.changes] = .codes(
      changes.changes.map { places[$0] ?? -1 },
      names: sets.map { $0.isEmpty ? nil : $0.text })
    self[.changeCause] = .named(
      changes.causes.map { $0?.rawValue }, ChangeCause.allCases.map(\.rawValue))
    for (column, source) in [
      (ScoreColumn.previousList, ScoreColumn.list), (.previousSegment, .segment),
    ] {
      guard let earlier = changes.previous.earlierColumn(source) else { continue }
      self[column] = .codes(
        changes.rows.map { $0.map { Int(earlier.codes[$0]) } ?? -1 },
        names: earlier.texts.strings.map { $0.isEmpty ? nil : $0 })
    }
    if let ranks = changes.previous.earlierNumbers(.rank) {
      self[.previousRank] = .counts(
        changes.rows.map { $0.flatMap { Int(exactly: ranks[$0]) } ?? -1 })
    }
    if let earlier = changes.previous.earlierNumbers(.churnProbability) {
      self[.previousChurnProbability] = .numbers(
        changes.rows.map { $0.map { earlier[$0] } ?? .nan })
    }
  }
}
