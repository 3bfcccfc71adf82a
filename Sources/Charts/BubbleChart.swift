/// Named circles in a plane, whose areas follow their sizes, over the dots that they stand for.
package struct BubbleChart: Chart {
  package struct Bubble: Sendable {
    package let name: String
    package let x: Double
    package let y: Double
    /// 0 or more; the largest circle has the largest.
    package let size: Double
    package let told: String

    package init(_ name: String, x: Double, y: Double, size: Double, told: String) {
      self.name = name
      self.x = x
      self.y = y
      self.size = size
      self.told = told
    }
  }

  /// One of those that a bubble stands for.
  package struct Dot: Sendable {
    package let x: Double
    package let y: Double
    /// Place of its bubble, whose colour it has.
    package let bubble: Int

    package init(x: Double, y: Double, bubble: Int) {
      self.x = x
      self.y = y
      self.bubble = bubble
    }
  }

  package let title: String
  package let summary: String
  package let table: ChartTable
  package let height = 280.0
  private let x: Axis
  private let y: Axis
  private let bubbles: [Bubble]
  private let dots: [Dot]

  /// Bubbles and dots that are at no place are passed over.
  package init(
    title: String, summary: String, x: Axis, y: Axis, bubbles: [Bubble], dots: [Dot] = [],
    table: ChartTable
  ) {
    self.title = title
    self.summary = summary
    self.table = table
    self.x = x
    self.y = y
    self.bubbles = bubbles.filter { $0.x.isFinite && $0.y.isFinite && $0.size.isFinite }
    self.dots = dots.filter { $0.x.isFinite && $0.y.isFinite }
  }

  private static let mostRadius = 26.0

  package func draw(on canvas: inout Canvas) {
    // Room above the highest for half of it.
    let ys = bubbles.map(\.y) + dots.map(\.y)
    let (least, most) = (ys.min() ?? 0, ys.max() ?? 0)
    let frame = Frame(
      x: x, xs: bubbles.map(\.x) + dots.map(\.x), y: y,
      ys: ys + [most + 0.12 * (most - min(least, 0))],
      rightMargin: Self.mostRadius, height: height)
    frame.draw(on: &canvas)
    for index in bubbles.indices {
      canvas.dots(
        dots.filter { $0.bubble == index }.map { (frame.x($0.x), frame.y($0.y)) },
        classes: ChartColour.series(index).strokeClass)
    }
    let largest = max(bubbles.map(\.size).max() ?? 1, .leastNormalMagnitude)
    let radii = bubbles.map { 4 + (Self.mostRadius - 4) * max(0, $0.size / largest).squareRoot() }
    // Small ones over large ones.
    for index in bubbles.indices.sorted(by: { (radii[$1], $0) < (radii[$0], $1) }) {
      let bubble = bubbles[index]
      canvas.circle(
        x: frame.x(bubble.x), y: frame.y(bubble.y), radius: radii[index],
        classes: ChartColour.series(index).fillClass, opacity: 0.45, told: bubble.told)
    }
    drawNames(in: frame, on: &canvas)
  }

  /// Names stand beside the middles of their bubbles, apart from each other.
  private func drawNames(in frame: Frame, on canvas: inout Canvas) {
    let places = spread(
      bubbles.map { frame.y($0.y) }, distance: 12, in: (frame.top + 6)...(frame.bottom - 6))
    for (bubble, y) in zip(bubbles, places) {
      let name = TextWidth.cut(bubble.name, to: 120, size: 11)
      let half = TextWidth.of(name, size: 11) / 2
      let x = min(max(frame.x(bubble.x), frame.left + half), Canvas.width - half)
      canvas.text(name, x: x, y: y + 4, anchor: .middle, classes: "halo")
    }
  }
}
