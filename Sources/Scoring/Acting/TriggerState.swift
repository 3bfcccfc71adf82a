internal import Files
internal import Ingestion
internal import Intake
package import Units

/// Who met which trigger when: what successive runs know of each other.
///
/// A CSV with columns `customer_id, date, trigger, offer`, one row a customer and run.
package struct TriggerState: Sendable {
  package struct Entry: Sendable, Equatable {
    package let customer: String
    package let day: Day
    package let trigger: String
    package let offer: String

    package init(customer: String, day: Day, trigger: String, offer: String) {
      self.customer = customer
      self.day = day
      self.trigger = trigger
      self.offer = offer
    }
  }

  package private(set) var entries: [Entry]

  package static let columns = ["customer_id", "date", "trigger", "offer"]

  package init(entries: [Entry] = []) { self.entries = entries }

  /// Reads what earlier runs wrote.
  ///
  /// - Throws: where it cannot be read, lacks a column, or a cell is not valid for its column.
  package init(path: String) throws(ContactStateError) {
    let table: PlainTable
    do {
      table = try PlainTable(
        path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8,
        isKept: Self.columns.contains)
    } catch {
      // A header alone is a state before the first trigger.
      if case .noRows = error {
        self.init()
        return
      }
      throw .unreadable(error)
    }
    if let row = table.refused.first {
      throw .badCell(file: table.file, line: row.line, column: "", found: row.found, .fields)
    }
    var columns: [PlainColumn] = []
    for name in Self.columns {
      guard let column = table.column(named: name) else {
        throw .noColumn(file: table.file, column: name, columns: table.names)
      }
      columns.append(column)
    }
    var entries: [Entry] = []
    for row in 0..<table.count {
      let texts = columns.map { $0.text(of: row) }
      guard !texts[0].isEmpty else {
        throw .badCell(
          file: table.file, line: table.lines[row], column: Self.columns[0], found: "", .id)
      }
      guard let day = Day(iso: texts[1]) else {
        throw .badCell(
          file: table.file, line: table.lines[row], column: Self.columns[1], found: texts[1], .date)
      }
      entries.append(Entry(customer: texts[0], day: day, trigger: texts[2], offer: texts[3]))
    }
    self.init(entries: entries)
  }

  /// The state after a run: its rows in place of any of the same day.
  package func recording(_ new: [Entry], on day: Day) -> TriggerState {
    TriggerState(entries: entries.filter { $0.day != day } + new)
  }

  /// The bytes of entries as a file, by day, then id.
  package static func csv(_ entries: [Entry]) -> [UInt8] {
    var writer = RowWriter(columns: columns, format: .csv)
    for entry in entries.sorted(by: {
      ($0.day, $0.customer, $0.trigger) < ($1.day, $1.customer, $1.trigger)
    }) {
      writer.append(text: entry.customer)
      writer.append(text: entry.day.description)
      writer.append(text: entry.trigger)
      writer.append(text: entry.offer)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
