package import Files
internal import Learning
package import Segmentation
internal import Segments
internal import Units

/// The rows that `segment` writes.
package enum SegmentRows {
  package static let columns =
    ["customer_id", "r_score", "f_score", "m_score", "e_score", "segment", "segments"]
    + BehaviourColumns.names + ["action"]

  /// Writes one row a customer in order of id, in blocks.
  package static func write<Failure: Error>(
    _ segmentation: Segmentation, id: (Int) -> String, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let shown = segmentation.shown.filter { !columns.contains($0) }
    var writer = RowWriter(columns: columns + shown, format: format)
    for (row, customer) in segmentation.customers.enumerated() {
      writer.append(text: id(customer))
      // Who has never ordered has no recency, frequency or money.
      let isProspect = segmentation.isProspect(row)
      for scores in [segmentation.scores.r, segmentation.scores.f, segmentation.scores.m] {
        writer.append(integer: isProspect ? nil : scores[row])
      }
      writer.append(integer: segmentation.scores.e?[row])
      writer.append(text: segmentation.segment[row])
      writer.append(text: segmentation.assignments.text(of: row, in: segmentation.rules))
      for name in BehaviourColumns.names {
        writer.append(segmentation.behaviour.value(name, of: row))
      }
      writer.append(
        text: segmentation.rules.actionText(ofSegment: segmentation.assignments.primary[row]))
      for name in shown { writer.append(segmentation.behaviour.value(name, of: row)) }
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}

extension SegmentAssignments {
  /// All segments of a customer in one cell.
  func text(of row: Int, in rules: RuleSet) -> String {
    all(of: row, in: rules).map { rules.segments[$0] }.joined(separator: RuleSet.separator)
  }
}

extension RuleSet {
  /// What to do about a segment; nil where the rules do not say.
  func actionText(ofSegment index: Int) -> String? {
    let action = action(ofSegment: index)
    return action.isEmpty ? nil : action
  }
}

extension RowWriter {
  /// Appends a fact in the form of its unit.
  mutating func append(_ value: BehaviourColumns.Value) {
    switch value {
    case .number(let number): append(number: number.isFinite ? number : nil)
    case .text(let text): append(text: text)
    case .day(let day): append(text: day.description)
    case .unknown: append(text: nil)
    }
  }
}
