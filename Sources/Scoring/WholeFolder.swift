internal import FoundationEssentials
internal import Glibc

/// Why a file or folder was not written; nothing was changed.
package enum OutputError: Error, Sendable {
  case inTheWay(path: String, expected: String)
  case cannotWrite(path: String, reason: String)
}

extension OutputError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .inTheWay(let path, let expected):
      return """
        \(path): found something that is not ours to replace, expected \(expected). Remove it or \
        pass another path.
        """
    case .cannotWrite(let path, let reason):
      return "\(path): cannot write: \(reason). Check that the folder exists and may be written."
    }
  }
}

/// A folder of files that appears whole or not at all.
package struct WholeFolder: Sendable {
  /// Names and contents, in the order written.
  package let files: [(name: String, contents: [UInt8])]
  /// The file by which a folder is known to be one of ours and may be replaced.
  package let marker: String

  package init(files: [(name: String, contents: [UInt8])], marker: String) {
    precondition(files.contains { $0.name == marker })
    self.files = files
    self.marker = marker
  }

  /// Whether `write(to:)` would refuse what is at the path now; nothing is changed.
  ///
  /// Called before long work, so that a mistyped path costs no time.
  package func check(_ path: String) throws(OutputError) {
    try Self.check(path, marker: marker)
  }

  /// Throws where something other than an empty folder or a folder with `marker` is at the path.
  package static func check(_ path: String, marker: String) throws(OutputError) {
    // An empty path would stand for the current folder, and that is never ours to replace.
    guard !path.isEmpty else { throw .cannotWrite(path: "''", reason: "the path is empty") }
    let expected = "a new path, an empty folder, or a folder with \(marker)"
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder else { throw .inTheWay(path: path, expected: expected) }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .cannotWrite(path: path, reason: "\(error)")
    }
    guard names.isEmpty || names.contains(marker) else {
      throw .inTheWay(path: path, expected: expected)
    }
  }

  /// Writes the folder beside its place, then renames it.
  package func write(to path: String) throws(OutputError) {
    try check(path)
    let target = URL(filePath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    let fresh = parent.appending(path: ".\(target.lastPathComponent).\(getpid()).partial")
    let manager = FileManager.default
    do {
      try manager.createDirectory(at: parent, withIntermediateDirectories: true)
      try? manager.removeItem(at: fresh)
      try manager.createDirectory(at: fresh, withIntermediateDirectories: false)
      for file in files {
        try Data(file.contents).write(to: fresh.appending(path: file.name))
      }
      try Self.replace(target, by: fresh)
    } catch {
      try? manager.removeItem(at: fresh)
      throw .cannotWrite(path: path, reason: "\(error)")
    }
  }

  /// Puts a finished folder in its place.
  ///
  /// Two renames: a reader sees the old folder, for a moment none, then the new one, never a mix. If
  /// the second fails, the old one goes back.
  private static func replace(_ target: URL, by fresh: URL) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: target.path) else {
      return try manager.moveItem(at: fresh, to: target)
    }
    let old = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(getpid()).old")
    try manager.moveItem(at: target, to: old)
    do {
      try manager.moveItem(at: fresh, to: target)
    } catch {
      try? manager.moveItem(at: old, to: target)
      throw error
    }
    // The new folder is in place; a remainder of the old one is no reason to say that it is not.
    try? manager.removeItem(at: old)
  }
}
