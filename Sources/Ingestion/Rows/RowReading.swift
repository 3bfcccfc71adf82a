internal import Dense
internal import Exports
internal import Dispatch
internal import Files
internal import Histories
internal import Intake
internal import Synchronization

/// Reads all rows of the files of one kind.
struct RowReading<Rows: BlockRows> {
  private(set) var files: [LogFile]
  private(set) var rows = CollectedRows<Rows>()
  private(set) var tally = RowTally()
  private let empty: Rows
  private let customers: CustomerParts
  private let settings: RowSettings
  private let refusedRows: RejectedRowsFile?

  init(
    files: [LogFile], empty: Rows, customers: CustomerParts, settings: RowSettings,
    refusedRows: RejectedRowsFile?
  ) {
    self.files = files
    self.empty = empty
    self.customers = customers
    self.settings = settings
    self.refusedRows = refusedRows
  }

  /// Reads one row after the other.
  mutating func readOneByOne(_ progress: (ReadProgress) -> Void) throws(IngestionError) {
    // Moved out and back, so that a row can change both its file and the tallies.
    var files = files
    self.files = []
    var rows = empty
    var collected = WorkerRows(empty, parts: customers.count)
    for index in files.indices {
      try files[index].writeExport()
      while try files[index].nextRow() {
        tally.countRead()
        switch try files[index].row(into: &rows, customers: customers, settings: settings) {
        case .used: tally.countUsed()
        case .filtered: tally.countFiltered()
        case .refused(let refused): try refuse(refused)
        }
        if rows.count >= 1 << 14 { try move(&rows, to: &collected) }
        if tally.read & 0xffff == 0 {
          progress(ReadProgress(file: files[index].reader.name, rows: tally.read))
        }
      }
    }
    self.files = files
    try move(&rows, to: &collected)
    collected.names = rows
    self.rows.workers = [collected]
  }

  private func move(
    _ rows: inout Rows, to collected: inout WorkerRows<Rows>
  ) throws(IngestionError) {
    var order = PartOrder(parts: customers.count)
    order.sort(rows.customers.map { UInt16($0.part) })
    try collected.append(
      rows, rows.customers.map(\.number), order, file: 0, block: collected.blocks.count, room: 0)
    rows.removeAll()
  }

  private mutating func refuse(_ refused: RejectedRow) throws(IngestionError) {
    tally.refuse(refused)
    try refusedRows?.append(refused)
  }
}

extension RowReading {
  /// Reads blocks in parallel.
  ///
  /// - Parameters:
  ///   - options: size of the blocks and number of workers.
  ///   - inOrder: whether blocks are cut one after the other, which is slower and works for more files.
  ///   - progress: called after every few blocks.
  /// - Returns: false where a file can only be read row by row, or something is wrong in it, which
  ///   the sequential reader can say; nothing here is of use then.
  /// - Throws: where refused rows cannot be written.
  mutating func readBlocks(
    _ options: ReadOptions, inOrder: Bool, _ progress: (ReadProgress) -> Void
  ) throws(IngestionError) -> Bool {
    let workerCount = min(options.workers.count, 16)
    let expectedBytes = files.reduce(0) { $0 + $1.size } / workerCount
    let workers = (0..<workerCount).map { worker in
      WorkerBox(
        BlockWorker(
          empty, customers: customers, files: files, settings: settings,
          keepsRefused: refusedRows != nil, expectedBytes: expectedBytes,
          share: Double(worker) / Double(workerCount)))
    }
    let allBytes = files.reduce(0) { $0 + $1.size }
    var bytesBefore = 0
    for file in files.indices {
      if files[file].firstRowIsRead {
        guard let outcome = workers[0].readCurrentRow(of: &files[file], number: file) else {
          return false
        }
        try tally([outcome], firstLine: 0)
      }
      let queue: BlockQueue
      var line = 1
      if let export = files[file].export {
        queue = BlockQueue(.export(export), file: file)
      } else {
        guard let blocks = files[file].handOver(blocksOf: options.bufferSize) else { return false }
        line = blocks.firstLine
        let slices = inOrder ? nil : blocks.slices
        queue = BlockQueue(slices.map { .slices($0) } ?? .inOrder(blocks), file: file)
      }
      let fileBytes = files[file].size
      var blocksRead = 0
      while true {
        // What becomes of blocks is kept until it is told, in their order.
        queue.allow((refusedRows == nil ? 64 : 1) * workers.count)
        DispatchQueue.concurrentPerform(iterations: workers.count) { workers[$0].work(queue) }
        guard let finished = queue.finishedOutcomes() else { return false }
        if finished.isEmpty { break }
        line = try tally(finished, firstLine: line)
        blocksRead += finished.count
        // Blocks of compressed files say nothing of their bytes.
        let isPlain = allBytes > 0 && queue.cutsBytes
        let bytes = bytesBefore + min(fileBytes, blocksRead * options.bufferSize)
        progress(
          ReadProgress(
            file: files[file].reader.name, rows: tally.read,
            share: isPlain ? Double(bytes) / Double(allBytes) : nil))
      }
      bytesBefore += fileBytes
    }
    rows.workers = workers.map { $0.takeCollected() }
    return Rows.unify(&rows.workers)
  }

