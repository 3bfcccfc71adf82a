package import Units

/// One purchase occasion as it stood at an as-of date.
package struct Order: Sendable, Equatable {
  /// Time of its earliest row.
  package var instant: Instant
  /// Sum of its rows, at least 0, in units of the store's money scale.
  package var amount: Int64
  /// Rows.
  package var lines: Int32
  /// Pieces, not-a-number where the log does not say.
  package var quantity: Double
  /// Whether any row carried a discount; nil where the log does not say.
  package var discounted: Bool?
  /// Channel of its first row, −1 where unknown.
  package var channel: Int32
  /// Whether any row was known to be returned; nil where the log does not say.
  package var returned: Bool?
}

/// Money back, at its own time.
package struct Refund: Sendable, Equatable {
  package var instant: Instant
  /// What was paid back, above 0, in units of the store's money scale.
  package var amount: Int64
}

/// What one customer did in a window after an as-of date: the label.
package struct Outcome: Sendable, Equatable {
  /// Orders whose first row lies in the window.
  package var orders: Int
  /// Days with an order in the window.
  package var orderDays: Int
  /// Money of the window's rows, after refunds under `RefundPolicy.net`, in units of the store's
  /// money scale.
  package var spend: Int64
}

/// What the rows of one occasion, seen so far, make of it.
package enum OccasionStatus: Sendable {
  case order, refund, cancelled

  @inlinable
  package init(sum: Int64, hasNegative: Bool) {
    if sum < 0 {
      self = .refund
    } else if sum == 0 && hasNegative {
      self = .cancelled
    } else {
      self = .order
    }
  }
}
