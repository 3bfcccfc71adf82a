import Expressions
import Files
import Foundation
import Reporting
import TestSupport
import Testing
import Units

@Suite struct RowWriterTests {
  private func csvField(_ text: String?) -> String {
    var writer = RowWriter(columns: ["a", "b"], format: .csv)
    writer.append(text: text)
    writer.append(integer: 7)
    writer.endRow()
    return String(String(decoding: writer.bytes, as: UTF8.self).dropFirst(4).dropLast(3))
  }

  private func numberText(_ value: Double?) -> String {
    var writer = RowWriter(columns: ["a", "b"], format: .csv)
    _ = writer.takeBytes()
    writer.append(number: value)
    writer.append(text: nil)
    writer.endRow()
    return String(String(decoding: writer.bytes, as: UTF8.self).dropLast(2))
  }

  /// Cells that are made without a `String` are those made with one.
  @Test(arguments: RowFormat.allCases)
  func cellsOfBytesAreCellsOfTexts(format: RowFormat) {
    func row(_ append: (inout RowWriter) -> Void) -> [UInt8] {
      var writer = RowWriter(columns: ["a"], format: format)
      _ = writer.takeBytes()
      append(&writer)
      writer.endRow()
      return writer.takeBytes()
    }
    let texts = [
      "plain", "", "a,b", "say \"hi\"", "two\nlines", "=1+1", "-2", "-x", "＝1", "é\t\u{1}",
    ]
    for text in texts {
      let plain = row { $0.append(text: text) }
      #expect(row { $0.append(utf8: Array(text.utf8)) } == plain)
      var written = WrittenTexts(format: format)
      written.append("before")
      written.append(text)
      #expect(row { $0.append(written: written, 1) } == plain)
    }
    var unknown = WrittenTexts(format: format)
    unknown.append(nil)
    #expect(row { $0.append(written: unknown, 0) } == row { $0.append(text: nil) })
    var generator = SeededGenerator(seed: 8)
    for scale in 0...10 {
      for units in [0, 1, -1, 9, 10, -99, 100, 123_456_789, .max, .min]
        + (0..<50).map({ _ in Int64.random(in: -10_000_000...10_000_000, using: &generator) })
      {
        #expect(
          row { $0.append(units: units, scale: scale) }
            == row { $0.append(decimal: decimalText(Int128(units), scale: scale)) })
      }
    }
    for number in [0, -1, 19_000, 20_500, 2_932_896, 2_932_897, -719_468, -719_529, -800_000] {
      let day = Day(number: Int32(number))
      #expect(row { $0.append(day: day) } == row { $0.append(text: day.description) })
    }
    #expect(row { $0.append(day: nil) } == row { $0.append(text: nil) })
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a b", "a b"), (" blank around ", " blank around "),
    ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("\"", "\"\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("Zoë,é", "\"Zoë,é\""),
    ("00123", "00123"),
  ])
  func quotesAsRFC4180Asks(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("＝1+1", "'＝1+1"), ("－2＋3", "'－2＋3"),
    ("\n=1", "\"'\n=1\""), ("ｶﾅ", "ｶﾅ"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("=A1,B1", "\"'=A1,B1\""),
    ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""), ("-", "'-"), ("+", "'+"), ("+-1", "'+-1"),
    ("-.5", "'-.5"), ("-1e", "'-1e"), ("-0x1", "'-0x1"),
    ("-42", "-42"), ("+4930123", "+4930123"), ("-1.5e-7", "-1.5e-7"), ("a=1", "a=1"),
  ])
  func guardsFormulae(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test func writesUnknownAsEmpty() {
    #expect(csvField(nil) == "")
    #expect(numberText(nil) == "")
    #expect(numberText(.nan) == "")
  }

  @Test(arguments: [
    (0.1, "0.1"), (1.0, "1"), (-3.0, "-3"), (0.0, "0"), (-0.0, "0"), (1e15, "1000000000000000"),
    (1e22, "1e+22"), (Double.leastNonzeroMagnitude, "5e-324"), (0.1 + 0.2, "0.30000000000000004"),
    (-2.5e-9, "-2.5e-09"),
  ])
  func writesShortestNumbers(value: Double, text: String) {
    #expect(numberText(value) == text)
  }

  @Test func numbersReadBackToTheSameValue() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Double(numberText(value)) == value)
    }
  }

  @Test(arguments: [RowFormat.csv, .jsonl])
  func severalNumbersAreAsOneAfterTheOther(format: RowFormat) {
    var generator = SeededGenerator(seed: 12)
    var numbers = [
      0, -0.0, .nan, 7, 10, -12.5, 0.1 + 0.2, 99_999_999, 100_000_000.07, 1e15, -1e300,
    ]
    for _ in 0..<2_000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { numbers.append(value) }
      numbers.append(Double(Int64(truncatingIfNeeded: generator.next() >> 20)) / 100)
    }
    let columns = ["id"] + numbers.indices.map { "n\($0)" }
    var together = RowWriter(columns: columns, format: format)
    var apart = RowWriter(columns: columns, format: format)
    together.append(text: "a")
    apart.append(text: "a")
    let order = Array(numbers.indices.reversed())
    together.append(numbers: numbers.span, at: order)
    for index in order { apart.append(number: numbers[index]) }
    together.endRow()
    apart.endRow()
    #expect(together.bytes == apart.bytes)
  }

  @Test(arguments: [0, 9, 10, -1, 1_234_567_890, Int.max, Int.min])
  func writesWholeNumbers(value: Int) {
    var writer = RowWriter(columns: ["n"], format: .jsonl)
    writer.append(integer: value)
    writer.endRow()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "{\"n\":\(value)}\n")
  }

  @Test func oneEmptyFieldIsNotABlankLine() {
    var writer = RowWriter(columns: ["only"], format: .csv)
    writer.append(text: nil)
    writer.endRow()
    #expect(String(decoding: writer.takeBytes(), as: UTF8.self) == "only\n\"\"\n")
    writer.append(text: "")
    writer.endRow()
    #expect(String(decoding: writer.takeBytes(), as: UTF8.self) == "\"\"\n")
  }

  @Test func bothFormatsComeOfTheSameCalls() throws {
    func table(_ format: RowFormat) -> String {
      var writer = RowWriter(columns: ["id", "p", "n", "money", "note \"x\""], format: format)
      for row in 0..<2 {
        writer.append(text: row == 0 ? "=a\"\\,\n\u{1}é" : nil)
        writer.append(number: row == 0 ? 0.25 : nil)
        writer.append(integer: row == 0 ? -12 : nil)
        writer.append(decimal: row == 0 ? "12.50" : nil)
        writer.append(text: "")
        writer.endRow()
      }
      return String(decoding: writer.takeBytes(), as: UTF8.self)
    }
    #expect(
      table(.csv) == """
        id,p,n,money,"note ""x\"""
        "'=a""\\,\n\u{1}é",0.25,-12,12.50,
        ,,,,

        """)
    #expect(
      table(.jsonl) == #"""
        {"id":"=a\"\\,\n\u0001é","p":0.25,"n":-12,"money":12.50,"note \"x\"":""}
        {"id":null,"p":null,"n":null,"money":null,"note \"x\"":""}

        """#)
  }

  @Test func everyCharacterSurvivesJSON() throws {
    // Foundation's reader is the oracle.
    let text = String(String.UnicodeScalarView((0..<0x2100).compactMap(Unicode.Scalar.init))) + "🛒"
    var writer = RowWriter(columns: [text], format: .jsonl)
    writer.append(text: text)
    writer.endRow()
    #expect(writer.bytes.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    let read = try JSONDecoder().decode([String: String].self, from: Data(writer.bytes))
    #expect(read == [text: text])
  }

  @Test func refusesARowOfTheWrongLength() async {
    await #expect(processExitsWith: .failure) {
      var writer = RowWriter(columns: ["a", "b"], format: .csv)
      writer.append(integer: 1)
      writer.endRow()
    }
    await #expect(processExitsWith: .failure) {
      var writer = RowWriter(columns: ["a"], format: .csv)
      writer.append(integer: 1)
      writer.append(integer: 2)
    }
    await #expect(processExitsWith: .failure) {
      var writer = RowWriter(columns: ["a"], format: .csv)
      writer.append(number: .infinity)
    }
    await #expect(processExitsWith: .failure) {
      var writer = RowWriter(columns: ["a"], format: .csv)
      writer.append(decimal: "=1")
    }
  }
}
