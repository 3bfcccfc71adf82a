import Charts
import TestSupport
import Testing

@Suite struct RoundTicksTests {
  // By hand, after Heckbert's rule.
  @Test(arguments: [
    (0.0, 100.0, 6, [0.0, 20, 40, 60, 80, 100]),
    (0.0, 1.0, 6, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    (13.0, 47.0, 5, [10.0, 20, 30, 40, 50]),
    (-3.0, 4.0, 4, [-4.0, -2, 0, 2, 4]),
    (0.0, 1_234_567.0, 4, [0.0, 500_000, 1_000_000, 1_500_000]),
  ])
  func areRound(low: Double, high: Double, count: Int, expected: [Double]) {
    let ticks = RoundTicks(from: low, to: high, count: count)
    #expect(ticks.values.count == expected.count)
    for (found, wanted) in zip(ticks.values, expected) {
      #expect(abs(found - wanted) <= 1e-12 * max(1, abs(wanted)), "\(ticks.values)")
    }
  }

  @Test func encloseEveryRangeInFewSteps() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<10_000 {
      let size = Double.random(in: -300...300, using: &generator)
      let a = Double.random(in: -1...1, using: &generator) * power(size)
      let b = Bool.random(using: &generator) ? a : a * Double.random(in: -2...2, using: &generator)
      let ticks = RoundTicks(from: min(a, b), to: max(a, b), count: 5)
      let slack = 1e-6 * max(abs(a), abs(b), ticks.step)
      #expect(ticks.low <= min(a, b) + slack && ticks.high >= max(a, b) - slack, "\(a) \(b)")
      #expect((2...12).contains(ticks.values.count), "\(a) \(b): \(ticks.values)")
      #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 }, "\(a) \(b)")
    }
  }

  private func power(_ exponent: Double) -> Double {
    var value = 1.0
    for _ in 0..<Int(abs(exponent)) { value *= exponent < 0 ? 0.1 : 10 }
    return value
  }
}

@Suite struct SpreadTests {
  @Test func leavesAloneWhatIsApart() {
    #expect(spread([50, 10, 90], distance: 12, in: 0...100) == [50, 10, 90])
  }

  @Test func movesTwoThatMeetBySameAmounts() {
    #expect(spread([50, 50], distance: 10, in: 0...100) == [45, 55])
  }

  @Test func keepsOrderDistanceAndRange() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...40, using: &generator)
      let wanted = (0..<count).map { _ in Double.random(in: -50...250, using: &generator) }
      let places = spread(wanted, distance: 12, in: 10...190)
      let distance = count > 1 ? min(12, 180 / Double(count - 1)) : 12
      let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
      for (a, b) in zip(order, order.dropFirst()) {
        #expect(places[b] - places[a] >= distance - 1e-9)
      }
      #expect(places.allSatisfy { $0 >= 10 - 1e-9 && $0 <= 190 + 1e-9 })
    }
  }
}

@Suite struct TextWidthTests {
  @Test func cutsToTheRoomThereIs() {
    for text in ["At Risk", String(repeating: "W", count: 500), "顧客のリスク区分", "e\u{301}té"] {
      for room in [0.0, 20, 60, 150] {
        let squeezed = TextWidth.squeezed(text, to: room, size: 11)
        #expect(squeezed == text || squeezed.contains("…"))
        #expect(squeezed == "…" || TextWidth.of(squeezed, size: 11) <= room)
        let cut = TextWidth.cut(text, to: room, size: 11)
        #expect(cut == text || cut.hasSuffix("…"))
        #expect(cut == "…" || TextWidth.of(cut, size: 11) <= room)
      }
    }
  }
}

@Suite struct SqueezedNameTests {
  @Test func keepsBothEnds() {
    let names = (10...40).map { "A rather long name of segment number \($0)" }
    let shown = names.map { TextWidth.squeezed($0, to: 142, size: 11) }
    #expect(Set(shown).count == names.count)
    #expect(shown.allSatisfy { $0.hasPrefix("A rather") })
  }
}

@Suite struct CompactTextTests {
  @Test(arguments: [
    (0.424, "0.42"), (9.46, "9.5"), (950, "950"), (12_340, "12,340"), (345_678, "346k"),
    (999_999, "1M"), (5, "5"), (1_234_567, "1.2M"), (345_000_000, "345M"), (-3.4e9, "-3.4B"),
    (.infinity, "–"), (.nan, "–"),
  ])
  func isShort(value: Double, text: String) { #expect(compactText(value) == text) }
}
