import Dense
import Files
import Histories
import Ingestion
import Testing
import Units

/// Files written against the tables that ids are found by.
@Suite struct HostileIDTests {
  /// Ids of eight bytes that share few slots of a table of 2^18 where hashing starts from a seed that
  /// everybody knows.
  private func collidingIDs(_ count: Int) -> [String] {
    var ids: [String] = []
    var number: UInt64 = 0
    while ids.count < count {
      var word: UInt64 = 0
      for place in 0..<8 {
        let digit = number >> UInt64(5 * place) & 31
        word |= (digit < 10 ? 0x30 + digit : 0x57 + digit) << UInt64(8 * place)
      }
      number += 1
      let mixed = word ^ 8 << 56
      let product = (0x9E37_79B9_7F4A_7C15 ^ mixed ^ 0xA076_1D64_78BD_642F)
        .multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB as UInt64)
      let hash = (product.high ^ product.low) &+ mixed
      guard hash & 0x3_ffff < 256 else { continue }
      ids.append(
        String(
          decoding: (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) },
          as: UTF8.self))
    }
    return ids
  }

  private func fastestLoad(_ ids: [String]) throws -> Duration {
    let text = "customer_id,date,amount\n" + ids.map { "\($0),2021-01-01,1\n" }.joined()
    var fastest = Duration.seconds(1_000)
    for _ in 0..<3 {
      let clock = ContinuousClock()
      let start = clock.now
      let loaded = try load(text)
      fastest = min(fastest, clock.now - start)
      #expect(loaded.store.customerCount == ids.count)
    }
    return fastest
  }

  /// With a known seed the one takes seventy times as long as the other.
  @Test func idsThatWouldShareASlotAreReadAsFastAsOthers() throws {
    let usual = try fastestLoad((0..<60_000).map { "customer\($0)" })
    let hostile = try fastestLoad(collidingIDs(60_000))
    #expect(hostile < usual * 10)
  }
}
