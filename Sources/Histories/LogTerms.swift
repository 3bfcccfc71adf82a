/// What the log says of a line.
package struct LineTerms: Sendable {
  /// Which of a line's fields the log has.
  package var columns = Lines.Columns()
  package var hasQuantity = false
  package var hasReturnTimes = false
  /// Names of category codes, in UTF-8 byte order.
  package var categories: [String] = []
  /// Names of channel codes, in UTF-8 byte order.
  package var channels: [String] = []

  package init(
    columns: Lines.Columns = Lines.Columns(), hasQuantity: Bool = false,
    hasReturnTimes: Bool = false,
    categories: [String] = [], channels: [String] = []
  ) {
    self.columns = columns
    self.hasQuantity = hasQuantity
    self.hasReturnTimes = hasReturnTimes
    self.categories = categories
    self.channels = channels
  }
}

/// What the log says of an event.
package struct EventTerms: Sendable {
  /// Whether the log has a column of values.
  package var hasValues = false
  /// Names of kind codes, in UTF-8 byte order.
  package var kinds: [String] = []

  package init(hasValues: Bool = false, kinds: [String] = []) {
    self.hasValues = hasValues
    self.kinds = kinds
  }
}

/// Whether refunds lower a customer's spend.
package enum RefundPolicy: String, Sendable, Codable, CaseIterable {
  case net, ignore
}
