import Files
import TestSupport
import Testing

@Suite struct RecordReaderTests {
  private func records(
    _ bytes: [UInt8], delimiter: Delimiter? = Delimiter(","), encoding: TextEncoding = .utf8,
    bufferSize: Int = 1 << 18
  ) throws -> [(line: Int, fields: [String])] {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "t.csv")
    var reader = try RecordReader(
      path: path, delimiter: delimiter, encoding: encoding, bufferSize: bufferSize)
    var records: [(line: Int, fields: [String])] = []
    while try reader.next() {
      let fields = reader.fields.map {
        String(decoding: reader.buffer[Int($0.start)..<Int($0.end)], as: UTF8.self)
      }
      records.append((reader.line, fields))
    }
    return records
  }

  /// The oracle: one character after the other, with everything in memory.
  private func naive(_ text: [Character], delimiter: Character) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field = ""
    var line = 1
    var firstLine = 1
    var isQuoted = false
    var wasQuoted = false
    var index = 0
    func endRecord() {
      fields.append(field)
      let isBlank =
        fields.count == 1 && !wasQuoted && fields[0].allSatisfy { $0 == " " || $0 == "\t" }
      if !isBlank { records.append((firstLine, fields)) }
      fields = []
      field = ""
      wasQuoted = false
    }
    while index < text.count {
      let character = text[index]
      if isQuoted {
        if character == "\"" {
          if index + 1 < text.count, text[index + 1] == "\"" {
            field.append("\"")
            index += 1
          } else {
            isQuoted = false
          }
        } else {
          if character == "\n"
            || character == "\r" && !(index + 1 < text.count && text[index + 1] == "\n")
          {
            line += 1
          }
          field.append(character)
        }
      } else if character == "\"", field.isEmpty, !wasQuoted {
        isQuoted = true
        wasQuoted = true
      } else if character == delimiter {
        fields.append(field)
        field = ""
        // A record of several fields is never blank.
        wasQuoted = false
      } else if character == "\n" || character == "\r" {
        if character == "\r", index + 1 < text.count, text[index + 1] == "\n" { index += 1 }
        endRecord()
        line += 1
        firstLine = line
      } else if !(wasQuoted && character == " ") {
        field.append(character)
      }
      index += 1
    }
    if !fields.isEmpty || !field.isEmpty || wasQuoted { endRecord() }
    return records
  }

  @Test(arguments: 0..<300)
  func agreesWithANaiveParser(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let delimiter: Character = pick(from: [",", ";", "\t", "|"], using: &generator)
    let plain: [Character] = ["a", "7", " ", ".", ",", ";", "|", "é", "'"].filter {
      $0 != delimiter
    }
    let quotable: [Character] = plain + ["\n", "\r", "\"", delimiter]
    var text: [Character] = []
    for _ in 0..<Int.random(in: 0...30, using: &generator) {
      for column in 0..<Int.random(in: 1...5, using: &generator) {
        if column > 0 { text.append(delimiter) }
        let length = Int.random(in: 0...12, using: &generator)
        if Bool.random(using: &generator) {
          text.append("\"")
          for _ in 0..<length {
            let character = pick(from: quotable, using: &generator)
            text += character == "\"" ? ["\"", "\""] : [character]
          }
          text.append("\"")
          if Int.random(in: 0..<5, using: &generator) == 0 { text.append(" ") }
        } else {
          for _ in 0..<length { text.append(pick(from: plain, using: &generator)) }
        }
      }
      text += pick(
        from: [["\n"], ["\r"], ["\r", "\n"], ["\n", "\n"]], using: &generator)
    }
    if Bool.random(using: &generator), !text.isEmpty, text.last == "\n" { text.removeLast() }
    // CR and LF side by side are one Character in a String, so that they are joined as bytes.
    let bytes = text.flatMap { Array(String($0).utf8) }
    let expected = naive(text, delimiter: delimiter)
    for bufferSize in [6, 7, 9, 16, 61, 1 << 12] {
      let found = try records(
        bytes, delimiter: Delimiter(String(delimiter)), bufferSize: bufferSize)
      #expect(found.map(\.fields) == expected.map(\.fields), "seed \(seed)")
      #expect(found.map(\.line) == expected.map(\.line), "seed \(seed)")
    }
  }

  @Test func blanksInRunsAreOneDelimiter() throws {
    let found = try records(
      Array("  a  b\tc \n\n 1 2 3\r\n   \n\"x y\" z  w".utf8), delimiter: Delimiter("space"))
    #expect(found.map(\.fields) == [["a", "b", "c"], ["1", "2", "3"], ["x y", "z", "w"]])
    #expect(found.map(\.line) == [1, 3, 5])
  }

  @Test(arguments: [
    ("a,b\n", 2), ("a;b,c;d\n", 3), ("a\tb\tc,d\n", 3), ("a|b\n", 2), ("\"a;b;c\",d\n", 2),
    ("1;12,50\n", 2), ("a\n", 1),
  ])
  func delimiterIsDetected(line: String, columns: Int) throws {
    #expect(try records(Array(line.utf8), delimiter: nil)[0].fields.count == columns)
  }

  @Test func encodings() throws {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    #expect(try records(mark + Array("a,é".utf8))[0].fields == ["a", "é"])
    let latin1: [UInt8] = [UInt8(ascii: "a"), 0xe9, 0xff, UInt8(ascii: ","), 0xa3]
    // Where less than a character's room is left, the text does not end.
    for size in Array(6...12) + [100] {
      #expect(
        try records(latin1, encoding: .latin1, bufferSize: size)[0].fields == ["aéÿ", "£"])
    }
    for mark in [[0xff, 0xfe], [0xfe, 0xff]] as [[UInt8]] {
      #expect(throws: FileError.self) { try records(mark + [0x61, 0]) }
    }
  }

  @Test(arguments: [
    ("a,b\n1,\"2\n3,4\n", FileError.unclosedQuote(place(2, 3))),
    ("a,b\n\"1\"x,2\n", .textAfterQuote(place(2, 4))),
    ("a,b\n\"1\n\n1\",\"2\"3\n", .textAfterQuote(place(4, 7))),
    ("a,b\n1,2\u{0}\n", .nulByte(place(2, 4))),
    ("a,b\n1,\"\n\u{0}\"\n", .nulByte(place(3, 1))),
    (
      "a,b\n1," + String(repeating: "x", count: 65_537),
      .fieldTooLong(place(2, 3), isQuoted: false)
    ),
    (
      "a\n\"" + String(repeating: "x", count: 1 << 20),
      .fieldTooLong(place(2, 1), isQuoted: true)
    ),
    (String(repeating: ",", count: 10_000), .tooManyColumns(place(1, 4_097))),
  ])
  func faultsAreNamedWithTheirPlace(text: String, expected: FileError) throws {
    for bufferSize in [16, 1 << 18] {
      var error = #expect(throws: FileError.self) {
        _ = try records(Array(text.utf8), bufferSize: bufferSize)
      }
      error?.forgetFolder()
      #expect(error == expected)
    }
  }

  @Test func longestFieldsAndMostColumnsAreRead() throws {
    let long = String(repeating: "x", count: 65_536)
    #expect(try records(Array("\(long),\"\(long)\"".utf8))[0].fields == [long, long])
    #expect(
      try records([UInt8](repeating: UInt8(ascii: ","), count: 4_095))[0].fields.count == 4_096)
  }
}

private func place(_ line: Int, _ column: Int) -> FileError.Place {
  FileError.Place(file: "t.csv", line: line, column: column)
}

extension FileError {
  /// Leaves the name of the file alone, since each test has a folder of its own.
  fileprivate mutating func forgetFolder() {
    func named(_ place: Place) -> Place {
      var place = place
      place.file = place.file.split(separator: "/").last.map(String.init) ?? ""
      return place
    }
    switch self {
    case .unclosedQuote(let place): self = .unclosedQuote(named(place))
    case .textAfterQuote(let place): self = .textAfterQuote(named(place))
    case .nulByte(let place): self = .nulByte(named(place))
    case .fieldTooLong(let place, let isQuoted):
      self = .fieldTooLong(named(place), isQuoted: isQuoted)
    case .tooManyColumns(let place): self = .tooManyColumns(named(place))
    case .missingFile, .unreadableFile, .unwritableFile, .damagedCompression,
      .expandsTooFar, .utf16, .cutUTF16, .notUTF8, .source, .workbook, .malformedDateFormat,
      .unknownTimeZone:
      break
    }
  }
}
