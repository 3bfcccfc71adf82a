import TestSupport
import Testing

extension CommandRunner {
  /// Runs the command, expecting an end and parts of what it says; records the whole run if not.
  ///
  /// - Parameters:
  ///   - arguments: after the command's name.
  ///   - status: the expected exit status.
  ///   - says: texts that stderr must hold.
  ///   - input: what it reads from stdin.
  ///   - sourceLocation: of the test's line.
  /// - Returns: the run.
  /// - Throws: where the command cannot be started.
  @discardableResult
  func expect(
    _ arguments: [String], status: Int32 = 0, says: [String] = [], input: [UInt8] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> CommandRun {
    let run = try run(arguments, input: input)
    #expect(run.end == .status(status), "\(run)", sourceLocation: sourceLocation)
    for text in says {
      #expect(
        run.errors.contains(text), "stderr lacks “\(text)”\n\(run)",
        sourceLocation: sourceLocation)
    }
    if status != 0 {
      #expect(
        run.output.isEmpty, "a failing run wrote to stdout\n\(run)",
        sourceLocation: sourceLocation)
      #expect(!run.errors.isEmpty, "no word on why\n\(run)", sourceLocation: sourceLocation)
    }
    return run
  }
}

/// The rows of a CSV text (RFC 4180), the header first.
func csvRows(_ text: String) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var field: [UInt8] = []
  var isQuoted = false
  var bytes = Array(text.utf8)[...]
  func ended() -> String { String(decoding: field, as: UTF8.self) }
  while let byte = bytes.popFirst() {
    switch byte {
    case UInt8(ascii: "\"") where isQuoted && bytes.first == UInt8(ascii: "\""):
      field.append(byte)
      bytes.removeFirst()
    case UInt8(ascii: "\""): isQuoted.toggle()
    case UInt8(ascii: ",") where !isQuoted:
      row.append(ended())
      field = []
    case UInt8(ascii: "\n") where !isQuoted:
      rows.append(row + [ended()])
      row = []
      field = []
    default: field.append(byte)
    }
  }
  return rows
}

/// The rows of a CSV text below its header, by column.
func csvRecords(_ text: String) -> [[String: String]] {
  let rows = csvRows(text)
  guard let header = rows.first else { return [] }
  return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
}
