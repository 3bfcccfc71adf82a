internal import Files
internal import Ingestion
package import Intake
package import Units

/// Scores that anybody wrote at a past date: our rows, or a column of another program's.
package struct MonitoredScores: Sendable {
  /// As the user gave it.
  package let file: String
  package let asOf: Day
  package let horizonInDays: Int
  /// Name of the column of probabilities.
  package let column: String
  package let probabilities: [Double]
  /// Groups that figures are told by; nil where there is no such column.
  package let groups: [String]?
  /// Expected margin over the value horizon, where the rows are ours.
  package let predictedValue: [Double]?
  let ids: [String]

  package var count: Int { ids.count }

  /// Where a file of another program says what.
  package struct Columns: Sendable {
    /// Nil for the column of our own rows.
    package var probability: String?
    package var id: String?
    package var group: String?

    package init(probability: String? = nil, id: String? = nil, group: String? = nil) {
      self.probability = probability
      self.id = id
      self.group = group
    }
  }

  /// Reads scores.
  ///
  /// - Parameters:
  ///   - path: of the CSV.
  ///   - columns: where it says what.
  ///   - asOf: the date of the scores; nil to take it from `as_of`.
  ///   - horizonInDays: that they are about; nil to take it from `horizon_days`.
  /// - Throws: where the file cannot be used.
  package init(
    path: String, columns: Columns, asOf: Day?, horizonInDays: Int?
  ) throws(MonitoredScoresError) {
    let table: PlainTable
    do {
      table = try PlainTable(path: path, delimiter: nil, encoding: .utf8)
    } catch { throw .unreadable(error) }
    if let row = table.refused.first {
      throw .otherFields(file: table.file, line: row.line, found: row.found)
    }
    var name = columns.id
    if name == nil { name = try Self.idColumn(of: table) }
    let id = try Self.column(name ?? "", of: table)
    let score = try Self.column(
      columns.probability ?? ScoreColumn.churnProbability.rawValue, of: table)
    ids = try Self.ids(id, table)
    probabilities = try Self.probabilities(score, table)
    self.column = score.name
    file = table.file
    if let asOf { self.asOf = asOf } else { self.asOf = try Self.date(table) }
    if let horizonInDays {
      self.horizonInDays = horizonInDays
    } else {
      self.horizonInDays = try Self.horizon(table)
    }
    var groups = table.column(named: ScoreColumn.segment.rawValue)
    if let group = columns.group { groups = try Self.column(group, of: table) }
    self.groups = groups.map { column in
      (0..<table.count).map { column.text(of: $0).isEmpty ? "(none)" : column.text(of: $0) }
    }
    predictedValue = table.column(named: ScoreColumn.predictedCLV.rawValue).flatMap { column in
      let numbers = (0..<table.count).map { Double(column.text(of: $0)) ?? .nan }
      return numbers.allSatisfy(\.isFinite) ? numbers : nil
    }
  }

  private static func column(
    _ name: String, of table: PlainTable
  ) throws(MonitoredScoresError) -> PlainColumn {
    guard let column = table.column(named: name) else {
      throw .noColumn(file: table.file, column: name, columns: table.names)
    }
    return column
  }

  private static func idColumn(of table: PlainTable) throws(MonitoredScoresError) -> String {
    let fits = ColumnRole.customerID.candidates(in: table.names.map(plainName))
    guard fits.count == 1 else {
      throw .noID(file: table.file, columns: table.names, fits: fits.map { table.names[$0] })
    }
    return table.names[fits[0]]
  }

  private static func ids(
    _ column: PlainColumn, _ table: PlainTable
  ) throws(MonitoredScoresError) -> [String] {
    var known: Set<String> = []
    var ids: [String] = []
    for row in 0..<table.count {
      let id = column.text(of: row)
      guard !id.isEmpty, known.insert(id).inserted else {
        throw .badCell(
          file: table.file, line: table.lines[row], column: column.name, found: id, .idOnce)
      }
      ids.append(id)
    }
    return ids
  }

  private static func probabilities(
    _ column: PlainColumn, _ table: PlainTable
  ) throws(MonitoredScoresError) -> [Double] {
    var probabilities: [Double] = []
    for row in 0..<table.count {
      guard let number = Double(column.text(of: row)), (0...1).contains(number) else {
        throw .badCell(
          file: table.file, line: table.lines[row], column: column.name,
          found: column.text(of: row), .probability)
      }
      probabilities.append(number)
    }
    return probabilities
  }

  private static func date(_ table: PlainTable) throws(MonitoredScoresError) -> Day {
    guard let column = table.column(named: ScoreColumn.asOf.rawValue) else {
      throw .noDate(file: table.file)
    }
    for row in 0..<table.count where column.text(of: row) != column.text(of: 0) {
      throw .badCell(
        file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
        .oneDate)
    }
    guard table.count > 0, let day = Day(iso: column.text(of: 0)) else {
      throw .noDate(file: table.file)
    }
    return day
  }

  private static func horizon(_ table: PlainTable) throws(MonitoredScoresError) -> Int {
    guard let column = table.column(named: ScoreColumn.horizonDays.rawValue), table.count > 0,
      let days = Int(column.text(of: 0)), (1...36_500).contains(days)
    else { throw .noHorizon(file: table.file) }
    for row in 0..<table.count where column.text(of: row) != column.text(of: 0) {
      throw .badCell(
        file: table.file, line: table.lines[row], column: column.name, found: column.text(of: row),
        .oneHorizon)
    }
    return days
  }
}

/// Why scores of a past date cannot be compared with the observed outcomes.
package enum MonitoredScoresError: Error, Sendable, Equatable {
  case unreadable(IngestionError)
  case otherFields(file: String, line: Int, found: String)
  case noID(file: String, columns: [String], fits: [String])
  case noColumn(file: String, column: String, columns: [String])
  case badCell(file: String, line: Int, column: String, found: String, Expectation)
  case noDate(file: String)
  case noHorizon(file: String)
  /// The log ends before the horizon does.
  case horizonOpen(asOf: Day, horizonInDays: Int, lastOrder: Day)
  /// The model was trained on the outcomes.
  case modelSawOutcomes(labelsEnd: Day, asOf: Day)
  /// No customer of the scores has an order before their date.
  case nobodyKnown(file: String)

  package enum Expectation: Sendable, Equatable {
    case idOnce, probability, oneDate, oneHorizon
  }
}
