import Charts
import TestSupport
import Testing

/// Extreme figures and hostile names: every picture is well-formed XML, without a script, and keeps
/// within its frame.
@Suite struct ChartTests {
  static let hostile = [
    "</text><script>alert(1)</script>", "\" onload=\"x", "=cmd|' /C calc'!A0", "\u{202E}gnp.exe",
    "\u{0}\u{7}\u{1B}[2J", "&amp;", String(repeating: "長い名前", count: 2_500), "",
  ]
  static let extreme = [
    0, -1, 1e-300, 1e300, -1e300, .nan, .infinity, -.infinity, 123_456_789, .leastNonzeroMagnitude,
  ]

  private func charts(name: String, values: [Double]) -> [any Chart] {
    let table = ChartTable(header: [name], rows: values.map { ["\($0)"] })
    let points = values.enumerated().map { index, value in
      LineChart.Series.Point(
        x: Double(index), y: value,
        interval: value.isFinite ? min(value, value / 2)...max(value, value / 2) : nil)
    }
    return [
      LineChart(
        title: name, summary: name, x: Axis(name, .count), y: Axis(name, .amount),
        series: [
          .init(name, .line, .series(0), points), .init("b", .points, .series(7), points),
          .init(name, .dashed, .neutral, points.reversed()),
        ], mark: .init(x: 1, text: name), table: table),
      BarChart(
        title: name, summary: name,
        bars: values.map { .init(name, $0, figure: name, interval: nil) }, table: table),
      HeatMap(
        title: name, summary: name, rows: values.map { _ in name }, columns: [name, name],
        cells: values.map { [$0, nil] }, form: .share, table: table),
      ColumnChart(
        title: name, summary: name, xTitle: name, y: Axis(name, .count),
        columns: values.map { .init(name, $0) }, table: table),
      BubbleChart(
        title: name, summary: name, x: Axis(name, .decimal(1)), y: Axis(name, .amount),
        bubbles: values.map { .init(name, x: $0, y: $0, size: abs($0), told: name) },
        table: table),
    ]
  }

  @Test(arguments: hostile) func isWellFormedWhateverItSays(name: String) throws {
    for values in [[], [1.0], Self.extreme] {
      for chart in charts(name: name, values: values) {
        for text in [chart.file, chart.element] {
          let reader = MarkupReader(text)
          #expect(reader.isWellFormed)
          #expect(reader.elements.isDisjoint(with: ["script", "foreignObject", "image", "a"]))
          #expect(reader.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "href" })
          #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x1B })
          #expect(text.utf8.count < 400_000)
        }
      }
    }
  }

  @Test func staysWithinItsFrame() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<200 {
      let values = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
        Double.random(in: -1...1, using: &generator) * 1e9
      }
      for chart in charts(name: "Potential Loyalists", values: values) {
        let reader = MarkupReader(chart.element)
        #expect(reader.places.allSatisfy { (-0.5...(Canvas.width + 0.5)).contains($0.x) })
        #expect(reader.places.allSatisfy { (-0.5...(chart.height + 0.5)).contains($0.y) })
      }
    }
  }
}
