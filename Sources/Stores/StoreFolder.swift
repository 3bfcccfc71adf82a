package import Files
internal import FoundationEssentials
internal import Glibc

/// A store's folder: a manifest, files of rows, and a file that writers lock.
///
/// A file of rows never changes. A writer adds one, then puts a new manifest into the place of the old:
/// whoever is killed, or finds the disk full, leaves the old manifest and the files that it names.
package struct StoreFolder: Sendable {
  package let path: String
  package let manifest: StoreManifest

  static let manifestName = "manifest"
  /// Larger manifests are refused unread: one of a hundred million customers has a few megabytes.
  private static let largestManifest = 256 << 20
  static let lockName = "lock"

  static func isRows(_ name: String) -> Bool {
    let number = name.dropFirst(rowsName.count)
    return name.hasPrefix(rowsName) && !number.isEmpty
      && number.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }

  /// What names of files of rows begin with; a number follows.
  static let rowsName = "rows-"

  /// Opens a store as it stands.
  ///
  /// - Parameter path: the folder.
  /// - Throws: where there is no store, or another version's, or a damaged one.
  package init(_ path: String) throws(StoreError) {
    self.path = path
    manifest = try Self.manifest(of: path)
  }

  private static func manifest(of path: String) throws(StoreError) -> StoreManifest {
    guard kindOfFile(at: path) != nil else { throw .missing(path) }
    let file = "\(path)/\(manifestName)"
    guard kindOfFile(at: path) == S_IFDIR, isOwnFile(file) else { throw .notAStore(path) }
    let rows = try RowsFile(file)
    guard rows.size <= largestManifest else {
      throw .damaged(store: path, file: manifestName, bytes: nil)
    }
    return try StoreManifest(try rows.bytes(0..<rows.size), store: path)
  }

  /// Opens the files of rows; the manifest that names them is given back, as it stood then.
  ///
  /// - Returns: the folder and, for each segment, its file.
  /// - Throws: where a file is missing or has another size than it should.
  package func opened() throws(StoreError) -> (folder: StoreFolder, files: [RowsFile]) {
    var folder = self
    // A writer may delete files between the manifest's reading and theirs.
    for _ in 0..<100 {
      if let files = try folder.files() { return (folder, files) }
      let again = try StoreFolder(path)
      if again.manifest == folder.manifest { break }
      folder = again
    }
    let missing = folder.manifest.segments.first { kindOfFile(at: "\(path)/\($0.file)") == nil }
    throw .damaged(store: path, file: missing?.file ?? Self.manifestName, bytes: nil)
  }

  private func files() throws(StoreError) -> [RowsFile]? {
    var files: [RowsFile] = []
    for segment in manifest.segments {
      let file = "\(path)/\(segment.file)"
      guard isOwnFile(file) else { return nil }
      files.append(try RowsFile(file))
      let size = files[files.count - 1].size
      guard size == segment.size else {
        // What is missing, or too much.
        throw .damaged(
          store: path, file: segment.file,
          bytes: min(size, segment.size)..<max(size, segment.size))
      }
    }
    return files
  }

  /// Bytes of all files of the store.
  package var size: Int {
    manifest.segments.reduce(0) { $0 + $1.size }
  }
}

