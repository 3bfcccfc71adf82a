internal import Intake

extension ExportRows {
  /// What the file was read as, and what was done to it.
  var recognition: [Recognition] {
    var found: [Recognition] = []
    if profile.isGeneral {
      found.append(.commonNames(file: file))
    } else {
      let means = profile.means.first { $0.key == "text" }?.text
      found.append(
        .profile(file: file, name: profile.name, title: profile.title, means: means))
    }
    if bound.customers.count > 1, namedBy.reduce(0, +) > 0 {
      let named = bound.customers.indices.filter { $0 < namedBy.count && namedBy[$0] > 0 }.map {
        Recognition.Named(column: bound.customers[$0].name(in: sheet), rows: namedBy[$0])
      }
      found.append(.namedBy(file: file, named))
    }
    if profile.customerIsName { found.append(.namesOnly(file: file)) }
    if foldedAddresses > 0 {
      found.append(.foldedAddresses(file: file, rows: foldedAddresses))
    }
    return found + remarks.map { .remark(file: file, $0) }
  }
}
