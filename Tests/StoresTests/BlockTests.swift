import Files
import Stores
import TestSupport
import Testing

/// Columns as blocks: what was written is read, whatever it was, and nothing else is.
@Suite struct BlockTests {
  private static func numbers(_ count: Int, seed: UInt64) -> [UInt64] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      UInt64.random(in: .min ... .max, using: &random) >> UInt64.random(in: 0...63, using: &random)
    }
  }

  @Test(arguments: [0, 1, 2, 7, 1_000, 4_097]) func numbersComeBack(count: Int) throws {
    let numbers = Self.numbers(count, seed: UInt64(count))
    for compresses in [false, true] {
      var writer = BlockWriter(compresses: compresses)
      writer.append(numbers)
      writer.append([UInt64](repeating: 0, count: count))
      var reader = BlockReader(writer.bytes)
      #expect(try reader.numbers(count) == numbers)
      #expect(try reader.numbers(count).allSatisfy { $0 == 0 })
      #expect(reader.isAtEnd)
    }
  }

  @Test func textsComeBack() throws {
    let texts = ["", "a", "Zoë", String(repeating: "x", count: 5_000), "b"]
    var writer = BlockWriter()
    writer.append(TextColumn(texts))
    var reader = BlockReader(writer.bytes)
    let read = try reader.texts(texts.count)
    #expect((0..<texts.count).map { read[$0] } == texts)
  }

  /// Other counts than those written are refused, and any cut is.
  @Test func whatDoesNotFitIsRefused() {
    var writer = BlockWriter(compresses: false)
    writer.append(Self.numbers(10, seed: 3))
    for count in [0, 5, 9, 12, 1_000] {
      #expect(throws: BlockFault.self) {
        var reader = BlockReader(writer.bytes)
        _ = try reader.numbers(count)
      }
    }
    for end in 0..<writer.bytes.count {
      #expect(throws: BlockFault.self) {
        var reader = BlockReader(Array(writer.bytes[..<end]))
        _ = try reader.numbers(10)
      }
    }
  }

  /// −1 and 1 are next to 0; the ends of the range come back.
  @Test func signedNumbersComeBack() {
    #expect([0, -1, 1, -2].map { zigzag(Int64($0)) } == [0, 1, 2, 3])
    for number in [Int64.min, .max, 0, -1, 1 << 40] { #expect(unzigzag(zigzag(number)) == number) }
  }

  /// Values of the reference implementation (python-xxhash 3.5, `xxh64_intdigest`).
  @Test func checksumsAreThoseOfXXH64() {
    func sum(_ text: String) -> UInt64 { Checksum.xxh64(Array(text.utf8).span) }
    #expect(sum("") == 0xEF46_DB37_51D8_E999)
    #expect(sum("a") == 0xD24E_C4F1_A98C_6E5B)
    #expect(sum("abc") == 0x44BC_2CF5_AD77_0999)
    #expect(sum("Nobody inspects the spammish repetition") == 0xFBCE_A83C_8A37_8BF1)
  }
}
