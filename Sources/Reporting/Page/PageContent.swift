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

  /// The pictures by file name.
  var chartFiles: [(file: String, svg: String)] {
    charts.enumerated().map { place, chart in ("\(id)-\(place + 1).svg", chart.file) }
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

/// A name within a sentence: no longer than a line.
func shortName(_ name: String) -> String {
  name.count > 60 ? "\(name.prefix(59))…" : name
}

/// The middle of some numbers, at least one; of an even count the mean of the two middle ones.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// An amount for a person: 950, 34k, 1.2M.
func amount(_ value: Double) -> String { FigureForm.amount.text(value) }

/// Both, where both are known.
func zip2<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
  guard let first, let second else { return nil }
  return (first, second)
}
