/// Inputs that give their bytes once, as standard input, pipes and programs do, by their paths.
///
/// What is read ahead of them can be read as often as a file can. A longer input is looked at by its
/// beginning, and can be read whole once; a longer table is copied to the disk, and read as a file is.
package struct HeldInputs: Sendable {
  private struct Held {
    let name: String
    let bytes: [UInt8]
    /// Gives the bytes that are held and those behind them; nil where there are none behind.
    let rest: ByteSource?
    /// All bytes, on the disk.
    var copy: Spool?
  }

  /// Bytes, as they come and not yet decoded, that are read ahead of one input.
  package static let mostHeld = 64 << 20

  private var inputs: [String: Held] = [:]

  /// Holds nothing: every path is opened.
  package init() {}

  /// Reads ahead what is no regular file.
  ///
  /// - Parameter paths: of all files of a run, `-` for standard input.
  /// - Throws: where one of them cannot be read.
  package init(_ paths: [String]) throws(FileError) {
    for path in paths where inputs[path] == nil && isReadOnce(path) {
      let source = try ByteSource(path: path)
      let (bytes, isWhole) = try source.readAhead(Self.mostHeld)
      if !isWhole, SourceAddress.isAddress(path) {
        inputs[path] = Held(name: source.name, bytes: [], rest: nil, copy: try Spool(source))
      } else {
        inputs[path] = Held(name: source.name, bytes: bytes, rest: isWhole ? nil : source)
      }
    }
  }

  /// Whether reading a path a second time gives the same bytes.
  package func canBeReadAgain(_ path: String) -> Bool { inputs[path]?.rest == nil }

  /// Whether a path is opened wherever it is read, and read at any place.
  package func isFile(_ path: String) -> Bool {
    inputs[path] == nil && !isReadOnce(path)
  }

  private func isReadOnce(_ path: String) -> Bool {
    path == "-" || SourceAddress.isAddress(path) || !isRegularFile(path)
  }

  /// The bytes of a path.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - isPeek: to look at the beginning alone, which leaves all to be read.
  /// - Returns: a stream of its bytes, compressed ones decoded.
  /// - Returns: its bytes from the first on, decoded where they are compressed.
  /// - Throws: where it cannot be opened, or is taken for the second time and cannot be read again.
  func source(_ path: String, isPeek: Bool = false) throws(FileError) -> ByteSource {
    guard let held = inputs[path] else { return try ByteSource(path: path) }
    if let copy = held.copy { return try ByteSource(copy: copy, of: held.name) }
    guard let rest = held.rest else { return ByteSource(name: held.name, head: held.bytes) }
    if isPeek { return ByteSource(name: held.name, head: held.bytes, isPeek: true) }
    guard rest.take() else {
      throw .unreadableFile(
        held.name,
        .system(
          "it would have to be read twice, and is no file but longer than "
            + "\(Self.mostHeld >> 20) MiB; write it to a file first"))
    }
    return rest
  }
}
