internal import Files
internal import FoundationEssentials

/// What a store holds and where: all but the rows.
///
/// It is the store's one file that changes: whoever replaces it replaces the store.
package struct StoreManifest: Sendable, Codable, Equatable {
  /// How files are read, by the names that the caller gives its options; the same for all batches.
  package var reading: [String: [String]] = [:]
  /// From which the marks of rows are made.
  package var markSeed: UInt64 = 0
  package var terms = StoredTerms()
  package var segments: [Segment] = []
  package var batches: [StoredBatch] = []
  /// What was taken out again; nil where nothing was.
  package var forgotten: Forgotten?
  /// Whether the first batch was of exports, whose orders may change.
  package var isOfExports = false
  /// Number of the next file of rows.
  package var nextFile = 1

  package init() {}

  /// Customers and rows that batches brought and the store has no more.
  package struct Forgotten: Sendable, Codable, Equatable {
    package var customers: Int
    package var orders: Int
    package var events: Int

    package init(customers: Int, orders: Int, events: Int) {
      (self.customers, self.orders, self.events) = (customers, orders, events)
    }
  }

  /// A file of rows of some customers, each of whom has all rows in the last segment that names them.
  package struct Segment: Sendable, Codable, Equatable {
    package var file: String
    package var size: Int
    /// Digits after the point of the amounts in it.
    package var moneyScale: Int
    /// Sum of the magnitudes of all amounts.
    package var magnitude: Int
    package var blocks: [Block]

    package init(file: String, size: Int, moneyScale: Int, magnitude: Int, blocks: [Block]) {
      (self.file, self.size, self.moneyScale) = (file, size, moneyScale)
      (self.magnitude, self.blocks) = (magnitude, blocks)
    }

    package var rows: Int { blocks.reduce(0) { $0 + $1.lines + $1.events } }
  }

  /// Rows of successive customers of a segment.
  package struct Block: Sendable, Codable, Equatable {
    package var customers: Int
    package var lines: Int
    package var events: Int
    package var ids: Extent
    package var rows: Extent
    package var details: Extent

    package init(
      customers: Int, lines: Int, events: Int, ids: Extent, rows: Extent, details: Extent
    ) {
      (self.customers, self.lines, self.events) = (customers, lines, events)
      (self.ids, self.rows, self.details) = (ids, rows, details)
    }
  }

  /// Bytes of a file, and their checksum.
  package struct Extent: Sendable, Codable, Equatable {
    package var start: Int
    package var size: Int
    package var checksum: UInt64

    package init(start: Int, size: Int, checksum: UInt64) {
      (self.start, self.size, self.checksum) = (start, size, checksum)
    }

    package var range: Range<Int> { start..<start + size }
  }
}

/// What is known of the rows of a store as a whole.
package struct StoredTerms: Sendable, Codable, Equatable {
  package var moneyScale = 0
  package var currency: String?
  package var refunds = ""
  package var amountPer: String?
  package var dropsDuplicates = false
  /// Tells the key whose pseudonyms stand in the place of ids; nil where ids are as files have them.
  package var pseudonyms: String?
  package var hasOrderIDs = false
  package var hasQuantity = false
  package var hasReturnTimes = false
  package var hasDiscount = false
  package var hasCategory = false
  package var hasChannel = false
  package var hasEvents = false
  package var hasEventValues = false
  /// Names of codes in the order in which they came.
  package var categories: [String] = []
  package var channels: [String] = []
  package var kinds: [String] = []

  package init() {}
}

/// What became of the rows of the files that were read at one time.
package struct StoredBatch: Sendable, Codable, Equatable {
  /// Order, event files by name.
  package var files: [String]
  package var orders: Rows
  package var events: Rows?
  /// A checksum of the rows that the batch was written with and of all batches before; nil where an
  /// earlier version wrote it.
  package var stamp: UInt64?

  package init(files: [String], orders: Rows, events: Rows?, stamp: UInt64? = nil) {
    (self.files, self.orders, self.events, self.stamp) = (files, orders, events, stamp)
  }

  package struct Rows: Sendable, Codable, Equatable {
    package var read: Int
    /// Rows that the store did not have before.
    package var new: Int
    /// Rows that an earlier batch had too.
    package var known: Int
    package var filtered: Int
    package var refused: [String: Int]
    /// Rows that look like changed ones of earlier batches, kept beside those.
    package var changed: Int

    package init(
      read: Int, new: Int, known: Int, filtered: Int, refused: [String: Int], changed: Int
    ) {
      (self.read, self.new, self.known) = (read, new, known)
      (self.filtered, self.refused, self.changed) = (filtered, refused, changed)
    }
  }
}

