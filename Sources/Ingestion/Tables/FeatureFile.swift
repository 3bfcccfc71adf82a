package import Dense
internal import Dispatch
package import Files
package import Intake
internal import Synchronization

/// A table of ready features, one row a customer, as `perennial features` writes it.
///
/// Plain or gzipped, or standard input. Columns are found by name.
package struct FeatureFile: Sendable {
  package static let idColumn = "customer_id"

  /// As the user gave it.
  package let path: String
  /// Names of all columns, in the order of the file.
  package let names: [String]
  private var reader: RecordReader
  private let bufferSize: Int

  /// Opens a file and reads its header.
  ///
  /// - Throws: where it cannot be read, is empty, or names its columns unclearly.
  package init(path: String, bufferSize: Int = 1 << 16) throws(IngestionError) {
    self.path = path
    self.bufferSize = bufferSize
    do {
      reader = try RecordReader(
        path: path, delimiter: nil, encoding: .utf8, bufferSize: bufferSize)
    } catch { throw .file(error) }
    guard try reader.nextRecord() else { throw .noRows(files: [reader.name]) }
    names = reader.fields.indices.map(reader.text)
    guard names.contains(Self.idColumn) else {
      throw .missingFeatures(file: reader.name, missing: [Self.idColumn], found: names)
    }
  }

  /// Reads all rows.
  ///
  /// Whatever is out of the ordinary makes the file be read again one record after the other, which
  /// can say what is wrong and where.
  /// - Parameters:
  ///   - columns: the wanted columns, all in the file.
  ///   - notAbove: pairs of them of which the first is at most the second.
  ///   - workers: how many threads it may take; what is returned does not depend on it.
  ///   - anew: called where all that was made is thrown away and made of all rows again.
  ///   - make: makes something of successive rows.
  /// - Returns: the customers' ids, and what was made, in the order of the file.
  /// - Throws: where a row cannot be used, or a customer has two; all such rows are counted.
  package mutating func read<Part: Sendable>(
    _ columns: [FeatureColumn], notAbove: [(String, String)] = [], workers: Workers,
    anew: () -> Void,
    make: @escaping @Sendable (FeatureFileRows) -> Part
  ) throws(IngestionError) -> (ids: TextColumn, parts: [Part]) {
    let layout = try layout(of: columns, notAbove)
    guard reader.canBeReadAgain else { return try readOneByOne(layout, make: make) }
    if let result = readBlocks(layout, workers: workers, make: make) { return result }
    anew()
    self = try FeatureFile(path: path, bufferSize: bufferSize)
    return try readOneByOne(layout, make: make)
  }

  private func layout(
    of columns: [FeatureColumn], _ notAbove: [(String, String)]
  ) throws(IngestionError) -> FeatureLayout {
    let wanted = Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { ($0.element.name, $0.offset) })
    let missing = columns.filter { !names.contains($0.name) }.map(\.name)
    guard missing.isEmpty else {
      throw .missingFeatures(file: reader.name, missing: missing, found: names)
    }
    for name in columns.map(\.name) + [Self.idColumn]
    where names.count(where: { $0 == name }) > 1 {
      throw .repeatedColumn(file: reader.name, column: name)
    }
    return FeatureLayout(
      names: names,
      uses: names.map { name in
        name == Self.idColumn ? .id : wanted[name].map { .number($0, columns[$0].form) } ?? .nothing
      },
      width: columns.count, idField: names.firstIndex(of: Self.idColumn) ?? 0,
      notAbove: notAbove.compactMap { pair in
        guard let lower = wanted[pair.0], let upper = wanted[pair.1] else { return nil }
        return (lower, upper)
      })
  }
}

extension FeatureFile {
  private static let rowsInPart = 4_096
  private static let shownRows = 10

