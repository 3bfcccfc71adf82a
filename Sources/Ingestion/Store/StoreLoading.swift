internal import Dense
internal import Files
internal import Histories
package import Intake
package import Stores

extension OpenStore {
  /// The histories of all customers, and how many rows are copies of others.
  ///
  /// - Parameters:
  ///   - workers: how many threads it may take.
  ///   - progress: is told, block after block, what is read.
  /// - Returns: the histories and the copies.
  /// - Throws: where a block is damaged, which is named.
  func histories(
    workers: Workers, progress: (ReadProgress) -> Void = { _ in }
  ) throws(StoreError) -> (store: HistoryStore, lineCopies: Int, eventCopies: Int) {
    let terms = manifest.terms
    var numbers = blocks.map { [Int32](repeating: -1, count: $0.block.customers) }
    for (customer, place) in places.enumerated() {
      numbers[Int(place.part)][Int(place.number)] = Int32(customer)
    }
    let customers = numbers
    let kinds = ranks.kinds.names.count
    let columns = Lines.Columns(
      discount: terms.hasDiscount, category: terms.hasCategory, channel: terms.hasChannel)
    let all = max(1, blocks.reduce(0) { $0 + $1.block.rows.size })
    var (rows, size) = (0, 0)
    let read = try map(workers: workers) { made in
      let block = blocks[made - 1].block
      rows += block.lines + block.events
      size += block.rows.size
      progress(
        ReadProgress(file: folder.path, rows: rows, share: Double(size) / Double(all)))
    } _: { store, block throws(BlockFault) in
      // Nothing of the details is needed here, but that they are sound.
      _ = try store.bytes(of: block, \.details)
      let rows = try StoredRows(
        try store.bytes(of: block, \.rows), store.blocks[block].block, store.form(of: block),
        isWanted: customers[block].map { $0 >= 0 })
      let part = HistoryPart(
        customers: customers[block].filter { $0 >= 0 }, columns: columns,
        lineOffsets: rows.lineOffsets, lines: rows.lines,
        survey: PartSurvey(offsets: rows.lineOffsets, rows.lines), quantity: rows.quantity,
        returnedAt: rows.returnedAt, eventOffsets: rows.eventOffsets, events: rows.events,
        eventTally: EventTally(rows.events, kinds: kinds))
      return (part, rows.lineCopies, rows.eventCopies)
    }
    // Numbers of customers in a part are of those that are there.
    var ownPlaces = places
    for (block, numbers) in numbers.enumerated() {
      var own: Int32 = 0
      for customer in numbers where customer >= 0 {
        ownPlaces[Int(customer)] = CustomerPlace(part: Int32(block), number: own)
        own += 1
      }
    }
    let store = HistoryStore(
      customers: ids, places: ownPlaces, parts: read.map(\.0),
      lines: LineTerms(
        columns: columns, hasQuantity: terms.hasQuantity, hasReturnTimes: terms.hasReturnTimes,
        categories: ranks.categories.names, channels: ranks.channels.names),
      events: EventTerms(hasValues: terms.hasEventValues, kinds: ranks.kinds.names),
      moneyScale: terms.moneyScale, currency: terms.currency,
      refundPolicy: RefundPolicy(rawValue: terms.refunds) ?? .net)
    return (store, read.reduce(0) { $0 + $1.1 }, read.reduce(0) { $0 + $1.2 })
  }
}

/// Reads the histories of a store.
///
/// - Parameters:
///   - path: of the store.
///   - customers: paths of customers files, which stay beside a store.
///   - options: how the customers files are read.
///   - progress: is told how far the store is read.
/// - Returns: what reading all files of the store's batches gives, but for what was told of single rows.
/// - Throws: where the store or a customers file cannot be read.
package func loadHistories(
  store path: String, customers: [String] = [], options: ReadOptions,
  progress: (ReadProgress) -> Void = { _ in }
) throws(StoreUseError) -> LoadedHistories {
  let open: OpenStore
  var found: (store: HistoryStore, lineCopies: Int, eventCopies: Int)
  do {
    open = try OpenStore(try StoreFolder(path), workers: options.workers)
  } catch { throw .store(error) }
  if !customers.isEmpty || options.pseudonyms != nil {
    try requireKey(of: open.manifest, in: path, options, isAppended: false)
  }
  do {
    found = try open.histories(workers: options.workers, progress: progress)
  } catch { throw .store(error) }
  do throws(IngestionError) {
    let written = found.store.customers
    var origin = StoreOrigin(open)
    if let pseudonyms = options.pseudonyms {
      do throws(PseudonymTwice) {
        let named = try found.store.pseudonymised(by: pseudonyms, workers: options.workers)
        found.store = named.store
        origin.reorder(by: named.rank)
      } catch { throw .pseudonymBesideID(error.pseudonym) }
    }
    let beside = try readCustomers(customers, beside: found.store, of: written, options: options)
    var loaded = LoadedHistories(
      found.store, open.manifest, copies: (found.lineCopies, found.eventCopies), beside, options)
    loaded.origin = origin
    return loaded
  } catch { throw .reading(error) }
}

/// Compares the pseudonyms that files are read with, with those of a store.
///
/// - Parameters:
///   - manifest: of the store.
///   - path: of the store.
///   - options: how files are read.
///   - isAppended: whether rows are added; a store of ids may be read by pseudonym all the same.
/// - Throws: where they are not the same.
func requireKey(
  of manifest: StoreManifest, in path: String, _ options: ReadOptions, isAppended: Bool
) throws(StoreUseError) {
  let (own, given) = (manifest.terms.pseudonyms, options.pseudonyms?.fingerprint)
  if own == given || own == nil && !isAppended { return }
  throw .otherKey(
    store: path, own == nil ? .storeHasIDs : given == nil ? .keyMissing : .keyDiffers)
}

/// What an update of a store gives.
package struct StoreUpdateReport: Sendable {
  package let batch: StoredBatch
  /// Number of the batch, from 1.
  package let number: Int
  package let customers: Int
  /// Bytes of all files of rows.
  package let size: Int
  package let notices: [Notice]
  package let recognition: [Recognition]
}

/// Why a store cannot be made, added to or used.
package enum StoreUseError: Error, Sendable {
  case store(StoreError)
  case reading(IngestionError)
  /// Orders of exports change from one export to the next; they are read together or not at all.
  /// `customer` is one whose id only exports have, where the file is plain but for it.
  case exportAppended(file: String, customer: String?)
  /// The store's first batch was of exports.
  case appendedToExports(store: String)
  /// Rows of an order that look changed.
  case changedRows(store: String, orders: Int, customer: String, order: String)
  /// The rows leave open what amounts are of, and so does the store, whose options cannot be changed.
  case amountsUnsaid(store: String, IngestionError)
  case otherCurrency(store: String, known: String, found: String)
  case otherKey(store: String, KeyFault)
  /// All customers of the store were to be forgotten.
  case nobodyLeft(store: String)

  /// Why the pseudonyms of a store and of files beside it do not go together.
  package enum KeyFault: Sendable, Equatable {
    case storeHasIDs, keyMissing, keyDiffers
  }
}
