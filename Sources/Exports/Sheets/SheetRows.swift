internal import Dense
internal import Files
internal import Intake
internal import Synchronization

/// What was read of the records of a file, before they are understood.
struct SheetRows: Sendable {
  var lines: [Int32] = []
  var marks: [UInt64] = []
  /// By row, where there are more or fewer fields than columns: how many.
  var misfits: [Int: Int] = [:]
  var stripped: Set<Int> = []
  /// Nil where a column is not kept.
  var columns: [CodedColumn?]

  /// What one reader has read of a whole file.
  init(_ reader: SheetReader) { self.init([reader], firstLine: 0, workers: 1) }

  /// Joins what workers have read of the blocks of a file.
  ///
  /// Texts are numbered in the order of the file, whoever read them.
  /// - Parameters:
  ///   - given: the workers.
  ///   - firstLine: of the first block.
  ///   - workers: threads to use.
  init(_ given: consuming [SheetReader], firstLine: Int, workers: Workers) {
    var readers = given
    var blocks = readers.enumerated().flatMap { reader, all in
      all.blocks.map { (reader: reader, block: $0) }
    }.sorted { $0.block.number < $1.block.number }
    var line = Int32(firstLine)
    for (_, block) in blocks {
      for misfit in block.misfits { misfits[lines.count + misfit.row] = misfit.fields }
      for own in block.lines { lines.append(line + own) }
      marks += block.marks
      line += Int32(block.lineCount)
    }
    for reader in readers { stripped.formUnion(reader.stripped) }
    let kept = readers.first?.kept ?? []
    let rows = lines.count
    columns = Array(repeating: nil, count: readers.first?.columnCount ?? 0)
    let parts = kept.indices.map { slot in
      ColumnParts(
        texts: readers.map { $0.texts(slot) }, mayRepeat: readers.map { $0.mayRepeat(slot) },
        blocks: blocks.map { ($0.reader, $0.block.codes(slot)) })
    }
    // What has become one column makes room for the next.
    (readers, blocks) = ([], [])
    let united = workers.map(kept.count) { parts[$0].united(rows) }
    for (slot, column) in united.enumerated() { columns[kept[slot]] = column }
  }

  /// Rows that fill any few of many columns.
  ///
  /// - Parameters:
  ///   - header: names of the columns.
  ///   - rows: line of each and texts of some columns, each once.
  init(sparse header: [String], _ rows: [(line: Int, cells: [(column: Int, text: String)])]) {
    var texts = header.map { _ in NameInterner() }
    var codes: [[Int32]] = header.map { _ in [] }
    var filled: [[Int32]] = header.map { _ in [] }
    for (row, (line, cells)) in rows.enumerated() {
      var fingerprint = Fingerprint()
      let all = cells.filter { !$0.text.isEmpty }.map { ($0, header[$0.column]) }
      // Objects that say the same are alike in whatever order they say it.
      for (cell, path) in all.sorted(by: { $0.1 < $1.1 }) {
        let (name, text) = (Array(path.utf8), Array(cell.text.utf8))
        fingerprint.add(name.span, 0..<name.count)
        fingerprint.add(text.span, 0..<text.count)
        codes[cell.column].append(texts[cell.column].code(of: text.span, 0..<text.count) + 1)
        filled[cell.column].append(Int32(row))
      }
      lines.append(Int32(line))
      marks.append(fingerprint.value)
    }
    columns = header.indices.map {
      CodedColumn(codes: codes[$0], texts: texts[$0].texts, filledRows: filled[$0])
    }
  }
}

/// The cells of one column as workers have read them, in the order of the file.
private final class ColumnParts: Sendable {
  private struct Parts: Sendable {
    var texts: [TextColumn] = []
    /// Of each worker, whether a text may have several codes.
    var mayRepeat: [Bool] = []
    var blocks: [(reader: Int, codes: [Int32])] = []
  }

  private let held: Mutex<Parts>

  init(texts: [TextColumn], mayRepeat: [Bool], blocks: [(reader: Int, codes: [Int32])]) {
    held = Mutex(Parts(texts: texts, mayRepeat: mayRepeat, blocks: blocks))
  }

  /// The column of so many rows; the parts are given away.
  func united(_ rows: Int) -> CodedColumn {
    var parts = held.withLock { held in
      let parts = held
      held = Parts()
      return parts
    }
    let texts = parts.texts
    var codes: [Int32] = []
    codes.reserveCapacity(rows)
    let mayRepeat = parts.mayRepeat.contains(true)
    if texts.count == 1, !mayRepeat {
      for block in parts.blocks { codes += block.codes }
      return CodedColumn(codes: codes, texts: texts[0])
    }
    // Texts that seldom repeat are of one worker or another; others are of all of them.
    let counts = texts.map(\.count)
    var joining = TextJoining(
      room: min(rows, mayRepeat ? counts.reduce(0, +) : counts.max() ?? 0))
    var known = texts.map { [Int32](repeating: 0, count: $0.count + 1) }
    for place in parts.blocks.indices {
      let reader = parts.blocks[place].reader
      var (own, block): ([Int32], [Int32]) = ([], [])
      swap(&own, &known[reader])
      swap(&block, &parts.blocks[place].codes)
      joining.add(block, texts[reader], &own)
      for code in block { codes.append(own[Int(code)]) }
      swap(&own, &known[reader])
    }
    return CodedColumn(codes: codes, texts: joining.texts)
  }
}

/// Numbers the texts of several workers as one.
private struct TextJoining {
  private var all: Interner
  private var fresh: [Int32] = []
  private var hashed: [HashedText] = []
  private var found: [Int32] = []
  private var places: [Int32] = []

  init(room expected: Int) { all = Interner(room: expected) }

  var texts: TextColumn { all.texts }

  /// Numbers the texts of a block that have no number yet.
  ///
  /// They are looked up together, so that the loads wait for memory together.
  /// - Parameters:
  ///   - codes: of the block, in the order of its rows.
  ///   - texts: of the worker who read it.
  ///   - known: number of each of its codes, 0 where it has none.
  mutating func add(_ codes: [Int32], _ texts: TextColumn, _ known: inout [Int32]) {
    fresh.removeAll(keepingCapacity: true)
    hashed.removeAll(keepingCapacity: true)
    let bytes = texts.bytes.span
    for code in codes where code != CodedColumn.blank && known[Int(code)] == 0 {
      known[Int(code)] = -1
      fresh.append(code)
      hashed.append(
        HashedText(bytes, texts.offsets[Int(code) - 1]..<texts.offsets[Int(code)]))
    }
    while places.count < fresh.count {
      places.append(Int32(places.count))
      found.append(0)
    }
    all.findCodes(of: hashed, places[..<fresh.count], in: bytes, into: &found)
    for (place, code) in fresh.enumerated() { known[Int(code)] = found[place] + 1 }
  }
}
