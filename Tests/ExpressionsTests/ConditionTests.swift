import Expressions
import Testing
import Units

@Suite struct ConditionTests {
  /// Expected values by reading the grammar by hand, on the row a = 3, b = 2.50, c = blue.
  @Test(arguments: [
    ("a > 2", true), ("a >= 3", true), ("a < 3", false), ("a <= 2.9", false), ("a = 3.00", true),
    ("a == 3", true), ("a != 3", false), ("a <> 3", false), ("2 < a", true), ("3 <= a", true),
    ("a > b", true), ("a = b", false), ("a*b = 7.5", true), ("a - b - 0.5 = 0", true),
    ("a - (b - 0.5) = 1", true), ("-a < 0", true), ("a - -b = 5.5", true), ("a + b * 2 = 8", true),
    ("(a + b) * 2 = 11", true), ("a/b > 1.19", true), ("a/b = 1.2", true), ("1/a*a = 1", true),
    ("c = 'blue'", true), ("c != 'blue'", false), ("'blue' = c", true), ("c = 'Blue'", false),
    ("c = ''", false), ("c in ('red', 'blue')", true), ("c not in ('red', 'blue')", false),
    ("a in (1, 3.0)", true), ("a in (-3)", false), ("a + 1 in (4)", true), ("c is missing", false),
    ("c is not missing", true), ("not a = 3", false), ("not not a = 3", true),
    ("a = 1 or a = 3", true), ("a = 3 or a = 1 and b = 9", true),
    ("(a = 3 or a = 1) and b = 9", false), ("NOT a = 1 AND b = 2.5", true), ("$1 > 2", true),
    ("`a` = 3 and \"b\" = 2.5", true), ("1 = 1.0", true),
  ])
  func holds(text: String, expected: Bool) throws {
    #expect(try bound(text).boolean(Row("3", "2.50", "blue")) == expected, "\(text)")
  }

  @Test(arguments: [
    ("c < '2011-12-10'", true), ("c <= '2011-12-09'", true), ("c = '2011-12-09'", true),
    ("'2011-12-09' < c", false), ("'2011-12-01' < c", true), ("c != '2011-12-09'", false),
    ("c in ('2011-12-08', '2011-12-09')", true), ("c not in ('2011-12-09')", false),
  ])
  func aDateComparesDays(text: String, expected: Bool) throws {
    let condition = try bound(text)
    #expect(try condition.boolean(Row("", "", "2011-12-09")) == expected)
    #expect(throws: CellError(column: 2, found: "soon", expected: .date)) {
      try condition.boolean(Row("", "", "soon"))
    }
    #expect(throws: CellError(column: 2, found: "", expected: .date)) {
      try condition.boolean(Row("", "", ""))
    }
  }

  @Test func aDateAmongOtherTextsIsText() throws {
    #expect(try bound("c in ('2011-12-09', 'never')").boolean(Row("", "", "never")))
  }

  @Test(arguments: ["abc", "", "1,5", "nan", "inf", "0x10", "1e", "--1", "1 000"])
  func anUnreadableCellRefusesItsRow(cell: String) throws {
    let refusal = CellError(column: 1, found: cell, expected: .number(decimalComma: false))
    for text in ["b > 0", "a = b", "b in (1)", "a/b > 0", "-b < 1"] {
      let condition = try bound(text)
      #expect(throws: refusal) { try condition.boolean(Row("1", cell, "x")) }
    }
  }

  @Test func conditionsStopAsSoonAsTheyAreKnown() throws {
    let row = Row("", "2", "x")
    #expect(try !bound("a is not missing and a > 0").boolean(row))
    #expect(try bound("a is missing or a > 0").boolean(row))
    #expect(try bound("b = 2 or a > 0").boolean(row))
    #expect(throws: CellError.self) { try bound("a > 0 or b = 2").boolean(row) }
  }

  @Test func dividingByZeroRefusesTheRow() throws {
    #expect(throws: CellError(column: 1, found: "0", expected: .divisor)) {
      try bound("a/b > 1").boolean(Row("1", "0", ""))
    }
  }

  @Test func comparisonsAreExactWhereBinaryIsNot() throws {
    #expect(try bound("a + b = 0.3").boolean(Row("0.1", "0.2", "")))
    #expect(
      try bound("a < b").boolean(Row("0.999999999999999998", "0.999999999999999999", "")))
    #expect(try bound("a > b").boolean(Row("999999999999999999", "0.000000000000000001", "")))
    let huge = "a*a*a*b < 1"
    #expect(throws: CellError.self) {
      try bound(huge).boolean(Row("999999999999999999", "1", ""))
    }
  }

  @Test func comparingAcrossScalesBeyond128BitsKeepsTheOrder() throws {
    // a·a has 36 digits; b·b has 36 places: a common scale would need 72 digits.
    let row = Row("999999999999999999", "0.000000000000000001", "")
    #expect(try bound("a*a > b*b").boolean(row))
    #expect(try bound("b*b < a*a").boolean(row))
    #expect(try bound("-a*a < b*b").boolean(row))
    #expect(try bound("b*b > -a*a").boolean(row))
  }

  @Test func cellsWithDecimalCommas() throws {
    let condition = try bound("a > 1.4", decimalComma: true)
    #expect(try condition.boolean(Row("1,5", "", "")))
    #expect(throws: CellError.self) { try condition.boolean(Row("1.5", "", "")) }
  }

  @Test func namesOutsideASCIIAndWithBlanks() throws {
    let header = ["Größe", "Stock Code", "it`s", "数量", "x.y_1"]
    let text = "Größe = 1 and `Stock Code` = 'A''B' and `it``s` = 3 and 数量 > 3 and x.y_1 = 5"
    let row = Row("1", "A'B", "3", "4", "5")
    #expect(try bound(text, to: header).boolean(row))
  }
}
