/// Columns side by side: how many there are of each kind or in each range.
package struct ColumnChart: Chart {
  package struct Column: Sendable {
    package let name: String
    package let value: Double

    package init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value.isFinite ? value : 0
    }
  }

  package let title: String
  package let summary: String
  package let table: ChartTable
  package let height = 220.0
  private let xTitle: String
  private let y: Axis
  private let columns: [Column]

  package init(
    title: String, summary: String, xTitle: String, y: Axis, columns: [Column], table: ChartTable
  ) {
    self.title = title
    self.summary = summary
    self.xTitle = xTitle
    self.y = y
    self.columns = columns
    self.table = table
  }

  package func draw(on canvas: inout Canvas) {
    let middles = columns.indices.map { Double($0) + 0.5 }
    let frame = Frame(
      x: Axis(
        xTitle, .count, including: [0, Double(max(1, columns.count))],
        ticks: zip(middles, columns).map { ($0, $1.name) }),
      xs: [], y: y, ys: columns.map(\.value) + [0], rightMargin: 14, height: height)
    frame.draw(on: &canvas)
    let width = (frame.right - frame.left) / Double(max(1, columns.count))
    for (middle, column) in zip(middles, columns) {
      let (from, to) = (frame.y(max(0, column.value)), frame.y(min(0, column.value)))
      canvas.rectangle(
        x: frame.x(middle) - width * 0.4, y: from, width: width * 0.8, height: to - from,
        classes: "f0", told: "\(column.name): \(y.form.text(column.value))")
    }
  }
}
