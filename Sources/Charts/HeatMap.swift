internal import Units

/// A table whose cells are darker the more they hold.
package struct HeatMap: Chart {
  package let title: String
  package let summary: String
  package let table: ChartTable
  private let rows: [String]
  private let columns: [String]
  private let cells: [[Double?]]
  private let form: FigureForm

  /// Names of rows from the top and of columns from the left; a cell that is nil is drawn empty, the
  /// largest is darkest.
  package init(
    title: String, summary: String, rows: [String], columns: [String], cells: [[Double?]],
    form: FigureForm, table: ChartTable
  ) {
    precondition(cells.count == rows.count && cells.allSatisfy { $0.count == columns.count })
    self.title = title
    self.summary = summary
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.form = form
    self.table = table
  }

  private static let rowHeight = 19.0
  private static let top = 20.0

  package var height: Double { Self.top + Self.rowHeight * Double(rows.count) + 6 }

  package func draw(on canvas: inout Canvas) {
    let nameRoom = min(rows.map { TextWidth.of($0, size: 11) }.max() ?? 0, 130) + 8
    let width = (Canvas.width - nameRoom) / Double(max(1, columns.count))
    let most = cells.joined().compactMap { $0 }.filter(\.isFinite).max() ?? 0
    drawColumnNames(from: nameRoom, width: width, on: &canvas)
    for (row, name) in rows.enumerated() {
      let y = Self.top + Self.rowHeight * Double(row)
      canvas.text(
        TextWidth.cut(name, to: nameRoom - 6, size: 11), x: nameRoom - 6, y: y + 13, anchor: .end)
      for (column, value) in cells[row].enumerated() {
        guard let value, value.isFinite else { continue }
        let share = most > 0 ? max(0, value / most) : 0
        let x = nameRoom + width * Double(column)
        let text = form.text(value)
        canvas.rectangle(
          x: x + 0.5, y: y + 0.5, width: width - 1, height: Self.rowHeight - 1, classes: "heat",
          opacity: 0.05 + 0.65 * share, told: "\(name), \(columns[column]): \(text)")
        if TextWidth.of(text, size: 10) <= width {
          canvas.text(text, x: x + width / 2, y: y + 13, anchor: .middle, classes: "small")
        }
      }
    }
  }

  private func drawColumnNames(from left: Double, width: Double, on canvas: inout Canvas) {
    var free = left
    for (column, name) in columns.enumerated() {
      let text = TextWidth.cut(name, to: max(width, 60), size: 10)
      let half = TextWidth.of(text, size: 10) / 2
      let middle = min(left + width * (Double(column) + 0.5), Canvas.width - half)
      guard middle - half >= free - 0.5 else { continue }
      free = middle + half + 4
      canvas.text(text, x: middle, y: 13, anchor: .middle, classes: "small soft")
    }
  }
}
