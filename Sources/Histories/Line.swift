/// One row of the order log, in 24 bytes.
///
/// The fields lie together, because whoever reads a line reads nearly all of them.
public struct Line: Sendable, Equatable, BitwiseCopyable {
  /// Seconds × 2^24, then a bit for the discount and 23 for the channel's code + 1.
  @usableFromInline var timeAndChannel: Int64
  /// Money in units of 10^−moneyScale; the sum of all magnitudes fits 63 bits.
  public var amount: Int64
  /// Which of the customer's occasions the line belongs to, numbered 0… by the occasion's first line:
  /// a prefix of lines is a prefix of occasions.
  public var occasion: Int32
  /// Code into `Lines.categories`, −1 where unknown.
  public var category: Int32

  /// Distinct channels that a store can hold.
  @inlinable public static var mostChannels: Int { 1 << 23 - 1 }
  @inlinable static var discountBit: Int64 { 1 << 23 }

  /// - Precondition: `channel` is below 2^23 − 1, and the instant within 17,000 years of 1970.
  @inlinable
  public init(
    instant: Int64, amount: Int64, occasion: Int32 = 0, category: Int32 = -1, channel: Int32 = -1,
    isDiscounted: Bool = false
  ) {
    precondition(instant.magnitude < 1 << 39)
    precondition(channel >= -1 && channel < Self.mostChannels)
    timeAndChannel = instant << 24 | Int64(channel + 1)
    self.amount = amount
    self.occasion = occasion
    self.category = category
    self.isDiscounted = isDiscounted
  }

  /// Seconds of the wall clock (`Instant.seconds`).
  @inlinable public var instant: Int64 { timeAndChannel >> 24 }

  /// Code into `Lines.channels`, −1 where unknown.
  @inlinable public var channel: Int32 {
    get { Int32(truncatingIfNeeded: timeAndChannel & (Self.discountBit - 1)) - 1 }
    set {
      precondition(newValue >= -1 && newValue < Self.mostChannels)
      timeAndChannel = timeAndChannel & ~(Self.discountBit - 1) | Int64(newValue + 1)
    }
  }

  @inlinable public var isDiscounted: Bool {
    get { timeAndChannel & Self.discountBit != 0 }
    set {
      timeAndChannel = timeAndChannel & ~Self.discountBit | (newValue ? Self.discountBit : 0)
    }
  }
}

/// The rows of the order log that are used, grouped by customer.
package struct Lines: Sendable {
  /// Lines of customer `i` are `offsets[i] ..< offsets[i + 1]`; count is customers + 1.
  package var offsets: [Int]
  /// By time within a customer.
  package var rows: [Line]
  /// Pieces bought on each line; empty where the log does not say.
  package var quantity: [Double]
  /// The second from which each line is known to have been returned, `Int64.max` where it was not;
  /// empty where the log does not say.
  package var returnedAt: [Int64]
  /// Which of a line's fields the log has.
  package var columns: Columns
  /// Names of category codes, in UTF-8 byte order.
  package var categories: [String]
  /// Names of channel codes, in UTF-8 byte order.
  package var channels: [String]

  /// Optional fields of a line.
  package struct Columns: Sendable {
    package var discount: Bool
    package var category: Bool
    package var channel: Bool

    package init(discount: Bool = false, category: Bool = false, channel: Bool = false) {
      self.discount = discount
      self.category = category
      self.channel = channel
    }
  }

  package var count: Int { rows.count }

  package init(
    offsets: [Int], rows: [Line], quantity: [Double] = [], returnedAt: [Int64] = [],
    columns: Columns = Columns(), categories: [String] = [], channels: [String] = []
  ) {
    precondition(offsets.last == rows.count)
    precondition(quantity.isEmpty || quantity.count == rows.count)
    precondition(returnedAt.isEmpty || returnedAt.count == rows.count)
    self.offsets = offsets
    self.rows = rows
    self.quantity = quantity
    self.returnedAt = returnedAt
    self.columns = columns
    self.categories = categories
    self.channels = channels
  }
}
