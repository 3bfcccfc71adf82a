internal import Files

/// The cells of one column, each as the number of its text: what many cells say is kept once, and is
/// understood once.
struct CodedColumn: Sendable {
  /// The number of a blank cell; those of other texts count from 1.
  static let blank: Int32 = 0

  /// Of each row, or of each filled row.
  private(set) var codes: [Int32]
  /// The text of code 1, and so on.
  let texts: TextColumn
  /// Which rows are filled, rising; nil where every row has a code.
  private let filledRows: [Int32]?

  init(codes: [Int32], texts: TextColumn, filledRows: [Int32]? = nil) {
    self.codes = codes
    self.texts = texts
    self.filledRows = filledRows
  }

  /// Codes that there are, that of blank cells among them.
  var codeCount: Int { texts.count + 1 }

  func code(_ row: Int) -> Int32 {
    guard let filledRows else { return codes[row] }
    var (low, high) = (0, filledRows.count)
    while low < high {
      let middle = (low + high) / 2
      if filledRows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < filledRows.count && filledRows[low] == row ? codes[low] : Self.blank
  }

  /// The bytes of a code's text.
  func bytes(of code: Int32) -> ArraySlice<UInt8> {
    code == Self.blank ? [] : texts.utf8(at: Int(code) - 1)
  }

  /// The same column with a code for each of so many rows.
  func dense(_ rows: Int) -> CodedColumn {
    guard let filledRows else { return self }
    var all = [Int32](repeating: Self.blank, count: rows)
    for (place, row) in filledRows.enumerated() { all[Int(row)] = codes[place] }
    return CodedColumn(codes: all, texts: texts)
  }

  /// Makes a row say what another says.
  mutating func fill(_ row: Int, from other: Int) { codes[row] = codes[other] }

  /// Rows that are not blank, rising.
  var rows: [Int] {
    if let filledRows { return filledRows.map { Int($0) } }
    return codes.indices.filter { codes[$0] != Self.blank }
  }
}
