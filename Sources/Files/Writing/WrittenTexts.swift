/// Few texts that many cells hold, as a format writes them: quoted, guarded and escaped once.
package struct WrittenTexts: Sendable {
  package let format: RowFormat
  private(set) var bytes: [UInt8] = []
  private var offsets = [0]

  package init(format: RowFormat) { self.format = format }

  package var count: Int { offsets.count - 1 }

  /// Adds a text; nil is unknown: an empty field, or null.
  package mutating func append(_ text: String?) {
    switch format {
    case .csv: if let text { appendCSVField(text, to: &bytes) }
    case .typed: if let text { appendExactField(Array(text.utf8), to: &bytes) }
    case .jsonl:
      if let text {
        appendJSONString(text, to: &bytes)
      } else {
        bytes.append(contentsOf: "null".utf8)
      }
    }
    offsets.append(bytes.count)
  }

  func range(of index: Int) -> Range<Int> { offsets[index]..<offsets[index + 1] }
}
