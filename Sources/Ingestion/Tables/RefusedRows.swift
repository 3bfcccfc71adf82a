package import Intake

/// Rows of a table that cannot be used, in the order of the file, each made when it is asked for.
///
/// Kept are twenty-odd bytes a row, whatever its cells hold: where it stands and which fault it has. Its texts are those
/// of the table.
package struct RefusedRows: Sendable, RandomAccessCollection {
  /// What is wrong with rows of one column.
  struct Fault: Sendable {
    let column: PlainColumn
    let expected: RejectedRow.Expectation
    let reason: RejectedRow.Reason
  }

  /// What is wrong with a row.
  enum Place: Sendable {
    /// So many fields.
    case fields(Int32)
    /// A fault, by its place, of a row of the columns.
    case fault(Int32, row: Int32)
  }

  private let file: String
  private let fields: Int
  private let faults: [Fault]
  private var lines: [Int] = []
  private var places: [Place] = []

  /// None.
  package init() { self.init(file: "", fields: 0) }

  /// - Parameters:
  ///   - file: of the table, for messages.
  ///   - fields: how many a row should have.
  ///   - faults: of its rows.
  init(file: String, fields: Int, faults: [Fault] = []) {
    (self.file, self.fields, self.faults) = (file, fields, faults)
  }

  /// Appends a row that stands behind all others.
  mutating func append(line: Int, _ place: Place) {
    lines.append(line)
    places.append(place)
  }

  /// These rows and those of some faults, which the table has besides.
  ///
  /// - Parameters:
  ///   - faultOf: the place of its fault, by row; below 0 for none.
  ///   - faults: of rows.
  ///   - rowLines: the line of each row.
  /// - Returns: all of them, in the order of the file.
  func adding(_ faultOf: [Int32], _ faults: [Fault], rowLines: [Int]) -> RefusedRows {
    var all = RefusedRows(file: file, fields: fields, faults: faults)
    var next = 0
    for row in faultOf.indices where faultOf[row] >= 0 {
      while next < count, lines[next] < rowLines[row] {
        all.append(line: lines[next], places[next])
        next += 1
      }
      all.append(line: rowLines[row], .fault(faultOf[row], row: Int32(row)))
    }
    for rest in next..<count { all.append(line: lines[rest], places[rest]) }
    return all
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { lines.count }

  package subscript(index: Int) -> RejectedRow {
    switch places[index] {
    case .fields(let found):
      return RejectedRow(
        file: file, line: lines[index], column: "", found: "\(found) fields",
        expected: .fields(fields), reason: .fieldCount)
    case .fault(let place, let row):
      let fault = faults[Int(place)]
      return RejectedRow(
        file: file, line: lines[index], column: fault.column.name,
        found: fault.column.text(of: Int(row)), expected: fault.expected, reason: fault.reason)
    }
  }

  /// The reason of a row, without its texts.
  func reason(at index: Int) -> RejectedRow.Reason {
    switch places[index] {
    case .fields: .fieldCount
    case .fault(let place, _): faults[Int(place)].reason
    }
  }

  /// The line of a row.
  func line(at index: Int) -> Int { lines[index] }
}
