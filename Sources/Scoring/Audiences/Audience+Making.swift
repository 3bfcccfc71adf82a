internal import Files
internal import Ingestion
internal import Intake
internal import Interventions
internal import Units

extension Audience {
  /// Makes an audience of a plan, or of score rows.
  ///
  /// - Parameters:
  ///   - request: what is asked for.
  ///   - path: `plan.csv`, of which those to contact are taken, score rows, of which a list is, or `triggers.csv`,
  ///     of which all are.
  ///   - sheet: addresses, names and consent.
  ///   - state: who was left alone by lot in earlier plans.
  /// - Throws: where a needed column is missing.
  package init(
    _ request: AudienceRequest, of path: String, customers sheet: CustomerSheet, state: ContactState
  ) throws(AudienceError) {
    let list = try AudienceList(path: path, request: request, state: state)
    let sources = try AudienceSources(request, sheet)
    var rows: [(id: String, cells: [String])] = []
    var leftOut = list.leftOut
    var unusable: [AudienceField: Int] = [:]
    var known: Set<String> = []
    let spared = Self.addresses(of: list.spared, sources, sheet, request)
    for member in list.members {
      guard sheet.line(of: member.customer) != nil else {
        leftOut[.notInCustomers, default: 0] += 1
        continue
      }
      if let column = sources.consent,
        !Consent.isGiven(sheet.text(column, of: member.customer) ?? "")
      {
        leftOut[.notAgreed, default: 0] += 1
        continue
      }
      let cells = sources.fields.map { sources.cell($0, of: member, in: sheet, request) }
      guard let address = cells[0] else {
        leftOut[.noAddress, default: 0] += 1
        continue
      }
      guard !spared.contains(address) else {
        leftOut[.sharedAddress, default: 0] += 1
        continue
      }
      guard known.insert(address).inserted else {
        leftOut[.sameAddress, default: 0] += 1
        continue
      }
      for (field, cell) in zip(sources.fields, cells) where cell == nil {
        unusable[field, default: 0] += 1
      }
      rows.append((member.customer, cells.map { $0 ?? "" }))
    }
    target = request.target
    columns = sources.fields.compactMap(request.target.header)
    self.rows = rows.map(\.cells)
    self.leftOut = leftOut
    self.unusable = unusable
  }

  /// Addresses that nothing may be sent to: of those whom the list spares, and of everybody in the customers
  /// file who did not agree.
  private static func addresses(
    of spared: [String], _ sources: AudienceSources, _ sheet: CustomerSheet,
    _ request: AudienceRequest
  ) -> Set<String> {
    let disagreed = sources.consent.map { column in
      sheet.customers.filter { !Consent.isGiven(sheet.text(column, of: $0) ?? "") }
    }
    return Set(
      (spared + (disagreed ?? [])).compactMap { customer in
        sources.cell(
          sources.fields[0], of: AudienceMember(customer: customer, offer: ""), in: sheet, request)
      })
  }

  /// The rows that an earlier export lacks, and those that it had and this one has not.
  ///
  /// - Throws: where the file is no export with the same columns.
  package func changes(
    since path: String
  ) throws(AudienceError) -> (new: [[String]], gone: [[String]]) {
    let table: PlainTable
    do {
      table = try PlainTable(
        path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8)
    } catch {
      // An export of nobody is a header alone.
      if case .noRows = error { return (rows, []) }
      throw .sheet(.unreadable(error))
    }
    guard table.names == columns else {
      throw .otherExport(file: table.file, columns: table.names, expected: columns)
    }
    let earlier = (0..<table.count).map { row in table.columns.map { $0.text(of: row) } }
    // As a reader gets them back.
    let now = rows.map { $0.map { csvText(AudienceText.trimmed($0)) } }
    let (before, after) = (Set(earlier), Set(now))
    return (
      zip(rows, now).filter { !before.contains($0.1) }.map(\.0),
      earlier.filter { !after.contains($0) }
    )
  }