  private mutating func readOneByOne<Part>(
    _ layout: FeatureLayout, make: (FeatureFileRows) -> Part
  ) throws(IngestionError) -> (ids: TextColumn, parts: [Part]) {
    let parser = FeatureRowParser(layout, delimiter: reader.delimiter)
    var rows = FeatureFileRows(width: layout.width)
    var customers = Interner()
    var parts: [Part] = []
    var refused: [RejectedRow] = []
    var refusedCount = 0
    var read = 0
    while try reader.nextRecord() {
      read += 1
      var fault = parser.append(recordOf: reader, to: &rows)
      if fault == nil {
        let known = customers.texts.count
        let range = reader.trimmed(layout.idField)
        if customers.code(of: reader.buffer.span, range) < known {
          fault = RejectedRow(
            file: reader.name, line: reader.line, column: Self.idColumn,
            found: reader.text(layout.idField), expected: .oneRow(.every),
            reason: .repeatedCustomer)
        }
      }
      if let fault {
        refusedCount += 1
        if refused.count < Self.shownRows { refused.append(fault) }
      }
      if rows.count == Self.rowsInPart {
        if refusedCount == 0 { parts.append(make(rows)) }
        rows = FeatureFileRows(width: layout.width)
      }
    }
    guard refusedCount == 0 else {
      throw .unusableRows(refused, count: refusedCount, read: read)
    }
    if rows.count > 0 { parts.append(make(rows)) }
    guard read > 0 else { throw .noRows(files: [reader.name]) }
    return (customers.texts, parts)
  }

  /// Nil where the file must be read record by record.
  private mutating func readBlocks<Part: Sendable>(
    _ layout: FeatureLayout, workers: Workers, make: @escaping @Sendable (FeatureFileRows) -> Part
  ) -> (ids: TextColumn, parts: [Part])? {
    let parser = FeatureRowParser(layout, delimiter: reader.delimiter)
    let opened = reader
    guard let blocks = reader.handOver(blocksOf: bufferSize) else { return nil }
    let queue = FeatureBlockQueue<Part>(blocks)
    DispatchQueue.concurrentPerform(iterations: workers.count) { _ in
      var reader = opened
      var buffer: [UInt8] = []
      var capacity = 0
      while true {
        guard var block = queue.next(reusing: &buffer) else { return }
        var rows = FeatureFileRows(width: layout.width, capacity: capacity)
        guard Self.read(block.bytes, block.range, by: parser, &reader, into: &rows) else {
          return queue.fail()
        }
        var hashes: [UInt64] = []
        hashes.reserveCapacity(rows.count)
        let ids = rows.ids.bytes.span
        for row in 0..<rows.count {
          let range = rows.ids.offsets[row]..<rows.ids.offsets[row + 1]
          hashes.append(Fingerprint(ids, range).value)
        }
        queue.put(block.number, FeaturePart(ids: rows.ids, hashes: hashes, value: make(rows)))
        capacity = rows.count + rows.count / 8
        swap(&buffer, &block.bytes)
      }
    }
    guard let parts = queue.finishedParts(), !parts.isEmpty else { return nil }
    let ids = TextColumn(joining: parts.map(\.ids))
    guard !ids.isEmpty, !ids.holdsDuplicates(hashes: parts.map(\.hashes), workers: workers) else {
      return nil
    }
    return (ids, parts.map(\.value))
  }

  private static func read(
    _ block: [UInt8], _ range: Range<Int>, by parser: FeatureRowParser,
    _ reader: inout RecordReader,
    into rows: inout FeatureFileRows
  ) -> Bool {
    let bytes = block.span
    let end = range.upperBound
    var index = range.lowerBound
    while index < end {
      if let next = parser.appendPlain(bytes, at: index, end: end, to: &rows) {
        index = next
        continue
      }
      guard let taken = try? reader.take(from: bytes, at: index, end: end, line: 0) else {
        return false
      }
      if !taken.isBlank, parser.append(recordOf: reader, to: &rows) != nil { return false }
      index = taken.next
    }
    return true
  }
}

private struct FeaturePart<Value: Sendable>: Sendable {
  let ids: TextColumn
  /// A mark of each id.
  let hashes: [UInt64]
  let value: Value
}

