internal import Files
internal import Ingestion
package import Interventions

/// The rows of an earlier run with those of some customers scored anew between them.
///
/// Rows of all others stay as they were but for their ranks, so the earlier rows are walked along in
/// their order, and each new one is put where it belongs.
package struct ScoreRefresh: Sendable {
  /// Path of the earlier rows.
  private let path: String
  /// The customers scored anew.
  package let table: ScoreTable
  /// Their earlier rows.
  package let changes: ScoreChanges
  /// Rows of all customers, earlier and anew.
  package private(set) var count = 0
  /// Customers of each list.
  package private(set) var lists: [InterventionList: Int] = [:]
  /// Ids, as they are written, of customers whose earlier rows no longer hold.
  private let outdated: Set<String>
  /// Of each row of the table.
  private let keys: [ActionKey]

  /// Reads the earlier rows once.
  ///
  /// - Parameters:
  ///   - table: rows scored anew, which have the columns that `ScoreState` needs.
  ///   - outdated: ids of customers whose rows changed since, those without a row now among them.
  ///   - path: of all rows of the earlier run, in their order.
  ///   - names: columns that are compared.
  /// - Throws: where the earlier rows cannot be read, or lack a column.
  /// - Complexity: O(earlier rows).
  package init(
    of table: ScoreTable, outdated: [String], since path: String, comparing names: [String]
  ) throws(PreviousScoresError) {
    self.path = path
    self.outdated = Set(outdated.map(csvText))
    let lists = table[.list].integers
    let gains = table[.expectedGain].doubles
    let probabilities = table[.churnProbability].doubles
    keys = (0..<table.count).map {
      ActionKey(
        list: lists[$0], gain: gains[$0], probability: probabilities[$0],
        id: table.idText(ofRow: $0))
    }
    var rows = try FormerRows(path: path)
    let (outdatedIDs, keys) = (self.outdated, keys)
    for column in names where !rows.names.contains(column) {
      throw .noColumn(file: path, column: column, columns: rows.names)
    }
    var earlier = rows.header
    var counts = [Int](repeating: 0, count: InterventionList.allCases.count)
    for key in keys { counts[key.list] += 1 }
    var count = keys.count
    while try rows.next() {
      if outdatedIDs.contains(rows.text(.customerID)) {
        rows.append(to: &earlier)
      } else {
        count += 1
        if let list = ActionKey.list(of: rows) { counts[list] += 1 }
      }
    }
    self.count = count
    self.lists = Dictionary(uniqueKeysWithValues: zip(InterventionList.allCases, counts))
    let previous = try PreviousScores(name: path, rows: earlier, besides: names)
    self.table = table
    changes = ScoreChanges(of: table, since: previous)
  }

  /// Rows in the order of action, those scored anew and those that stay.
  ///
  /// - Parameters:
  ///   - takeNew: takes a row of the table and its rank, from 0.
  ///   - takeOld: takes an earlier row and its rank now, from 0.
  /// - Throws: where the earlier rows cannot be read, and what the others throw.
  package func forEachRow(
    new takeNew: (_ row: Int, _ rank: Int) throws -> Void,
    old takeOld: (_ row: borrowing FormerRows, _ rank: Int) throws -> Void
  ) throws {
    var rows = try FormerRows(path: path)
    var rank = 0
    var next = 0
    while try rows.next() {
      if outdated.contains(rows.text(.customerID)) { continue }
      while next < table.ranking.count,
        keys[table.ranking[next]].precedes(rows)
      {
        try takeNew(table.ranking[next], rank)
        rank += 1
        next += 1
      }
      try takeOld(rows, rank)
      rank += 1
    }
    for row in table.ranking[next...] {
      try takeNew(row, rank)
      rank += 1
    }
  }
}

/// What the order of action follows: list, expected gain from the largest, churn probability from the
/// largest, id.
private struct ActionKey: Sendable {
  let list: Int
  let gain: Double
  let probability: Double
  let id: String

  static let lists = InterventionList.allCases.map(\.rawValue)

  /// Nil where the row names no list.
  static func list(of row: borrowing FormerRows) -> Int? {
    lists.firstIndex(of: row.text(.list))
  }

  func precedes(_ row: borrowing FormerRows) -> Bool {
    let other = Self.list(of: row) ?? Self.lists.count
    if list != other { return list < other }
    let otherGain = Double(row.text(.expectedGain)) ?? -.infinity
    if gain != otherGain { return gain > otherGain }
    let otherProbability = Double(row.text(.churnProbability)) ?? -.infinity
    if probability != otherProbability { return probability > otherProbability }
    return id.utf8.lexicographicallyPrecedes(textBeforeCSV(row.text(.customerID)).utf8)
  }
}
