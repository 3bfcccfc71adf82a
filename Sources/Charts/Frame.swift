/// The area of a plot with its two axes.
struct Frame {
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let x: LinearScale
  let y: LinearScale
  private let titles: (x: String, y: String)

  static let letter = 11.0

  /// A frame in a picture of that height; `rightMargin` is kept free for labels at the ends of lines.
  init(
    x horizontal: Axis, xs: [Double], y vertical: Axis, ys: [Double], rightMargin: Double,
    height: Double
  ) {
    top = 24
    bottom = height - 38
    y = LinearScale(vertical, values: ys, from: bottom, to: top)
    let widest = y.ticks.map { TextWidth.of($0.text, size: Self.letter) }.max() ?? 0
    left = min(max(26, widest + 8), 90)
    right = Canvas.width - max(rightMargin, 14)
    x = LinearScale(horizontal, values: xs, from: left, to: right, ticks: 6)
    titles = (horizontal.title, vertical.title)
  }

  func draw(on canvas: inout Canvas) {
    for tick in y.ticks {
      let place = y(tick.value)
      canvas.line(from: (left, place), to: (right, place), classes: "grid")
      canvas.text(
        TextWidth.cut(tick.text, to: left - 6, size: Self.letter), x: left - 6, y: place + 4,
        anchor: .end, classes: "soft")
    }
    canvas.line(from: (left, bottom), to: (right, bottom), classes: "axis")
    drawHorizontalTicks(on: &canvas)
    canvas.text(
      TextWidth.cut(titles.y, to: Canvas.width - 4, size: Self.letter), x: 2, y: 12,
      classes: "soft")
    canvas.text(
      TextWidth.cut(titles.x, to: right - 4, size: Self.letter), x: right, y: bottom + 31,
      anchor: .end, classes: "soft")
  }

  /// Ticks whose text would cover the one before are left out.
  private func drawHorizontalTicks(on canvas: inout Canvas) {
    var free = -Double.infinity
    for tick in x.ticks {
      let text = TextWidth.cut(tick.text, to: 90, size: Self.letter)
      let half = TextWidth.of(text, size: Self.letter) / 2
      let middle = min(max(x(tick.value), half), Canvas.width - half)
      guard middle - half >= free else { continue }
      free = middle + half + 6
      let place = x(tick.value)
      canvas.line(from: (place, bottom), to: (place, bottom + 4), classes: "axis")
      canvas.text(text, x: middle, y: bottom + 16, anchor: .middle, classes: "soft")
    }
  }
}
