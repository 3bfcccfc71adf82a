import Testing
import Units

@Suite struct NumberTests {
  @Test func rescalingRoundsHalfAwayFromZero() {
    #expect(FixedDecimal(mantissa: 12_345, scale: 3).rescaled(to: 2)?.mantissa == 1_235)
    #expect(FixedDecimal(mantissa: -12_345, scale: 3).rescaled(to: 2)?.mantissa == -1_235)
    #expect(FixedDecimal(mantissa: 12_344, scale: 3).rescaled(to: 2)?.mantissa == 1_234)
    #expect(FixedDecimal(mantissa: 5, scale: 0).rescaled(to: 2)?.mantissa == 500)
    #expect(FixedDecimal(mantissa: .max, scale: 0).rescaled(to: 1) == nil)
    #expect(FixedDecimal(mantissa: .min, scale: 18).rescaled(to: 0)?.mantissa == -9)
  }

  @Test func decimalTextKeepsEveryDigit() {
    #expect(decimalText(-5, scale: 2) == "-0.05")
    #expect(decimalText(0, scale: 2) == "0.00")
    #expect(decimalText(24_409_194, scale: 2) == "244091.94")
    #expect(decimalText(7, scale: 0) == "7")
  }

  @Test func fixedAndGroupedText() {
    #expect(fixed(0.125, digits: 2) == "0.13")
    #expect(fixed(-2.5, digits: 0) == "-3")
    #expect(fixed(.nan, digits: 2) == "")
    #expect(significant(0.000424, digits: 2) == "0.00042")
    #expect(significant(-0.3, digits: 2) == "-0.30")
    #expect(significant(1_234.5, digits: 2) == "1235")
    #expect(significant(0, digits: 2) == "0")
    #expect(significant(.nan, digits: 2) == "" && significant(.infinity, digits: 3) == "inf")
    #expect(grouped(1_234_567) == "1,234,567")
    #expect(grouped(-999) == "-999")
  }

  @Test(arguments: [
    ("90d", 90), ("12w", 84), ("6m", 183), ("12m", 365), ("1y", 365), ("1.5y", 548),
    ("2.0d", 2), ("0.5m", 15),
  ])
  func durationsInWholeDays(text: String, days: Int) {
    #expect(DayCount(text)?.wholeDays == days)
  }

  @Test(arguments: [
    "", "d", "90", "-3d", "0d", "3x", "nand", "infy", "1e9y", "90 d", "1.5d", "0.5w",
  ])
  func refusesWhatIsNoDuration(text: String) {
    #expect(DayCount(text) == nil)
  }
}
