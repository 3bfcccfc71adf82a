/// What the form of workbooks (ECMA-376) sets.
enum WorkbookForm {
  /// Rows of a sheet, the header among them.
  static let mostRows = 1_048_576
}

/// Whether a text begins with `_x`, four hexadecimal digits and `_`.
func isEscape(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
  let head = Array(text.prefix(7))
  return head.count == 7 && head[0] == "_" && head[1] == "x" && head[6] == "_"
    && head[2..<6].allSatisfy { $0.properties.isASCIIHexDigit }
}
