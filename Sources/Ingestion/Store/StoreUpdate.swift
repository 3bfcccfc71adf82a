package import Dense
internal import Files
internal import Histories
package import Intake
internal import Stores

/// Adds the rows of files to a store, or makes one of them.
///
/// The rows of each customer that the files name are read from the store, merged with those of the files
/// and written as a further segment, with the customers of such segments as are small beside it.
struct StoreUpdate {
  let writer: StoreWriter
  let open: OpenStore?
  var manifest: StoreManifest
  let options: ReadOptions
  /// Whether rows that look changed are kept beside those that the store has.
  let keepsChanged: Bool

  mutating func add(
    _ batch: ReadBatch, _ progress: Progress
  ) throws(StoreUseError) -> StoreUpdateReport {
    var rows = batch.rows
    try unite(rows, hasReturnTimes: batch.hasReturnTimes, hasEvents: batch.events != nil)
    try checkFit(of: rows)
    let ranks = StoreRanks(manifest.terms)
    rows.adapt(to: ranks, factor: powerOfTen(manifest.terms.moneyScale - rows.moneyScale))
    let plan = try MergePlan(open: open, batch: rows, terms: manifest.terms, ranks: ranks, options)
    let source = MergeSource(
      batch: rows, known: plan.known, ranks: ranks,
      presence: RowPresence(
        order: manifest.terms.hasOrderIDs, quantity: manifest.terms.hasQuantity,
        returnedAt: manifest.terms.hasReturnTimes),
      amountPer: options.amountPer)
    let made: MergedBlock
    do { made = try write(plan, source, progress) } catch { throw .store(error) }
    try check(made, plan)
    var (orders, events) = (batch.orders, batch.events)
    orders.known = made.knownLines
    orders.new -= made.knownLines
    orders.changed = made.changed.rows
    events?.known = made.knownEvents
    events?.new -= made.knownEvents
    let stored = StoredBatch(
      files: batch.files, orders: orders, events: events, stamp: manifest.nextStamp(after: open))
    manifest.batches.append(stored)
    do { try writer.commit(manifest) } catch { throw .store(error) }
    return StoreUpdateReport(
      batch: stored, number: manifest.batches.count, customers: plan.customersAfter,
      size: manifest.segments.reduce(0) { $0 + $1.size },
      notices: batch.notices, recognition: batch.recognition)
  }

  /// Adds what the rows have that the store has not: names, columns, decimals.
  private mutating func unite(
    _ rows: BatchRows, hasReturnTimes: Bool, hasEvents: Bool
  ) throws(StoreUseError) {
    if let known = manifest.terms.currency, let found = rows.currency, known != found {
      throw .otherCurrency(store: writer.path, known: known, found: found)
    }
    manifest.terms.currency = manifest.terms.currency ?? rows.currency
    manifest.terms.moneyScale = max(manifest.terms.moneyScale, rows.moneyScale)
    manifest.terms.hasOrderIDs = manifest.terms.hasOrderIDs || rows.hasOrderIDs
    manifest.terms.hasQuantity = manifest.terms.hasQuantity || rows.lines.hasQuantity
    manifest.terms.hasReturnTimes = manifest.terms.hasReturnTimes || hasReturnTimes
    manifest.terms.hasDiscount = manifest.terms.hasDiscount || rows.lines.columns.discount
    manifest.terms.hasCategory = manifest.terms.hasCategory || rows.lines.columns.category
    manifest.terms.hasChannel = manifest.terms.hasChannel || rows.lines.columns.channel
    manifest.terms.hasEvents = manifest.terms.hasEvents || hasEvents
    manifest.terms.hasEventValues =
      manifest.terms.hasEventValues || rows.eventTerms.hasValues
    manifest.terms.categories.unite(rows.lines.categories)
    manifest.terms.channels.unite(rows.lines.channels)
    manifest.terms.kinds.unite(rows.eventTerms.kinds)
    if manifest.terms.kinds.count > Event.mostKinds { throw .reading(.tooManyKinds) }
    if manifest.terms.channels.count >= Line.mostChannels { throw .reading(.tooManyChannels) }
  }

  /// Throws where amounts of the batch, or those of the store beside them, leave 64 bits in the decimals
  /// that both have: nothing may be multiplied before.
  private func checkFit(of rows: BatchRows) throws(StoreUseError) {
    let scale = manifest.terms.moneyScale
    let new = rows.orders.reduce(Int128(0)) { $0 + $1.total }
    let all = stored(in: scale) + new * Int128(powerOfTen(scale - rows.moneyScale))
    if all > Int128(Int64.max) { throw .reading(.amountsTooLarge(scale: scale)) }
  }

  /// The sum of the segments' magnitudes.
  private func stored(in scale: Int) -> Int128 {
    manifest.segments.reduce(Int128(0)) { sum, segment in
      sum + Int128(segment.magnitude) * Int128(powerOfTen(scale - segment.moneyScale))
    }
  }

