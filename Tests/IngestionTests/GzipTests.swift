import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing

@Suite struct GzipTests {
  /// One gzip member of stored blocks (RFC 1951, 1952), made by hand.
  private func member(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(60_000)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      result.append(rest.isEmpty ? 1 : 0)
      for word in [length, ~length] { result += [UInt8(word & 255), UInt8(word >> 8)] }
      result += block
    } while !rest.isEmpty
    for word in [checksum(bytes), UInt32(bytes.count)] {
      result += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
    }
    return result
  }

  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in
        bits >> 1 ^ (bits & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
  }

  private let text = Array(
    "customer_id,date,amount\n".utf8
      + (0..<20_000).flatMap { Array("c\($0 % 100),2020-01-01,1\n".utf8) })

  private func gross(_ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    // The name does not say gzip: the first bytes do.
    let path = try folder.write(bytes, to: "orders.csv")
    return try loadHistories(orders: [path], options: ReadOptions(today: today)).ledger.gross
  }

  @Test func membersAreReadOneAfterTheOther() throws {
    #expect(try gross(member(text)) == "20000")
    let (head, tail) = (Array(text[..<1_001]), Array(text[1_001...]))
    #expect(try gross(member(head) + member([]) + member(tail)) == "20000")
    #expect(try gross(member(text) + [UInt8](repeating: 0, count: 200_000)) == "20000")
  }

  @Test func damageIsAClearError() throws {
    let whole = member(text)
    var flipped = whole
    flipped[whole.count - 6] ^= 1
    for bytes in [
      Array(whole.dropLast(1)), Array(whole.prefix(whole.count / 2)), Array(whole.prefix(5)),
      flipped, whole + [1, 2, 3],
    ] {
      let error = #expect(throws: IngestionError.self) { _ = try gross(bytes) }
      #expect(error?.kind == .badData)
      guard case .file(.damagedCompression(_, .gzip, _, _))? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }
}
