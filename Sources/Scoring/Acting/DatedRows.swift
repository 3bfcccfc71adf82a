internal import Files
package import Ingestion
package import Units

/// A row of what successive runs know of each other: what happened to a customer on a day.
package protocol DatedRow: Sendable, Equatable {
  /// Names of the file's columns: `customer_id`, `date`, then those of `details`.
  static var columns: [String] { get }

  var customer: String { get }
  var day: Day { get }
  /// The cells behind customer and date.
  var details: [String] { get }

  /// - Throws: the place among `details` of a cell that is none, and what is expected there.
  init(customer: String, day: Day, details: [String]) throws(DetailFault)
}

/// A cell behind customer and date that cannot be used.
package struct DetailFault: Error {
  let place: Int
  let expected: SheetError.Expectation
}

/// A file that every run adds its rows to, so that the next knows of them.
package struct DatedRows<Row: DatedRow>: Sendable {
  package let rows: [Row]

  package init(_ rows: [Row] = []) { self.rows = rows }

  /// Reads what earlier runs wrote; a header alone is a file before the first row.
  ///
  /// - Parameter path: of a CSV that `csv()` wrote.
  /// - Throws: where it cannot be read, is empty, lacks a column, or a cell is not valid for its column:
  ///   whoever goes on without a row would treat a customer again.
  /// - Complexity: O(bytes).
  package init(path: String) throws(SheetError) {
    let table = try PlainTable(
      sheet: path, delimiter: .character(UInt8(ascii: ",")), mayHaveNoRows: true)
    var columns: [PlainColumn] = []
    for name in Row.columns { columns.append(try table.required(name)) }
    var rows: [Row] = []
    rows.reserveCapacity(table.count)
    for row in 0..<table.count {
      let cells = columns.map { $0.text(of: row) }
      guard !cells[0].isEmpty else { throw table.fault(row, columns[0], .id) }
      guard let day = Day(iso: cells[1]) else { throw table.fault(row, columns[1], .date) }
      do {
        rows.append(try Row(customer: cells[0], day: day, details: Array(cells[2...])))
      } catch {
        throw table.fault(row, columns[2 + error.place], error.expected)
      }
    }
    self.init(rows)
  }

  /// The rows after a run: its own in place of any of the same day.
  package func recording(_ new: [Row], on day: Day) -> DatedRows {
    DatedRows(rows.filter { $0.day != day } + new)
  }

  /// The bytes of the file, by day, then customer, then details.
  package func csv() -> [UInt8] {
    var writer = RowWriter(columns: Row.columns, format: .csv)
    for row in rows.sorted(by: Self.precedes) {
      writer.append(text: row.customer)
      writer.append(text: row.day.description)
      for detail in row.details { writer.append(text: detail) }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  private static func precedes(_ one: Row, _ other: Row) -> Bool {
    (one.day, one.customer) != (other.day, other.customer)
      ? (one.day, one.customer) < (other.day, other.customer)
      : one.details.lexicographicallyPrecedes(other.details)
  }
}

/// Who met which trigger when.
package typealias TriggerState = DatedRows<AnsweredTrigger>
/// Who was contacted when, and who was left alone.
package typealias ContactState = DatedRows<PlannedContact>