/// Hands out the blocks of a file and takes what became of them.
private final class FeatureBlockQueue<Value: Sendable>: Sendable {
  private struct State {
    var blocks: RecordBlocks
    var taken = 0
    var hasFailed = false
    var parts: [FeaturePart<Value>?] = []

    mutating func takeNumber() -> Int {
      parts.append(nil)
      taken += 1
      return taken - 1
    }
  }

  private let state: Mutex<State>
  private let slices: FileSlices?

  init(_ blocks: RecordBlocks) {
    state = Mutex(State(blocks: blocks))
    slices = blocks.slices
  }

  /// The next block; nil at the end and after a failure.
  func next(reusing buffer: inout [UInt8]) -> (number: Int, bytes: [UInt8], range: Range<Int>)? {
    // Given away, so that nobody else holds it and it is written to in place.
    var own: [UInt8] = []
    swap(&own, &buffer)
    guard let slices else { return nextInOrder(reusing: own) }
    let number: Int? = state.withLock { $0.hasFailed ? nil : $0.takeNumber() }
    guard let number else { return nil }
    do {
      guard let range = try slices.read(number, into: &own) else { return nil }
      return (number, own, range)
    } catch {
      fail()
      return nil
    }
  }

  private func nextInOrder(
    reusing buffer: [UInt8]
  ) -> (number: Int, bytes: [UInt8], range: Range<Int>)? {
    state.withLock { state in
      guard !state.hasFailed else { return nil }
      do {
        guard let block = try state.blocks.next(reusing: buffer) else { return nil }
        return (state.takeNumber(), block.bytes, 0..<block.end)
      } catch {
        state.hasFailed = true
        return nil
      }
    }
  }

  func put(_ number: Int, _ part: FeaturePart<Value>) {
    state.withLock { $0.parts[number] = part }
  }

  func fail() { state.withLock { $0.hasFailed = true } }

  /// What became of the blocks in the order of the file; nil after a failure.
  func finishedParts() -> [FeaturePart<Value>]? {
    state.withLock { state in
      state.hasFailed ? nil : state.parts.compactMap(\.self)
    }
  }
}

extension TextColumn {
  fileprivate var isEmpty: Bool { count == 0 }

  /// Whether two texts are equal.
  ///
  /// - Parameters:
  ///   - hashes: a mark of each text, in runs.
  ///   - workers: how many threads it may take, each with the marks of a range.
  /// - Returns: true where one text stands twice.
  /// - Complexity: O(texts), one access to a table each; none where they rise.
  fileprivate func holdsDuplicates(hashes: [[UInt64]], workers: Workers) -> Bool {
    if isRising { return false }
    let shares = UInt64(min(workers.count, 16))
    return workers.map(Int(shares)) { worker in
      holdsDuplicates(hashes: hashes) { (($0 >> 60) * shares) >> 4 == UInt64(worker) }
    }.contains(true)
  }

  /// Whether two of those texts are equal whose marks are looked at.
  private func holdsDuplicates(hashes: [[UInt64]], where isOwn: (UInt64) -> Bool) -> Bool {
    let own = hashes.reduce(0) { $0 + $1.count(where: isOwn) }
    var bits = 1
    while 1 << bits < 2 * own { bits += 1 }
    // The upper half of the mark, then text + 1; 0 where empty.
    var slots = largeArray(repeating: UInt64(0), count: 1 << bits)
    let mask = slots.count - 1
    var text = 0
    for run in hashes {
      for hash in run {
        defer { text += 1 }
        guard isOwn(hash) else { continue }
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
          let other = Int(slots[slot] & 0xffff_ffff) - 1
          if slots[slot] >> 32 == hash >> 32, order(text, other) == 0 { return true }
          slot = (slot + 1) & mask
        }
        slots[slot] = hash & ~0xffff_ffff | UInt64(text + 1)
      }
    }
    return false
  }
}
