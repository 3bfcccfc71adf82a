internal import Files
internal import Ingestion
internal import Intake

/// The CSV of an earlier run, row by row in the order in which it was written.
package struct FormerRows {
  private var reader: RecordReader
  /// Of all columns of the file.
  package let names: [String]
  private let places: [String: Int]

  /// Opens the file and reads its header.
  ///
  /// - Parameter path: of the CSV that a run wrote.
  /// - Throws: where it cannot be read.
  package init(path: String) throws(PreviousScoresError) {
    do throws(FileError) {
      reader = try RecordReader(
        path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8)
      guard try reader.next() else { throw FileError.missingFile(path) }
    } catch { throw .unreadable(.file(error)) }
    let found = reader
    names = found.fields.indices.map { found.text($0) }
    places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Moves to the next row; false behind the last.
  package mutating func next() throws(PreviousScoresError) -> Bool {
    do { return try reader.next() } catch { throw .unreadable(.file(error)) }
  }

  /// The text of the row's cell, as it was written; empty where there is no such column.
  package func text(_ name: String) -> String {
    guard let place = places[name], place < reader.fields.count else { return "" }
    return reader.text(place)
  }

  package func text(_ column: ScoreColumn) -> String { text(column.rawValue) }

  /// Appends the row to a CSV of the same columns.
  func append(to csv: inout [UInt8]) {
    for place in reader.fields.indices {
      if place > 0 { csv.append(UInt8(ascii: ",")) }
      appendCSVField(reader.text(place), to: &csv)
    }
    csv.append(UInt8(ascii: "\n"))
  }

  /// What a CSV of the same columns begins with.
  var header: [UInt8] {
    var csv: [UInt8] = []
    for (place, name) in names.enumerated() {
      if place > 0 { csv.append(UInt8(ascii: ",")) }
      appendCSVField(name, to: &csv)
    }
    return csv + [UInt8(ascii: "\n")]
  }
}
