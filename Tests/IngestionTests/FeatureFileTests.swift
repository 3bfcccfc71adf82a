import Dense
import Files
import Foundation
import Histories
import Ingestion
import Intake
import TestSupport
import Testing

@Suite struct FeatureFileTests {
  private struct Contents: Equatable {
    var ids: [String] = []
    /// Bits, so that not-a-number equals itself and zeros have signs.
    var values: [UInt64] = []
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, columns: [FeatureColumn], notAbove: [(String, String)] = [],
    workers: Workers = 2, blockSize: Int = 1 << 16
  ) throws -> Contents {
    var file = try FeatureFile(path: folder.write(text, to: "f.csv"), bufferSize: blockSize)
    let (ids, parts) = try file.read(
      columns, notAbove: notAbove, workers: workers, anew: {}
    ) {
      $0.values.map(\.bitPattern)
    }
    return Contents(ids: ids.strings, values: parts.flatMap { $0 })
  }

  private func failure(
    _ text: String, columns: [FeatureColumn], notAbove: [(String, String)] = []
  ) -> IngestionError? {
    #expect(throws: IngestionError.self) {
      _ = try read(text, columns: columns, notAbove: notAbove)
    }
  }

  /// The only row that cannot be used; nil where it is another error.
  private func rejected(
    _ text: String, columns: [FeatureColumn], notAbove: [(String, String)] = []
  ) -> RejectedRow? {
    guard
      case .unusableRows(let rows, 1, _)? = failure(text, columns: columns, notAbove: notAbove)
    else { return nil }
    return rows.first
  }

  /// A last order beyond the time observed is no history, wherever the columns stand.
  @Test func refusesColumnsThatContradictEachOther() throws {
    let columns = [FeatureColumn("tenure", .count), FeatureColumn("recency", .count)]
    let pairs = [("recency", "tenure")]
    let good = "customer_id,recency,x,tenure\na,5,1,5\nb,,1,5\nc,5,1,\n"
    #expect(try read(good, columns: columns, notAbove: pairs).ids == ["a", "b", "c"])
    for row in ["d,6,1,5", "d,\"6\",1,5"] {
      let rejected = rejected(good + row + "\n", columns: columns, notAbove: pairs)
      #expect(
        rejected
          == RejectedRow(
            file: folder.path("f.csv"), line: 5, column: "recency", found: "6",
            expected: .atMost(column: "tenure"), reason: .value))
    }
  }

  /// A number as somebody may write it.
  private func numberText(_ generator: inout SeededGenerator) -> String {
    func digits(_ count: ClosedRange<Int>) -> String {
      let count = Int.random(in: count, using: &generator)
      return String((0..<count).map { _ in "0123456789".randomElement(using: &generator) ?? "0" })
    }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return digits(1...19)
    case 1: return digits(1...6) + "." + digits(1...6)
    case 2: return digits(1...24) + "." + digits(1...24)
    case 3: return "0." + String(repeating: "0", count: Int(digits(1...1)) ?? 0) + digits(14...18)
    case 4:
      return digits(1...17) + "e" + (Bool.random(using: &generator) ? "-" : "+")
        + "\(Int.random(in: 0...80, using: &generator))"
    case 5:
      // Halfway between two neighbours, where a second rounding shows.
      let whole = (1 << 53) + 2 * Int.random(in: 0..<1 << 40, using: &generator) + 1
      return "\(whole)." + "0"
    case 6: return "\(Double.random(in: -1...1, using: &generator))"
    default: return "-" + digits(1...3) + "." + digits(12...16)
    }
  }

  /// The oracle is the C library's `strtod`.
  @Test func numbersAreRoundedAsStrtodRoundsThem() throws {
    var generator = SeededGenerator(seed: 19)
    let texts = (0..<120_000).map { _ in numberText(&generator) }
    let rows = texts.enumerated().map { "c\($0.offset),\($0.element)\n" }.joined()
    let found = try read("customer_id,x\n" + rows, columns: [FeatureColumn("x")])
    #expect(found.ids.count == texts.count)
    for (text, bits) in zip(texts, found.values) {
      let expected = unsafe strtod(text, nil)
      #expect(bits == expected.bitPattern, "\(text): \(Double(bitPattern: bits)), not \(expected)")
    }
  }

  /// Quotes, line ends, blanks, empty cells and cuts anywhere; the oracle is what was written.
  @Test func readsWhatWasWrittenAtAnyCut() throws {
    var generator = SeededGenerator(seed: 4)
    for round in 0..<60 {
      var text = "x,note,customer_id,y"
      let lineEnd = round % 3 == 0 ? "\r\n" : round % 3 == 1 ? "\n" : "\r"
      var expected = Contents()
      for row in 0..<Int.random(in: 1...80, using: &generator) {
        text += lineEnd
        if Int.random(in: 0..<9, using: &generator) == 0 { text += lineEnd }
        let x = Double(Int.random(in: -9...9, using: &generator)) / 4
        let y = Int.random(in: 0..<3, using: &generator) == 0 ? nil : Double(row)
        let id =
          ["c\(row)", "c \(row)", "ü\(row)", "\"c,\(row)\"", "\"c\"\"\n\(row)\""]
          .randomElement(using: &generator) ?? ""
        let note = ["", "plain", "\"a\n\"\"b\""].randomElement(using: &generator) ?? ""
        let cell = Bool.random(using: &generator) ? "\(x)" : " \(x)"
        text += "\(cell),\(note),\(id),\(y.map { "\($0)" } ?? "")"
        expected.ids.append(
          id.hasPrefix("\"")
            ? id.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"") : id)
        expected.values += [(y ?? .nan).bitPattern, x.bitPattern]
      }
      for blockSize in [16, 64, 1_000] {
        let found = try read(
          text, columns: [FeatureColumn("y"), FeatureColumn("x")], workers: Workers(1 + round % 3),
          blockSize: blockSize)
        #expect(found == expected, "round \(round), blocks of \(blockSize)")
      }
    }
  }

  @Test func saysWhatIsWrongAndWhere() throws {
    let columns = [FeatureColumn("x"), FeatureColumn("n", .positiveCount)]
    func row(_ rows: String) -> RejectedRow? {
      rejected("customer_id,x,n\n" + rows, columns: columns)
    }
    func expect(
      _ rows: String, line: Int = 2, column: String, found: String,
      _ expected: RejectedRow.Expectation, _ reason: RejectedRow.Reason
    ) {
      #expect(
        row(rows)
          == RejectedRow(
            file: folder.path("f.csv"), line: line, column: column, found: found,
            expected: expected, reason: reason), "\(rows)")
    }
    expect(
      "a,1,1\nb,1.5.2,1\n", line: 3, column: "x", found: "1.5.2", .feature(.number, .plainNumbers),
      .value)
    expect("a,nan,1\n", column: "x", found: "nan", .feature(.number, nil), .value)
    expect("a,1e999,1\n", column: "x", found: "1e999", .feature(.number, .plainNumbers), .value)
    expect("a,\"1,5\",1\n", column: "x", found: "1,5", .feature(.number, .decimalComma), .value)
    expect("a,1,\n", column: "n", found: "", .feature(.positiveCount, nil), .value)
    expect("a,1,1.5\n", column: "n", found: "1.5", .feature(.positiveCount, .plainNumbers), .value)
    expect("a,1\n", column: "", found: "2 fields", .fields(3), .fieldCount)
    expect("a,1,1,\n", column: "", found: "4 fields", .fields(3), .fieldCount)
    expect(",1,1\n", column: "customer_id", found: "", .customer, .noCustomer)
    expect(
      "a,1,1\n\nb,1,1\na,2,2\n", line: 5, column: "customer_id", found: "a", .oneRow(.every),
      .repeatedCustomer)
    let file = folder.path("f.csv")
    func fault(_ text: String) -> IngestionError? { failure(text, columns: columns) }
    #expect(
      fault("customer_id,x,n\na,\"1,1\n")
        == .file(.unclosedQuote(FileError.Place(file: file, line: 2, column: 3))))
    #expect(
      fault("customer_id,x,n\na,1\u{0},1\n")
        == .file(.nulByte(FileError.Place(file: file, line: 2, column: 4))))
    #expect(fault("") == .noRows(files: [file]))
    let many = fault("customer_id,x,n\n" + (0..<30).map { "c\($0),bad,1\n" }.joined())
    guard case .unusableRows(let rows, 30, 30)? = many else {
      Issue.record("\(String(describing: many))")
      return
    }
    #expect(rows.count == 10)
  }

  @Test func namesMissingAndRepeatedColumns() {
    let wanted = ["x", "y", "z"].map { FeatureColumn($0) }
    let file = folder.path("f.csv")
    #expect(
      failure("customer_id,y\na,1\n", columns: wanted)
        == .missingFeatures(file: file, missing: ["x", "z"], found: ["customer_id", "y"]))
    #expect(
      failure("x,y,z\n1,1,1\n", columns: wanted)
        == .missingFeatures(file: file, missing: ["customer_id"], found: ["x", "y", "z"]))
    #expect(
      failure("customer_id,x,y,z,x\na,1,1,1,1\n", columns: wanted)
        == .repeatedColumn(file: file, column: "x"))
  }
}
