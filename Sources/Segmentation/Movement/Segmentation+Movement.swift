internal import Learning
internal import Segments

extension Segmentation {
  /// Everyone's primary segment as an index into the rule set's segments.
  package var segmented: SegmentedCustomers {
    SegmentedCustomers(asOf: asOf, customers: customers, segments: assignments.primary)
  }
}
