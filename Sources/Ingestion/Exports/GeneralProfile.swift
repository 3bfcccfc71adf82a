internal import Expressions
internal import Files

/// The profile of a file that fits none: its columns by their common names.
enum GeneralProfile {
  /// How many roles a record's cells name, as a header would.
  static func score(header: [String], kind: ColumnRole.FileKind) -> Int {
    let plain = header.map(plainName)
    return ColumnRole.allCases.filter { role in
      role.fileKind == kind
        && role.commonNames.contains { group in plain.contains { group.contains($0) } }
    }.count
  }

  /// Aliases are `c0`, `c1` … for all columns.
  static func profile(
    header: [String], kind: ColumnRole.FileKind, choices: ColumnChoices
  ) -> (Profile, [String: Int]) {
    var profile = Profile(name: "none", title: "no profile", kind: kind)
    profile.isGeneral = true
    var found: [String: Int] = [:]
    for index in header.indices {
      profile.columns.append(("c\(index)", [foldedName(header[index])]))
      found["c\(index)"] = index
    }
    let plain = header.map(plainName)
    func column(_ role: ColumnRole) -> Int? {
      if choices.texts[role] != nil { return nil }
      for group in role.commonNames {
        let fits = plain.indices.filter { group.contains(plain[$0]) }
        if fits.isEmpty { continue }
        if fits.count > 1, !role.isRequired { return nil }
        if role == .amount, plain[fits[0]] == "price",
          ColumnRole.quantity.commonNames.joined().contains(where: { plain.contains($0) })
        {
          return nil
        }
        return fits[0]
      }
      return nil
    }
    func expression(_ role: ColumnRole) -> Expression? {
      column(role).flatMap { try? Expression(parsing: "c\($0)") }
    }
    let words = GeneralWords.builtIn
    profile.guests = words.guests
    profile.time.forms = TimeForm.general.map(\.pattern)
    switch kind {
    case .orders:
      profile.order = expression(.order)
      if let customer = expression(.customer) { profile.customers = [customer] }
      if let time = column(.time) { profile.time.cells = [["c\(time)"]] }
      if let amount = expression(.amount) {
        profile.amounts = [Profile.Amount(level: .line, value: amount)]
      }
      profile.currency = expression(.currency).map { .column($0) }
      for role in [ColumnRole.quantity, .category, .channel, .discount, .returned, .returnedAt] {
        profile.roles[role] = expression(role)
      }
      if profile.order != nil {
        let filled = [column(.customer), column(.time), column(.currency)].compactMap(\.self)
        profile.fillDown = filled.map { "c\($0)" }
      }
      addGuards(plain, to: &profile)
    case .events:
      if let customer = expression(.eventCustomer) { profile.customers = [customer] }
      if let time = column(.eventTime) { profile.time.cells = [["c\(time)"]] }
      profile.event = expression(.eventKind)
      profile.value = expression(.eventValue)
    case .customers: break
    }
    return (profile, found)
  }

  private static func addGuards(_ plain: [String], to profile: inout Profile) {
    let words = GeneralWords.builtIn
    for (index, name) in plain.enumerated() where words.statusColumns.contains(name) {
      var status = Profile.Status(column: "c\(index)")
      status.prefix = "wc-"
      status.classes = words.statuses
      profile.status.append(status)
    }
    if let parent = plain.firstIndex(where: { words.parentColumns.contains($0) }),
      case .some(let amount) = profile.amounts.first?.value.text,
      let when = try? Expression(parsing: "c\(parent) is not missing and \(amount) < 0"),
      let order = try? Expression(parsing: "c\(parent)")
    {
      var rule = Profile.RowRule(when: when, kind: .refund)
      rule.order = order
      profile.rows.append(rule)
    }
  }
}
