internal import FoundationEssentials
internal import Glibc

/// A file that appears whole or not at all: written beside its place, then renamed.
///
/// A symbolic link stays one: the file takes its place where the link leads. Used by one thread at a time. What is not finished leaves nothing behind.
package final class AtomicFile {
  private let path: String
  private let place: String
  private let draft: Draft
  private var isEnded = false

  /// Bytes written so far.
  package private(set) var size: Int = 0

  /// Opens the draft.
  ///
  /// - Parameters:
  ///   - path: where the file goes; a file that is there is replaced at the end, and its permissions
  ///     are kept.
  ///   - readers: who may read it where there is none yet.
  /// - Throws: where it cannot be made, or what is there is no file: nothing may take the place of a
  ///   folder or a device.
  package init(path: String, readers: Readers = .owner) throws(OutputError) {
    guard !path.isEmpty else { throw .emptyPath }
    switch kindOfFile(at: path) {
    case nil, S_IFREG: break
    default: throw .inTheWay(path: path, expected: .file)
    }
    let place = try placeBehindLinks(path)
    do throws(DraftFailure) {
      draft = try Draft(beside: URL(filePath: place), isFolder: false, readers: readers)
    } catch {
      throw .cannotWrite(path: path, reason: systemReason(error.number))
    }
    (self.path, self.place) = (path, place)
  }

  /// Where it is written until it is finished: another program may write it in place of `write`.
  var draftPath: String { draft.path }

  deinit {
    guard !isEnded else { return }
    PendingFiles.end(draft.path) { _ = unsafe unlink(draft.path) }
    close(draft.handle)
  }

  /// Appends bytes.
  package func write(_ bytes: [UInt8]) throws(OutputError) {
    if let failure = writeAll(bytes, to: draft.handle) {
      throw .cannotWrite(path: path, reason: systemReason(failure))
    }
    size += Int(bytes.count)
  }

  /// Forgets what was written behind so many bytes.
  package func takeBack(to size: Int) throws(OutputError) {
    guard ftruncate(draft.handle, size) == 0, lseek(draft.handle, size, SEEK_SET) == size else {
      throw .cannotWrite(path: path, reason: systemReason(errno))
    }
    self.size = size
  }

  /// Waits until what was written is on the disk.
  package func synchronize() throws(OutputError) {
    guard fsync(draft.handle) == 0 else {
      throw .cannotWrite(path: path, reason: systemReason(errno))
    }
  }

  /// Puts the file in its place; nothing may be written behind.
  package func finish() throws(OutputError) {
    // Closed first, since a disk may tell only then that it is full; the copy keeps the lock until the
    // file has its name, so that nobody takes it for abandoned.
    let lock = dup(draft.handle)
    defer { close(lock) }
    let failure = close(draft.handle) == 0 ? nil : errno
    isEnded = true
    try PendingFiles.end(draft.path) { () throws(OutputError) in
      if failure == nil, unsafe rename(draft.path, place) == 0 { return }
      let reason = systemReason(failure ?? errno)
      _ = unsafe unlink(draft.path)
      throw .cannotWrite(path: path, reason: reason)
    }
  }
}

/// Waits until the names in a folder are on the disk, as far as the system can.
package func synchronizeFolder(_ path: String) {
  let handle = unsafe open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
  guard handle >= 0 else { return }
  _ = fsync(handle)
  close(handle)
}

/// The kind of file at a path, links followed: `S_IFREG` and so on; nil for none.
package func kindOfFile(at path: String) -> UInt32? {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return nil }
  return status.st_mode & S_IFMT
}
