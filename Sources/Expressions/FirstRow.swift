/// Whether the first line of a file looks like a row of somebody's rather than the names of its columns: a cell of it
/// holds an `@` or four digits beside a year, or is a number.
///
/// - Complexity: O(length of the line).
package func looksLikeRow(_ names: [String]) -> Bool { names.contains(where: isData) }

/// Whether a text is rather a cell of a row than the name of a column.
private func isData(_ text: String) -> Bool {
  if text.contains("@") || digitsBesideYears(text) >= 4 { return true }
  let plain = String(text.compactMap { $0.isWhitespace ? nil : $0 == "," ? "." : $0 })
  return plain.first.map { $0.isNumber || "+-.".contains($0) } == true && Double(plain) != nil
}

/// How many digits a text has but for years behind words: `sales_2023` has none, `2023-01-05` has eight.
private func digitsBesideYears(_ text: String) -> Int {
  let parts = text.split { "_ ".contains($0) }
  let isNamed = parts.contains { $0.count(where: \.isLetter) >= 3 }
  return parts.reduce(0) { count, part in
    let isYear = part.count == 4 && (part.hasPrefix("19") || part.hasPrefix("20"))
    return isNamed && isYear ? count : count + part.count(where: \.isNumber)
  }
}
