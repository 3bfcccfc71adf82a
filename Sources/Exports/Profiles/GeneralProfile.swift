internal import Expressions
internal import Files
internal import Intake

/// The profile of a file that fits none: its columns by their common names.
enum GeneralProfile {
  /// How many roles a record's cells name, as a header would.
  static func score(header: [String], kind: ColumnRole.FileKind) -> Int {
    let plain = header.map(plainName)
    return ColumnRole.allCases.count { role in
      role.fileKind == kind && !role.candidates(in: plain).isEmpty
    }
  }

  /// Roles that several columns of a header may have, and that the user has not settled.
  static func undecided(
    header: [String], kind: ColumnRole.FileKind, choices: ColumnChoices
  ) -> [(role: ColumnRole, candidates: [String])] {
    let plain = header.map(plainName)
    return ColumnRole.allCases.filter { $0.fileKind == kind && choices.texts[$0] == nil }
      .map { role in (role, role.candidates(in: plain).map { header[$0] }) }
      .filter { $0.1.count > 1 }
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
      let fits = role.candidates(in: plain)
      guard let first = fits.first, fits.count == 1 else { return nil }
      if role == .amount, plain[first] == "price",
        !ColumnRole.quantity.candidates(in: plain).isEmpty
      {
        return nil
      }
      return first
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
