import ArgumentParser
import Features
import Files
import FoundationEssentials
import Glibc
import Units

/// What stands in the place of customers' ids.
struct PseudonymOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Keyed hashes in the place of customer ids; the file holds the key (default: the ids).",
      "keyfile"),
    completion: .file())
  var pseudonymise: String?

  /// - Returns: nil where ids stay.
  /// - Throws: where the key cannot be read, is too short, or others may read it.
  func pseudonyms() throws -> Pseudonyms? {
    try pseudonymise.map { path in
      Pseudonyms(key: try Self.key(ofFile: path)) { EventKind.namesCustomer($0) }
    }
  }

  /// The bytes of a file without the line's end behind them.
  private static func key(ofFile path: String) throws -> [UInt8] {
    let option = "--pseudonymise \(path)"
    guard FileManager.default.fileExists(atPath: path) else { throw FileError.missingFile(path) }
    guard isRegularFile(path), var bytes = Files.bytes(ofFile: path, atMost: Salt.mostBytes) else {
      throw UsageError(
        description: "\(option): expected a file that can be read, of at most "
          + "\(grouped(Salt.mostBytes)) bytes")
    }
    // Whoever can read the key can undo every pseudonym by trying ids.
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IROTH == 0 else {
      throw UsageError(
        description: "\(option): found a key that every user of the machine may read, expected one "
          + "for its owner (and group) alone: chmod o= \(shellQuoted(path))")
    }
    while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
    guard bytes.count >= Pseudonyms.fewestKeyBytes else {
      throw UsageError(
        description: "\(option): found \(bytes.count) bytes, expected at least "
          + "\(Pseudonyms.fewestKeyBytes), better 32: (umask 077; head -c 32 /dev/urandom | base64 > "
          + "\(shellQuoted(path)))")
    }
    return bytes
  }
}
