internal import Glibc

/// Whether a path leads to a file whose bytes can be read twice, links followed.
///
/// A pipe gives its bytes once, and waits where it is opened again.
package func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
