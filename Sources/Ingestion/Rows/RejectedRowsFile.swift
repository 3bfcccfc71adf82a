internal import Files
internal import Intake

/// Writes refused rows as CSV, whole or not at all.
final class RejectedRowsFile {
  private let path: String
  private let words: @Sendable (RejectedRow.Expectation) -> String
  private let file: AtomicFile
  private var pending: [UInt8] = Array("file,line,column,found,expected,reason\n".utf8)

  init(_ output: RejectedRowsOutput) throws(IngestionError) {
    path = output.path
    words = output.words
    do {
      file = try AtomicFile(path: output.path)
    } catch { throw IngestionError(error, path: output.path) }
  }

  func append(_ row: RejectedRow) throws(IngestionError) {
    appendCSVField(row.file, to: &pending)
    for cell in ["\(row.line)", row.column, row.found, words(row.expected), row.reason.rawValue] {
      pending.append(UInt8(ascii: ","))
      appendCSVField(cell, to: &pending)
    }
    pending.append(UInt8(ascii: "\n"))
    if pending.count > 1 << 16 { try flush() }
  }

  /// Bytes written so far, to which `takeBack(to:)` returns.
  func mark() throws(IngestionError) -> Int {
    try flush()
    return file.size
  }

  /// Forgets all rows since a mark.
  func takeBack(to mark: Int) throws(IngestionError) {
    pending.removeAll(keepingCapacity: true)
    do {
      try file.takeBack(to: mark)
    } catch { throw IngestionError(error, path: path) }
  }

  /// Puts the file in its place.
  func finish() throws(IngestionError) {
    try flush()
    do {
      try file.finish()
    } catch { throw IngestionError(error, path: path) }
  }

  private func flush() throws(IngestionError) {
    do {
      try file.write(pending)
      pending.removeAll(keepingCapacity: true)
    } catch { throw IngestionError(error, path: path) }
  }
}

extension IngestionError {
  fileprivate init(_ error: OutputError, path: String) {
    switch error {
    // None but the first two comes of a file of text.
    case .inTheWay, .emptyPath, .cannotPrint, .engine, .noRows, .tooManyRows, .cellTooLong:
      self = .file(.unwritableFile(path, .isNoFile))
    case .cannotWrite(_, let reason): self = .file(.unwritableFile(path, .system(reason)))
    }
  }
}
