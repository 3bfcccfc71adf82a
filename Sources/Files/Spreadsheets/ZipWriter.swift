/// Writes a ZIP archive (APPNOTE 6.3) into a file, one entry behind the other, without going back.
struct ZipWriter {
  private struct Entry {
    let name: [UInt8]
    let offset: Int
    var checksum: UInt32 = 0
    var packed = 0
    var size = 0
  }

  private let file: AtomicFile
  private let path: String
  private var entries: [Entry] = []
  private var deflater = Deflater()

  /// Sizes and places above this need another form of archive, which few programs of tables read.
  private static let most = Int(UInt32.max)

  init(_ file: AtomicFile, path: String) { (self.file, self.path) = (file, path) }

  /// Begins an entry; the one before is ended.
  mutating func begin(_ name: String) throws(OutputError) {
    let entry = Entry(name: Array(name.utf8), offset: file.size)
    // Sizes and checksum follow the data.
    try file.write(word(0x0403_4b50) + common() + Array(repeating: 0, count: 12) + names(entry))
    entries.append(entry)
    deflater = Deflater()
  }

  mutating func write(_ bytes: [UInt8]) throws(OutputError) { try take(bytes, isLast: false) }

  mutating func end() throws(OutputError) {
    try take([], isLast: true)
    let last = entries.count - 1
    (entries[last].checksum, entries[last].size) = (deflater.checksum, deflater.given)
    try file.write(word(0x0807_4b50) + sums(entries[last]))
  }

  /// A whole entry.
  mutating func write(_ name: String, _ text: String) throws(OutputError) {
    try begin(name)
    try write(Array(text.utf8))
    try end()
  }

  /// Writes the directory behind all entries.
  func finish() throws(OutputError) {
    let start = file.size
    for entry in entries {
      try file.write(
        word(0x0201_4b50) + half(20) + common() + sums(entry) + half(entry.name.count)
          + Array(repeating: 0, count: 12) + word(entry.offset) + entry.name)
    }
    let size = file.size - start
    try file.write(
      word(0x0605_4b50) + word(0) + half(entries.count) + half(entries.count) + word(size)
        + word(start) + half(0))
  }

  private mutating func take(_ bytes: [UInt8], isLast: Bool) throws(OutputError) {
    guard let packed = deflater.take(bytes, isLast: isLast) else {
      throw .cannotWrite(path: path, reason: systemReason(12))
    }
    entries[entries.count - 1].packed += packed.count
    try file.write(packed)
    guard file.size < Self.most, deflater.given < Self.most else {
      throw .cannotWrite(path: path, reason: "more than 4 GiB in a workbook")
    }
  }

  /// Version 2.0, sizes behind the data and names in UTF-8, DEFLATE, 1980-01-01: no clock, so that the same rows
  /// are the same bytes.
  private func common() -> [UInt8] { half(20) + half(0x0808) + half(8) + half(0) + half(0x21) }

  private func sums(_ entry: Entry) -> [UInt8] {
    word(Int(entry.checksum)) + word(entry.packed) + word(entry.size)
  }

  private func names(_ entry: Entry) -> [UInt8] { half(entry.name.count) + half(0) + entry.name }

  private func half(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  private func word(_ value: Int) -> [UInt8] { half(value) + half(value >> 16) }
}
