internal import Files
package import Scoring
internal import Units

/// What `export audience` says of an audience.
package enum AudienceReport {
  /// What a dry run prints.
  package static func dryRun(of audience: Audience, new: Int, gone: Int?) -> String {
    var table = TextTable([("", .left), ("people", .right)])
    table.append(["would be written to \(audience.target.rawValue)", grouped(new)])
    if let gone {
      table.append(["unchanged since the earlier export", grouped(audience.rows.count - new)])
      table.append(["of the earlier export, no longer in it", grouped(gone)])
    }
    for (reason, count) in Self.leftOut(audience) { table.append([reason.text, grouped(count)]) }
    for (field, count) in Self.unusable(audience) {
      table.append(["with no usable \(field.rawValue)", grouped(count)])
    }
    let hashed = AudienceField.allCases.filter {
      audience.target.isHashed($0)
        && audience.target.header(of: $0).map(audience.columns.contains) ?? false
    }.compactMap(audience.target.header)
    return
      (table.lines + [
        "columns: \(audience.columns.joined(separator: ", "))"
          + (hashed.isEmpty ? "" : "; as SHA-256: \(hashed.joined(separator: ", "))"),
        "nothing is written",
      ]).joined(separator: "\n") + "\n"
  }

  /// One line after the rows are written.
  package static func summary(of audience: Audience, written: Int) -> String {
    let reasons = leftOut(audience).map { "\(grouped($1)) \($0.rawValue)" }
    return "\(counted(written, "row")) for \(audience.target.rawValue)"
      + (reasons.isEmpty ? "" : "; left out: \(reasons.joined(separator: ", "))")
  }

  private static func leftOut(_ audience: Audience) -> [(Audience.LeftOut, Int)] {
    Audience.LeftOut.allCases.compactMap { reason in audience.leftOut[reason].map { (reason, $0) } }
  }

  private static func unusable(_ audience: Audience) -> [(AudienceField, Int)] {
    AudienceField.allCases.compactMap { field in audience.unusable[field].map { (field, $0) } }
  }
}

extension Audience.LeftOut {
  fileprivate var text: String {
    switch self {
    case .notListed: "not on the list"
    case .heldOut: "left alone by lot"
    case .otherArm: "in another arm"
    case .noConsent: "no consent, as the scores say"
    case .notAgreed: "not agreed, as the customers file says"
    case .notInCustomers: "not in the customers file"
    case .noAddress: "without a usable address"
    case .sharedAddress: "with the address of somebody who is not to be written to"
    case .sameAddress: "with the address of another"
    }
  }
}
