internal import Dense
internal import Files
internal import Intake
internal import Synchronization

extension SheetRows {
  /// Reads a file in blocks, by several workers; nil where it must be read in order.
  ///
  /// - Parameters:
  ///   - path: of a file that is no pipe.
  ///   - header: its columns.
  ///   - record: place of the header among the records, from 0.
  ///   - delimiter: between fields.
  ///   - kept: columns to keep.
  ///   - options: how it is read.
  init?(
    blocksOf path: String, header: [String], record: Int, delimiter: Delimiter, kept: Set<Int>,
    options: ReadOptions
  ) {
    guard options.readsInBlocks, options.encoding == .utf8, case .character(let byte) = delimiter
    else { return nil }
    let scan = StructuralScan(delimiter: byte)
    for inOrder in [false, true] {
      guard
        var reader = try? RecordReader(path: path, delimiter: delimiter, encoding: .utf8),
        (0...record).allSatisfy({ _ in (try? reader.next()) == true }),
        let blocks = reader.handOver(blocksOf: options.bufferSize),
        let slices = blocks.slices
      else { return nil }
      let feed = BlockFeed(blocks, slices: inOrder ? nil : slices)
      let empty = SheetReader(reader, header: header, kept: kept)
      let workers = Workers(min(options.workers.count, 16))
      let readers = workers.map(workers.count) { _ in feed.readAll(by: empty, scan) }
      if feed.hasFailed { continue }
      self.init(readers, firstLine: blocks.firstLine, workers: workers)
      return
    }
    return nil
  }
}

/// Hands out the blocks of a file.
private final class BlockFeed: Sendable {
  private struct State {
    var blocks: RecordBlocks
    var taken = 0
    var hasFailed = false
  }

  private let state: Mutex<State>
  private let slices: FileSlices?

  init(_ blocks: RecordBlocks, slices: FileSlices?) {
    state = Mutex(State(blocks: blocks))
    self.slices = slices
  }

  var hasFailed: Bool { state.withLock(\.hasFailed) }

  /// Reads blocks until none is left.
  func readAll(by empty: SheetReader, _ scan: StructuralScan) -> SheetReader {
    var reader = empty
    var buffer: [UInt8] = []
    do {
      while let (number, range) = try next(&buffer) {
        try reader.read(number, buffer, range, scan)
      }
    } catch {
      state.withLock { $0.hasFailed = true }
    }
    return reader
  }

  private func next(
    _ buffer: inout [UInt8]
  ) throws(BlockFailure) -> (number: Int, range: Range<Int>)? {
    if let slices {
      let number = state.withLock { state in
        state.taken += 1
        return state.hasFailed ? nil : state.taken - 1
      }
      guard let number, let range = try slices.read(number, into: &buffer) else { return nil }
      return (number, range)
    }
    var own: [UInt8] = []
    swap(&own, &buffer)
    let next: (number: Int, bytes: [UInt8], end: Int)? = state.withLock { state in
      guard !state.hasFailed else { return nil }
      do {
        guard let block = try state.blocks.next(reusing: own) else { return nil }
        state.taken += 1
        return (state.taken - 1, block.bytes, block.end)
      } catch {
        state.hasFailed = true
        return nil
      }
    }
    guard let next else { return nil }
    buffer = next.bytes
    return (next.number, 0..<next.end)
  }
}
