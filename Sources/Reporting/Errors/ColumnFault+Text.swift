internal import Files
package import Ingestion

extension Sentence {
  /// Words for a fault of a table's columns, whatever the table holds.
  ///
  /// - Parameters:
  ///   - fault: what is wrong.
  ///   - setting: that says which column has a use.
  package init<Use>(_ fault: ColumnFault<Use>, setting: (Use) -> Setting) {
    switch fault {
    case .absent(let name, let file, let use, let found):
      self = """
        \(file): found no column '\(name)' (\(option: setting(use))).\
        \(shownNearest(to: name, among: found).map { " Did you mean '\($0)'?" } ?? "") Columns: \(columns: found).
        """
    case .inTwoRoles(let name, let first, let second):
      self = """
        found '\(name)' as \(option: setting(first)) and as \(option: setting(second)), expected two \
        columns
        """
    case .neededByModel(let missing, let file, let found):
      self = """
        \(file): the model needs the column\(missing.count == 1 ? "" : "s") \(listed(missing)); found \
        \(columns: found)
        """
    }
  }
}
