import ArgumentParser
import Files
import Intake

/// An option of one order file: `a.csv: profile=x`.
struct FileOptionArgument: ExpressibleByArgument {
  /// Names of options of one file.
  static let names = [
    "columns", "where", "date-format", "delimiter", "encoding", "profile", "time-zone",
  ]

  let file: String
  let name: String
  let value: String

  init(file: String, name: String, value: String) {
    (self.file, self.name, self.value) = (file, name, value)
  }

  init?(argument: String) {
    guard let (start, name) = Self.firstName(in: argument) else { return nil }
    file = String(argument[..<start])
    self.name = name
    value = String(argument[argument.index(start, offsetBy: name.count + 3)...])
    guard !file.isEmpty, !value.isEmpty else { return nil }
  }

  /// The first `: name=` of a known name.
  private static func firstName(in text: String) -> (String.Index, String)? {
    var index = text.startIndex
    while index < text.endIndex {
      for name in names where text[index...].hasPrefix(": \(name)=") { return (index, name) }
      index = text.index(after: index)
    }
    return nil
  }

  var argument: String { "\(file): \(name)=\(value)" }

  /// - Throws: where the value is none of the option.
  func apply(to options: inout ReadOptions.FileOptions) throws {
    switch name {
    case "columns": options.columns.add(try ColumnChoices(parsing: value))
    case "where":
      options.filter = combinedConditions([options.filter, value].compactMap(\.self))
    case "date-format": options.dateFormat = try DateFormat(value)
    case "delimiter":
      guard let delimiter = Delimiter(value) else { throw fault("one character, tab or space") }
      options.delimiter = delimiter
    case "encoding":
      guard let encoding = TextEncoding(argument: value) else {
        throw fault("utf-8, latin1 or windows-1252")
      }
      options.encoding = encoding
    case "profile": options.profile = value
    default: options.timeZone = try zone(value, of: "\(file): time-zone")
    }
  }

  private func fault(_ expected: String) -> UsageError {
    UsageError(description: "\(file): \(name): found '\(value)', expected \(expected)")
  }
}
