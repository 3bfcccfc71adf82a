internal import FoundationEssentials
internal import Glibc

/// Who may read what is written in a new place; what replaces a file or folder keeps its permissions.
package enum Readers: Sendable {
  /// This user alone: there are rows of customers in it.
  case owner
  /// Whom the user's mask lets read: nothing in it tells of one customer.
  case anyone
  /// Those who may read a folder that it is kept in, as whoever set up the folder chose.
  case readersOf(folder: String)

  /// Of a folder that is made on the way to a place.
  var folderAttributes: [FileAttributeKey: Any]? {
    if case .anyone = self { nil } else { [.posixPermissions: 0o700] }
  }

  /// The permissions of a place, and whether the user's mask has no say in them.
  func permissions(at place: String, isFolder: Bool) -> (mode: mode_t, isExact: Bool) {
    let all: mode_t = isFolder ? 0o777 : 0o666
    if let mode = permissionBits(of: place) { return (mode & all, true) }
    switch self {
    case .owner: return (all & 0o700, false)
    case .anyone: return (all, false)
    case .readersOf(let folder):
      return permissionBits(of: folder).map { ($0 & all, true) } ?? (all & 0o700, false)
    }
  }
}

/// The nine bits of read, write and search permission; nil where nothing is.
private func permissionBits(of path: String) -> mode_t? {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return nil }
  return status.st_mode & 0o777
}
