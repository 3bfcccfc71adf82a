/// Why a model folder was refused.
package enum ModelError: Error, Sendable {
  case missing(path: String)
  case unreadable(path: String, reason: String)
  case foreign(path: String)
  case newerVersion(path: String, found: String, supported: String)
  case unknownSection(path: String, section: String)
  case damaged(path: String, reason: String)
  /// The model is of a labelled table, and one of histories is needed.
  case learnedFromTable(path: String)
  case learnedFromHistories(path: String)
  case learnedFromContracts(path: String)
  /// A model of contracts is needed.
  case notOfContracts(path: String)
}
