internal import Comparison
package import Dense
internal import Expressions
package import Features
package import Files
package import Histories
package import Units

/// The rows that `features` writes, and the list of the catalogue.
package enum FeatureRows {
  /// Writes one row a customer in order of id, in blocks.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - asOf: the date that separates what features see from what they do not.
  ///   - catalogue: which features.
  ///   - selected: names of columns, all where nil.
  ///   - format: CSV or JSON Lines.
  ///   - workers: how many threads it may take; the bytes do not depend on it.
  ///   - progress: told how many of the customers are written.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ store: HistoryStore, asOf: Day, catalogue: FeatureCatalogue, selected: [String]?,
    format: RowFormat, workers: Workers, progress: Progress,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let (blank, positions) = try begin(catalogue.names, selected, format, sink)
    try store.featureParts(
      asOf: asOf, catalogue: catalogue, workers: workers, progress: progress
    ) { part in
      rows(of: part, 0..<part.customers.count, positions, blank) { writer, customer in
        writer.append(text: store.customers, customer)
      }
    } take: { bytes throws(Failure) in
      try sink(bytes)
    }
  }

  /// Writes the rows of a matrix.
  ///
  /// - Parameters:
  ///   - features: the matrix.
  ///   - selected: names of columns.
  ///   - id: text of a store customer's id.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ features: FeatureMatrix, selected: [String], id: @Sendable (Int) -> String, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let (blank, positions) = try begin(features.names, selected, format, sink)
    try sink(
      rows(of: features, 0..<features.customers.count, positions, blank) { writer, customer in
        writer.append(text: id(customer))
      })
  }

  /// Writes the header; gives back a writer for the rows, and the places of their columns.
  private static func begin<Failure: Error>(
    _ all: [String], _ selected: [String]?, _ format: RowFormat,
    _ sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> (RowWriter, [Int]) {
    let names = selected ?? all
    let positions = names.compactMap { all.firstIndex(of: $0) }
    precondition(positions.count == names.count, "unknown features are refused before")
    var writer = RowWriter(columns: ["customer_id"] + names, format: format)
    try sink(writer.takeBytes())
    return (writer, positions)
  }

  private static func rows(
    of features: FeatureMatrix, _ range: Range<Int>, _ positions: [Int], _ blank: RowWriter,
    appendID: (inout RowWriter, Int) -> Void
  ) -> [UInt8] {
    var writer = blank
    for row in range {
      appendID(&writer, features.customers[row])
      features.withRow(row) { values in
        writer.append(numbers: values, at: positions)
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// A catalogue as a table: name, unit, window, meaning, what none seen gives.
  package static func list(_ catalogue: FeatureCatalogue, format: RowFormat) -> [UInt8] {
    var writer = RowWriter(
      columns: ["name", "unit", "window_days", "none_seen", "meaning"], format: format)
    for definition in catalogue.definitions {
      writer.append(text: definition.name)
      writer.append(text: definition.unit.rawValue)
      writer.append(integer: definition.window)
      writer.append(text: definition.noneSeen.rawValue)
      writer.append(text: definition.meaning)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
