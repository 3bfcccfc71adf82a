package import Files
package import Ingestion
internal import Intake
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
  ///   - pseudonyms: what stands in the place of the file's ids; nil to keep them.
  /// - Throws: where the file cannot be used.
  package init(
    path: String, columns: Columns, asOf: Day?, horizonInDays: Int?, pseudonyms: Pseudonyms? = nil
  ) throws(MonitoredScoresError) {
    var table: PlainTable
    let namedGroups: PlainColumn?
    do {
      table = try PlainTable(sheet: path)
      table.pseudonyms = pseudonyms
      ids = try Self.ids(try table.ids(in: columns.id), table)
      let score = try table.required(
        columns.probability ?? ScoreColumn.churnProbability.rawValue)
      probabilities = try Self.probabilities(score, table)
      self.column = score.name
      namedGroups = try columns.group.map { name throws(SheetError) in try table.required(name) }
    } catch { throw .sheet(error) }
    file = table.file
    if let asOf { self.asOf = asOf } else { self.asOf = try Self.date(table) }
    if let horizonInDays {
      self.horizonInDays = horizonInDays
    } else {
      self.horizonInDays = try Self.horizon(table)
    }
    groups = (namedGroups ?? table.column(named: ScoreColumn.segment.rawValue)).map { column in
      (0..<table.count).map { column.text(of: $0).isEmpty ? "(none)" : column.text(of: $0) }
    }
    predictedValue = table.column(named: ScoreColumn.predictedCLV.rawValue).flatMap { column in
      let numbers = (0..<table.count).map { Double(column.text(of: $0)) ?? .nan }
      return numbers.allSatisfy(\.isFinite) ? numbers : nil
    }
  }

  private static func ids(
    _ column: PlainColumn, _ table: PlainTable
  ) throws(SheetError) -> [String] {
    var known: Set<String> = []
    for row in 0..<table.count {
      let id = column.text(of: row)
      guard !id.isEmpty else { throw table.fault(row, column, .id) }
      guard known.insert(id).inserted else { throw table.fault(row, column, .idOnce) }
    }
    return (0..<table.count).map { column.text(of: $0) }
  }

  private static func probabilities(
    _ column: PlainColumn, _ table: PlainTable
  ) throws(SheetError) -> [Double] {
    var probabilities: [Double] = []
    for row in 0..<table.count {
      guard let number = Double(column.text(of: row)), (0...1).contains(number) else {
        throw table.fault(row, column, .probability)
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
      throw .sheet(table.fault(row, column, .oneDate))
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
      throw .sheet(table.fault(row, column, .oneHorizon))
    }
    return days
  }
}

/// Why scores of a past date cannot be compared with the observed outcomes.
package enum MonitoredScoresError: Error, Sendable, Equatable {
  case sheet(SheetError)
  case noDate(file: String)
  case noHorizon(file: String)
  /// The log ends before the horizon does.
  case horizonOpen(asOf: Day, horizonInDays: Int, lastOrder: Day)
  /// Nobody had ordered before the date of a past list.
  case beforeLog(asOf: Day, firstOrder: Day)
  /// The model was trained on the outcomes.
  case modelSawOutcomes(labelsEnd: Day, asOf: Day)
  /// No customer of the scores has an order before their date.
  case nobodyKnown(file: String)
}
