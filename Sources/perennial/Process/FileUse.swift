import Files
import FoundationEssentials
import Models

/// Files that a command reads, and those that it writes with the options that name them.
struct FileUse {
  let read: [String]
  let written: [(option: String, path: String?)]
  /// Folders to write, which see for themselves what else is in the way.
  let folders: [(option: String, path: String?)]
  /// Folders of stores, in which nothing else has a place.
  let stores: [String]
  /// Folders of models that are read or written, which have no place for anything else either: training
  /// would no longer replace them.
  let models: [String]

  /// - Parameters:
  ///   - input: files of the log or table.
  ///   - read: further files, where they are named.
  ///   - model: folder of a model that is read.
  ///   - modelWritten: folder of the model that training writes.
  ///   - written: files to write, where they are named.
  ///   - folders: the same of folders.
  ///   - stores: folders of stores that are read or written.
  init(
    input: FileUse? = nil, read: [String?] = [], model: String? = nil, modelWritten: String? = nil,
    written: [(option: String, path: String?)] = [],
    folders: [(option: String, path: String?)] = [], stores: [String?] = []
  ) {
    let ofModel = model.map { folder in ModelFolder.files.map { "\(folder)/\($0)" } }
    let named = (input?.read ?? []) + read.compactMap(\.self) + (ofModel ?? [])
    self.read = named.map { SourceAddress.file(of: $0) ?? $0 }
    self.written = written + (input?.written ?? [])
    self.folders = folders + (input?.folders ?? [])
    self.stores = stores.compactMap(\.self) + (input?.stores ?? [])
    models = [model, modelWritten].compactMap(\.self) + (input?.models ?? [])
  }

  /// Throws where a file to write is one that is read or written for another option, whatever either is
  /// called, since the command would destroy what it was given or made; and where it can have no place.
  func requireApart() throws {
    let read = Set(read.compactMap(FileIdentity.init(path:)))
    for (option, path) in written + folders {
      guard let path, let file = FileIdentity(path: path), read.contains(file) else { continue }
      throw UsageError(
        description: "\(option) \(path): found a file that is read here, expected another path")
    }
    let taken = stores.map { ("store", $0) } + models.map { ("model", $0) }
    for (kind, name) in taken {
      let folder = place(of: name)
      for (option, path) in written + folders {
        guard let path, path != "-", isWithin(folder, SourceAddress.file(of: path) ?? path) else {
          continue
        }
        throw UsageError(
          description: "\(option) \(path): found the folder of the \(kind) \(name), expected "
            + "another place")
      }
    }
    var optionOfPath: [String: String] = [:]
    for (option, path) in written {
      guard let path, path != "-" else { continue }
      try Output.check(path)
      // Devices take what several options write.
      guard FileIdentity(path: path) != nil || !FileManager.default.fileExists(atPath: path) else {
        continue
      }
      let place = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
      if let other = optionOfPath.updateValue(option, forKey: place) {
        throw UsageError(
          description: "\(option) \(path): found the path of \(other), expected another path")
      }
    }
  }
}

/// A path without links and dots.
private func place(of path: String) -> String {
  URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
}

/// Whether a path, at which there may be nothing yet, is the folder or lies in it.
private func isWithin(_ folder: String, _ path: String) -> Bool {
  let parent = place(of: URL(filePath: path).deletingLastPathComponent().path)
  return [place(of: path), parent].contains { $0 == folder || $0.hasPrefix("\(folder)/") }
}
