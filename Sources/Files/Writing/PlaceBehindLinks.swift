internal import FoundationEssentials
internal import Glibc

/// Where a path leads when it is a symbolic link, which need not lead to anything yet.
///
/// Outputs are written beside that place and renamed onto it: links stay links, and whoever follows
/// them sees the old file or the new one.
///
/// - Parameter path: of a file or folder to write.
/// - Returns: the path itself where it is no link.
/// - Throws: where links go round in a circle.
package func placeBehindLinks(_ path: String) throws(OutputError) -> String {
  var place = path
  // As many as the system itself follows.
  for _ in 0..<40 {
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place) else {
      return place
    }
    place =
      target.hasPrefix("/")
      ? target : URL(filePath: place).deletingLastPathComponent().appending(path: target).path
  }
  throw .cannotWrite(path: path, reason: systemReason(ELOOP))
}
