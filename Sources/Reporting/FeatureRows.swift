package import Features

/// The rows that `features` writes, and the list of the catalogue.
package enum FeatureRows {
  /// Writes one row a customer in order of id, in blocks.
  ///
  /// - Parameters:
  ///   - features: the matrix.
  ///   - selected: names of columns, all where nil.
  ///   - id: text of a store customer's id.
  ///   - format: CSV or JSON Lines.
  ///   - threads: workers; the bytes do not depend on it.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ features: FeatureMatrix, selected: [String]?, id: @Sendable (Int) -> String,
    format: RowFormat, threads: Int = 1, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let names = selected ?? features.names
    let positions = names.compactMap { features.names.firstIndex(of: $0) }
    precondition(positions.count == names.count, "unknown features are refused before")
    var writer = RowWriter(columns: ["customer_id"] + names, format: format)
    try sink(writer.takeBytes())
    let blank = writer
    try features.inParts(threads: threads) { rows in
      var writer = blank
      for row in rows {
        writer.append(text: id(features.customers[row]))
        for position in positions { writer.append(number: features.value(row, position)) }
        writer.endRow()
      }
      return writer.takeBytes()
    } take: { bytes throws(Failure) in
      try sink(bytes)
    }
  }

  /// The catalogue as a table: name, unit, window, meaning, what none seen gives.
  package static func catalogue(format: RowFormat) -> [UInt8] {
    var writer = RowWriter(
      columns: ["name", "unit", "window_days", "none_seen", "meaning"], format: format)
    for definition in FeatureCatalogue.current.definitions {
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
