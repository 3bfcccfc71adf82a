/// The end of a file.
package enum FileTail {
  /// The last bytes of a file, decoded.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - count: how many bytes at most.
  ///   - held: inputs that are no files.
  /// - Returns: nil for an input that cannot be read again, and for a compressed one of more than
  ///   `WholeText.mostExpanded`.
  /// - Throws: where the file cannot be read.
  package static func bytes(
    of path: String, count: Int, held: HeldInputs
  ) throws(FileError) -> [UInt8]? {
    guard held.canBeReadAgain(path) else { return nil }
    let source = try held.source(path)
    if source.isRegularFile, let size = source.size {
      var buffer = [UInt8](repeating: 0, count: min(count, size))
      var head = [UInt8](repeating: 0, count: min(Compression.signatureLength, size))
      guard let known = try? source.read(at: 0, into: &head, from: 0) else { return nil }
      if Compression.recognized(head[..<known]) == nil {
        guard let read = try? source.read(at: size - buffer.count, into: &buffer, from: 0) else {
          return nil
        }
        return Array(buffer[..<read])
      }
    }
    var (last, all) = ([UInt8](), 0)
    var buffer = [UInt8](repeating: 0, count: max(count, 1 << 16))
    while all <= WholeText.mostExpanded {
      let read = try source.read(into: &buffer, from: 0)
      all += read
      last = Array((last + buffer[..<read]).suffix(count))
      if read < buffer.count { return last }
    }
    return nil
  }
}
