public import Units

/// An engagement that is no order, in 16 bytes.
public struct Event: Sendable, Equatable, BitwiseCopyable {
  /// Seconds × 2^24 + kind: the order of these numbers is the order by time, then kind.
  @usableFromInline package var timeAndKind: Int64
  /// The event's number (rating, seconds of a visit …), not-a-number where it has none.
  public var value: Double

  /// Distinct kinds that a store can hold.
  @inlinable public static var mostKinds: Int { 1 << 24 }

  /// - Precondition: `kind` is in `0 ..< 2^24`, and the instant within 17,000 years of 1970.
  @inlinable
  public init(instant: Instant, kind: Int32, value: Double) {
    precondition(kind >= 0 && kind < Self.mostKinds)
    precondition(instant.seconds.magnitude < 1 << 39)
    timeAndKind = instant.seconds << 24 | Int64(kind)
    self.value = value
  }

  @inlinable
  public var instant: Instant { Instant(seconds: timeAndKind >> 24) }

  /// Code into the store's `events.kinds`.
  @inlinable
  public var kind: Int32 { Int32(truncatingIfNeeded: timeAndKind & 0xff_ffff) }
}

/// The rows of the event log that are used, grouped by customer.
package struct Events: Sendable {
  /// Events of customer `i` are `offsets[i] ..< offsets[i + 1]`; count is customers + 1.
  package var offsets: [Int]
  /// By time, then kind, within a customer.
  package var rows: [Event]
  /// Whether the log has a column of values.
  package var hasValues: Bool
  /// Names of kind codes, in UTF-8 byte order.
  package var kinds: [String]

  package var count: Int { rows.count }

  package init(offsets: [Int], rows: [Event], hasValues: Bool = true, kinds: [String]) {
    precondition(offsets.last == rows.count)
    self.offsets = offsets
    self.rows = rows
    self.hasValues = hasValues
    self.kinds = kinds
  }
}
