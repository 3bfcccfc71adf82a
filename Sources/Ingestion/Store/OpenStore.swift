internal import Dense
internal import Files
internal import Histories
internal import Stores

/// A store's files as they were opened, and which customers' rows are where.
struct OpenStore: Sendable {
  let folder: StoreFolder
  private let files: [RowsFile]
  let ranks: StoreRanks
  /// The blocks of all segments, one segment after the other.
  let blocks: [BlockOfSegment]
  /// Ids in the order of their bytes.
  private(set) var ids = TextColumn()
  /// Which block has a customer's rows, and as which of its customers.
  private(set) var places: [CustomerPlace] = []

  struct BlockOfSegment: Sendable {
    let segment: Int
    let block: StoreManifest.Block
  }

  var manifest: StoreManifest { folder.manifest }

  /// Opens a store, and reads who is in it.
  ///
  /// - Parameters:
  ///   - folder: as it stood a moment ago.
  ///   - workers: how many threads it may take.
  /// - Throws: where files are missing or damaged.
  init(_ folder: StoreFolder, workers: Workers) throws(StoreError) {
    (self.folder, files) = try folder.opened()
    ranks = StoreRanks(self.folder.manifest.terms)
    blocks = self.folder.manifest.segments.enumerated().flatMap { number, segment in
      segment.blocks.map { BlockOfSegment(segment: number, block: $0) }
    }
    let ids = try map(workers: workers) { store, block throws(BlockFault) in
      var reader = BlockReader(try store.bytes(of: block, \.ids))
      return try reader.texts(store.blocks[block].block.customers)
    }
    var first = 0
    for segment in manifest.segments.indices {
      let count = manifest.segments[segment].blocks.count
      let own = Array(ids[first..<first + count])
      if count > 0 { try add(own, from: first) }
      first += count
    }
  }

  /// Adds the customers of a segment, whose rows take the places of those they had.
  private mutating func add(_ texts: [TextColumn], from block: Int) throws(StoreError) {
    let newer = TextColumn(joining: texts)
    guard newer.isRising else {
      throw .damaged(
        store: folder.path, file: manifest.segments[blocks[block].segment].file, bytes: nil)
    }
    var newPlaces: [CustomerPlace] = []
    newPlaces.reserveCapacity(newer.count)
    for (offset, ids) in texts.enumerated() {
      for number in 0..<ids.count {
        newPlaces.append(CustomerPlace(part: Int32(block + offset), number: Int32(number)))
      }
    }
    if ids.count == 0 {
      (ids, places) = (newer, newPlaces)
      return
    }
    var (all, allPlaces) = (TextColumn(), [CustomerPlace]())
    allPlaces.reserveCapacity(places.count + newer.count)
    let (old, oldPlaces) = (ids, places)
    forEachInUnion(of: old, newer) { older, new in
      if let new {
        all.append(newer.utf8(at: new))
        allPlaces.append(newPlaces[new])
      } else if let older {
        all.append(old.utf8(at: older))
        allPlaces.append(oldPlaces[older])
      }
    }
    (ids, places) = (all, allPlaces)
  }

  /// For each block, which of its customers have their rows there.
  var areThere: [[Bool]] {
    var areThere = blocks.map { [Bool](repeating: false, count: $0.block.customers) }
    for place in places { areThere[Int(place.part)][Int(place.number)] = true }
    return areThere
  }

  /// How a block is read.
  func form(of block: Int) -> StoredForm {
    let scale = manifest.segments[blocks[block].segment].moneyScale
    return StoredForm(
      terms: manifest.terms, ranks: ranks,
      factor: powerOfTen(manifest.terms.moneyScale - scale))
  }

  /// The bytes of a part of a block, with their checksum found right.
  func bytes(
    of block: Int, _ part: any KeyPath<StoreManifest.Block, StoreManifest.Extent> & Sendable
  ) throws(BlockFault) -> [UInt8] {
    let extent = blocks[block].block[keyPath: part]
    guard let bytes = try? files[blocks[block].segment].bytes(extent.range),
      Checksum.xxh64(bytes.span) == extent.checksum
    else { throw BlockFault() }
    return bytes
  }

  /// Makes something of every block, in parallel.
  ///
  /// - Parameters:
  ///   - workers: how many threads it may take.
  ///   - progress: is told how many blocks are made, on the calling thread.
  ///   - make: makes it of a block's number.
  /// - Returns: the values by block.
  /// - Throws: where a block is damaged, which is named.
  func map<Value: Sendable>(
    workers: Workers, progress: (Int) -> Void = { _ in },
    _ make: @Sendable (OpenStore, Int) throws(BlockFault) -> Value
  ) throws(StoreError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(blocks.count)
    let chunks = Chunks(rows: blocks.count, rowsPerChunk: 1)
    try inSequence(of: chunks, workers: workers) { range in
      try? make(self, range.lowerBound)
    } consume: { (value: Value?) throws(StoreError) in
      guard let value else { throw damage(of: values.count) }
      values.append(value)
      progress(values.count)
    }
    return values
  }

  /// What to say of a block that is not what was written.
  private func damage(of block: Int) -> StoreError {
    let (place, block) = (blocks[block].segment, blocks[block].block)
    let extents = [block.ids, block.rows, block.details]
    let damaged = extents.first { extent in
      guard let bytes = try? files[place].bytes(extent.range) else { return true }
      return Checksum.xxh64(bytes.span) != extent.checksum
    }
    return .damaged(
      store: folder.path, file: manifest.segments[place].file,
      bytes: damaged?.range ?? block.ids.start..<block.details.range.upperBound)
  }
}

/// Walks along two lists of texts in the order of their bytes.
///
/// - Parameters:
///   - first: rising texts.
///   - second: rising texts.
///   - take: takes each text once, by its places in the lists that have it.
func forEachInUnion(
  of first: TextColumn, _ second: TextColumn, _ take: (_ first: Int?, _ second: Int?) -> Void
) {
  var (a, b) = (0, 0)
  while a < first.count || b < second.count {
    let sign =
      a == first.count ? 1 : b == second.count ? -1 : first.order(a, second, b)
    take(sign <= 0 ? a : nil, sign >= 0 ? b : nil)
    if sign <= 0 { a += 1 }
    if sign >= 0 { b += 1 }
  }
}

/// 10 to a power from 0 to 18.
func powerOfTen(_ power: Int) -> Int64 { (0..<power).reduce(1) { number, _ in number * 10 } }
