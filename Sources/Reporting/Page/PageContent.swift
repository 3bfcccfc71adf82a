internal import Charts

/// A part of a page under a heading of its own.
struct PageSection {
  /// Name within the page, of letters and hyphens.
  let id: String
  let title: String
  var blocks: [PageBlock] = []

  var charts: [any Chart] {
    blocks.flatMap { block -> [any Chart] in
      if case .charts(let charts) = block { charts } else { [] }
    }
  }
}

/// What a section is made of.
enum PageBlock {
  case paragraph(String)
  /// Something to know before reading on.
  case warning(String)
  case figures([PageFigure])
  case charts([any Chart])
  case table(PageTable)
  case list([String])
}

/// A number in large letters with what it is.
struct PageFigure {
  let title: String
  let figure: String
  let meaning: String
}

/// A table that is shown, not hidden behind a chart.
struct PageTable {
  let title: String
  let header: [String]
  let rows: [[String]]
  /// Columns from the left that hold words; the others hold figures.
  let texts: Set<Int>

  /// Whether sentences stand in it, which want room before the table may grow taller.
  var isWide: Bool { texts.count > 1 && texts.contains(header.count - 1) && header.count > 4 }
}
