internal import CRename
internal import FoundationEssentials
internal import Glibc
internal import Units

/// Why a file or folder was not written; nothing was changed.
package enum OutputError: Error, Sendable {
  /// What may stand at a path that is written to.
  package enum Expectation: Sendable, Equatable {
    /// Nothing, an empty folder or one that has the marker.
    case freshPath(marker: String)
    /// Anything that does not hold the current folder.
    case notAroundCurrentFolder
    /// Beside the marker nothing but files that this program writes.
    case ownFiles(marker: String)
    /// A file, or nothing.
    case file
    /// A folder whose file of this name is one of ours, or nothing.
    case modelFolder(file: String)
  }

  case inTheWay(path: String, expected: Expectation)
  case emptyPath
  /// `reason` is what the system says.
  case cannotWrite(path: String, reason: String)
  /// Rows for stdout; `reason` is what the system says.
  case cannotPrint(reason: String)
  /// Of a table, or a file that a program writes for us.
  case engine(SourceError)
  /// What is written here are no rows that a table could take.
  case noRows(path: String)
  /// More rows than a sheet has.
  case tooManyRows(path: String, most: Int)
  /// A cell that a sheet cannot hold: its row, the header's being 1.
  case cellTooLong(path: String, row: Int, column: String, most: Int)
}

/// What one of our folders holds, which says whether a folder in the way may be replaced.
package struct FolderContents: Sendable {
  /// The file by which a folder is known to be one of ours.
  package let marker: String
  /// Everything that may go with the folder; a file of any other name is somebody's own.
  package let names: Set<String>
  /// Who may read a folder of this kind where there was none.
  package let readers: Readers

  package init(marker: String, others: [String], readers: Readers = .owner) {
    self.marker = marker
    names = Set(others + [marker])
    self.readers = readers
  }

  /// Throws where the path holds anything but nothing, an empty folder or one of this kind.
  ///
  /// Nothing is changed. Called before long work too, so that a mistyped path costs no time.
  package func check(_ path: String) throws(OutputError) {
    guard !path.isEmpty else { throw .emptyPath }
    let expected = OutputError.Expectation.freshPath(marker: marker)
    guard !holdsCurrentFolder(path) else {
      throw .inTheWay(path: path, expected: .notAroundCurrentFolder)
    }
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder else { throw .inTheWay(path: path, expected: expected) }
    let found: [String]
    do {
      found = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .cannotWrite(path: path, reason: systemReason(error))
    }
    guard found.isEmpty || found.contains(marker) else {
      throw .inTheWay(path: path, expected: expected)
    }
    if let foreign = found.sorted().first(where: { !names.contains($0) }) {
      throw .inTheWay(
        path: "\(path)/\(foreign)", expected: .ownFiles(marker: marker))
    }
  }

  /// Whether replacing the path would take the ground from under the shell that called.
  private func holdsCurrentFolder(_ path: String) -> Bool {
    let folder = URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
    let current = URL(filePath: FileManager.default.currentDirectoryPath)
      .resolvingSymlinksInPath().standardizedFileURL.pathComponents
    return current.starts(with: folder)
  }
}

/// A folder of files that appears whole or not at all.
package struct AtomicFolder: Sendable {
  /// Names and contents, in the order written; a file of a folder within has that before its name.
  package let files: [(name: String, contents: [UInt8])]
  /// What is looked for before a folder is replaced.
  package let kind: FolderContents

  package init(files: [(name: String, contents: [UInt8])], kind: FolderContents) {
    precondition(files.contains { $0.name == kind.marker })
    precondition(
      files.allSatisfy { kind.names.contains(String($0.name.prefix { $0 != "/" })) })
    self.files = files
    self.kind = kind
  }

  /// Writes the folder beside its place, then renames it.
  package func write(to path: String) throws(OutputError) {
    try kind.write(to: path) { folder in
      for file in files {
        let place = URL(filePath: folder).appending(path: file.name)
        if file.name.contains("/") {
          try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try Data(file.contents).write(to: place)
      }
    }
  }
}

extension FolderContents {
  /// Makes a folder of this kind, which appears whole or not at all.
  ///
  /// - Parameters:
  ///   - path: where it goes, links followed; what is there is checked, and replaced at the end.
  ///   - readers: who may read it where there is none yet (default: as its kind says).
  ///   - fill: writes the files into a folder beside it.
  /// - Throws: where something else is in the way, or what `fill` throws.
  package func write(
    to path: String, readers: Readers? = nil, _ fill: (String) throws -> Void
  ) throws(OutputError) {
    try check(path)
    let target = URL(filePath: try placeBehindLinks(path)).standardizedFileURL
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: self.readers.folderAttributes)
      let draft = try Draft(beside: target, isFolder: true, readers: readers ?? self.readers)
      defer { close(draft.handle) }
      do {
        try fill(draft.path)
        try Self.letRead(draft)
        try PendingFiles.end(draft.path) { try Self.replace(target, by: draft.path) }
      } catch {
        PendingFiles.end(draft.path) { try? manager.removeItem(atPath: draft.path) }
        throw error
      }
    } catch {
      if case OutputError.cannotWrite(_, let reason) = error {
        throw .cannotWrite(path: path, reason: reason)
      }
      if let error = error as? OutputError { throw error }
      throw .cannotWrite(
        path: path,
        reason: (error as? DraftFailure).map { systemReason($0.number) } ?? systemReason(error))
    }
  }

  /// Gives the files of a folder to the readers of the folder.
  private static func letRead(_ draft: Draft) throws {
    var status = stat()
    guard unsafe fstat(draft.handle, &status) == 0 else { throw DraftFailure(number: errno) }
    try letRead(draft.path, status.st_mode)
  }

  private static func letRead(_ folder: String, _ mode: mode_t) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      var isFolder = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      guard unsafe chmod(path, mode & (isFolder ? 0o777 : 0o666)) == 0 else {
        throw DraftFailure(number: errno)
      }
      if isFolder { try letRead(path, mode) }
    }
  }

  /// Puts a finished folder in its place.
  ///
  /// Both change names in one step: whoever reads sees the old folder or the new one.
  private static func replace(_ target: URL, by fresh: String) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: target.path) else {
      return try manager.moveItem(atPath: fresh, toPath: target.path)
    }
    guard unsafe renameat2(AT_FDCWD, fresh, AT_FDCWD, target.path, UInt32(rename_exchange)) == 0
    else { return try replaceInTwoSteps(target, by: fresh) }
    // The new folder is in place; a remainder of the old one is no reason to say that it is not.
    try? manager.removeItem(atPath: fresh)
  }

  /// Does so where a file system cannot exchange names.
  ///
  /// For a moment there is no folder. If the second step fails, the old one goes back.
  private static func replaceInTwoSteps(_ target: URL, by fresh: String) throws {
    let manager = FileManager.default
    let old = "\(fresh).old"
    try manager.moveItem(atPath: target.path, toPath: old)
    do {
      try manager.moveItem(atPath: fresh, toPath: target.path)
    } catch {
      try? manager.moveItem(atPath: old, toPath: target.path)
      throw error
    }
    try? manager.removeItem(atPath: old)
  }
}
