package import Scoring
internal import Segments

/// The rows that `segment` writes.
package enum SegmentRows {
  package static let columns = [
    "customer_id", "r_score", "f_score", "m_score", "e_score", "segment", "segments",
  ]

  /// Writes one row a customer in order of id, in blocks.
  package static func write<Failure: Error>(
    _ segmentation: Segmentation, id: (Int) -> String, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: columns, format: format)
    for (row, customer) in segmentation.customers.enumerated() {
      writer.append(text: id(customer))
      writer.append(integer: segmentation.scores.r[row])
      writer.append(integer: segmentation.scores.f[row])
      writer.append(integer: segmentation.scores.m[row])
      writer.append(integer: segmentation.scores.e?[row])
      writer.append(text: segmentation.segment[row])
      writer.append(text: segmentation.segments(of: row))
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}

extension Segmentation {
  /// All segments of a customer in one cell.
  func segments(of row: Int) -> String {
    assignments.all(of: row, in: rules).map { rules.segments[$0] }
      .joined(separator: RuleSet.separator)
  }
}
