import Testing

import Units

@Suite struct NumberTests {
  @Test func rescalingRoundsHalfAwayFromZero() {
    #expect(Decimal(mantissa: 12_345, scale: 3).rescaled(to: 2)?.mantissa == 1_235)
    #expect(Decimal(mantissa: -12_345, scale: 3).rescaled(to: 2)?.mantissa == -1_235)
    #expect(Decimal(mantissa: 12_344, scale: 3).rescaled(to: 2)?.mantissa == 1_234)
    #expect(Decimal(mantissa: 5, scale: 0).rescaled(to: 2)?.mantissa == 500)
    #expect(Decimal(mantissa: .max, scale: 0).rescaled(to: 1) == nil)
    #expect(Decimal(mantissa: .min, scale: 18).rescaled(to: 0)?.mantissa == -9)
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
  ])
  func durationsInWholeDays(text: String, days: Int) {
    #expect(Duration(text)?.wholeDays == days)
  }

  @Test(arguments: ["", "d", "90", "-3d", "0d", "3x", "nand", "infy", "1e9y", "90 d"])
  func refusesWhatIsNoDuration(text: String) {
    #expect(Duration(text) == nil)
  }

  @Test func digestMatchesTheNISTVector() {
    // FIPS 180-4, "abc".
    #expect(
      Digest.hexDigits(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  /// FIPS 180-4's two blocks, and NIST's million times "a", across all ends of blocks.
  @Test func digestMatchesTheNISTVectorsOfSeveralBlocks() {
    #expect(
      Digest.hexDigits(
        of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      Digest.hexDigits(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// A number is its eight bytes, the lowest first, wherever in a word and a block it begins.
  @Test func digestTakesNumbersAsTheirBytes() {
    let numbers: [Int64] = [1, -2, .min, .max, 0x0102_0304_0506_0708]
    for before in 0...66 {
      var (one, other) = (Digest(), Digest())
      one.update([UInt8](repeating: 7, count: before))
      other.update([UInt8](repeating: 7, count: before))
      for number in numbers {
        one.update(number)
        other.update((0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
      }
      #expect(one.hexDigits() == other.hexDigits(), "\(before) bytes before")
    }
  }

  @Test func digestTellsSplitsOfATextApart() {
    var one = Digest()
    one.update("ab")
    one.update("c")
    var other = Digest()
    other.update("a")
    other.update("bc")
    #expect(one.hexDigits() != other.hexDigits())
  }
}
