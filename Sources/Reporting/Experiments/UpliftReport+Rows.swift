package import Experiments
package import Files
package import Ingestion

extension UpliftReport {
  /// Writes one row a customer of the table.
  package static func write<Failure: Error>(
    _ study: UpliftStudy, of table: UpliftTable, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: columns, format: format)
    let kinds = study.kindOfCustomer
    let effects = UpliftEffects(study.prediction.uplift, study)
    for row in 0..<table.lines.count {
      if let ids = table.ids { writer.append(text: ids, row) } else { writer.append(text: nil) }
      writer.append(integer: table.lines[row])
      writer.append(text: table.isTreated[row] ? "yes" : "no")
      writer.append(number: study.prediction.uplift[row])
      writer.append(number: study.prediction.control[row])
      writer.append(text: kinds[row].rawValue)
      writer.append(number: effects.values[row])
      writer.append(text: effects.basis.rawValue)
      writer.append(text: effects.unit.rawValue)
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }

  /// Writes one row a customer who took no part.
  package static func write<Failure: Error>(
    _ scores: UpliftScores, of ids: TextColumn, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: scoreColumns, format: format)
    for row in 0..<ids.count {
      writer.append(text: ids, row)
      writer.append(number: scores.prediction.uplift[row])
      writer.append(number: scores.prediction.control[row])
      writer.append(text: scores.kinds[row].rawValue)
      writer.append(number: scores.effects.values[row])
      writer.append(text: scores.effects.basis.rawValue)
      writer.append(text: scores.effects.unit.rawValue)
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}
