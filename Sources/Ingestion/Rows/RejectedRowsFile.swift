internal import Files
internal import Foundation
import Units

/// Writes refused rows as CSV, whole or not at all.
final class RejectedRowsFile {
  private let path: String
  private let words: @Sendable (RejectedRow.Expectation) -> String
  private let draft: String
  private let handle: FileHandle
  private var pending: [UInt8] = Array("file,line,column,found,expected,reason\n".utf8)
  private var isFinished = false

  init(_ output: RejectedRowsOutput) throws(IngestionError) {
    path = output.path
    words = output.words
    let place = URL(filePath: path)
    draft =
      place.deletingLastPathComponent().appending(
        path: ".\(place.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial"
      ).path
    // What takes the place of a device or a folder would destroy it.
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard kind == nil || kind == .typeRegular || kind == .typeSymbolicLink else {
      throw .file(.unwritableFile(path, .isNoFile))
    }
    PendingFiles.begin(draft)
    do {
      try Data().write(to: URL(filePath: draft))
    } catch {
      throw .file(.unwritableFile(path, .system(systemReason(error))))
    }
    guard let handle = FileHandle(forWritingAtPath: draft) else {
      throw .file(.unwritableFile(path, .cannotBeMade))
    }
    self.handle = handle
  }

  deinit {
    if !isFinished {
      PendingFiles.end(draft) { _ = try? FileManager.default.removeItem(atPath: draft) }
    }
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
  func mark() throws(IngestionError) -> UInt64 {
    try flush()
    return handle.offsetInFile
  }

  /// Forgets all rows since a mark.
  func takeBack(to mark: UInt64) throws(IngestionError) {
    pending.removeAll(keepingCapacity: true)
    do {
      try handle.truncate(atOffset: mark)
    } catch {
      throw .file(.unwritableFile(path, .system(systemReason(error))))
    }
  }

  /// Puts the file in its place.
  func finish() throws(IngestionError) {
    try flush()
    do {
      try handle.close()
    } catch {
      throw .file(.unwritableFile(path, .system(systemReason(error))))
    }
    guard PendingFiles.end(draft, { moved(draft, onto: path) }) else {
      throw .file(.unwritableFile(path, .cannotBeReplaced))
    }
    isFinished = true
  }

  private func flush() throws(IngestionError) {
    do {
      try handle.write(contentsOf: pending)
      pending.removeAll(keepingCapacity: true)
    } catch {
      throw .file(.unwritableFile(path, .system(systemReason(error))))
    }
  }
}
