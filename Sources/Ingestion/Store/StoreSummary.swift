package import Dense
internal import Files
internal import Histories
internal import Stores

/// What a store holds, and what it was made of.
package struct StoreSummary: Sendable, Encodable {
  package let store: String
  /// Bytes of all its files of rows.
  package let bytes: Int
  package let customers: Int
  package let orderRows: Int
  package let eventRows: Int
  /// Files of rows.
  package let segments: Int
  package let currency: String?
  /// How files are read, by the names of the options.
  package let reading: [String: [String]]
  package let batches: [BatchLedger]
  /// Customers that batches brought and that were forgotten since, and their rows.
  package let customersForgotten: Int
  package let orderRowsForgotten: Int
  package let eventRowsForgotten: Int
  /// Whether pseudonyms stand in the place of ids.
  package let isPseudonymised: Bool
  /// The digest of all histories, as models learned from them have it; nil where it was not computed.
  package let digest: String?

  enum CodingKeys: String, CodingKey {
    case store, bytes, customers
    case orderRows = "order_rows"
    case eventRows = "event_rows"
    case segments, currency, reading, batches, digest
    case customersForgotten = "customers_forgotten"
    case orderRowsForgotten = "order_rows_forgotten"
    case eventRowsForgotten = "event_rows_forgotten"
    case isPseudonymised = "pseudonymised"
  }

  /// - Parameters:
  ///   - path: of the store.
  ///   - workers: how many threads it may take.
  /// - Throws: where there is none, or it is damaged where this looks.
  package init(store path: String, workers: Workers) throws(StoreUseError) {
    do {
      self.init(try OpenStore(try StoreFolder(path), workers: workers), digest: nil)
    } catch { throw .store(error) }
  }

  /// Reads every byte too.
  package init(verifying path: String, workers: Workers) throws(StoreUseError) {
    do {
      let open = try OpenStore(try StoreFolder(path), workers: workers)
      try open.readDetails(workers: workers)
      let histories = try open.histories(workers: workers)
      self.init(open, digest: histories.store.digest())
    } catch { throw .store(error) }
  }

  private init(_ open: OpenStore, digest: String?) {
    let manifest = open.manifest
    store = open.folder.path
    bytes = open.folder.size
    customers = open.ids.count
    customersForgotten = manifest.forgotten?.customers ?? 0
    orderRowsForgotten = manifest.forgotten?.orders ?? 0
    eventRowsForgotten = manifest.forgotten?.events ?? 0
    isPseudonymised = manifest.terms.pseudonyms != nil
    orderRows = manifest.batches.reduce(0) { $0 + $1.orders.new } - orderRowsForgotten
    eventRows = manifest.batches.reduce(0) { $0 + ($1.events?.new ?? 0) } - eventRowsForgotten
    segments = manifest.segments.count
    currency = manifest.terms.currency
    reading = manifest.reading
    batches = manifest.batches.map(BatchLedger.init)
    self.digest = digest
  }
}

extension OpenStore {
  /// Reads what loading leaves out, to see whether it is sound.
  fileprivate func readDetails(workers: Workers) throws(StoreError) {
    _ = try map(workers: workers) { store, block throws(BlockFault) in
      let customers = store.blocks[block].block.customers
      return try StoredDetails(
        try store.bytes(of: block, \.details), store.blocks[block].block,
        isCounted: [Bool](repeating: true, count: customers)
      ).several
    }
  }
}