  /// The bytes of rows under the columns.
  package func csv(_ rows: [[String]]) -> [UInt8] {
    var writer = RowWriter(columns: columns, format: .csv)
    for row in rows {
      for cell in row { writer.append(text: cell) }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}

/// One person of a list.
private struct AudienceMember {
  let customer: String
  /// Of a plan, else the arm of an experiment, else the list of score rows.
  let offer: String
}

/// Who is on the list, by id, and how many are not.
private struct AudienceList {
  private(set) var members: [AudienceMember] = []
  private(set) var leftOut: [Audience.LeftOut: Int] = [:]
  /// Customers whom nobody may write to, by lot or by their own word.
  private(set) var spared: [String] = []

  init(
    path: String, request: AudienceRequest, state: ContactState
  ) throws(AudienceError) {
    let table: PlainTable
    let ids: PlainColumn
    do {
      // A day on which nobody did anything has a header alone.
      table = try PlainTable(
        sheet: path, delimiter: .character(UInt8(ascii: ",")), mayHaveNoRows: true)
      ids = try table.required(ScoreColumn.customerID.rawValue)
    } catch { throw .sheet(error) }
    let arms = table.column(named: "arm")
    let lists = table.column(named: ScoreColumn.list.rawValue)
    let isOfTriggers = table.column(named: "trigger") != nil
    guard arms != nil || lists != nil || isOfTriggers else {
      throw .neitherPlanNorScores(file: table.file, columns: table.names)
    }
    if table.count == 0, !isOfTriggers { throw .sheet(.unreadable(.noRows(files: [table.file]))) }
    if isOfTriggers { try Self.requireOneDay(of: table) }
    let treated = try Self.treatedArm(arms, of: table, wanted: request.arm)
    // An experiment's own table, of which no arm is a plan's, may say what it likes in a column of that name.
    let isOfExperiment =
      arms.map { !$0.texts.strings.contains { PlanArm(rawValue: $0) != nil } } ?? false
    let reasons =
      isOfExperiment
      ? table.column(named: ScoreColumn.whyNot.rawValue)
      : try Self.reasons(of: table, isOfScores: arms == nil && !isOfTriggers)
    let offers = table.column(named: "offer")
    var latest: [String: PlannedContact] = [:]
    for contact in state.rows
    where latest[contact.customer].map({ $0.day <= contact.day }) ?? true {
      latest[contact.customer] = contact
    }
    for row in 0..<table.count {
      let id = ids.text(of: row)
      let arm = arms?.text(of: row)
      if arm == PlanArm.holdOut.rawValue
        || reasons?.text(of: row) == PlanWhyNot.heldOut.rawValue || latest[id]?.arm == .holdOut
      {
        leftOut[.heldOut, default: 0] += 1
        spared.append(id)
      } else if reasons?.text(of: row) == PlanWhyNot.noConsent.rawValue {
        leftOut[.noConsent, default: 0] += 1
        spared.append(id)
      } else if let arm, arm != treated {
        leftOut[arm.isEmpty ? .notListed : .otherArm, default: 0] += 1
        if !arm.isEmpty { spared.append(id) }
      } else if arm == nil, !isOfTriggers, lists?.text(of: row) != request.list {
        leftOut[.notListed, default: 0] += 1
      } else {
        members.append(
          AudienceMember(customer: id, offer: offers?.text(of: row) ?? arm ?? request.list))
      }
    }
    members.sort { $0.customer.utf8.lexicographicallyPrecedes($1.customer.utf8) }
  }

  /// Why rows are not to be acted on.
  ///
  /// - Throws: where score rows do not say it, or by a word that nobody writes: a refusal would be passed over.
  private static func reasons(
    of table: PlainTable, isOfScores: Bool
  ) throws(AudienceError) -> PlainColumn? {
    let name = ScoreColumn.whyNot.rawValue
    guard let column = table.column(named: name) else {
      guard !isOfScores else {
        throw .scores(.notAllColumns(file: table.file, column: name, columns: table.names))
      }
      return nil
    }
    let ofScores = WhyNot.allCases.map(\.rawValue)
    let ofPlans = PlanWhyNot.allCases.map(\.rawValue).filter { !ofScores.contains($0) }
    let known = ofScores + (isOfScores ? [] : ofPlans)
    let isBad = column.texts.strings.map { !$0.isEmpty && !known.contains($0) }
    if let row = column.codes.indices.first(where: { isBad[Int(column.codes[$0])] }) {
      throw .scores(
        .badCell(
          file: table.file, line: table.lines[row], column: name, found: column.text(of: row),
          .list(known)))
    }
    return column
  }

  /// Throws where the rows are of several days, as those of all runs of `triggers`: each day was for that day.
  private static func requireOneDay(of table: PlainTable) throws(AudienceError) {
    do throws(SheetError) {
      let dates = try table.required("date")
      if let other = (0..<table.count).first(where: { dates.text(of: $0) != dates.text(of: 0) }) {
        throw table.fault(other, dates, .oneDate)
      }
    } catch { throw .sheet(error) }
  }

  /// Arms that are left alone whatever the file.
  private static let untreated = [PlanArm.holdOut.rawValue, "control"]

  /// The arm that is written to: that of a plan, or the one that was named.
  private static func treatedArm(
    _ arms: PlainColumn?, of table: PlainTable, wanted: String?
  ) throws(AudienceError) -> String {
    let found = arms.map { arms in arms.texts.strings.filter { !$0.isEmpty } } ?? []
    if let wanted {
      let treated = found.filter { !Self.untreated.contains($0) }
      guard treated.contains(wanted) else {
        throw .noSuchArm(wanted, file: table.file, arms: treated)
      }
      return wanted
    }
    guard found.allSatisfy({ PlanArm(rawValue: $0) != nil }) else {
      throw .armToName(file: table.file, arms: found)
    }
    return PlanArm.treat.rawValue
  }
}

/// Which columns of the customers file the fields come from.
private struct AudienceSources {
  /// The required one first.
  let fields: [AudienceField]
  private var columns: [AudienceField: String] = [:]
  /// Nil where nothing was asked.
  let consent: String?

  init(_ request: AudienceRequest, _ sheet: CustomerSheet) throws(AudienceError) {
    let required = request.target.required
    let own: [AudienceField] = request.target.header(of: .offer) == nil ? [] : [.offer]
    fields = [required] + request.fields.filter { $0 != required && $0 != .offer } + own
    for field in fields {
      guard request.target.header(of: field) != nil else {
        throw .noSuchField(field, request.target)
      }
    }
    let address = request.target.addressFields
    let given = address.filter(fields.contains)
    if !given.isEmpty, given.count < address.count {
      throw .partOfAddress(address.filter { !given.contains($0) }, request.target)
    }
    for field in fields where field != .customerID && field != .offer {
      columns[field] = try Self.column(field, request, sheet)
    }
    consent = try Self.consent(request, sheet)
  }

  private static func column(
    _ field: AudienceField, _ request: AudienceRequest, _ sheet: CustomerSheet
  ) throws(AudienceError) -> String {
    if let named = request.columns[field] {
      guard sheet.has(named) else {
        throw .sheet(.noColumn(file: sheet.file, column: named, columns: sheet.names))
      }
      return named
    }
    let fits = sheet.names.filter { field.names.contains(plainName($0)) }
    guard fits.count == 1 else {
      throw .noColumn(field, file: sheet.file, columns: sheet.names, fits: fits)
    }
    return fits[0]
  }

  private static func consent(
    _ request: AudienceRequest, _ sheet: CustomerSheet
  ) throws(AudienceError) -> String? {
    if let named = request.consent {
      guard sheet.has(named) else {
        throw .sheet(.noColumn(file: sheet.file, column: named, columns: sheet.names))
      }
      return named
    }
    let fits = sheet.names.filter(Consent.asksForConsent)
    guard fits.count == 1 else {
      throw .noConsentColumn(file: sheet.file, columns: sheet.names, fits: fits)
    }
    return fits[0]
  }

  /// The text of a field as the service takes it; nil for none that can be used.
  func cell(
    _ field: AudienceField, of member: AudienceMember, in sheet: CustomerSheet,
    _ request: AudienceRequest
  ) -> String? {
    if field == .offer { return member.offer }
    let text =
      field == .customerID
      ? member.customer : columns[field].flatMap { sheet.text($0, of: member.customer) } ?? ""
    guard let plain = plain(field, text, request) else { return nil }
    return request.target.isHashed(field) ? AudienceText.hashed(plain) : plain
  }

  private func plain(
    _ field: AudienceField, _ text: String, _ request: AudienceRequest
  ) -> String? {
    let target = request.target
    switch field {
    case .email: return AudienceText.email(text, for: target)
    case .phone:
      let number = AudienceText.phone(text, countryCode: request.countryCode)
      // Meta takes the digits alone.
      return target == .meta ? number.map { String($0.dropFirst()) } : number
    case .firstName, .lastName:
      let name =
        target.isHashed(field)
        ? AudienceText.hashedName(text, for: target) : AudienceText.trimmed(text)
      return name.isEmpty ? nil : name
    case .country:
      let code = AudienceText.trimmed(text)
      if code.isEmpty { return nil }
      return target == .meta ? code.lowercased() : code
    case .zip:
      let code = AudienceText.trimmed(text)
      if code.isEmpty { return nil }
      return target == .meta ? code.lowercased().filter { !" -".contains($0) } : code
    case .customerID, .offer: return text.isEmpty ? nil : text
    }
  }
}
