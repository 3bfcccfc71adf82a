internal import FoundationEssentials
internal import Glibc

/// A file or folder that is being written beside its place.
///
/// Whoever writes it holds a lock on it (`flock`), so that a later run can tell what is being written from
/// what a killed run left behind. Systems without such locks keep what was left.
struct Draft: Sendable {
  let path: String
  /// Holds the lock; of a file it is written to.
  let handle: Int32

  /// Makes an empty draft, once what killed runs left of this place is gone.
  ///
  /// - Parameters:
  ///   - target: the place.
  ///   - isFolder: whether it is a folder.
  ///   - readers: who may read it, where nothing stands in the place yet.
  /// - Throws: the system's error number.
  init(beside target: URL, isFolder: Bool, readers: Readers) throws(DraftFailure) {
    Self.removeAbandoned(beside: target)
    let (mode, isExact) = readers.permissions(at: target.path, isFolder: isFolder)
    // A second name is needed only where another machine, or container, runs under the same number.
    for attempt in 0..<64 {
      let number = attempt == 0 ? "\(getpid())" : "\(getpid())-\(attempt)"
      let path = target.deletingLastPathComponent()
        .appending(path: ".\(target.lastPathComponent).\(number).partial").path
      let handle: Int32
      do {
        handle = try isFolder ? Self.makeFolder(path, mode) : Self.makeFile(path, mode)
      } catch {
        if error.number == EEXIST { continue }
        throw error
      }
      _ = flock(handle, LOCK_EX | LOCK_NB)
      var status = stat()
      // Another run may have taken it for abandoned before it was locked.
      guard unsafe fstat(handle, &status) == 0, status.st_nlink > 0 else {
        close(handle)
        continue
      }
      if isExact { _ = fchmod(handle, mode) }
      (self.path, self.handle) = (path, handle)
      PendingFiles.begin(path)
      return
    }
    throw DraftFailure(number: EEXIST)
  }

  private static func makeFile(_ path: String, _ mode: mode_t) throws(DraftFailure) -> Int32 {
    let handle = unsafe open(path, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    guard handle >= 0 else { throw DraftFailure(number: errno) }
    return handle
  }

  private static func makeFolder(_ path: String, _ mode: mode_t) throws(DraftFailure) -> Int32 {
    guard unsafe mkdir(path, mode) == 0 else { throw DraftFailure(number: errno) }
    let handle = unsafe open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
    guard handle >= 0 else { throw DraftFailure(number: errno) }
    return handle
  }

  /// Deletes drafts of a place that nobody writes any longer.
  private static func removeAbandoned(beside target: URL) {
    let folder = target.deletingLastPathComponent().path
    let start = ".\(target.lastPathComponent)."
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(start) && name.hasSuffix(".partial") {
      let number = name.dropFirst(start.count).dropLast(".partial".count)
      guard !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "-" }) else {
        continue
      }
      let path = "\(folder)/\(name)"
      let handle = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard handle >= 0 else { continue }
      if flock(handle, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
      close(handle)
    }
  }
}

/// Why no draft could be made: the system's error number.
struct DraftFailure: Error, Sendable {
  let number: Int32
}
