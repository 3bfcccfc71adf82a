/// Gives the cells of each row of CSV that this program wrote.
///
/// - Parameters:
///   - rows: whole rows.
///   - path: of what they go to, for messages.
///   - take: takes the cells of a row.
/// - Throws: where one is longer than a cell may be, and what `take` throws.
func forEachRow(
  of rows: [UInt8], path: String, _ take: ([String]) throws(OutputError) -> Void
) throws(OutputError) {
  let fault = OutputError.cannotWrite(
    path: path, reason: "a cell is longer than 64 KiB, or holds a NUL character")
  var reader: RecordReader
  do {
    reader = try RecordReader(name: path, text: rows, delimiter: .character(comma))
  } catch { throw fault }
  while true {
    let isRow: Bool
    do { isRow = try reader.next() } catch { throw fault }
    guard isRow else { return }
    try take(
      reader.fields.map {
        String(decoding: reader.buffer[Int($0.start)..<Int($0.end)], as: UTF8.self)
      })
  }
}
