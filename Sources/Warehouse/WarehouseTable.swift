package import Features

/// The table of orders as it stands in the warehouse: one row a line of an order.
package struct WarehouseTable: Sendable, Equatable {
  /// Its name, with that of a schema before it or not.
  package var name: String
  package var customer: String
  package var time: String
  package var amount: String
  /// Nil where orders have no numbers: rows of one day are then one order.
  package var order: String?
  /// Columns that few logs have.
  package var others: [LogColumn: String]

  /// The table of events; nil where none is read.
  package var events: EventTable?

  /// Names that are used where nobody says others.
  package static let standard = WarehouseTable(
    name: "orders", customer: "customer_id", time: "ordered_at", amount: "amount",
    order: "order_id",
    others: Dictionary(uniqueKeysWithValues: LogColumn.allCases.map { ($0, $0.rawValue) }))

  package init(
    name: String, customer: String, time: String, amount: String, order: String?,
    others: [LogColumn: String]
  ) {
    self.name = name
    self.customer = customer
    self.time = time
    self.amount = amount
    self.order = order
    self.others = others
  }

  /// Whether a name may stand in a query as it is: letters, digits and `_`, of a table with the names of what
  /// it is in before it, parted by points.
  package static func isName(_ text: String, ofTable: Bool = false) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= (ofTable ? 3 : 1)
      && parts.allSatisfy { part in
        part.first.map { !isDigit($0) } ?? false
          && part.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

/// The table of events as it stands in the warehouse.
package struct EventTable: Sendable, Equatable {
  package var name: String
  package var customer = "customer_id"
  package var time = "occurred_at"
  package var kind = "kind"
  /// Marks of reviews; nil where there are none.
  package var value: String?

  package init(name: String) { self.name = name }
}
