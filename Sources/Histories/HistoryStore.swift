/// All orders, refunds and events of all customers, as columns grouped by customer and ordered by
/// time (compressed sparse rows).
///
/// The store is in canonical order: customers by the UTF-8 bytes of their ids, a customer's lines by
/// (instant, order id, amount, remaining used fields), events by (instant, kind, value). So equal
/// rows give an equal store whatever their order in the files. The past at any date is a prefix of
/// each customer's lines and events; `read(customer:asOf:into:)` is the only door to it.
package struct HistoryStore: Sendable {
  /// Ids in UTF-8 byte order; customer `i` everywhere else is the `i`-th of these.
  package let customers: TextColumn
  package let lines: Lines
  package let events: Events
  /// Digits after the point in every amount, 0 … 6.
  package let moneyScale: Int
  /// The one currency of the log, where a column names it.
  package let currency: String?
  package let refundPolicy: RefundPolicy

  package var customerCount: Int { customers.count }

  package init(
    customers: TextColumn, lines: Lines, events: Events, moneyScale: Int, currency: String?,
    refundPolicy: RefundPolicy
  ) {
    precondition(lines.offsets.count == customers.count + 1)
    precondition(events.offsets.count == customers.count + 1)
    self.customers = customers
    self.lines = lines
    self.events = events
    self.moneyScale = moneyScale
    self.currency = currency
    self.refundPolicy = refundPolicy
  }
}

/// Whether refunds lower a customer's spend.
package enum RefundPolicy: String, Sendable, Codable, CaseIterable {
  case net, ignore
}

/// The rows of the order log that are used, one element a line in each column.
///
/// Columns that the log does not have are empty arrays.
package struct Lines: Sendable {
  /// Lines of customer `i` are `offsets[i] ..< offsets[i + 1]`; count is customers + 1.
  package var offsets: [Int]
  /// Seconds of the wall clock (`Instant.seconds`), rising within a customer.
  package var instant: [Int64]
  /// Money in units of 10^−moneyScale; the sum of all magnitudes fits 63 bits.
  package var amount: [Int64]
  /// Which of the customer's occasions the line belongs to, numbered 0… by the occasion's first line:
  /// a prefix of lines is a prefix of occasions.
  package var occasion: [Int32]
  /// Pieces bought, or empty.
  package var quantity: [Double]
  /// 1 where a discount was given, 0 where none, or empty.
  package var discounted: [UInt8]
  /// Codes into `categories`, −1 where unknown; or empty.
  package var category: [Int32]
  /// Codes into `channels`, −1 where unknown; or empty.
  package var channel: [Int32]
  /// The second from which the line is known to have been returned, `Int64.max` where it was not;
  /// or empty.
  package var returnedAt: [Int64]
  /// Names of category codes, in UTF-8 byte order.
  package var categories: [String]
  /// Names of channel codes, in UTF-8 byte order.
  package var channels: [String]

  package var count: Int { instant.count }

  package init(
    offsets: [Int], instant: [Int64], amount: [Int64], occasion: [Int32],
    quantity: [Double] = [], discounted: [UInt8] = [], category: [Int32] = [],
    channel: [Int32] = [], returnedAt: [Int64] = [], categories: [String] = [],
    channels: [String] = []
  ) {
    precondition(instant.count == amount.count && instant.count == occasion.count)
    precondition(offsets.last == instant.count)
    self.offsets = offsets
    self.instant = instant
    self.amount = amount
    self.occasion = occasion
    self.quantity = quantity
    self.discounted = discounted
    self.category = category
    self.channel = channel
    self.returnedAt = returnedAt
    self.categories = categories
    self.channels = channels
  }
}

/// The rows of the event log that are used, one element an event in each column.
package struct Events: Sendable {
  /// Events of customer `i` are `offsets[i] ..< offsets[i + 1]`; count is customers + 1.
  package var offsets: [Int]
  /// Seconds of the wall clock (`Instant.seconds`), rising within a customer.
  package var instant: [Int64]
  /// Codes into `kinds`.
  package var kind: [Int32]
  /// The event's number (rating, seconds of a visit …), not-a-number where it has none; or empty.
  package var value: [Double]
  /// Names of kind codes, in UTF-8 byte order.
  package var kinds: [String]

  package var count: Int { instant.count }

  package init(
    offsets: [Int], instant: [Int64], kind: [Int32], value: [Double] = [], kinds: [String]
  ) {
    precondition(instant.count == kind.count && offsets.last == instant.count)
    precondition(value.isEmpty || value.count == instant.count)
    self.offsets = offsets
    self.instant = instant
    self.kind = kind
    self.value = value
    self.kinds = kinds
  }

  /// An event log without events.
  package static func none(customers: Int) -> Events {
    Events(offsets: [Int](repeating: 0, count: customers + 1), instant: [], kind: [], kinds: [])
  }
}

/// Many texts in one buffer of UTF-8 bytes.
package struct TextColumn: Sendable {
  /// Text `i` is `bytes[offsets[i] ..< offsets[i + 1]]`; count is texts + 1.
  package private(set) var offsets: [Int] = [0]
  package private(set) var bytes: [UInt8] = []

  package var count: Int { offsets.count - 1 }

  package init() {}

  package init(_ texts: some Sequence<String>) {
    for text in texts { append(text.utf8) }
  }

  /// All texts of several columns, one column after the other.
  init(joining columns: [TextColumn]) {
    guard columns.count > 1 else {
      self = columns[0]
      return
    }
    offsets.reserveCapacity(columns.reduce(1) { $0 + $1.count })
    bytes.reserveCapacity(columns.reduce(0) { $0 + $1.bytes.count })
    for column in columns {
      let start = bytes.count
      bytes += column.bytes
      for offset in column.offsets.dropFirst() { offsets.append(start + offset) }
    }
  }

  package mutating func append(_ text: some Sequence<UInt8>) {
    bytes.append(contentsOf: text)
    offsets.append(bytes.count)
  }

  /// Appends `source[range]`.
  package mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    for index in range { bytes.append(source[index]) }
    offsets.append(bytes.count)
  }

  package subscript(index: Int) -> String {
    String(decoding: bytes[offsets[index]..<offsets[index + 1]], as: UTF8.self)
  }

  /// The bytes of one text.
  package func utf8(at index: Int) -> ArraySlice<UInt8> {
    bytes[offsets[index]..<offsets[index + 1]]
  }
}