  private func check(_ made: MergedBlock, _ plan: MergePlan) throws(StoreUseError) {
    if made.changed.rows > 0, !keepsChanged, let example = made.changed.example {
      throw .changedRows(
        store: writer.path, orders: made.changed.rows, customer: example.customer,
        order: example.order)
    }
    let scale = manifest.terms.moneyScale
    if stored(in: scale) > Int128(Int64.max / 4) { throw .reading(.amountsTooLarge(scale: scale)) }
    guard options.amountPer == nil else { return }
    var repeats = made.repeats
    repeats.several += plan.several
    repeats.alike += plan.alike
    guard let fault = repeats.fault(scale) else { return }
    if open == nil { throw .reading(fault) }
    throw .amountsUnsaid(store: writer.path, fault)
  }

  /// Writes the new segment, and notes it in the manifest.
  private mutating func write(
    _ plan: MergePlan, _ source: MergeSource, _ progress: Progress
  ) throws(StoreError) -> MergedBlock {
    // Rows that are all known leave the files of rows as they are.
    try manifest.write(plan, source, with: writer, options.workers, progress) {
      [isNew = open == nil] all in
      isNew || all.addedLines > 0 || all.addedEvents > 0
    }
  }
}

extension StoreManifest {
  /// Rows of a block, and customers, about; a worker holds a few of them at a time.
  private static let rowsPerBlock = 1 << 16
  private static let customersPerBlock = 1 << 14

  /// Writes a new segment beside those that a plan keeps, and notes it.
  ///
  /// - Parameters:
  ///   - plan: whose rows are written.
  ///   - source: what they are made of.
  ///   - writer: of the store.
  ///   - workers: how many threads it may take.
  ///   - progress: told of blocks.
  ///   - isWanted: whether the segment is put in place, by what was found in its making.
  /// - Returns: what was found.
  /// - Throws: where it cannot be written; the store is as it was then.
  fileprivate mutating func write(
    _ plan: MergePlan, _ source: MergeSource, with writer: StoreWriter, _ workers: Workers,
    _ progress: Progress, isWanted: (MergedBlock) -> Bool
  ) throws(StoreError) -> MergedBlock {
    let (name, file) = try writer.rows(nextFile)
    var all = MergedBlock()
    var blocks: [Block] = []
    let cuts = plan.cuts(rows: Self.rowsPerBlock, customers: Self.customersPerBlock)
    let chunks = Chunks(rows: cuts.count - 1, rowsPerChunk: 1)
    do throws(OutputError) {
      try inSequence(of: chunks, workers: workers) { chunk in
        let range = cuts[chunk.lowerBound]..<cuts[chunk.upperBound]
        return source.block(plan.customers[range], ids: plan.ids(of: range))
      } consume: { (block: MergedBlock) throws(OutputError) in
        blocks.append(try Block(writing: block.encoded, to: file))
        all.add(block)
        progress.reach(blocks.count, of: chunks.count)
      }
      nextFile += 1
      if !isWanted(all) { return all }
      try file.synchronize()
      try file.finish()
    } catch { throw .cannotWrite(error) }
    segments = plan.kept.map { segments[$0] }
    if let last = blocks.last {
      segments.append(
        Segment(
          file: name, size: last.details.range.upperBound, moneyScale: terms.moneyScale,
          magnitude: Int(clamping: all.total), blocks: blocks))
    }
    return all
  }

  /// Writes all rows of a plan in the place of every segment.
  ///
  /// What was made from the store before is of
  /// another state then.
  mutating func rewrite(
    _ plan: MergePlan, _ source: MergeSource, with writer: StoreWriter, _ workers: Workers,
    _ progress: Progress
  ) throws(StoreError) {
    _ = try write(plan, source, with: writer, workers, progress) { _ in true }
    var rows = SHA256()
    for block in segments.flatMap(\.blocks) {
      for extent in [block.ids, block.rows, block.details] {
        rows.update(Int64(bitPattern: extent.checksum))
      }
    }
    let sum = rows.hexDigits()
    for batch in batches.indices {
      batches[batch].stamp = batches[batch].stamp.flatMap { stamp in
        var other = SHA256()
        other.update(Int64(bitPattern: stamp))
        other.update(sum)
        return UInt64(other.hexDigits().prefix(16), radix: 16)
      }
    }
  }
}

extension StoreManifest {
  /// The stamp of the batch whose rows were just put in place.
  fileprivate func nextStamp(after open: OpenStore?) -> UInt64? {
    let known = open == nil ? markSeed : batches.last?.stamp
    guard let known else { return nil }
    var stamp = SHA256()
    stamp.update(Int64(bitPattern: known))
    stamp.update(Int64(batches.count))
    let old = Set(open?.manifest.segments.map(\.file) ?? [])
    for segment in segments where !old.contains(segment.file) {
      for block in segment.blocks {
        for extent in [block.ids, block.rows, block.details] {
          stamp.update(Int64(bitPattern: extent.checksum))
        }
      }
    }
    return UInt64(stamp.hexDigits().prefix(16), radix: 16)
  }
}

