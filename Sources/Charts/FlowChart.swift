internal import Units

/// Members that go from groups on the left to groups on the right: bars with ribbons between them.
package struct FlowChart: Chart {
  package let title: String
  package let summary: String
  package let table: ChartTable
  private let titles: (left: String, right: String)
  private let left: [String]
  private let right: [String]
  private let counts: [[Int]]

  /// Groups from the top of each side, and members by group on the left (rows) and on the right
  /// (columns), each at least 0.
  package init(
    title: String, summary: String, from leftTitle: String, to rightTitle: String, left: [String],
    right: [String], counts: [[Int]], table: ChartTable
  ) {
    precondition(counts.count == left.count && counts.allSatisfy { $0.count == right.count })
    self.title = title
    self.summary = summary
    self.table = table
    titles = (leftTitle, rightTitle)
    self.left = left
    self.right = right
    self.counts = counts
  }

  private static let top = 24.0
  private static let rowHeight = 22.0
  private static let barWidth = 8.0
  private static let gap = 4.0
  /// Room of a name with its count.
  private static let nameRoom = 138.0
  private static let letter = 10.0
  private static let leftEdge = nameRoom + 8 + barWidth
  private static let rightEdge = Canvas.width - leftEdge

  private var room: Double {
    max(150, Self.rowHeight * Double(max(left.count, right.count)))
  }

  package var height: Double { Self.top + room + 8 }

  package func draw(on canvas: inout Canvas) {
    let sums = (
      left: counts.map { $0.reduce(0, +) },
      right: right.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
    )
    let most = Double(max(left.count, right.count, 1))
    // One scale for both sides, so that a ribbon ends as wide as it begins.
    let scale = (room - Self.gap * (most - 1)) / Double(max(1, sums.left.reduce(0, +)))
    let tops = (left: tops(sums.left, scale), right: tops(sums.right, scale))
    drawRibbons(tops, scale, on: &canvas)
    drawSide(left, sums.left, tops.left, scale, isLeft: true, on: &canvas)
    drawSide(right, sums.right, tops.right, scale, isLeft: false, on: &canvas)
    canvas.text(
      TextWidth.cut(titles.left, to: Self.rightEdge - 8, size: 11), x: 2, y: 12, classes: "soft")
    canvas.text(
      TextWidth.cut(titles.right, to: Self.nameRoom + 20, size: 11), x: Canvas.width - 2, y: 12,
      anchor: .end, classes: "soft")
  }

  private func tops(_ sums: [Int], _ scale: Double) -> [Double] {
    let used =
      Double(sums.reduce(0, +)) * scale + Self.gap * Double(max(0, sums.count - 1))
    var top = Self.top + (room - used) / 2
    return sums.map { sum in
      defer { top += Double(sum) * scale + Self.gap }
      return top
    }
  }

  private func drawRibbons(
    _ tops: (left: [Double], right: [Double]), _ scale: Double, on canvas: inout Canvas
  ) {
    var (from, to) = tops
    for row in left.indices {
      for column in right.indices where counts[row][column] > 0 {
        let height = Double(counts[row][column]) * scale
        canvas.ribbon(
          from: (Self.leftEdge, from[row]), to: (Self.rightEdge, to[column]), height: height,
          classes: "flow \(ChartColour.series(row).fillClass)",
          told: "\(left[row]) → \(right[column]): \(grouped(counts[row][column]))")
        from[row] += height
        to[column] += height
      }
    }
  }

  private func drawSide(
    _ names: [String], _ sums: [Int], _ tops: [Double], _ scale: Double, isLeft: Bool,
    on canvas: inout Canvas
  ) {
    let middles = zip(tops, sums).map { $0 + Double($1) * scale / 2 }
    let places = spread(
      middles, distance: 13, in: (Self.top + 5)...(Self.top + room - 3))
    for (index, name) in names.enumerated() {
      let edge = isLeft ? Self.leftEdge - Self.barWidth : Self.rightEdge
      canvas.rectangle(
        x: edge, y: tops[index], width: Self.barWidth, height: max(1, Double(sums[index]) * scale),
        classes: isLeft ? ChartColour.series(index).fillClass : ChartColour.neutral.fillClass,
        told: "\(name): \(grouped(sums[index]))")
      let count = FigureForm.count.text(Double(sums[index]))
      let label =
        TextWidth.squeezed(
          name, to: Self.nameRoom - TextWidth.of(" · \(count)", size: Self.letter),
          size: Self.letter)
        + " · \(count)"
      let outer = isLeft ? edge : edge + Self.barWidth
      if abs(places[index] - middles[index]) > 4 {
        canvas.line(
          from: (outer, middles[index]), to: (outer + (isLeft ? -6 : 6), places[index]),
          classes: "thin sn")
      }
      canvas.text(
        label, x: outer + (isLeft ? -8 : 8), y: places[index] + 4, anchor: isLeft ? .end : .start,
        classes: "small")
    }
  }
}
