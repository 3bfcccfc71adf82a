internal import Units

/// How many events there are of each kind, and when.
package struct EventTally: Sendable {
  /// By kind code.
  private(set) var counts: [Int]
  /// Second of the first of each kind, `Int64.max` where there is none.
  private(set) var first: [Int64]
  /// Second of the last of all, `Int64.min` where there is none.
  private(set) var last = Int64.min

  package init(kinds: Int) {
    counts = [Int](repeating: 0, count: kinds)
    first = [Int64](repeating: .max, count: kinds)
  }

  package init(_ events: [Event], kinds: Int) {
    self.init(kinds: kinds)
    var (counts, first) = (counts, first)
    // Spans, so that no array is looked at for its owners an event.
    var countOf = counts.mutableSpan
    var firstOf = first.mutableSpan
    for event in events {
      let kind = Int(event.kind)
      let seconds = event.instant.seconds
      countOf[kind] &+= 1
      if seconds < firstOf[kind] { firstOf[kind] = seconds }
      if seconds > last { last = seconds }
    }
    (self.counts, self.first) = (counts, first)
  }

  mutating func add(_ other: EventTally) {
    for kind in other.counts.indices {
      counts[kind] += other.counts[kind]
      first[kind] = min(first[kind], other.first[kind])
    }
    last = max(last, other.last)
  }
}
