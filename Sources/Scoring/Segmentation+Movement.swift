package import Segments

extension Segmentation {
  /// Everyone's segment as an index into the rule set's segments.
  package func segmented(by rules: RuleSet) -> SegmentedCustomers {
    let index = Dictionary(uniqueKeysWithValues: rules.segments.enumerated().map { ($1, $0) })
    return SegmentedCustomers(
      asOf: asOf, customers: customers, segments: segment.map { index[$0] ?? 0 })
  }
}
