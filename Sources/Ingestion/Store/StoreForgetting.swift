package import Dense
package import Files
internal import Histories
internal import Intake
internal import Stores

/// Customers who are to be forgotten.
package struct ForgottenIDs: Sendable {
  /// In the order of their bytes, each once.
  let texts: TextColumn
  let pseudonyms: Pseudonyms?
  /// As the file has them, where a key's pseudonyms have their place.
  let written: [String]

  package var count: Int { texts.count }

  /// Reads the ids of a file: CSV with a header and a column of customer ids.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - column: name of the column; nil to recognise it by its name.
  ///   - pseudonyms: where given, ids and pseudonyms of the key's are the same to the store and the file.
  /// - Throws: where it cannot be read, has no one column of ids, or a row without one.
  package init(
    path: String, column: String?, pseudonyms: Pseudonyms?
  ) throws(SheetError) {
    let table = try PlainTable(sheet: path)
    let found = try table.ids(in: column)
    let ids = found.pseudonymised(by: pseudonyms)
    for row in 0..<table.count where ids.texts.utf8(at: Int(ids.codes[row])).isEmpty {
      throw table.fault(row, ids, .id)
    }
    texts = ids.texts.sortedByBytes().texts
    written = found.texts.strings
    self.pseudonyms = pseudonyms
  }

  /// Whether all are pseudonyms.
  fileprivate var arePseudonyms: Bool {
    (0..<texts.count).allSatisfy { Pseudonyms.isPseudonym(texts.utf8(at: $0)) }
  }

  /// The ids as they may stand elsewhere: pseudonyms alone where there is a key.
  package var strings: [String] { texts.strings }
}

/// Writes a store anew without some customers: its histories are those of a store that was built from the
/// same files without their rows, but for the decimals of amounts and columns that only they had.
///
/// - Parameters:
///   - wanted: who is to be forgotten.
///   - path: of the store.
///   - needsDigest: whether to tell the digest of the histories before.
///   - namesCustomer: whether what stands behind the colon of a kind of event is a customer's id.
///   - workers: how many threads it may take; the result does not depend on it.
///   - progress: told of what is written.
/// - Returns: what went.
/// - Throws: where the store cannot be read or written, or nobody would be left; it stays as it was then.
package func forget(
  _ wanted: ForgottenIDs, in path: String, needsDigest: Bool,
  namesCustomer: @escaping @Sendable (String) -> Bool, workers: Workers,
  progress: Progress = .untold
) throws(StoreUseError) -> ForgettingReport {
  let writer: StoreWriter
  let open: OpenStore
  do {
    _ = try StoreFolder(path)
    writer = try StoreWriter(path)
    open = try OpenStore(try StoreFolder(path), workers: workers)
  } catch { throw .store(error) }
  let key = open.manifest.terms.pseudonyms
  if let key, let given = wanted.pseudonyms?.fingerprint, key != given {
    throw .otherKey(store: path, .keyDiffers)
  }
  if key != nil, wanted.pseudonyms == nil, !wanted.arePseudonyms {
    throw .otherKey(store: path, .keyMissing)
  }
  var forgetting = Forgetting(wanted, open, workers)
  do {
    let digest =
      needsDigest ? try open.histories(workers: workers).store.digest() : nil
    if forgetting.count == 0 { return forgetting.report(digest, naming: 0) }
    guard forgetting.count < open.ids.count else { throw StoreUseError.nobodyLeft(store: path) }
    let naming = try forgetting.write(with: writer, namesCustomer, progress)
    return forgetting.report(digest, naming: naming)
  } catch let error as StoreError {
    throw .store(error)
  } catch let error as StoreUseError {
    throw error
  } catch { preconditionFailure("no other errors are thrown") }
}

/// The steps of forgetting.
private struct Forgetting {
  let open: OpenStore
  let workers: Workers
  /// For each customer of the store whether it stays.
  private let stays: [Bool]
  private let notThere: [String]
  private let nearlyThere: [NearID]
  /// Whom kinds of events may name, as they stand in the store.
  private let texts: Set<String>
  let count: Int
  private var (orders, events) = (0, 0)

