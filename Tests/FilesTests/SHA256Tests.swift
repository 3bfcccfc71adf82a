import Files
import Testing

@Suite struct SHA256Tests {
  @Test func digestMatchesTheNISTVector() {
    // FIPS 180-4, "abc".
    #expect(
      SHA256.hexDigits(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  /// FIPS 180-4's two blocks, and NIST's million times "a", across all ends of blocks.
  @Test func digestMatchesTheNISTVectorsOfSeveralBlocks() {
    #expect(
      SHA256.hexDigits(
        of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hexDigits(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// A number is its eight bytes, the lowest first, wherever in a word and a block it begins.
  @Test func digestTakesNumbersAsTheirBytes() {
    let numbers: [Int64] = [1, -2, .min, .max, 0x0102_0304_0506_0708]
    for before in 0...66 {
      var (one, other) = (SHA256(), SHA256())
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
    var one = SHA256()
    one.update("ab")
    one.update("c")
    var other = SHA256()
    other.update("a")
    other.update("bc")
    #expect(one.hexDigits() != other.hexDigits())
  }
}
