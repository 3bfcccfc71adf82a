/// Lines or points over two axes, each named at its end.
package struct LineChart: Chart {
  package struct Series: Sendable {
    package enum Style: Sendable {
      case line
      /// What others are compared with.
      case dashed
      /// Points with their intervals, not joined.
      case points
    }

    package struct Point: Sendable {
      package let x: Double
      package let y: Double
      /// Where the truth lies, at the level that the chart's summary says.
      package let interval: ClosedRange<Double>?

      package init(x: Double, y: Double, interval: ClosedRange<Double>? = nil) {
        self.x = x
        self.y = y
        self.interval = interval
      }
    }

    package let name: String
    package let style: Style
    package let colour: ChartColour
    package let points: [Point]

    /// Points that are no numbers are passed over.
    package init(_ name: String, _ style: Style, _ colour: ChartColour, _ points: [Point]) {
      self.name = name
      self.style = style
      self.colour = colour
      self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }
  }

  /// A line from top to bottom, with what it means.
  package struct Mark: Sendable {
    package let x: Double
    package let text: String

    package init(x: Double, text: String) {
      self.x = x
      self.text = text
    }
  }

  package let title: String
  package let summary: String
  package let table: ChartTable
  package let height = 260.0
  private let x: Axis
  private let y: Axis
  private let series: [Series]
  private let mark: Mark?

  package init(
    title: String, summary: String, x: Axis, y: Axis, series: [Series], mark: Mark? = nil,
    table: ChartTable
  ) {
    self.title = title
    self.summary = summary
    self.table = table
    self.x = x
    self.y = y
    self.series = series
    self.mark = mark
  }

  private static let mostOfLabel = 104.0

  package func draw(on canvas: inout Canvas) {
    let points = series.flatMap(\.points)
    let labels = series.map {
      TextWidth.cut($0.name, to: Self.mostOfLabel, size: Frame.letter)
    }
    let margin = labels.map { TextWidth.of($0, size: Frame.letter) }.max() ?? 0
    let frame = Frame(
      x: x, xs: points.map(\.x) + (mark.map { [$0.x] } ?? []), y: y,
      ys: points.flatMap { [$0.y] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) },
      rightMargin: margin > 0 ? margin + 12 : 0, height: height)
    frame.draw(on: &canvas)
    if let mark { draw(mark, in: frame, on: &canvas) }
    for series in series {
      switch series.style {
      case .line: draw(series, "stroke \(series.colour.strokeClass)", in: frame, on: &canvas)
      case .dashed:
        draw(series, "stroke dashed \(series.colour.strokeClass)", in: frame, on: &canvas)
      case .points: drawPoints(of: series, in: frame, on: &canvas)
      }
    }
    drawNames(labels, in: frame, on: &canvas)
  }

  private func draw(
    _ series: Series, _ classes: String, in frame: Frame, on canvas: inout Canvas
  ) {
    canvas.path(
      through: series.points.map { (frame.x($0.x), frame.y($0.y)) }, closed: false,
      classes: classes)
    for point in series.points where point.interval != nil || series.points.count == 1 {
      drawPoint(point, of: series, in: frame, on: &canvas)
    }
  }

  private func drawPoints(of series: Series, in frame: Frame, on canvas: inout Canvas) {
    for point in series.points { drawPoint(point, of: series, in: frame, on: &canvas) }
  }

  private func drawPoint(
    _ point: Series.Point, of series: Series, in frame: Frame, on canvas: inout Canvas
  ) {
    let (x, y) = (frame.x(point.x), frame.y(point.y))
    var told = "\(series.name): \(self.x.form.text(point.x)), \(self.y.form.text(point.y))"
    if let interval = point.interval {
      told +=
        " (\(self.y.form.text(interval.lowerBound)) to \(self.y.form.text(interval.upperBound)))"
      canvas.line(
        from: (x, frame.y(interval.lowerBound)), to: (x, frame.y(interval.upperBound)),
        classes: "thin \(series.colour.strokeClass)")
    }
    canvas.circle(x: x, y: y, radius: 3.5, classes: series.colour.fillClass, told: told)
  }

  private func draw(_ mark: Mark, in frame: Frame, on canvas: inout Canvas) {
    let place = frame.x(mark.x)
    canvas.line(
      from: (place, frame.top), to: (place, frame.bottom), classes: "stroke dashed sn")
    let isLeft = place > (frame.left + frame.right) / 2
    let room = isLeft ? place - frame.left - 8 : frame.right - place - 8
    canvas.text(
      TextWidth.cut(mark.text, to: room, size: Frame.letter), x: place + (isLeft ? -5 : 5),
      y: frame.bottom - 8, anchor: isLeft ? .end : .start, classes: "soft")
  }

  /// Mean place of a line over its way from left to right.
  private func meanHeight(of series: Series, in frame: Frame) -> Double {
    let places = series.points.map { (x: frame.x($0.x), y: frame.y($0.y)) }
    guard let first = places.first, let last = places.last, last.x > first.x else {
      return places.first?.y ?? 0
    }
    let area = zip(places, places.dropFirst()).reduce(0) {
      $0 + ($1.1.x - $1.0.x) * ($1.0.y + $1.1.y) / 2
    }
    return area / (last.x - first.x)
  }

  private func drawNames(_ labels: [String], in frame: Frame, on canvas: inout Canvas) {
    let named = series.indices.filter { !series[$0].points.isEmpty && !labels[$0].isEmpty }
    let ends = named.map { index in
      frame.y(series[index].points.max { $0.x < $1.x }?.y ?? 0)
    }
    // Names of lines that end at one place stand in the order that the lines had before.
    let wanted = zip(named, ends).map { index, end in
      end + 1e-3 * meanHeight(of: series[index], in: frame)
    }
    let places = spread(wanted, distance: 13, in: (frame.top + 4)...(frame.bottom - 4))
    for ((index, end), place) in zip(zip(named, ends), places) {
      if abs(end - place) > 5 {
        canvas.line(
          from: (frame.right + 1, end), to: (frame.right + 6, place),
          classes: "thin \(series[index].colour.strokeClass)")
      }
      canvas.text(
        labels[index], x: frame.right + 8, y: place + 4, classes: series[index].colour.fillClass)
    }
  }
}
