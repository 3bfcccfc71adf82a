internal import Expressions
internal import Files

/// A plain row as expressions see it.
struct PlainCells: FieldSource {
  let row: PlainRow
  let text: PlainText

  init(row: PlainRow, text: borrowing PlainText) {
    self.row = row
    self.text = copy text
  }

  func bytes(ofField index: Int) -> ArraySlice<UInt8> {
    text.bytes[row.trimmed(index, text.bytes.span, text.places.span)]
  }
}
