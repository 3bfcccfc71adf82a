internal import Stores

/// A batch's part of a store's ledger: read = new + known + filtered + refused.
///
/// Rows that an earlier batch had too are known. In the ledger of the whole store they are filtered, as
/// copies that are left out are.
package struct BatchLedger: Sendable, Equatable, Encodable {
  package let files: [String]
  package let orders: Rows
  /// Nil where no event file was read.
  package let events: Rows?

  package struct Rows: Sendable, Equatable, Encodable {
    package let rowsRead: Int
    package let rowsNew: Int
    package let rowsKnown: Int
    package let rowsFiltered: Int
    package let rowsRefused: Int
    /// Of the new rows those that look like changed ones.
    package let ordersChanged: Int

    enum CodingKeys: String, CodingKey {
      case rowsRead = "rows_read"
      case rowsNew = "rows_new"
      case rowsKnown = "rows_known"
      case rowsFiltered = "rows_filtered"
      case rowsRefused = "rows_refused"
      case ordersChanged = "orders_changed"
    }

    init(_ rows: StoredBatch.Rows) {
      rowsRead = rows.read
      rowsNew = rows.new
      rowsKnown = rows.known
      rowsFiltered = rows.filtered
      rowsRefused = rows.refused.values.reduce(0, +)
      ordersChanged = rows.changed
    }
  }

  init(_ batch: StoredBatch) {
    files = batch.files
    orders = Rows(batch.orders)
    events = batch.events.map(Rows.init)
  }
}
