import Dispatch
import Synchronization

/// Rows of one kind as they were collected, and in which order they stood in the files.
struct CollectedRows<Rows: BlockRows>: Sendable {
  /// Rows in parts.
  var sources: [Rows]
  /// The worker that collected each part; codes are its own.
  var workers = [0]
  /// No rows, but the names of all codes, by worker.
  var names: [Rows]
  /// Runs of rows in the order of the files.
  var runs: [RowRun] = []

  /// - Parameter empty: no rows.
  init(_ empty: Rows) {
    sources = [empty]
    names = [empty]
  }

  var count: Int { sources.reduce(0) { $0 + $1.count } }
}

/// Successive rows of a file.
struct RowRun: Sendable {
  var source: Int
  var rows: Range<Int>
}

/// Reads all rows of the files of one kind.
struct RowReading<Rows: BlockRows> {
  private(set) var files: [LogFile]
  private(set) var rows: CollectedRows<Rows>
  /// By worker.
  private(set) var customers: [Interner]
  private(set) var tally = RowTally()
  private let settings: OrderRows.Settings
  private let refusedRows: RefusedRowsFile?

  init(
    files: [LogFile], empty: Rows, customers: [Interner], settings: OrderRows.Settings,
    refusedRows: RefusedRowsFile?
  ) {
    self.files = files
    rows = CollectedRows(empty)
    self.customers = customers
    self.settings = settings
    self.refusedRows = refusedRows
  }

  /// Reads one row after the other.
  mutating func readOneByOne(_ progress: (ReadProgress) -> Void) throws(DataError) {
    // Moved out and back, so that a row can change both its file and the tallies.
    var files = files
    self.files = []
    for index in files.indices {
      while try files[index].nextRow() {
        tally.countRead()
        switch try files[index].row(
          into: &rows.sources[0], customers: &customers[0], settings: settings)
        {
        case .used: tally.countUsed()
        case .filtered: tally.countFiltered()
        case .refused(let refused): try refuse(refused)
        }
        if tally.read & 0xffff == 0 {
          progress(ReadProgress(file: files[index].reader.name, rows: tally.read))
        }
      }
    }
    self.files = files
    var names = rows.sources.removeLast()
    rows.sources = [names.takeAll()]
    rows.names = [names]
    rows.runs = [RowRun(source: 0, rows: 0..<rows.sources[0].count)]
  }

  private mutating func refuse(_ refused: RefusedRow) throws(DataError) {
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
  ) throws(DataError) -> Bool {
    let workerCount = min(options.threads, 16)
    let empty = rows.sources[0]
    while customers.count < workerCount { customers.append(Interner()) }
    let workers = (0..<workerCount).map { number in
      WorkerBox(
        BlockWorker(
          number: number, rows: empty, customers: customers[number], files: files,
          settings: settings))
    }
    customers.removeFirst(workerCount)
    var outcomes: [BlockOutcome] = []
    for file in files.indices {
      if files[file].firstRowIsRead {
        guard let outcome = workers[0].readCurrentRow(of: &files[file]) else { return false }
        try tally([outcome], firstLine: 0)
        outcomes.append(outcome)
      }
      guard let blocks = files[file].handOver(blocksOf: options.bufferSize) else { return false }
      var line = blocks.firstLine
      let queue = BlockQueue(blocks, slices: inOrder ? nil : blocks.slices, file: file)
      while true {
        queue.allow(64 * workers.count)
        DispatchQueue.concurrentPerform(iterations: workers.count) { workers[$0].work(queue) }
        guard let finished = queue.finishedOutcomes() else { return false }
        if finished.isEmpty { break }
        line = try tally(finished, firstLine: line)
        outcomes += finished
        progress(ReadProgress(file: files[file].reader.name, rows: tally.read))
      }
    }
    collect(outcomes, of: workers)
    customers = workers.map { $0.takeCustomers() } + customers
    return Rows.unify(&rows.sources)
  }

  /// Counts what became of blocks, in their order.
  ///
  /// - Returns: the line behind the last.
  @discardableResult
  private mutating func tally(
    _ outcomes: [BlockOutcome], firstLine: Int
  ) throws(DataError) -> Int {
    var line = firstLine
    for outcome in outcomes {
      tally.count(outcome)
      for var refused in outcome.refused {
        refused.line += line
        try refuse(refused)
      }
      line += outcome.lines
    }
    return line
  }

  /// Takes what the workers have collected.
  private mutating func collect(_ outcomes: [BlockOutcome], of workers: [WorkerBox<Rows>]) {
    (rows.sources, rows.workers) = ([], [])
    var firstSegments: [Int] = []
    for (number, worker) in workers.enumerated() {
      let segments = worker.takeSegments()
      firstSegments.append(rows.sources.count)
      rows.sources += segments
      rows.workers += segments.map { _ in number }
    }
    rows.names = workers.map(\.names)
    for outcome in outcomes where !outcome.rows.isEmpty {
      let source = firstSegments[outcome.worker] + outcome.segment
      if let last = rows.runs.last, last.source == source,
        last.rows.endIndex == outcome.rows.startIndex
      {
        rows.runs[rows.runs.count - 1].rows = last.rows.startIndex..<outcome.rows.endIndex
      } else {
        rows.runs.append(RowRun(source: source, rows: outcome.rows))
      }
    }
  }
}

/// Hands out the blocks of a file and takes what became of them.
private final class BlockQueue: Sendable {
  private struct State {
    var blocks: RecordBlocks
    var taken = 0
    var limit = 0
    var hasFailed = false
    var outcomes: [BlockOutcome] = []
  }

  private let state: Mutex<State>
  private let slices: FileSlices?
  private let file: Int

  init(_ blocks: RecordBlocks, slices: FileSlices?, file: Int) {
    state = Mutex(State(blocks: blocks))
    self.slices = slices
    self.file = file
  }

  /// Lets workers take so many more blocks.
  func allow(_ count: Int) {
    state.withLock { $0.limit = $0.taken + count }
  }

  /// The next block; nil at the end, where enough were taken for now, and after a failure.
  func next(reusing buffer: [UInt8]) -> RowBlock? {
    guard let slices else { return nextInOrder(reusing: buffer) }
    let number: Int? = state.withLock { state in
      guard state.taken < state.limit, !state.hasFailed else { return nil }
      state.taken += 1
      return state.taken
    }
    guard let number else { return nil }
    do {
      guard let block = try slices.block(number - 1, reusing: buffer) else { return nil }
      return RowBlock(number: number, file: file, bytes: block.bytes, range: block.range)
    } catch {
      finish(nil)
      return nil
    }
  }

  private func nextInOrder(reusing buffer: [UInt8]) -> RowBlock? {
    state.withLock { state in
      guard state.taken < state.limit, !state.hasFailed else { return nil }
      do {
        guard let block = try state.blocks.next(reusing: buffer) else { return nil }
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
        var taken: [UInt8] = []
        swap(&taken, &buffer)
        guard var block = queue.next(reusing: taken) else { return }
        queue.finish(try? worker.read(&block))
        swap(&buffer, &block.bytes)
      }
    }
  }

  func readCurrentRow(of file: inout LogFile) -> BlockOutcome? {
    var moved = file
    let outcome = worker.withLock { try? $0.readCurrentRow(of: &moved) }
    file = moved
    return outcome
  }

  func takeSegments() -> [Rows] { worker.withLock { $0.takeSegments() } }
  var names: Rows { worker.withLock { $0.names } }
  func takeCustomers() -> Interner { worker.withLock { $0.customers } }
}
