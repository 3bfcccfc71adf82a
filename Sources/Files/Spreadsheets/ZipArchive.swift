/// The entries of a ZIP archive, each of which can be read from its beginning (APPNOTE 6.3).
///
/// What the directory says is believed of places and sizes only within bounds, so that no archive makes a reader
/// unpack much more than is in it.
struct ZipArchive {
  struct Entry {
    let name: String
    let isPacked: Bool
    let checksum: UInt32
    let packed: Int
    let size: Int
    let offset: Int
  }

  let name: String
  let entries: [String: Entry]
  let source: ByteSource

  static let mostEntries = 10_000
  static let largestDirectory = 16 << 20
  /// Bytes that an entry may have unpacked, whatever it has packed, and how many for each of those.
  static let freeSize = 64 << 20
  static let mostRatio = 200

  private static let endLength = 22

  init(path: String) throws(FileError) {
    source = try ByteSource(path: path, isFile: true)
    name = source.name
    guard source.isRegularFile, let size = source.size else {
      throw .workbook(name, .noFile)
    }
    let reach = min(size, Self.endLength + Int(UInt16.max))
    let tail = try Self.bytes(source, at: size - reach, reach)
    if try Self.bytes(source, at: 0, min(size, 4)) == [0xd0, 0xcf, 0x11, 0xe0] {
      throw .workbook(name, .oldForm)
    }
    guard let end = Self.end(in: tail) else { throw .workbook(name, .noArchive) }
    let (count, length, start) = (
      tail.half(end + 10), tail.word(end + 12), tail.word(end + 16)
    )
    guard count <= Self.mostEntries, length <= Self.largestDirectory, start + length <= size else {
      throw .workbook(name, .damaged("its directory"))
    }
    entries = try Self.entries(
      in: try Self.bytes(source, at: start, length), count, of: name)
  }

  /// The last place at which an archive may end.
  private static func end(in tail: [UInt8]) -> Int? {
    var place = tail.count - endLength
    while place >= 0 {
      if tail.word(place) == 0x0605_4b50 { return place }
      place -= 1
    }
    return nil
  }

  private static func entries(
    in directory: [UInt8], _ count: Int, of file: String
  ) throws(FileError) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    var place = 0
    for _ in 0..<count {
      guard place + 46 <= directory.count, directory.word(place) == 0x0201_4b50 else {
        throw .workbook(file, .damaged("its directory"))
      }
      let lengths = [28, 30, 32].map { directory.half(place + $0) }
      let next = place + 46 + lengths.reduce(0, +)
      let (flags, method) = (directory.half(place + 8), directory.half(place + 10))
      guard next <= directory.count else { throw .workbook(file, .damaged("its directory")) }
      let name = String(decoding: directory[place + 46..<place + 46 + lengths[0]], as: UTF8.self)
      guard flags & 1 == 0, method == 0 || method == 8 else {
        throw .workbook(file, .damaged("\(name), which is encrypted or packed in a rare way"))
      }
      // Names without regard to case: some writers differ between a part and what leads to it.
      entries[name.lowercased()] = Entry(
        name: name, isPacked: method == 8, checksum: UInt32(directory.word(place + 16)),
        packed: directory.word(place + 20), size: directory.word(place + 24),
        offset: directory.word(place + 42))
      place = next
    }
    return entries
  }

  fileprivate static func bytes(
    _ source: ByteSource, at place: Int, _ count: Int
  ) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read: Int
    do { read = try source.read(at: place, into: &bytes, from: 0) } catch {
      throw .workbook(source.name, .damaged("the file"))
    }
    guard read == count else { throw .workbook(source.name, .damaged("the file")) }
    return bytes
  }

  /// The bytes of an entry; nil where there is none of that name.
  func reader(of name: String) throws(FileError) -> ZipEntryReader? {
    guard let entry = entries[name.lowercased()] else { return nil }
    let most = max(Self.freeSize, Self.mostRatio * entry.packed)
    guard entry.size <= most else {
      throw .workbook(self.name, .tooLarge(entry.name, most: most))
    }
    let head = try Self.bytes(source, at: entry.offset, 30)
    guard head.word(0) == 0x0403_4b50 else { throw .workbook(self.name, .damaged(entry.name)) }
    return ZipEntryReader(
      source, entry, start: entry.offset + 30 + head.half(26) + head.half(28), file: self.name)
  }
}

/// Unpacks one entry, and checks its size and checksum.
final class ZipEntryReader {
  let entry: ZipArchive.Entry
  private let source: ByteSource
  private let file: String
  private let decoder: Decoder?
  private var position: Int
  private var left: Int
  private var raw: [UInt8] = []
  private var rest = 0..<0
  private var produced = 0
  private var isAtEnd = false
  private let checksum = RunningCRC()

  fileprivate init(_ source: ByteSource, _ entry: ZipArchive.Entry, start: Int, file: String) {
    (self.source, self.entry, self.file) = (source, entry, file)
    (position, left) = (start, entry.packed)
    decoder = entry.isPacked ? Decoder.ofZipEntry() : nil
    _ = decoder?.startMember()
  }

  /// The next bytes; empty at the end, once the entry's size and checksum are found right.
  func next() throws(FileError) -> [UInt8] {
    guard !isAtEnd else { return [] }
    if rest.isEmpty, left > 0 {
      raw = try ZipArchive.bytes(source, at: position, min(left, 1 << 16))
      rest = raw.indices
      (position, left) = (position + raw.count, left - raw.count)
    }
    var output: [UInt8]
    if let decoder {
      output = [UInt8](repeating: 0, count: 1 << 17)
      let step = decoder.step(raw, rest, into: &output, from: 0)
      rest = rest.lowerBound + step.consumed..<rest.upperBound
      output.removeLast(output.count - step.produced)
      isAtEnd = step.isEnd
      let isStuck = step.produced == 0 && step.consumed == 0 && left == 0
      if step.fault != nil || isStuck && !isAtEnd { throw damage }
    } else {
      output = Array(raw[rest])
      rest = raw.count..<raw.count
      isAtEnd = left == 0
    }
    produced += output.count
    checksum.update(output)
    guard produced <= entry.size else { throw damage }
    if isAtEnd {
      guard produced == entry.size, checksum.value == entry.checksum else { throw damage }
    } else if output.isEmpty {
      return try next()
    }
    return output
  }

  private var damage: FileError { .workbook(file, .damaged(entry.name)) }
}

extension [UInt8] {
  /// Two bytes, the lowest first.
  fileprivate func half(_ place: Int) -> Int { Int(self[place]) | Int(self[place + 1]) << 8 }

  fileprivate func word(_ place: Int) -> Int { half(place) | half(place + 2) << 16 }
}
