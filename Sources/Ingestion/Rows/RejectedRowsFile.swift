internal import Files
internal import Foundation
import Units

/// Writes refused rows as CSV, whole or not at all.
final class RejectedRowsFile {
  private let path: String
  private let draft: String
  private let handle: FileHandle
  private var pending: [UInt8] = Array("file,line,column,found,expected,reason\n".utf8)
  private var isFinished = false

  init(path: String) throws(DataError) {
    self.path = path
    let place = URL(filePath: path)
    draft =
      place.deletingLastPathComponent().appending(
        path: ".\(place.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial"
      ).path
    // What takes the place of a device or a folder would destroy it.
    let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard kind == nil || kind == .typeRegular || kind == .typeSymbolicLink else {
      throw .unwritableFile(path, reason: "there is something that is no file")
    }
    PendingFiles.begin(draft)
    do {
      try Data().write(to: URL(filePath: draft))
    } catch {
      throw .unwritableFile(path, reason: systemReason(error))
    }
    guard let handle = FileHandle(forWritingAtPath: draft) else {
      throw .unwritableFile(path, reason: "no file can be made there")
    }
    self.handle = handle
  }

  deinit {
    if !isFinished {
      PendingFiles.end(draft) { _ = try? FileManager.default.removeItem(atPath: draft) }
    }
  }

  func append(_ row: RejectedRow) throws(DataError) {
    appendCSVField(row.file, to: &pending)
    for cell in ["\(row.line)", row.column, row.found, row.expected, row.reason.rawValue] {
      pending.append(UInt8(ascii: ","))
      appendCSVField(cell, to: &pending)
    }
    pending.append(UInt8(ascii: "\n"))
    if pending.count > 1 << 16 { try flush() }
  }

  /// Bytes written so far, to which `takeBack(to:)` returns.
  func mark() throws(DataError) -> UInt64 {
    try flush()
    return handle.offsetInFile
  }

  /// Forgets all rows since a mark.
  func takeBack(to mark: UInt64) throws(DataError) {
    pending.removeAll(keepingCapacity: true)
    do {
      try handle.truncate(atOffset: mark)
    } catch {
      throw .unwritableFile(path, reason: systemReason(error))
    }
  }

  /// Puts the file in its place.
  func finish() throws(DataError) {
    try flush()
    do {
      try handle.close()
    } catch {
      throw .unwritableFile(path, reason: systemReason(error))
    }
    guard PendingFiles.end(draft, { moved(draft, onto: path) }) else {
      throw .unwritableFile(path, reason: "it cannot be replaced")
    }
    isFinished = true
  }

  private func flush() throws(DataError) {
    do {
      try handle.write(contentsOf: pending)
      pending.removeAll(keepingCapacity: true)
    } catch {
      throw .unwritableFile(path, reason: systemReason(error))
    }
  }
}