  init(_ wanted: ForgottenIDs, _ open: OpenStore, _ workers: Workers) {
    self.open = open
    self.workers = workers
    let (names, rank) =
      wanted.pseudonyms.map {
        $0.names(of: open.ids, workers: workers).sortedByBytes(workers: workers)
      } ?? (open.ids, (0..<open.ids.count).map { Int32($0) })
    var customerOfName = [Int](repeating: 0, count: rank.count)
    for (customer, place) in rank.enumerated() { customerOfName[Int(place)] = customer }
    var stays = [Bool](repeating: true, count: open.ids.count)
    var (texts, notThere) = (Set<String>(), [String]())
    forEachInUnion(of: names, wanted.texts) { name, text in
      guard let text else { return }
      if let name {
        stays[customerOfName[name]] = false
        texts.insert(open.ids[customerOfName[name]])
      } else {
        notThere.append(wanted.texts[text])
      }
    }
    count = texts.count
    nearlyThere =
      notThere.isEmpty
      ? []
      : NearID.found(for: notThere, of: wanted, among: open) { stays[$0] }
    (self.texts, self.stays, self.notThere) = (texts, stays, notThere)
  }

  func report(_ digest: String?, naming: Int) -> ForgettingReport {
    ForgettingReport(
      store: open.folder.path, customersForgotten: count, orderRowsForgotten: orders,
      eventRowsForgotten: events, customersLeft: open.ids.count - count, notThere: notThere,
      nearlyThere: nearlyThere, eventRowsNamingThem: naming, digestBefore: digest)
  }

  /// Writes all who stay as one new file of rows, and puts it in the place of the others.
  ///
  /// - Returns: event rows that name a forgotten customer.
  mutating func write(
    with writer: StoreWriter, _ namesCustomer: (String) -> Bool, _ progress: Progress
  ) throws(StoreUseError) -> Int {
    var manifest = open.manifest
    let before = open.ranks
    var plan = try MergePlan(
      of: open, keeping: stays, terms: manifest.terms, ranks: before, workers)
    let used = plan.usedNames(before)
    manifest.terms.keepNames(used)
    let after = StoreRanks(manifest.terms)
    plan.recode(from: before, to: after)
    let naming = Set(
      after.kinds.names.indices.filter { kind in
        let name = after.kinds.names[kind]
        guard let colon = name.firstIndex(of: ":"), namesCustomer(name) else { return false }
        return texts.contains(String(name[name.index(after: colon)...].drop { $0 == " " }))
      }.map { Int32($0) })
    let (lines, eventRows) = (open.liveRows.lines, open.liveRows.events)
    (orders, events) = (lines - plan.rows.lines, eventRows - plan.rows.events)
    let forgotten =
      manifest.forgotten ?? StoreManifest.Forgotten(customers: 0, orders: 0, events: 0)
    manifest.forgotten = StoreManifest.Forgotten(
      customers: forgotten.customers + count, orders: forgotten.orders + orders,
      events: forgotten.events + events)
    let source = MergeSource(
      batch: BatchRows(), known: plan.known, ranks: after,
      presence: RowPresence(
        order: manifest.terms.hasOrderIDs, quantity: manifest.terms.hasQuantity,
        returnedAt: manifest.terms.hasReturnTimes),
      amountPer: manifest.terms.amountPer.flatMap { AmountPer(rawValue: $0) })
    do throws(StoreError) {
      try manifest.rewrite(plan, source, with: writer, workers, progress)
      try writer.commit(manifest)
    } catch { throw .store(error) }
    return naming.isEmpty ? 0 : plan.eventRows(of: naming)
  }
}

extension OpenStore {
  /// Rows of the customers as they are, without those that later files have taken the place of.
  fileprivate var liveRows: (lines: Int, events: Int) {
    let forgotten = manifest.forgotten
    return (
      manifest.batches.reduce(0) { $0 + $1.orders.new } - (forgotten?.orders ?? 0),
      manifest.batches.reduce(0) { $0 + ($1.events?.new ?? 0) } - (forgotten?.events ?? 0)
    )
  }
}

extension StoredTerms {
  /// Leaves out names that no row has any more.
  fileprivate mutating func keepNames(
    _ used: (categories: Set<String>, channels: Set<String>, kinds: Set<String>)
  ) {
    categories.removeAll { !used.categories.contains($0) }
    channels.removeAll { !used.channels.contains($0) }
    kinds.removeAll { !used.kinds.contains($0) }
  }
}
