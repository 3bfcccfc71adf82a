package import Dense
package import Files
internal import Interventions
internal import Models
package import Scoring
internal import Segments
internal import Units

/// The rows that `predict` writes, whatever they were scored from.
package enum ScoreRows {
  /// Which rows and columns are written, and how.
  package struct Form: Sendable {
    package var columns: [ScoreColumn]
    /// Columns of the customers files after those.
    package var carried: [CarriedColumn] = []
    /// How many ranks at most; all where nil.
    package var top: Int?
    /// Which of them; all where nil.
    package var changed: ChangedRows?
    package var format: RowFormat
    /// Ranks that another table has written before; then without a header.
    package var ranksBefore = 0

    package init(columns: [ScoreColumn], format: RowFormat) {
      self.columns = columns
      self.format = format
    }
  }

  /// Writes rows in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - table: the rows.
  ///   - form: what of them is written.
  ///   - workers: how many threads it may take; the bytes do not depend on it.
  ///   - progress: told how many ranks are done.
  ///   - sink: takes each block of bytes.
  /// - Returns: how many rows were written.
  /// - Throws: what the sink throws.
  @discardableResult
  package static func write<Failure: Error>(
    _ table: ScoreTable, _ form: Form, workers: Workers,
    progress: Progress = .untold,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    let names = form.columns.map(\.rawValue) + form.carried.map(\.name)
    var writer = RowWriter(columns: names, format: form.format)
    let header = writer.takeBytes()
    if form.ranksBefore == 0 { try sink(header) }
    var probe = RowWriter(columns: names, format: .csv)
    _ = probe.takeBytes()
    let (blank, blankProbe) = (writer, probe)
    let cells = form.columns.map { table[$0] } + form.carried.map(\.cells)
    let showsReasons = cells.contains { if case .reason = $0 { true } else { false } }
    let ranked = RankedCells(cells, format: form.format)
    var written = 0
    let count = min(form.top ?? table.count, table.count)
    var done = 0
    try table.inParts(count: count, workers: workers) {
      ranks -> (ranks: Int, rows: Int, bytes: [UInt8]) in
      var (writer, probe, rows) = (blank, blankProbe, 0)
      var gathered = GatheredCells(ranked)
      for rank in ranks {
        let place = (rank - ranks.lowerBound) % GatheredCells.ranksTogether
        if place == 0 {
          let block = rank..<min(rank + GatheredCells.ranksTogether, ranks.upperBound)
          table.loadAhead(block)
          gathered.gather(table.ranking[block])
        }
        let row = table.ranking[rank]
        let reasons = showsReasons ? table.reasons(row, ScoreTable.reasonsShown) : []
        if let changed = form.changed,
          !changed.isChanged(
            row, &probe,
            append: { isCompared, probe in
              for place in cells.indices {
                probe.append(
                  isCompared(place) ? cells[place] : .unknown, row: row, rank: rank, reasons)
              }
            })
        {
          continue
        }
        gathered.write(
          place, row: row, rank: form.ranksBefore + rank, reasons, to: &writer)
        rows += 1
      }
      return (ranks.count, rows, writer.takeBytes())
    } take: { part throws(Failure) in
      written += part.rows
      done += part.ranks
      progress.reach(done, of: count)
      try sink(part.bytes)
    }
    progress.end()
    return written
  }
}

extension RowWriter {
  /// Appends the cell of a row; codes become words here.
  mutating func append(
    _ cells: ScoreCells, row: Int, rank: Int, _ reasons: [ScoreReason]
  ) {
    switch cells {
    case .rank: append(integer: rank + 1)
    case .texts(let texts, let rows): append(text: texts, rows?[row] ?? row)
    case .codes(let codes, let names): append(text: codes[row] < 0 ? nil : names[codes[row]])
    case .flags(let flags): append(text: yesOrNo(flags[row]))
    case .numbers(let values): append(number: values[row])
    case .counts(let values): append(integer: values[row] < 0 ? nil : values[row])
    case .money(let units, let scale):
      append(decimal: decimalText(Int128(units[row]), scale: scale))
    case .days(let days): append(text: days[row]?.description)
    case .segments(let assignments, let rules): append(text: assignments.text(of: row, in: rules))
    case .reason(let place):
      append(text: place < reasons.count ? reasons[place].sentence : nil)
    case .one(.text(let text)): append(text: text)
    case .one(.number(let number)): append(number: number)
    case .one(.count(let count)): append(integer: count)
    case .one(.day(let day)): append(text: day.description)
    case .one(.flag(let flag)): append(text: yesOrNo(flag))
    case .one(.unknown): append(text: nil)
    }
  }
}

func yesOrNo(_ flag: Bool) -> String { flag ? "yes" : "no" }

/// Bytes gathered before they are written.
let blockSize = 1 << 20

/// A number with at most three digits after the point and no trailing zeros.
package func plainText(_ value: Double) -> String {
  var text = fixed(value, digits: 3)
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}
