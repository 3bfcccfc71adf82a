internal import Files
internal import FoundationEssentials

/// A Jupyter notebook: cells of Markdown and Python, not yet run.
///
/// Format: nbformat 4.5. The same cells give the same bytes: ids are the caller's, and nothing of
/// the machine or the hour is written.
package struct Notebook: Hashable, Sendable {
  package struct Cell: Hashable, Sendable {
    package enum Kind: String, Sendable {
      case markdown, code
    }

    package let id: String
    package let kind: Kind
    package let source: String

    /// Creates a cell.
    ///
    /// - Parameters:
    ///   - id: unique in the notebook; 1 … 64 ASCII letters, digits, `-` and `_`.
    ///   - kind: prose or Python.
    ///   - source: the text, lines separated by LF.
    package init(id: String, kind: Kind, source: String) {
      precondition(isCellID(id), "'\(id)' is no cell id")
      self.id = id
      self.kind = kind
      self.source = source
    }
  }

  package let cells: [Cell]

  /// Creates a notebook of cells whose ids differ.
  package init(cells: [Cell]) {
    precondition(Set(cells.map(\.id)).count == cells.count, "two cells share an id")
    self.cells = cells
  }

  /// The `.ipynb` file, with a line feed at its end.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    // As nbformat itself writes: sorted keys, so that a change shows as a small diff.
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try Array(encoder.encode(NotebookFile(cells: cells))) + [lineFeed]
    } catch {
      preconditionFailure("strings and whole numbers always encode: \(error)")
    }
  }
}

private func isCellID(_ id: String) -> Bool {
  (1...64).contains(id.utf8.count)
    && id.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
}

/// The top level of an nbformat 4.5 file.
private struct NotebookFile: Encodable {
  let cells: [Notebook.Cell]
  let metadata = Metadata()
  let nbformat = 4
  let nbformat_minor = 5

  struct Metadata: Encodable {
    let kernelspec = ["display_name": "Python 3", "language": "python", "name": "python3"]
    let language_info = ["name": "python"]
  }
}

extension Notebook.Cell: Encodable {
  private enum Key: String, CodingKey {
    case id, metadata, outputs, source
    case kind = "cell_type"
    case executionCount = "execution_count"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encode([String: String](), forKey: .metadata)
    try container.encode(sourceLines, forKey: .source)
    if kind == .code {
      try container.encodeNil(forKey: .executionCount)
      try container.encode([String](), forKey: .outputs)
    }
  }

  /// The source as nbformat keeps it: lines that carry their line feed, all but the last.
  private var sourceLines: [String] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast().map { $0 + "\n" }
      + lines.suffix(1).filter { !$0.isEmpty }.map(String.init)
  }
}
