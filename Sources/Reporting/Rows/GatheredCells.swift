internal import Files
internal import Models
internal import Scoring
internal import Segments
internal import Units

/// The columns of score rows, made ready to be written: which kind each is, and all words that it may say
/// as the format writes them.
struct RankedCells: Sendable {
  /// How a column's cells are written from one number each.
  enum Kind: Sendable {
    case rank, number, count, day
    case money(scale: Int)
    /// The place of a word; below 0 where unknown.
    case word
    case reason(Int)
    /// From the cell itself.
    case other
  }

  let kinds: [Kind]
  let columns: [ScoreCells]
  let words: WrittenTexts
  /// Of each column, the place of its first word among all.
  let firstWords: [Int]

  init(_ columns: [ScoreCells], format: RowFormat) {
    self.columns = columns
    var words = WrittenTexts(format: format)
    firstWords = columns.map { column in
      let first = words.count
      switch column {
      case .codes(_, let names): for name in names { words.append(name) }
      case .flags: for flag in [false, true] { words.append(yesOrNo(flag)) }
      case .one(.text(let text)): words.append(text)
      case .one(.day(let day)): words.append(day.description)
      case .one(.flag(let flag)): words.append(yesOrNo(flag))
      case .one(.unknown): words.append(nil)
      default: break
      }
      return first
    }
    self.words = words
    kinds = columns.map { column in
      switch column {
      case .rank: .rank
      case .numbers, .one(.number): .number
      case .counts, .one(.count): .count
      case .days: .day
      case .money(_, let scale): .money(scale: scale)
      case .codes, .flags, .one(.text), .one(.day), .one(.flag), .one(.unknown): .word
      case .reason(let place): .reason(place)
      case .texts, .segments: .other
      }
    }
  }
}

/// The cells of a block of ranks: rows that follow each other by rank lie far from each other in memory, so
/// each column of a block is fetched in one go and the loads wait together.
struct GatheredCells {
  static let ranksTogether = 256

  private let cells: RankedCells
  /// Column by column, `ranksTogether` a column: the bits of a number, a count, a day, a word's place.
  private var bits: [UInt64]
  private var sentence = PhraseText()
  /// What segments say, by the rules that hold.
  private var segments: [SegmentKey: String] = [:]

  private struct SegmentKey: Hashable { let column, primary: Int, holding: UInt64 }

  init(_ cells: RankedCells) {
    self.cells = cells
    bits = [UInt64](repeating: 0, count: cells.columns.count * Self.ranksTogether)
  }

  /// Fetches the cells of some rows.
  mutating func gather(_ rows: ArraySlice<Int>) {
    for (column, values) in cells.columns.enumerated() {
      let start = column * Self.ranksTogether
      let firstWord = cells.firstWords[column]
      func fetch(_ bits: inout [UInt64], _ cell: (Int) -> UInt64) {
        for (place, row) in rows.enumerated() { bits[start + place] = cell(row) }
      }
      func word(_ place: Int) -> UInt64 { bitsOf(place < 0 ? place : firstWord + place) }
      switch values {
      case .numbers(let numbers): fetch(&bits) { numbers[$0].bitPattern }
      case .one(.number(let number)): fetch(&bits) { _ in number.bitPattern }
      case .counts(let counts): fetch(&bits) { bitsOf(counts[$0]) }
      case .one(.count(let count)): fetch(&bits) { _ in bitsOf(count) }
      case .money(let units, _): fetch(&bits) { UInt64(bitPattern: units[$0]) }
      case .days(let days):
        fetch(&bits) { row in days[row].map { bitsOf(Int($0.number)) } ?? noDay }
      case .codes(let codes, _): fetch(&bits) { word(codes[$0]) }
      case .flags(let flags): fetch(&bits) { word(flags[$0] ? 1 : 0) }
      case .one: fetch(&bits) { _ in word(0) }
      case .rank, .texts, .segments, .reason: break
      }
    }
  }

  /// Writes the row at a place of the block.
  mutating func write(
    _ place: Int, row: Int, rank: Int, _ reasons: [ScoreReason], to writer: inout RowWriter
  ) {
    for column in cells.kinds.indices {
      let cell = bits[column * Self.ranksTogether + place]
      switch cells.kinds[column] {
      case .rank: writer.append(integer: rank + 1)
      case .number: writer.append(number: Double(bitPattern: cell))
      case .count:
        let count = Int(Int64(bitPattern: cell))
        writer.append(integer: count < 0 ? nil : count)
      case .money(let scale): writer.append(units: Int64(bitPattern: cell), scale: scale)
      case .day:
        writer.append(day: cell == noDay ? nil : Day(number: Int32(Int64(bitPattern: cell))))
      case .word:
        let word = Int(Int64(bitPattern: cell))
        if word < 0 { writer.append(text: nil) } else { writer.append(written: cells.words, word) }
      case .reason(let number):
        guard number < reasons.count else {
          writer.append(text: nil)
          continue
        }
        sentence.clear()
        reasons[number].append(to: &sentence)
        writer.append(utf8: sentence.bytes)
      case .other: writeOther(column, row: row, rank: rank, to: &writer)
      }
    }
    writer.endRow()
  }

  private mutating func writeOther(
    _ column: Int, row: Int, rank: Int, to writer: inout RowWriter
  ) {
    guard case .segments(let assignments, let rules) = cells.columns[column] else {
      return writer.append(cells.columns[column], row: row, rank: rank, [])
    }
    let key = SegmentKey(
      column: column, primary: assignments.primary[row], holding: assignments.holding[row])
    let text = segments[key] ?? assignments.text(of: row, in: rules)
    segments[key] = text
    writer.append(text: text)
  }
}

private let noDay = UInt64(bitPattern: Int64.min)

private func bitsOf(_ value: Int) -> UInt64 { UInt64(bitPattern: Int64(value)) }