extension StoreManifest.Block {
  /// Appends a block to a file.
  fileprivate init(writing block: EncodedBlock, to file: AtomicFile) throws(OutputError) {
    var extents: [StoreManifest.Extent] = []
    for part in [block.ids, block.rows, block.details] {
      extents.append(
        StoreManifest.Extent(
          start: file.size, size: part.count, checksum: Checksum.xxh64(part.span)))
      try file.write(part)
    }
    self.init(
      customers: block.customers, lines: block.lines, events: block.events, ids: extents[0],
      rows: extents[1], details: extents[2])
  }
}

extension MergedBlock {
  /// Adds what was found in a later block.
  fileprivate mutating func add(_ later: MergedBlock) {
    addedLines += later.addedLines
    knownLines += later.knownLines
    addedEvents += later.addedEvents
    knownEvents += later.knownEvents
    changed += later.changed
    repeats = OccasionJoin.Repeats(uniting: [repeats, later.repeats])
    total += later.total
  }
}

/// Makes a store of files, in place of the store that may be there.
///
/// - Parameters:
///   - path: of the store.
///   - orders: paths of order files, at least one.
///   - events: paths of event files.
///   - options: how to read them.
///   - reading: the same in the words of the caller, to be kept.
///   - progress: called every few blocks.
///   - writing: called once all is read, for what is told of blocks that are written.
/// - Returns: what was read and written.
/// - Throws: where files cannot be read, or the store cannot be written; what was there stays then.
package func buildStore(
  _ path: String, orders: [String], events: [String], options: ReadOptions,
  reading: [String: [String]], progress: (ReadProgress) -> Void = { _ in },
  writing: () -> Progress = { .untold }
) throws(StoreUseError) -> StoreUpdateReport {
  let writer: StoreWriter
  do { writer = try StoreWriter(path) } catch { throw .store(error) }
  var manifest = StoreManifest()
  manifest.reading = reading
  manifest.markSeed = .random(in: .min ... .max)
  manifest.terms.refunds = options.refundPolicy.rawValue
  manifest.terms.amountPer = options.amountPer?.rawValue
  manifest.terms.dropsDuplicates = options.dropDuplicates
  manifest.terms.pseudonyms = options.pseudonyms?.fingerprint
  if let old = try? StoreFolder(path) {
    // Another name than any file that is read at this moment.
    manifest.nextFile = old.manifest.nextFile
  }
  var own = options
  own.markSeed = manifest.markSeed
  let batch: ReadBatch
  do {
    batch = try ReadBatch(orders: orders, events: events, options: own, progress)
  } catch { throw .reading(error) }
  if batch.orders.read == 0 { throw .reading(.noRows(files: orders)) }
  if batch.orders.new == 0 {
    throw .reading(
      .noRowsUsed(
        files: orders, read: batch.orders.read, filtered: batch.orders.filtered,
        rejected: batch.orders.refused.values.reduce(0, +)))
  }
  manifest.isOfExports = batch.isExport
  var update = StoreUpdate(
    writer: writer, open: nil, manifest: manifest, options: own, keepsChanged: true)
  return try update.add(batch, writing())
}

/// Adds the rows of files to a store.
///
/// - Parameters:
///   - path: of the store.
///   - orders: paths of order files.
///   - events: paths of event files; one of both kinds at least.
///   - options: how to read them: as the store's first files were read.
///   - keepsChanged: whether rows that look changed are kept beside those that the store has.
///   - progress: called every few blocks.
///   - writing: called once all is read, for what is told of blocks that are written.
/// - Returns: what was read and written.
/// - Throws: where files cannot be read, do not go with the store, or it cannot be written; the store
///   stays as it was then.
package func appendToStore(
  _ path: String, orders: [String], events: [String], options: ReadOptions, keepsChanged: Bool,
  progress: (ReadProgress) -> Void = { _ in }, writing: () -> Progress = { .untold }
) throws(StoreUseError) -> StoreUpdateReport {
  let writer: StoreWriter
  let open: OpenStore
  do {
    // Before the lock, which would be made where there is no store.
    _ = try StoreFolder(path)
    writer = try StoreWriter(path)
    open = try OpenStore(try StoreFolder(path), workers: options.workers)
  } catch { throw .store(error) }
  if open.manifest.isOfExports { throw .appendedToExports(store: path) }
  try requireKey(of: open.manifest, in: path, options, isAppended: true)
  var own = options
  own.markSeed = open.manifest.markSeed
  let batch: ReadBatch
  do {
    batch = try ReadBatch(orders: orders, events: events, options: own, progress)
  } catch { throw .reading(error) }
  if batch.isExport {
    throw .exportAppended(file: batch.files.first ?? "", customer: batch.customerOfExports)
  }
  var update = StoreUpdate(
    writer: writer, open: open, manifest: open.manifest, options: own,
    keepsChanged: keepsChanged)
  return try update.add(batch, writing())
}
