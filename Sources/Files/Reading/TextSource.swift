/// How the bytes of a file stand for characters.
package enum TextEncoding: String, Sendable, CaseIterable, Codable {
  case utf8 = "utf-8"
  case latin1 = "latin1"
  case windows1252 = "windows-1252"
}

/// A stream of UTF-8 bytes: a byte source without its byte order mark, and out of Latin-1 where the
/// user says so.
struct TextSource: Sendable {
  private let bytes: ByteSource
  private let encoding: TextEncoding
  private var atStart = true
  private var latin1: [UInt8] = []
  /// Bytes of a character for which there was no room.
  private var pending: [UInt8] = []

  var name: String { bytes.name }

  /// Whether the file can be opened again to the same contents.
  var isRegularFile: Bool { bytes.isRegularFile }

  /// Bytes of the file, as it lies on the disk; 0 where that is not known.
  var size: Int { isRegularFile ? bytes.size ?? 0 : 0 }

  init(
    path: String, encoding: TextEncoding, held: HeldInputs = HeldInputs()
  ) throws(FileError) {
    bytes = try held.source(path)
    self.encoding = SourceAddress.isAddress(path) ? .utf8 : encoding
  }

  /// What an address gives, each number with all of its bits.
  init(bitsOf path: String) throws(FileError) {
    bytes = try ByteSource(path: path, keepsBits: true)
    encoding = .utf8
  }

  init(name: String, bytes: [UInt8], encoding: TextEncoding = .utf8) {
    self.bytes = ByteSource(name: name, bytes: bytes)
    self.encoding = encoding
  }

  /// All of so many bytes in memory.
  mutating func all(_ count: Int) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 3 * count + 6)
    // Bytes in memory are always read.
    let filled = (try? read(into: &buffer, from: 0)) ?? 0
    buffer.removeLast(buffer.count - filled)
    return buffer
  }

  /// The file itself, and where in it the next byte stands; nil where bytes are changed on their way.
  var plainFile: (bytes: ByteSource, position: Int)? {
    guard encoding == .utf8, !atStart, let position = bytes.position else { return nil }
    return (bytes, position)
  }

  /// Fills `buffer` from `start` on and returns the count of bytes written, 0 at the end only.
  mutating func read(into buffer: inout [UInt8], from start: Int) throws(FileError) -> Int {
    switch encoding {
    case .utf8:
      let count = try bytes.read(into: &buffer, from: start)
      return try withoutMark(&buffer, start, count)
    case .latin1, .windows1252:
      // Every byte becomes at most three.
      let room = (buffer.count - start) / 3
      // To write nothing would say that the file ends here.
      if room == 0 || !pending.isEmpty { return try readOne(into: &buffer, from: start) }
      if latin1.count != room { latin1 = [UInt8](repeating: 0, count: room) }
      let count = try bytes.read(into: &latin1, from: 0)
      return widened(count, into: &buffer, from: start)
    }
  }

  /// Writes as much of the next character as there is room for.
  private mutating func readOne(
    into buffer: inout [UInt8], from start: Int
  ) throws(FileError) -> Int {
    if pending.isEmpty {
      latin1 = [0]
      guard try bytes.read(into: &latin1, from: 0) == 1 else { return 0 }
      pending = [0, 0, 0]
      let count = widened(1, into: &pending, from: 0)
      pending.removeLast(3 - count)
    }
    let count = min(pending.count, buffer.count - start)
    for index in 0..<count { buffer[start + index] = pending[index] }
    pending.removeFirst(count)
    return count
  }

  private mutating func withoutMark(
    _ buffer: inout [UInt8], _ start: Int, _ count: Int
  ) throws(FileError) -> Int {
    guard atStart else { return count }
    atStart = false
    let first = buffer[start..<start + min(count, 3)]
    if first.starts(with: [0xff, 0xfe]) || first.starts(with: [0xfe, 0xff]) {
      throw .utf16(file: name)
    }
    guard first.elementsEqual([0xef, 0xbb, 0xbf]) else { return count }
    for index in start..<start + count - 3 { buffer[index] = buffer[index + 3] }
    return count - 3
  }

  private func widened(_ count: Int, into buffer: inout [UInt8], from start: Int) -> Int {
    var end = start
    for byte in latin1[..<count] {
      if byte < 0x80 {
        buffer[end] = byte
        end += 1
      } else if encoding == .windows1252, byte < 0xa0,
        let scalar = Unicode.Scalar(Self.windows1252[Int(byte) - 0x80])
      {
        for unit in String(scalar).utf8 {
          buffer[end] = unit
          end += 1
        }
      } else {
        buffer[end] = 0xc0 | byte >> 6
        buffer[end + 1] = 0x80 | byte & 0x3f
        end += 2
      }
    }
    return end - start
  }

  /// What Windows-1252 has where Latin-1 has control characters; code points that it leaves out stay.
  private static let windows1252: [UInt32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
    0x152,
    0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
    0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
  ]
}
