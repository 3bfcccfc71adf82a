internal import Charts

/// A page as HTML: one text that asks for nothing beside itself.
///
/// Everything shown is escaped, and the page forbids itself scripts and requests. It is well-formed XML
/// too, so that whatever reads XML can check it.
struct PageText {
  let title: String
  let subtitle: String
  let sections: [PageSection]

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
    <meta name="color-scheme" content="light dark" />
    <title>\(Self.escaped(title))</title>
    <style>
    \(Self.styleSheet)
    \(ChartStyle.sheet)
    </style>
    </head>
    <body>
    <header>
    <h1>\(Self.escaped(title))</h1>
    <p>\(Self.escaped(subtitle))</p>
    <nav aria-label="Sections"><ul>
    \(sections.map { "<li><a href=\"#\($0.id)\">\(Self.escaped($0.title))</a></li>" }.joined(separator: "\n"))
    </ul></nav>
    </header>
    <main>
    \(sections.map(Self.text).joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private static let styleSheet = String(decoding: PackageResources.report_css, as: UTF8.self)

  private static func text(of section: PageSection) -> String {
    let blocks = section.blocks.enumerated().map { place, block in
      text(of: block, name: "\(section.id)-\(place)")
    }
    return """
      <section id="\(section.id)" aria-labelledby="\(section.id)-heading">
      <h2 id="\(section.id)-heading">\(escaped(section.title))</h2>
      \(blocks.joined(separator: "\n"))
      </section>
      """
  }

  private static func text(of block: PageBlock, name: String) -> String {
    switch block {
    case .paragraph(let words): "<p>\(escaped(words))</p>"
    case .warning(let words): "<p class=\"warning\"><strong>Note.</strong> \(escaped(words))</p>"
    case .figures(let figures): text(of: figures)
    case .list(let items):
      "<ul>\n\(items.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))\n</ul>"
    case .table(let table): text(of: table, name: name)
    case .charts(let charts):
      "<div class=\"charts\">\n"
        + charts.enumerated().map { text(of: $1, name: "\(name)-\($0)") }.joined(separator: "\n")
        + "\n</div>"
    }
  }

  private static func text(of figures: [PageFigure]) -> String {
    let items = figures.map { figure in
      "<li><span>\(escaped(figure.title))</span> <strong>\(escaped(figure.figure))</strong> "
        + "<span>\(escaped(figure.meaning))</span></li>"
    }
    return "<ul class=\"figures\">\n\(items.joined(separator: "\n"))\n</ul>"
  }

  private static func text(of chart: any Chart, name: String) -> String {
    let table = PageTable(
      title: "Figures of: \(chart.title)", header: chart.table.header, rows: chart.table.rows,
      texts: [0])
    return """
      <figure>
      <figcaption><h3>\(escaped(chart.title))</h3><p>\(escaped(chart.summary))</p></figcaption>
      \(chart.element)
      <details><summary>Figures as a table</summary>
      \(text(of: table, name: "\(name)-table"))
      </details>
      </figure>
      """
  }

  private static func text(of table: PageTable, name: String) -> String {
    func cell(_ element: String, _ column: Int, _ words: String, _ more: String = "") -> String {
      let kind = table.texts.contains(column) ? "" : " class=\"number\""
      return "<\(element)\(more)\(kind)>\(escaped(cut(words)))</\(element)>"
    }
    // A narrow screen shows the rows of a wide table as cards, each cell after its title.
    let titles = table.header.map { table.isWide ? " data-title=\"\(escaped($0))\"" : "" }
    let header = table.header.enumerated().map { cell("th", $0, $1, " scope=\"col\"") }
    let rows = table.rows.map { row in
      "<tr>"
        + row.enumerated().map { column, words in
          column == 0
            ? cell("th", 0, words, " scope=\"row\"") : cell("td", column, words, titles[column])
        }.joined() + "</tr>"
    }
    return """
      <div class="scroll" role="region" aria-label="\(escaped(table.title))" tabindex="0">
      <table\(table.isWide ? " class=\"wide\"" : "")><caption>\(escaped(table.title))</caption>
      <thead><tr>\(header.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      </div>
      """
  }

  /// No id, segment or reason breaks the layout, however long it is.
  private static func cut(_ words: String) -> String {
    words.count > 240 ? "\(words.prefix(239))…" : words
  }

  /// A number keeps its sign of per cent on its line.
  private static func escaped(_ words: String) -> String {
    Canvas.escaped(words.replacing(" %", with: "\u{A0}%"))
  }
}
