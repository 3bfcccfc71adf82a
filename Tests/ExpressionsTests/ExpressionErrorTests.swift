import Dispatch
import Expressions
import TestSupport
import Testing
import Units

@Suite struct ExpressionErrorTests {
  @Test(arguments: [
    ("a >> 0", 3), ("a >", 3), ("", 0), ("(a > 1", 6), ("a > 1)", 5), ("a b > 1", 2), ("a ^ b", 2),
    ("a in 1", 5), ("a in ()", 6), ("a in (1", 7), ("a is 1", 5), ("a is not", 8), ("1 < a < 3", 6),
    ("'open", 0), ("`open = 1", 0), ("$0 > 1", 2), ("$x", 1), ("12abc > 1", 0), ("1.2.3 > a", 0),
    ("a ! 1", 3), ("a > 1 and", 9), ("and a > 1", 0), ("a = 1234567890123456789", 4),
    ("a in (b)", 6), ("a in (-'x')", 7), ("not", 3), ("a;b", 1), ("a > \0", 4), ("a > 1e", 4),
  ])
  func grammarFaultsPointAtTheirPlace(text: String, offset: Int) throws {
    let error = #expect(throws: ExpressionError.self) { try Expression(parsing: text) }
    #expect(error?.offset == offset, "\(text): \(error.map(\.description) ?? "")")
  }

  @Test(arguments: [
    ("d > 1", 0), ("a > 1 and ab > 2", 10), ("$4 > 1", 0), ("a", 0), ("a + 1", 0), ("not a", 4),
    ("a > 'x'", 4), ("a < '2011-02-30'", 4), ("a = '2011-02-30'", 4), ("'x' = 'y'", 0),
    ("a + 1 = 'x'", 0), ("a + 'x' > 1", 4), ("(a > 1) + 2 > 3", 1), ("a + 1 is missing", 0),
    ("a in (1, 'x')", 9), ("a in ('x', 1)", 11), ("a+1 in ('x')", 0), ("a/2 in (1)", 2),
    ("a = 1 and b", 10), ("(a = 1) = (b = 1)", 1),
  ])
  func misfitsFailBeforeReading(text: String, offset: Int) throws {
    let error = #expect(throws: ExpressionError.self) { try bound(text) }
    #expect(error?.offset == offset, "\(text): \(error.map(\.description) ?? "")")
  }

  @Test func amountsRefuseDivisionAndConditions() throws {
    let error = #expect(throws: ExpressionError.self) { try bound("a*(b/c)", as: .number) }
    #expect(error?.description.hasPrefix("found '/' in an amount") == true)
    for text in ["a > 1", "'x'", "a + 'x'", "a is missing"] {
      #expect(throws: ExpressionError.self) { try bound(text, as: .number) }
    }
    for text in ["a + 1", "'x'", "3"] {
      #expect(throws: ExpressionError.self) { try bound(text, as: .text) }
      #expect(throws: ExpressionError.self) { try bound(text, as: .day) }
    }
  }

