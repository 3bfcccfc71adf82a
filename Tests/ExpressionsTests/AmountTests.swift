import Expressions
import TestSupport
import Testing
import Units

@Suite struct AmountTests {
  @Test(arguments: [
    ("a*b", "3", "2.50", "7.50"), ("a*b", "-12", "0.85", "-10.20"), ("a", "12.3", "", "12.3"),
    ("a", "0.0000005", "", "0.000001"), ("a", "-0.0000005", "", "-0.000001"),
    ("a", "0.0000004", "", "0.000000"), ("a*b", "0.0005", "0.0010", "0.000001"),
    ("a*b", "0.123456789012345678", "0.123456789012345678", "0.015242"),
    ("a-b", "1", "0.25", "0.75"),
    ("-a", "5", "", "-5"), ("a*(1-b)", "100", "0.05", "95.00"), ("a + 1.5", "1e3", "", "1001.5"),
    ("a*b", "999999999999999999", "0", "0"),
  ])
  func isExact(text: String, a: String, b: String, expected: String) throws {
    #expect(try bound(text, as: .number).decimal(Row(a, b, "")).description == expected)
  }

  @Test func onlyTheResultIsRounded() throws {
    // Rounding each factor or term to six places would give 0 and 0.000001.
    #expect(
      try bound("a*1000000*b", as: .number).decimal(Row("0.0000001", "10", "")).description
        == "1.000000")
    #expect(
      try bound("a+b", as: .number).decimal(Row("0.0000004", "0.0000004", "")).description
        == "0.000001")
  }

  @Test(arguments: [
    ("a*b", "999999999999999999", "999999999999999999"), ("a*b*a*b", "1e17", "1e17"),
    ("a+b", "9e17", "1e-18"), ("a*a*a", "1e-18", ""),
  ])
  func refusesWhatDoesNotFit(text: String, a: String, b: String) throws {
    let amount = try bound(text, as: .number)
    let error = #expect(throws: CellError.self) { try amount.decimal(Row(a, b, "")) }
    #expect(error?.column == 0 && error?.found == a)
  }

  @Test func theSmallestInt128NeverTraps() throws {
    // (−2^43)(2^42)(2^42) = −2^127, which has no negative.
    let amount = try bound("-(a*b*b)", as: .number)
    #expect(throws: CellError.self) {
      try amount.decimal(Row("-8796093022208", "4398046511104", ""))
    }
  }

  @Test func productsAgreeWithWideIntegers() throws {
    var generator = SeededGenerator(seed: 7)
    let amount = try bound("a*b", as: .number)
    for _ in 0..<2_000 {
      let a = FixedDecimal(
        mantissa: .random(in: -999_999_999...999_999_999, using: &generator), scale: 3)
      let b = FixedDecimal(mantissa: .random(in: -999_999...999_999, using: &generator), scale: 2)
      let found = try amount.decimal(Row("\(a)", "\(b)", ""))
      #expect(found == FixedDecimal(mantissa: a.mantissa * b.mantissa, scale: 5))
    }
  }

  @Test(arguments: [
    ("0", 0, 0), ("-0", 0, 0), ("12.50", 1250, 2), ("+7", 7, 0), (".5", 5, 1), ("5.", 5, 0),
    ("000000000000000000000001", 1, 0), ("1e3", 1000, 0), ("1.5E+2", 150, 0), ("25e-1", 25, 1),
    ("999999999999999999", 999_999_999_999_999_999, 0), ("1e-18", 1, 18), ("0e99", 0, 0),
    ("0.000000000000000001", 1, 18), ("1e17", 100_000_000_000_000_000, 0),
  ])
  func readsDecimals(text: String, mantissa: Int64, scale: Int) {
    #expect(
      parseDecimal(Array(text.utf8)[...], decimalComma: false)
        == FixedDecimal(mantissa: mantissa, scale: scale))
  }

  @Test(arguments: [
    "", "-", ".", "+.", "e5", "1e", "1e+", "1e99999", "1.2.3", "1,2", "1_0", "٣", "nan", "inf",
    "1e18", "1000000000000000000", "0.0000000000000000001", "1e-19", "1 ", " 1", "12-", "0x1",
  ])
  func refusesWhatIsNoDecimal(text: String) {
    #expect(parseDecimal(Array(text.utf8)[...], decimalComma: false) == nil)
  }

  @Test func aDecimalCommaExcludesThePoint() {
    #expect(
      parseDecimal(Array("-1,25".utf8)[...], decimalComma: true)
        == FixedDecimal(mantissa: -125, scale: 2))
    #expect(parseDecimal(Array("1.25".utf8)[...], decimalComma: true) == nil)
    #expect(parseDecimal(Array("1.000,25".utf8)[...], decimalComma: true) == nil)
  }

  @Test func everyDecimalReadsBack() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<5_000 {
      let value = FixedDecimal(
        mantissa: .random(
          in: -999_999_999_999_999_999...999_999_999_999_999_999, using: &generator),
        scale: .random(in: 0...18, using: &generator))
      #expect(parseDecimal(Array("\(value)".utf8)[...], decimalComma: false) == value)
    }
  }
}
