internal import Features
internal import Learning
internal import Models

/// Features that took no part, a notice a reason.
///
/// Indicators of missing values repeat each other by nature and are left out.
func droppedNotices(_ dropped: [DroppedColumn]) -> [ChurnNotice] {
  let reasons: [DroppedColumn.Reason] = [.alwaysMissing, .constant, .duplicate]
  return reasons.compactMap { reason in
    let columns = dropped.filter { $0.reason == reason && !$0.name.contains(":") }
    guard !columns.isEmpty else { return nil }
    return .unused(
      reason, features: columns.map(\.name),
      sameAs: reason == .duplicate ? columns.map { $0.sameAs ?? "" } : [])
  }
}

extension ChurnNotice {
  init(_ diagnosis: ColumnDiagnosis, names: [String]) {
    switch diagnosis {
    case .constant(let column): self = .constantColumn(names[column])
    case .duplicate(let column, let other):
      self = .duplicateColumn(names[column], of: names[other])
    case .collinear(let column, let others):
      self = .collinearColumn(names[column], with: others.map { names[$0] })
    case .separating(let columns): self = .separatingColumns(columns.map { names[$0] })
    }
  }
}
