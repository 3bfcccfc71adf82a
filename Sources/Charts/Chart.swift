/// A picture of figures, with the words and the table that say the same.
///
/// A chart is a value: the same figures give the same bytes. It is drawn 420 units wide, so that its
/// letters can be read on a telephone as on a desk.
package protocol Chart: Sendable {
  /// What it shows, as a heading.
  var title: String { get }
  /// What to see in it, in a sentence; read aloud in place of the picture.
  var summary: String { get }
  /// The figures behind the picture.
  var table: ChartTable { get }
  /// Units from top to bottom.
  var height: Double { get }
  /// Draws everything but the title.
  func draw(on canvas: inout Canvas)
}

/// The figures behind a chart: texts, the first column naming the row.
package struct ChartTable: Sendable, Equatable {
  package let header: [String]
  package let rows: [[String]]

  /// - Precondition: every row has as many cells as the header.
  package init(header: [String], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == header.count }, "a row of another width")
    self.header = header
    self.rows = rows
  }
}

extension Chart {
  /// The picture as an SVG element for a page that has the chart style and shows the title itself.
  package var element: String {
    var canvas = Canvas()
    draw(on: &canvas)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" \
      aria-label="\(Canvas.escaped("\(Canvas.shortened(title)). \(summary)"))" \
      viewBox="0 0 \(Canvas.number(Canvas.width)) \(Canvas.number(height))">
      \(canvas.text)
      </svg>
      """
  }

  /// The picture as a file of its own, with its title, in the reader's light or dark colours.
  package var file: String {
    var canvas = Canvas()
    draw(on: &canvas)
    let headroom = 28.0
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" \
      aria-labelledby="title summary" width="\(Canvas.number(2 * Canvas.width))" \
      height="\(Canvas.number(2 * (height + headroom)))" \
      viewBox="0 \(Canvas.number(-headroom)) \(Canvas.number(Canvas.width)) \
      \(Canvas.number(height + headroom))">
      <style>\(ChartStyle.sheet)</style>
      <title id="title">\(Canvas.escaped(Canvas.shortened(title)))</title>
      <desc id="summary">\(Canvas.escaped(summary))</desc>
      <rect class="paper" x="0" y="\(Canvas.number(-headroom))" width="100%" height="100%"/>
      <text class="heading" x="4" y="-10">\
      \(Canvas.escaped(TextWidth.cut(title, to: Canvas.width - 8, size: 14)))</text>
      \(canvas.text)
      </svg>

      """
  }
}
