internal import Features
internal import Learning

/// What a user should know of features that took no part, a sentence a reason.
///
/// Indicators of missing values repeat each other by nature and are not worth a word.
func droppedNotices(_ dropped: [DroppedColumn]) -> [String] {
  func names(_ reason: DroppedColumn.Reason) -> [String] {
    dropped.filter { $0.reason == reason && !$0.name.contains(":") }.map { column in
      column.sameAs.map { "\(column.name) (as \($0))" } ?? column.name
    }
  }
  let phrases: [(DroppedColumn.Reason, String)] = [
    (.alwaysMissing, "unknown for every training customer"),
    (.constant, "the same for every training customer"),
    (.duplicate, "equal to another in every training row"),
  ]
  return phrases.compactMap { reason, phrase in
    let names = names(reason)
    guard !names.isEmpty else { return nil }
    let subject = names.count == 1 ? "1 feature is" : "\(names.count) features are"
    return "\(subject) \(phrase) and not used: \(withGroupsNamed(names).joined(separator: ", "))."
  }
}

/// Names of features, with one phrase in place of a group that is there as a whole.
func withGroupsNamed(_ names: [String]) -> [String] {
  let listed = Set(names)
  var whole: [String: String] = [:]
  for group in FeatureGroup.allCases {
    let members = FeatureCatalogue.current.definitions.filter { $0.group == group }.map(\.name)
    guard members.count > 1, members.allSatisfy(listed.contains) else { continue }
    for name in members { whole[name] = "all \(members.count) of \(group.rawValue)" }
  }
  var shown: [String] = []
  for phrase in names.map({ whole[$0] ?? $0 }) where !shown.contains(phrase) {
    shown.append(phrase)
  }
  return shown
}

extension ColumnDiagnosis {
  /// The diagnosis in words.
  func sentence(names: [String]) -> String {
    func list(_ columns: [Int]) -> String { columns.map { names[$0] }.joined(separator: ", ") }
    return switch self {
    case .constant(let column): "\(names[column]) is constant; its coefficient is 0."
    case .duplicate(let column, let other):
      "\(names[column]) is \(names[other]) shifted and scaled; they share their effect."
    case .collinear(let column, let others):
      "\(names[column]) follows from \(list(others)); they share their effect."
    case .separating(let columns):
      "On one side of some value of \(list(columns)), all training rows ended alike: the penalty alone "
        + "keeps the coefficient finite."
    }
  }
}
