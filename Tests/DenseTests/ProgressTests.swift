import Dense
import Synchronization
import Testing

/// What a listener hears, by hand.
@Suite struct ProgressTests {
  private final class Heard: Sendable {
    private let all = Mutex<[(step: String?, share: Double)]>([])

    var progress: Progress {
      Progress { step, share in self.all.withLock { $0.append((step, share)) } }
    }
    var shares: [Double] { all.withLock { $0.map(\.share) } }
    var steps: [String] { all.withLock { $0.compactMap(\.step) } }
  }

  @Test func partsLieWithinTheWhole() {
    let heard = Heard()
    let parts = heard.progress.parts([1, 3, 4])
    parts[0].begin("a").reach(0.5)
    parts[0].end()
    let inner = parts[1].begin("b")
    inner.part(1, of: 3).begin("c").reach(1, of: 2)
    parts[2].reach(0.25)
    parts[2].end()
    #expect(heard.steps == ["a", "b", "b: c"])
    let expected = [0, 1.0 / 16, 1.0 / 8, 1.0 / 8, 1.0 / 4, 5.0 / 16, 5.0 / 8, 1]
    #expect(heard.shares.count == expected.count, "\(heard.shares)")
    for (share, expected) in zip(heard.shares, expected) { #expect(abs(share - expected) < 1e-12) }
  }

  /// Parts of thirds and sevenths end at 1, not beside it, and nothing goes back.
  @Test func sharesNeverFallAndEndAtOne() {
    let heard = Heard()
    for part in heard.progress.parts([0.1, 0.7, 0.3]) {
      for number in 0..<7 {
        for iteration in 1..<50 { part.part(number, of: 7).reach(iteration: iteration) }
      }
      part.part(6, of: 7).end()
      part.reach(0.2)
    }
    #expect(zip(heard.shares, heard.shares.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(heard.shares.last == 1)
    #expect(heard.shares.count { $0 == 1 } == 1)
  }

  @Test func manyPiecesOnSeveralThreadsAreToldInOrder() {
    let heard = Heard()
    let values = Workers(4).map(100_000, heard.progress) { $0 * 2 }
    #expect(values == (0..<100_000).map { $0 * 2 })
    #expect(zip(heard.shares, heard.shares.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(heard.shares.last == 1)
    // Smaller rises than a thousandth are nobody's concern.
    #expect(heard.shares.count <= 1_001, "\(heard.shares.count)")
  }

  @Test func nobodyIsToldOfWhatNobodyAskedFor() {
    func refuse() -> String {
      Issue.record("a text that nobody hears is made")
      return ""
    }
    Progress.untold.begin(refuse()).part(1, of: 2).reach(0.5, refuse())
  }
}
