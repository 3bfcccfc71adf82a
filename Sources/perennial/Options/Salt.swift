import Files
import FoundationEssentials
import Units

/// The secret that decides on lots: who knows it can tell, and choose, an arm.
enum Salt {
  /// Shorter ones can be found by trying.
  private static let fewestBytes = 16
  static let mostBytes = 1 << 16

  /// The bytes of a file without the line's end behind them.
  ///
  /// - Throws: where it cannot be read, or is too short.
  static func bytes(ofFile path: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: path) else { throw FileError.missingFile(path) }
    // Line ends behind the secret do not count.
    guard isRegularFile(path), var bytes = Files.bytes(ofFile: path, atMost: 2 * mostBytes) else {
      throw UsageError(
        description: "--salt-file \(path): expected a file that can be read, of at most "
          + "\(grouped(mostBytes)) bytes")
    }
    while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
    return try checked(bytes, from: "--salt-file \(path)", cure: path)
  }

  /// The bytes of a text.
  ///
  /// - Throws: where it is too short.
  static func bytes(of text: String) throws -> [UInt8] {
    try checked(Array(text.utf8), from: "--salt", cure: "salt.txt")
  }

  private static func checked(
    _ bytes: [UInt8], from source: String, cure: String
  ) throws -> [UInt8] {
    guard (fewestBytes...mostBytes).contains(bytes.count) else {
      throw UsageError(
        description: "\(source): found \(grouped(bytes.count)) bytes, expected \(fewestBytes) to "
          + "\(grouped(mostBytes)): head -c 32 /dev/urandom | base64 > \(cure)")
    }
    return bytes
  }
}