/// A run's right to write to a store, which ends with the run however that ends.
package final class StoreWriter {
  package let path: String
  private let lock: Int32
  /// False where the lock is another's: what then stands in the folder is so too.
  private var holdsLock = false
  /// Whether there was nothing at the path: a writer that fails leaves it so.
  private let isNew: Bool
  /// Whether the folder was empty, or not there: a writer that fails leaves it so too.
  private let wasEmpty: Bool

  /// Takes the lock of a store, or of a place where none is yet.
  ///
  /// What a killed writer has left behind is removed.
  /// - Parameter path: the folder; it is made where there is none.
  /// - Throws: where somebody else writes, or other files are in the way.
  package init(_ path: String) throws(StoreError) {
    guard !path.isEmpty else { throw .cannotWrite(.emptyPath) }
    self.path = path
    switch kindOfFile(at: path) {
    case nil:
      let place: String
      do { place = try placeBehindLinks(path) } catch { throw .cannotWrite(error) }
      guard
        (try? FileManager.default.createDirectory(
          atPath: place, withIntermediateDirectories: true,
          attributes: [.posixPermissions: 0o700])) != nil
      else { throw .cannotWrite(.cannotWrite(path: path, reason: systemReason(errno))) }
      isNew = true
    case S_IFDIR: isNew = false
    default: throw .notAStore(path)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    wasEmpty = names.isEmpty
    // A link of a name of ours would lead writing out of the folder.
    let foreign = names.sorted().first { !Self.isOwn($0) || !isOwnFile("\(path)/\($0)") }
    if let foreign { throw .inTheWay(store: path, found: foreign) }
    let file = "\(path)/\(StoreFolder.lockName)"
    lock = unsafe open(file, O_RDWR | O_CLOEXEC | O_CREAT | O_NOFOLLOW, 0o600)
    guard lock >= 0 else {
      throw .cannotWrite(.cannotWrite(path: file, reason: systemReason(errno)))
    }
    // A writer that failed may have removed the file since it was opened here.
    guard flock(lock, LOCK_EX | LOCK_NB) == 0, isAt(file, lock) else {
      close(lock)
      throw .locked(path)
    }
    holdsLock = true
  }

  deinit {
    guard holdsLock else { return }
    if wasEmpty, kindOfFile(at: "\(path)/\(StoreFolder.manifestName)") == nil {
      _ = unsafe unlink("\(path)/\(StoreFolder.lockName)")
      if isNew { _ = unsafe rmdir((try? placeBehindLinks(path)) ?? path) }
    }
    close(lock)
  }

  private static func isOwn(_ name: String) -> Bool {
    [StoreFolder.manifestName, StoreFolder.lockName].contains(name) || StoreFolder.isRows(name)
      || name.hasSuffix(".partial")
  }

  /// Begins a file of rows.
  ///
  /// - Parameter number: no file of the store has it.
  /// - Returns: the file's name, and the file.
  /// - Throws: where it cannot be made.
  package func rows(_ number: Int) throws(StoreError) -> (name: String, file: AtomicFile) {
    let name = "\(StoreFolder.rowsName)\(number)"
    do {
      return (name, try AtomicFile(path: "\(path)/\(name)", readers: .readersOf(folder: path)))
    } catch {
      throw .cannotWrite(error)
    }
  }

  /// Puts a manifest in place, and deletes what it does not name.
  ///
  /// - Parameter manifest: names files that are in their places.
  /// - Throws: where it cannot be written; the store is as it was then.
  package func commit(_ manifest: StoreManifest) throws(StoreError) {
    let bytes = try manifest.encoded()
    do {
      let file = try AtomicFile(
        path: "\(path)/\(StoreFolder.manifestName)", readers: .readersOf(folder: path))
      try file.write(bytes)
      try file.synchronize()
      try file.finish()
    } catch { throw .cannotWrite(error) }
    synchronizeFolder(path)
    let kept = Set(
      manifest.segments.map(\.file) + [StoreFolder.manifestName, StoreFolder.lockName])
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    where !kept.contains(name) && Self.isOwn(name) {
      _ = unsafe unlink("\(path)/\(name)")
    }
  }
}

/// Whether a file stands at a path itself: no folder, and no link to a file elsewhere.
private func isOwnFile(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Whether an open file is the one at a path.
private func isAt(_ path: String, _ handle: Int32) -> Bool {
  var (there, here) = (stat(), stat())
  return unsafe lstat(path, &there) == 0 && fstat(handle, &here) == 0
    && (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
}

/// A file that is read by places.
@safe package final class RowsFile: Sendable {
  package let path: String
  package let size: Int
  private let handle: Int32

  init(_ path: String) throws(StoreError) {
    self.path = path
    handle = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard handle >= 0 else { throw .cannotRead(path, reason: systemReason(errno)) }
    var status = stat()
    guard unsafe fstat(handle, &status) == 0 else {
      throw .cannotRead(path, reason: systemReason(errno))
    }
    size = status.st_size
  }

  deinit { close(handle) }

  /// Reads some bytes.
  ///
  /// - Parameter range: within the file.
  /// - Returns: the bytes.
  /// - Throws: where the system does not give them.
  package func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
    var failure: Int32?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { target, count in
      while count < range.count {
        // The rest of the buffer: count < range.count, which is its size.
        let read = unsafe pread(
          handle, target.baseAddress?.advanced(by: count), range.count - count,
          range.lowerBound + count)
        if read < 0, errno == EINTR { continue }
        if read <= 0 {
          failure = read < 0 ? errno : EIO
          return
        }
        count += read
      }
    }
    if let failure { throw .cannotRead(path, reason: systemReason(failure)) }
    return bytes
  }
}