extension StoreManifest {
  /// The number of the batch, from 1, that a segment was written with: each has the next number of a
  /// file, whether it needs one or not.
  package func batch(ofSegment segment: Int) -> Int {
    let file = Int(segments[segment].file.dropFirst(StoreFolder.rowsName.count)) ?? 0
    return batches.count - (nextFile - 1 - file)
  }
}

extension StoreManifest {
  static let version = 1
  private static let start = "perennial-store "

  /// The manifest's bytes: a line with version and checksum, then JSON.
  func encoded() throws(StoreError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let json = try? encoder.encode(self) else { throw .unwritable }
    let body = Array(json)
    let checksum = Self.hex(Checksum.xxh64(body.span))
    return Array("\(Self.start)\(Self.version) \(checksum)\n".utf8) + body
  }

  init(_ bytes: [UInt8], store: String) throws(StoreError) {
    guard bytes.starts(with: Self.start.utf8) else { throw .notAStore(store) }
    let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let words = bytes[Self.start.utf8.count..<lineEnd].split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard let version = words.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else {
      throw .notAStore(store)
    }
    guard version == Self.version else {
      throw .otherVersion(store, found: version, expected: Self.version)
    }
    let damage = StoreError.damaged(store: store, file: StoreFolder.manifestName, bytes: nil)
    guard words.count == 2, lineEnd < bytes.count else { throw damage }
    let body = Array(bytes[(lineEnd + 1)...])
    guard words[1].elementsEqual(Self.hex(Checksum.xxh64(body.span)).utf8) else { throw damage }
    // The words themselves, so that '01' is no 1.
    guard words[0].elementsEqual("\(Self.version)".utf8) else { throw damage }
    guard let manifest = try? JSONDecoder().decode(Self.self, from: Data(body)),
      manifest.isSound
    else { throw damage }
    self = manifest
  }

  /// Whether its figures fit each other, so that who reads by them stays within bounds.
  private var isSound: Bool {
    let counts = 0...Int(Int32.max)
    return (0...6).contains(terms.moneyScale)
      && batches.allSatisfy { $0.orders.isSound && $0.events?.isSound ?? true }
      && forgotten.map { all in
        (0...batches.reduce(0) { $0 + $1.orders.new }).contains(all.orders)
          && (0...batches.reduce(0) { $0 + ($1.events?.new ?? 0) }).contains(all.events)
          && counts.contains(all.customers)
      } ?? true
      && segments.allSatisfy { segment in
        (0...terms.moneyScale).contains(segment.moneyScale) && StoreFolder.isRows(segment.file)
          && segment.blocks.allSatisfy { block in
            counts.contains(block.customers) && counts.contains(block.lines)
              && counts.contains(block.events) && block.isDense
              && [block.ids, block.rows, block.details].allSatisfy { extent in
                extent.start >= 0 && extent.size >= 0 && extent.start <= segment.size
                  && extent.size <= segment.size - extent.start
              }
          }
          && segment.blocks.reduce(0) { $0 + $1.customers } <= Int(Int32.max)
      }
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension StoredBatch.Rows {
  /// Whether its figures can be added up: as many files as memory holds stay below.
  fileprivate var isSound: Bool {
    let counts = 0...(1 << 40)
    return ([read, new, known, filtered, changed] + refused.values).allSatisfy(counts.contains)
  }
}

extension StoreManifest.Block {
  /// Rows that a byte may stand for at most, so that a small file cannot ask for a large memory.
  static let mostRowsPerByte = 16

  /// Whether its parts are large enough for what they are said to hold.
  package var isDense: Bool {
    customers / Self.mostRowsPerByte <= ids.size
      && (lines + events) / Self.mostRowsPerByte <= rows.size
  }
}
