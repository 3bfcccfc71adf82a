package import Files
package import Intake

/// Joins ids of events to those of orders by a customers file that has both, as e-mail and number.
package struct CustomerBridge: Sendable {
  /// The orders' id by the events'.
  package let ids: [String: String]
  package let recognition: Recognition

  /// Looks for two columns, of which one has ids of orders and the other ids of events; nil where no
  /// two have a fifth of either.
  ///
  /// - Parameters:
  ///   - path: of the customers file.
  ///   - options: how it is read.
  ///   - held: inputs that are no files.
  ///   - orders: ids of customers with orders.
  ///   - events: ids of customers with events.
  /// - Throws: where the file cannot be read.
  package init?(
    _ path: String, options: ReadOptions, held: HeldInputs, orders: Set<String>,
    events: Set<String>
  ) throws(IngestionError) {
    let ofOrders = try CustomersJoin(path, options: options, held: held, known: orders)
    let ofEvents = try CustomersJoin(path, options: options, held: held, known: events)
    guard let own = ofOrders.best(than: -1), let other = ofEvents.best(than: -1),
      own.index != other.index
    else { return nil }
    var found: [String: String] = [:]
    var doubtful = Set<String>()
    for (event, order) in ofEvents.pairs(other.index, own.index) {
      if let known = found[event], known != order { doubtful.insert(event) }
      found[event] = order
    }
    for id in doubtful { found[id] = nil }
    guard !found.isEmpty else { return nil }
    ids = found
    recognition = .bridged(
      file: ofOrders.file, events: other.name, orders: own.name,
      customers: found.keys.count { events.contains($0) }, doubtful: doubtful.count)
  }
}
