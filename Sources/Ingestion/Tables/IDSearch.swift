package import Files
internal import FoundationEssentials
internal import Intake

/// Where some customers are named in files that programs or people have written.
package struct IDSearch: Sendable {
  private let ids: Set<String>
  private let pseudonyms: Pseudonyms?

  /// Files that are larger are not looked through where they are no tables.
  private static let largestText = 1 << 30

  /// - Parameters:
  ///   - ids: of the customers, as `ForgottenIDs` has them.
  ///   - pseudonyms: where given, an id in a file is the same as its pseudonym.
  package init(_ ids: [String], pseudonyms: Pseudonyms?) {
    self.ids = Set(ids + ids.map(csvText))
    self.pseudonyms = pseudonyms
  }

  /// What a file holds of the customers.
  package struct Finding: Sendable, Equatable, Encodable {
    package let file: String
    /// Rows of them by the column of customer ids; nil where the file is no table with one.
    package let rows: Int?
    /// How many of them are named.
    package let customers: Int
    /// Whether it could be looked through.
    package let isRead: Bool

    enum CodingKeys: String, CodingKey {
      case file, rows, customers
      case isRead = "read"
    }
  }

  /// Looks through a file, or all files of a folder.
  ///
  /// A table with a column of customer ids is looked at row by row, anything else word by word.
  /// - Returns: a finding a file, by path.
  package func findings(at path: String) -> [Finding] {
    guard kindOfFolder(path) else { return [finding(in: path)] }
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { "\(path)/\($0)" }.filter(isRegularFile).map(finding)
  }

  private func finding(in path: String) -> Finding {
    guard isRegularFile(path) else {
      return Finding(file: path, rows: nil, customers: 0, isRead: false)
    }
    return tableFinding(in: path) ?? textFinding(in: path)
  }

  private func isOne(_ text: String) -> Bool {
    ids.contains(text) || (pseudonyms.map { ids.contains($0.name(of: text)) } ?? false)
  }

  /// Nil where the file is no table with one column of ids.
  private func tableFinding(in path: String) -> Finding? {
    func mayHoldIDs(_ name: String) -> Bool {
      !ColumnRole.customerID.candidates(in: [plainName(name)]).isEmpty
    }
    guard
      let table = try? PlainTable(
        path: path, delimiter: nil, encoding: .utf8, isKept: mayHoldIDs, mayHaveNoRows: true),
      table.names.count > 1 || path.hasSuffix(".csv"),
      let column = try? table.ids(in: nil)
    else { return nil }
    let isFound = (0..<column.texts.count).map { isOne(column.texts[$0]) }
    return Finding(
      file: path, rows: column.codes.count { isFound[Int($0)] },
      customers: isFound.count { $0 }, isRead: true)
  }

  private func textFinding(in path: String) -> Finding {
    // What is compressed or no text shows no word of it.
    guard let bytes = bytes(ofFile: path, atMost: Self.largestText), !bytes.contains(0),
      String(validating: bytes, as: UTF8.self) != nil
    else {
      return Finding(file: path, rows: nil, customers: 0, isRead: false)
    }
    var found: Set<String> = []
    for separators in [Self.quotes, Self.words] {
      for word in bytes.split(whereSeparator: { separators[Int($0)] }) where word.count < 1_024 {
        let text = String(decoding: word, as: UTF8.self)
        if isOne(text) { found.insert(pseudonyms?.name(of: text) ?? text) }
      }
    }
    return Finding(file: path, rows: nil, customers: found.count, isRead: true)
  }

  private static func table(of separators: String) -> [Bool] {
    var table = [Bool](repeating: false, count: 256)
    for byte in separators.utf8 { table[Int(byte)] = true }
    return table
  }

  private static let quotes = table(of: "\"\n\r")
  private static let words = table(of: " \t\n\r\"'`,;:|<>()[]{}=")
}

private func kindOfFolder(_ path: String) -> Bool {
  var isFolder = false
  return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
}
