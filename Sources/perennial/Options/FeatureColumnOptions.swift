import ArgumentParser
import Expressions
import Files

/// Which columns of a table are learned from, and as what.
struct FeatureColumnOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Columns that are not features, separated by commas (default: none).", "columns"))
  var ignore: String?
  @Option(
    name: .long,
    help: .shown("Numeric columns to treat as categorical (default: none).", "columns"))
  var categories: String?

  var ignored: [String] { listedTexts(ignore) }
  var asCategories: [String] { listedTexts(categories) }
}

/// Splits `a,b,c`; nothing where there is none.
func listedTexts(_ text: String?) -> [String] {
  text.map { $0.split(separator: ",").map(String.init) } ?? []
}

/// Reads `price=up,tenure=down`; nothing where there is none.
///
/// - Throws: where a part is no column and direction, or a column stands twice.
func listedDirections(
  _ text: String?, option: String
) throws -> [(column: String, direction: RiskDirection)] {
  let words = RiskDirection.allCases.map(\.rawValue)
  let directions = try (text?.split(separator: ",", omittingEmptySubsequences: false) ?? []).map {
    part -> (column: String, direction: RiskDirection) in
    let place = part.lastIndex(of: "=") ?? part.startIndex
    let (column, word) = (String(part[..<place]), String(part[place...].dropFirst()))
    guard !column.isEmpty, let direction = RiskDirection(rawValue: word) else {
      throw UsageError(
        description: "\(option): found '\(part)', expected COLUMN=up or COLUMN=down"
          + suggestion(for: word, among: words))
    }
    return (column, direction)
  }
  for (index, given) in directions.enumerated()
  where directions[..<index].contains(where: { $0.column == given.column }) {
    throw UsageError(
      description: "\(option): found '\(given.column)' twice, expected each column once")
  }
  return directions
}
