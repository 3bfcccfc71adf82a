/// Bars from left to right, one below the other, each named and with its figure.
package struct BarChart: Chart {
  package struct Bar: Sendable {
    package let name: String
    package let value: Double
    /// What is written beside it.
    package let figure: String
    package let interval: ClosedRange<Double>?
    package let colour: ChartColour

    package init(
      _ name: String, _ value: Double, figure: String, interval: ClosedRange<Double>? = nil,
      colour: ChartColour = .series(0)
    ) {
      self.name = name
      self.value = value.isFinite ? value : 0
      self.figure = figure
      self.interval = interval
      self.colour = colour
    }
  }

  package let title: String
  package let summary: String
  package let table: ChartTable
  private let bars: [Bar]
  /// Where bars begin.
  private let origin: Double

  /// Bars from the top; `origin` is the value of a bar without length.
  package init(
    title: String, summary: String, bars: [Bar], origin: Double = 0, table: ChartTable
  ) {
    self.title = title
    self.summary = summary
    self.bars = bars
    self.origin = origin
    self.table = table
  }

  private static let rowHeight = 24.0

  package var height: Double { Self.rowHeight * Double(max(1, bars.count)) + 8 }

  package func draw(on canvas: inout Canvas) {
    let figureRoom = min(bars.map { TextWidth.of($0.figure, size: 11) }.max() ?? 0, 130) + 8
    let nameRoom = min(bars.map { TextWidth.of($0.name, size: 11) }.max() ?? 0, 150) + 8
    let (left, right) = (nameRoom, Canvas.width - figureRoom)
    let values = bars.flatMap {
      [$0.value] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
    let (low, high) = (min(values.min() ?? 0, origin), max(values.max() ?? 1, origin))
    func place(_ value: Double) -> Double {
      guard high > low else { return left }
      return left + (value / 2 - low / 2) / (high / 2 - low / 2) * (right - left)
    }
    canvas.line(from: (place(origin), 2), to: (place(origin), height - 2), classes: "axis")
    for (row, bar) in bars.enumerated() {
      let middle = Self.rowHeight * (Double(row) + 0.5) + 4
      canvas.text(
        TextWidth.squeezed(bar.name, to: nameRoom - 6, size: 11), x: nameRoom - 6, y: middle + 4,
        anchor: .end)
      let (from, to) = (place(min(bar.value, origin)), place(max(bar.value, origin)))
      canvas.rectangle(
        x: from, y: middle - 7, width: max(1, to - from), height: 14,
        classes: bar.colour.fillClass, told: "\(bar.name): \(bar.figure)")
      if let interval = bar.interval {
        canvas.line(
          from: (place(interval.lowerBound), middle), to: (place(interval.upperBound), middle),
          classes: "thin axis")
      }
      canvas.text(
        TextWidth.cut(bar.figure, to: figureRoom - 4, size: 11), x: Canvas.width - 2,
        y: middle + 4, anchor: .end, classes: "soft")
    }
  }
}
