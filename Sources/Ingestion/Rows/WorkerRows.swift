internal import Intake

/// Rows of one kind as they were collected, by worker.
struct CollectedRows<Rows: BlockRows>: Sendable {
  var workers: [WorkerRows<Rows>] = []

  var count: Int { workers.reduce(0) { $0 + $1.count } }
}

/// Rows of one kind as one worker has collected them.
struct WorkerRows<Rows: BlockRows>: Sendable {
  /// No rows, but the names of all codes.
  var names: Rows
  var parts: [Rows.Part]
  /// The places in the files of the blocks that were read, as `ends` of the parts count them.
  private(set) var blocks: [BlockPlace] = []
  private(set) var count = 0
  private var moneyScale = 0

  init(_ empty: Rows, parts: Int) {
    names = empty
    self.parts = (0..<parts).map { _ in Rows.Part() }
  }

  /// Appends the rows of a block.
  ///
  /// - Parameters:
  ///   - rows: of the block.
  ///   - numbers: the rows' customers within their parts.
  ///   - order: the rows by part.
  ///   - file: number of the file.
  ///   - block: number of the block in it.
  ///   - room: rows that each part should have room for.
  /// - Throws: where amounts are too large for the decimals of the others.
  mutating func append(
    _ rows: Rows, _ numbers: [Int32], _ order: PartOrder, file: Int, block: Int, room: Int
  ) throws(IngestionError) {
    try rescale(to: rows.moneyScale)
    if room > 0 { for part in parts.indices { parts[part].reserve(room, like: rows) } }
    let known = blocks.count
    for part in parts.indices where !order.isEmpty(part) {
      let before = Int32(truncatingIfNeeded: parts[part].numbers.count)
      let missing = known - parts[part].ends.count
      if missing > 0 { parts[part].ends.append(contentsOf: repeatElement(before, count: missing)) }
      parts[part].append(rows, numbers, at: order.rows(of: part))
      parts[part].ends.append(Int32(truncatingIfNeeded: parts[part].numbers.count))
    }
    blocks.append(BlockPlace(file: file, number: block))
    count += rows.count
  }

  /// Brings amounts to as many decimals, at least those they have.
  mutating func rescale(to scale: Int) throws(IngestionError) {
    guard scale > moneyScale else { return }
    for part in parts.indices { try parts[part].rescale(from: moneyScale, to: scale) }
    moneyScale = scale
  }
}

/// A block by its place in the order of the files.
struct BlockPlace: Sendable, Comparable {
  var file: Int
  var number: Int

  static func < (a: BlockPlace, b: BlockPlace) -> Bool {
    (a.file, a.number) < (b.file, b.number)
  }
}