  @Test func sentencesSayWhereWhatAndWhatToDo() throws {
    func message(_ text: String, _ header: [String]) -> String? {
      #expect(throws: ExpressionError.self) { try bound(text, to: header) }?.description
    }
    #expect(
      message("Quantty > 0", ["Quantity", "UnitPrice"]) == """
        found no column 'Quantty', expected a column of the file. Did you mean 'Quantity'?
          Quantty > 0
          ^
        """)
    #expect(
      message("Quantity >> 0", ["Quantity"]) == """
        found '>', expected a column, a number, a quoted text or '('
          Quantity >> 0
                    ^
        """)
    #expect(
      message("größe > '5'", ["größe"]) == """
        found the text '5', expected a number or a date '2020-01-31': texts have no order here
          größe > '5'
                  ^
        """)
    #expect(message("x > 0", ["x", "y", "x"])?.contains("$1 or $3") == true)
    #expect(message("x > 0", [])?.contains("no header") == true)
    #expect(
      #expect(throws: ExpressionError.self) {
        try bound("order-id", to: ["order-id"], as: .number)
      }?
      .description.contains("`order-id`") == true)
    #expect(message("Customer ID = 1", ["Customer ID"])?.contains("backquotes") == true)
  }

  @Test func longTextsAreExcerpted() throws {
    let text = String(repeating: "a = 1 or ", count: 1_000) + "a =\n= = 2"
    let error = try #require(throws: ExpressionError.self) { try Expression(parsing: text) }
    let lines = error.description.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count < 140 })
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let place = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1][lines[1].index(lines[1].startIndex, offsetBy: place)] == "=")
  }

  @Test func columnsInOrderOfAppearance() throws {
    #expect(try Expression(parsing: "b*$3 + a - b").columns == ["b", "$3", "a"])
    #expect(try Expression(parsing: "`Customer ID`").bareColumn == "Customer ID")
    #expect(try Expression(parsing: "(a)").bareColumn == "a")
    #expect(try Expression(parsing: "$2").bareColumn == "$2")
    #expect(try Expression(parsing: "a+b").bareColumn == nil)
    #expect(try bound("c", as: .text).bareField == 2)
    #expect(try bound("c*a", as: .number).fields == [2, 0])
  }

  @Test func positionsNeedNoHeader() throws {
    let expression = try Expression(parsing: "$2*$3")
    let amount = try RowExpression(
      expression, header: [], columnCount: 3, as: .number, decimalComma: false, parseDay: isoDay)
    #expect(try amount.decimal(Row("x", "2", "1.5")).description == "3.0")
  }

  @Test(arguments: [
    ("Quantiy", "Quantity"), ("custmer_id", "customer_id"), ("AMOUNT", "amount"),
    ("amuont", "amount"), ("zzzzzz", nil), ("", nil), ("a", nil),
  ])
  func suggestsTheNearestName(name: String, expected: String?) {
    #expect(nearestName(to: name, among: ["Quantity", "customer_id", "amount"]) == expected)
  }

  @Test func nestingIsLimitedAndNothingOverflows() throws {
    func nested(_ open: String, _ inner: String, _ close: String, _ count: Int) -> String {
      String(repeating: open, count: count) + inner + String(repeating: close, count: count)
    }
    let allowed = [
      nested("(", "a > 1", ")", 100), nested("not ", "a > 1", "", 100),
      nested("-", "a", "", 100) + " > 1", nested("a-(", "a", ")", 100) + "> 1",
      Array(repeating: "a = 1", count: 6_000).joined(separator: " or "),
      Array(repeating: "a", count: 30_000).joined(separator: "+") + " > 1",
    ]
    let refused = [
      nested("(", "a > 1", ")", 101), nested("not ", "a > 1", "", 5_000),
      nested("-", "a", "", 60_000), nested("(", "", "", 65_000),
      String(repeating: "a", count: 65_537),
    ]
    // Worker threads have the smallest stacks.
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      for text in allowed {
        #expect(throws: Never.self) { _ = try bound(text).boolean(Row("1", "2", "x")) }
      }
      for text in refused {
        #expect(throws: ExpressionError.self) { try bound(text) }
      }
    }
  }

  /// Random pieces, random bytes, and sound expressions with one piece exchanged.
  @Test func randomTextsNeverCrash() {
    var generator = SeededGenerator(seed: 3)
    var accepted = 0
    for round in 0..<30_000 {
      let text = randomText(round, using: &generator)
      do throws(ExpressionError) {
        let condition = try bound(text)
        accepted += 1
        _ = try? condition.boolean(Row("1", "-2.5", "2011-01-01"))
      } catch {
        #expect(!error.description.isEmpty && error.offset <= text.utf8.count)
      }
    }
    #expect(accepted > 500)
  }

  private func randomText(_ round: Int, using generator: inout SeededGenerator) -> String {
    let pieces = [
      "a", "b", "$1", "$9", "1", "2.5", "1e5", "'x'", "'2011-01-01'", "`c`", "\"", "'", "`", "and",
      "or", "not", "in", "is", "missing", "(", ")", ",", "+", "-", "*", "/", "=", "<", ">", "!",
      " ",
      "\n", "\0", "é", "\u{301}", "😀", ".", "_", "e", "99999999999999999999", "\r\n",
    ]
    let count = Int.random(in: 0...12, using: &generator)
    switch round % 3 {
    case 0:
      let separator = Bool.random(using: &generator) ? " " : ""
      return (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
        .joined(separator: separator)
    case 1:
      return String(
        decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) },
        as: UTF8.self)
    default:
      var sound = [
        "a", "*", "b", "-", "(", "2", "-", "a", ")", ">", "1", "and", "(", "c", "in", "(", "'x'",
        ",", "'y'", ")", "or", "not", "b", "is", "not", "missing", ")",
      ]
      let place = sound.indices.randomElement(using: &generator) ?? 0
      sound[place] = pieces.randomElement(using: &generator) ?? ""
      return sound.joined(separator: " ")
    }
  }
}
