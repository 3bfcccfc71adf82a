internal import Dense
internal import Files
internal import Units

/// Why a plain table cannot teach a model or be scored by one.
package enum TableError: Error, Sendable {
  case noColumn(String, file: String, option: String, nearest: String?, found: [String])
  /// One option names a column that another has for itself.
  case columnInTwoRoles(String, first: String, second: String)
  /// The labels are neither yes and no nor two texts of which one is named.
  case unknownLabels(column: String, found: [String], file: String)
  case tooManyLabels(column: String, positive: String, found: [String], file: String)
  case noPositive(column: String, positive: String, found: [String], file: String)
  case oneClass(column: String, allPositive: Bool, rows: Int)
  case tooFewOfAKind(column: String, found: Int, needed: Int, rows: Int)
  case nothingToLearnFrom(file: String, columns: [UnusedColumn])
  case tooManyColumns(found: Int, most: Int, widest: String)
  case noRowsBefore(String, column: String, before: Int, after: Int)
  case missingColumns([String], file: String, found: [String])

  /// Whether the command line is at fault, and not the data.
  package var isUsage: Bool {
    switch self {
    case .columnInTwoRoles: true
    default: false
    }
  }
}

extension TableError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noColumn(let name, let file, let option, let nearest, let found):
      return "\(file): found no column '\(name)' (\(option))."
        + (nearest.map { " Did you mean '\($0)'?" } ?? "") + " Columns: \(listed(found))."
    case .columnInTwoRoles(let name, let first, let second):
      return "found '\(name)' as \(first) and as \(second), expected two columns"
    case .unknownLabels(let column, let found, let file):
      return """
        \(file): column '\(column)': found the labels \(listed(found)), expected yes and no, true and \
        false, 1 and 0, or two texts of which --positive names the one that means churn, as \
        --positive '\(found.first ?? "churned")'
        """
    case .tooManyLabels(let column, let positive, let found, let file):
      return """
        \(file): column '\(column)': found the labels \(listed(found)), expected '\(positive)' \
        (--positive) and one other
        """
    case .noPositive(let column, let positive, let found, let file):
      return """
        \(file): column '\(column)': found no '\(positive)' (--positive) among its labels \
        \(listed(found))
        """
    case .oneClass(let column, let allPositive, let rows):
      return """
        column '\(column)': \(allPositive ? "all" : "none") of \(grouped(rows)) \
        row\(rows == 1 ? "" : "s") churned; expected some of each kind
        """
    case .tooFewOfAKind(let column, let found, let needed, let rows):
      return """
        column '\(column)': found \(grouped(found)) of the rarer kind among \(grouped(rows)) rows, \
        expected at least \(needed) (one for each fold and one besides). Pass fewer --folds or more \
        rows; some hundreds of each kind make figures settle.
        """
    case .nothingToLearnFrom(let file, let columns):
      return """
        \(file): found no column to learn from\(columns.isEmpty ? "" : ": not used are ")\
        \(listed(columns.map(\.name))). Expected at least one column of numbers or categories \
        beside label and id.
        """
    case .tooManyColumns(let found, let most, let widest):
      return """
        the columns and their categories make \(grouped(found)) columns of the model, expected at most \
        \(grouped(most)). Leave some out with --ignore; the widest is '\(widest)'.
        """
    case .noRowsBefore(let date, let column, let before, let after):
      return """
        --split-column \(column): found \(grouped(before)) rows before \(date) and \(grouped(after)) \
        from then on, with churned and other ones among them too few to learn from and be judged on. \
        Pass another --split-at.
        """
    case .missingColumns(let missing, let file, let found):
      return """
        \(file): the model needs the column\(missing.count == 1 ? "" : "s") \(listed(missing)); found \
        \(listed(found))
        """
    }
  }
}