  /// Counts what became of blocks, in their order.
  ///
  /// - Returns: the line behind the last.
  @discardableResult
  private mutating func tally(
    _ outcomes: [BlockOutcome], firstLine: Int
  ) throws(IngestionError) -> Int {
    var line = firstLine
    for outcome in outcomes {
      tally.count(outcome)
      tally.count(outcome.refused, from: line)
      if let refusedRows {
        for var row in outcome.refused.rows {
          row.line += line
          try refusedRows.append(row)
        }
      }
      line += outcome.lines
    }
    return line
  }
}

/// Hands out the blocks of a file and takes what became of them.
private final class BlockQueue: Sendable {
  /// Where blocks come from.
  enum BlockSource {
    case inOrder(RecordBlocks)
    case slices(FileSlices)
    /// Rows of an export, which are written block by block.
    case export(PlainRows)
  }

  private struct State {
    /// Nil where blocks need no order.
    var blocks: RecordBlocks?
    var taken = 0
    var limit = 0
    var hasFailed = false
    var outcomes: [BlockOutcome] = []
  }

  private let state: Mutex<State>
  private let source: BlockSource
  private let file: Int

  init(_ source: BlockSource, file: Int) {
    self.source = source
    self.file = file
    if case .inOrder(let blocks) = source {
      state = Mutex(State(blocks: blocks))
    } else {
      state = Mutex(State())
    }
  }

  /// Whether blocks are slices of the file's bytes.
  var cutsBytes: Bool {
    if case .slices = source { true } else { false }
  }

  /// Lets workers take so many more blocks.
  func allow(_ count: Int) {
    state.withLock { $0.limit = $0.taken + count }
  }

  /// The next block; nil at the end, where enough were taken for now, and after a failure.
  func next(reusing buffer: inout [UInt8]) -> RowBlock? {
    if case .inOrder = source { return nextInOrder(reusing: &buffer) }
    let number: Int? = state.withLock { state in
      guard state.taken < state.limit, !state.hasFailed else { return nil }
      state.taken += 1
      return state.taken
    }
    guard let number else { return nil }
    do {
      guard let range = try fill(&buffer, number - 1) else { return nil }
      var block = RowBlock(number: number, file: file, bytes: [], range: range)
      swap(&block.bytes, &buffer)
      return block
    } catch {
      finish(nil)
      return nil
    }
  }

  private func fill(_ buffer: inout [UInt8], _ number: Int) throws(BlockFailure) -> Range<Int>? {
    switch source {
    case .slices(let slices): return try slices.read(number, into: &buffer)
    case .export(let rows):
      guard number < rows.blockCount else { return nil }
      rows.write(number, to: &buffer)
      return 0..<buffer.count
    case .inOrder: return nil
    }
  }

  private func nextInOrder(reusing buffer: inout [UInt8]) -> RowBlock? {
    var own: [UInt8] = []
    swap(&own, &buffer)
    return state.withLock { state in
      guard state.taken < state.limit, !state.hasFailed else { return nil }
      do {
        guard let block = try state.blocks?.next(reusing: own) else { return nil }
        state.taken += 1
        return RowBlock(
          number: state.taken, file: file, bytes: block.bytes, range: 0..<block.end)
      } catch {
        state.hasFailed = true
        return nil
      }
    }
  }

  func finish(_ outcome: BlockOutcome?) {
    state.withLock { state in
      if let outcome { state.outcomes.append(outcome) } else { state.hasFailed = true }
    }
  }

  /// What became of the blocks since the last call, in the order of the file; nil after a failure.
  func finishedOutcomes() -> [BlockOutcome]? {
    state.withLock { state in
      defer { state.outcomes = [] }
      return state.hasFailed ? nil : state.outcomes.sorted { $0.number < $1.number }
    }
  }
}

/// A worker that threads may share, one at a time.
private final class WorkerBox<Rows: BlockRows>: Sendable {
  private let worker: Mutex<BlockWorker<Rows>>

  init(_ worker: BlockWorker<Rows>) {
    self.worker = Mutex(worker)
  }

  func work(_ queue: BlockQueue) {
    worker.withLock { worker in
      var buffer: [UInt8] = []
      while true {
        guard var block = queue.next(reusing: &buffer) else { return }
        queue.finish(try? worker.read(&block))
        swap(&buffer, &block.bytes)
      }
    }
  }

  func readCurrentRow(of file: inout LogFile, number: Int) -> BlockOutcome? {
    var moved = file
    let outcome = worker.withLock { try? $0.readCurrentRow(of: &moved, number: number) }
    file = moved
    return outcome
  }

  func takeCollected() -> WorkerRows<Rows> { worker.withLock { $0.takeCollected() } }
}
