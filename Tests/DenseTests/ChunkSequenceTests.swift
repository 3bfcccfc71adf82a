import Dense
import Testing

struct ChunkSequenceTests {
  private struct Stop: Error, Equatable { let at: Int }

  @Test(arguments: [1, 2, 3, 8])
  func handsOnInOrder(workers: Workers) {
    for rows in [0, 1, 7, 1_000] {
      var seen: [Int] = []
      inSequence(of: Chunks(rows: rows, rowsPerChunk: 3), workers: workers) { range in
        // Chunks differ in cost, so that later ones are ready first.
        (0..<(range.lowerBound % 5) * 1_000).reduce(into: Array(range)) { $0[0] += 0 * $1 }
      } consume: {
        seen += $0
      }
      #expect(seen == Array(0..<rows))
    }
  }

  @Test(arguments: [1, 2, 3])
  func endsWhereTheConsumerThrows(workers: Workers) {
    for last in [0, 40, 999] {
      var seen = 0
      #expect(throws: Stop(at: last)) {
        try inSequence(of: Chunks(rows: 1_000, rowsPerChunk: 1), workers: workers) {
          $0.lowerBound
        } consume: { (value) throws(Stop) in
          if value == last { throw Stop(at: value) }
          seen += 1
        }
      }
      #expect(seen == last)
    }
  }
}
