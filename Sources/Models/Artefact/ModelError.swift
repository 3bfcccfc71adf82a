/// Why a model folder was refused.
package enum ModelError: Error, Sendable {
  case missing(path: String)
  case unreadable(path: String, reason: String)
  case foreign(path: String)
  case newerVersion(path: String, found: String, supported: String)
  case unknownSection(path: String, section: String)
  case damaged(path: String, reason: String)
  /// The model is of a plain table, and one of histories is needed.
  case learnedFromTable(path: String)
  case learnedFromHistories(path: String)
}

extension ModelError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path):
      return """
        \(path): found no model there, expected a folder with model.json. Train one with `perennial \
        train ORDERS --model \(path)`.
        """
    case .unreadable(let path, let reason):
      return "\(path): cannot be read: \(reason)"
    case .foreign(let path):
      return """
        \(path): found a file that is no Perennial model, expected a model.json written by \
        `perennial train`
        """
    case .newerVersion(let path, let found, let supported):
      return """
        \(path): found model version \(found), this program reads up to \(supported). Update \
        perennial, or train the model again with this one.
        """
    case .unknownSection(let path, let section):
      return """
        \(path): found a section '\(section)' that this program does not know; a newer program wrote \
        it. Update perennial, or train the model again with this one.
        """
    case .learnedFromTable(let path):
      return """
        \(path): found a model of a plain table, expected one of order logs. Score a table with \
        `perennial table predict FILE`.
        """
    case .learnedFromHistories(let path):
      return """
        \(path): found a model of order logs, expected one of a plain table. Score orders with \
        `perennial predict ORDERS`, or train on a table with `perennial table train FILE`.
        """
    case .damaged(let path, let reason):
      return """
        \(path): the file is damaged: \(reason). Restore it from a copy, or train the model again.
        """
    }
  }
}
