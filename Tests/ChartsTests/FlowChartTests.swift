import Charts
import TestSupport
import Testing

/// Flows of extreme sizes: bands keep within the picture, names apart from each other and whole enough to
/// be told apart, and nothing that a name says runs.
@Suite struct FlowChartTests {
  private func chart(_ left: [String], _ right: [String], _ counts: [[Int]]) -> FlowChart {
    FlowChart(
      title: "t", summary: "s", from: "before", to: "after", left: left, right: right,
      counts: counts, table: ChartTable(header: ["a"], rows: [["b"]]))
  }

  @Test func staysWithinItsFrame() {
    var generator = SeededGenerator(seed: 4)
    for most in [1, 10, 1_000_000_000] {
      for _ in 0..<40 {
        let left = Int.random(in: 0...14, using: &generator)
        let right = Int.random(in: 0...14, using: &generator)
        let counts = (0..<left).map { _ in
          (0..<right).map { _ in
            Bool.random(using: &generator) ? 0 : Int.random(in: 0...most, using: &generator)
          }
        }
        let chart = chart(
          (0..<left).map { "Potential Loyalists of kind \($0)" }, (0..<right).map { "group \($0)" },
          counts)
        let reader = MarkupReader(chart.element)
        #expect(reader.isWellFormed)
        #expect(reader.places.allSatisfy { (-0.5...(Canvas.width + 0.5)).contains($0.x) })
        #expect(reader.places.allSatisfy { (-0.5...(chart.height + 0.5)).contains($0.y) })
      }
    }
  }

  /// A band is as wide as its members are many: the widths that leave a group sum to its bar.
  @Test func bandsSumToBars() throws {
    let text = chart(["a", "b"], ["x", "y"], [[30, 10], [0, 60]]).element
    let bars = text.split(separator: "\n").filter { $0.hasPrefix("<rect") }.compactMap { line in
      line.firstMatch(of: /height="([\d.]+)"/).flatMap { Double($0.1) }
    }
    let bands = text.split(separator: "\n").filter { $0.contains("class=\"flow") }
    #expect(bands.count == 3, "an empty band is drawn")
    try #require(bars.count == 4)
    #expect(abs(bars[0] / bars[1] - 40.0 / 60) < 1e-3)
    #expect(abs(bars[2] / bars[3] - 30.0 / 70) < 1e-3)
    #expect(abs(bars[0] + bars[1] - bars[2] - bars[3]) < 0.05)
  }

  @Test(arguments: ChartTests.hostile) func runsNothing(name: String) {
    let text = chart([name, name], [name], [[1], [2]]).file
    let reader = MarkupReader(text)
    #expect(reader.isWellFormed)
    #expect(reader.elements.isDisjoint(with: ["script", "foreignObject", "image", "a"]))
    #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B })
    #expect(text.utf8.count < 40_000)
  }
}
