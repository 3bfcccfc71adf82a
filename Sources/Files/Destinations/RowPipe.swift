internal import Glibc

/// A named pipe by which a program gets rows, whatever starts it for us: a number of a descriptor would not outlive
/// a program that starts another.
final class RowPipe {
  let path: String
  private let folder: String
  private var handle: Int32 = -1

  /// - Throws: where no pipe can be made: the system's error number.
  init() throws(DraftFailure) {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = "\(parent)/perennial-XXXXXX".utf8CString.map { $0 }
    guard unsafe mkdtemp(&template) != nil else { throw DraftFailure(number: errno) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = "\(folder)/rows"
    PendingFiles.begin(folder)
    guard unsafe mkfifo(path, 0o600) == 0 else { throw DraftFailure(number: errno) }
  }

  deinit {
    close()
    unsafe unlink(path)
    PendingFiles.end(folder) { _ = unsafe rmdir(folder) }
  }

  /// To write to, without waiting; nil as long as nobody reads.
  func opened() -> Int32? {
    if handle < 0 { handle = unsafe open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) }
    return handle < 0 ? nil : handle
  }

  func close() {
    if handle >= 0 { Glibc.close(handle) }
    handle = -1
  }
}
