import Dense
import Files
import TestSupport
import Testing

/// Texts compared at random, against the order of their bytes.
@Suite struct TextOrderTests {
  @Test(arguments: [1, 3]) func agreesWithTheOrderOfBytes(workers: Workers) {
    var generator = SeededGenerator(seed: 12)
    // Some are beginnings of others, some differ only behind the eight bytes that are looked at first.
    var texts = ["C", "C0", "C00000000", "C000000000", "C000000001", "C00000000z", "Cé"]
    for _ in 0..<60 {
      texts.append("C" + String(UInt32.random(in: 0...200_000, using: &generator), radix: 7))
    }
    texts = Array(Set(texts)).sorted().shuffled(using: &generator)
    let order = TextOrder(TextColumn(texts), workers: workers)
    for a in texts.indices {
      for b in texts.indices {
        let comesFirst = texts[a].utf8.lexicographicallyPrecedes(texts[b].utf8)
        #expect(order.precedes(a, b) == comesFirst, "\(texts[a]) before \(texts[b])")
      }
    }
  }
}
