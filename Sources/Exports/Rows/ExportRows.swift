internal import Expressions
internal import Files
internal import Intake
internal import Units

/// What became of a row of an export.
enum RowOutcome: Sendable, Equatable {
  case used, refund, filtered, anonymous, refused, repeated
  /// A line below the data.
  case note
  case totals
  /// By a class of status, or a rule's reason.
  case leftOut(String)

  /// How the ledger counts it; nil for what is used, filtered or refused.
  var reason: String? {
    switch self {
    case .note: "note"
    case .totals: "totals"
    case .anonymous: "no customer"
    case .leftOut(let reason): reason
    case .repeated: "repeated"
    default: nil
    }
  }
}

/// The rows of one file of an export, on their way to be understood.
struct ExportRows {
  let sheet: Sheet
  let bound: BoundProfile
  let options: ReadOptions
  var outcomes: [RowOutcome]
  /// Code of each row's order id, −1 where it has none.
  var orderCodes: [Int32] = []
  var orders = TextCodes()
  var customers = TextCodes()
  var questions: [ReadingQuestion] = []
  var rejected: [RejectedRow] = []
  var notices: [Notice] = []
  /// What the values of status columns count for.
  var statuses: [(column: String, values: [ReadingQuestion.Value])] = []
  /// What was filled, merged or left out, for the user.
  var remarks: [Recognition.Remark]
  /// Orders of which another file has a newer version.
  var replaced: [OverlappingFiles.Replaced] = []
  /// Rows that continue the row above.
  var continued: Set<Int> = []
  var filledCells = 0
  var timeForm = TimeForm(pattern: "iso")
  let clocks: FileClocks
  /// Wall-clock seconds by the code of the time's text, `Int64.min` where it is no time; empty where
  /// they are found row by row.
  var walls: [Int64] = []
  /// Rows whose customer is an address that was folded.
  private(set) var foldedAddresses = 0
  /// Rows that each expression of the customer named.
  private(set) var namedBy: [Int] = []
  /// By expression of the customer, whom each text of its column names; empty where it has several.
  private var named: [[Named]] = []

  private enum Named {
    case unknown, nobody
    case customer(Int32, isFolded: Bool)
  }

  var file: String { sheet.file }
  var profile: Profile { bound.profile }

  init(_ opened: OpenedExport, _ options: ReadOptions) throws(IngestionError) {
    sheet = opened.sheet
    self.options = options
    bound = try BoundProfile(opened, options)
    clocks = FileClocks(bound.profile.time.zone, options)
    outcomes = Array(repeating: .used, count: sheet.count)
    remarks = opened.remarks
    if !opened.ties.isEmpty {
      let option: ReadingQuestion.Answer.Option =
        profile.kind == .events ? .eventsProfile : .profile
      ask(.profiles(opened.ties), choose: opened.ties.map { .init(option, $0) })
    }
  }

  func row(_ index: Int) -> SheetRow { SheetRow(sheet: sheet, row: index) }

  mutating func refuse(
    _ index: Int, _ reason: RejectedRow.Reason, _ column: Int?, found: String,
    expected: RejectedRow.Expectation
  ) {
    outcomes[index] = .refused
    rejected.append(
      RejectedRow(
        file: file, line: sheet.line(index), column: column.map { sheet.header[$0] } ?? "",
        found: String(found.prefix(80)), expected: expected, reason: reason))
  }

  mutating func refuse(_ index: Int, _ reason: RejectedRow.Reason, _ error: CellError) {
    refuse(index, reason, error.column, found: error.found, expected: .cell(error.expected, nil))
  }

  /// Number of a row's customer, which counts as named; nil where nobody is, as by guests.
  mutating func namedCustomer(_ index: Int) -> Int32? {
    if named.isEmpty {
      if namedBy.isEmpty { namedBy = bound.customers.map { _ in 0 } }
      named = bound.customers.map { expression in
        let codes = expression.column.flatMap { sheet.column($0)?.codeCount } ?? 1
        return Array(repeating: .unknown, count: codes)
      }
    }
    for (place, expression) in bound.customers.enumerated() {
      let found: Named
      if let column = expression.column {
        let code = Int(sheet.code(index, column))
        if case .unknown = named[place][code] {
          named[place][code] = customer(of: expression.text(row(index)))
        }
        found = named[place][code]
      } else {
        found = customer(of: expression.text(row(index)))
      }
      guard case .customer(let customer, let isFolded) = found else { continue }
      namedBy[place] += 1
      if isFolded { foldedAddresses += 1 }
      return customer
    }
    return nil
  }

  private mutating func customer(of text: String) -> Named {
    guard let name = name(text) else { return .nobody }
    return .customer(customers.code(name.text), isFolded: name.isFolded)
  }

  /// Whom a text names; nil where it names nobody.
  private func name(_ text: String) -> (text: String, isFolded: Bool)? {
    if text.isEmpty { return nil }
    let folded = foldedName(text)
    if profile.guests.contains(folded) || options.guests.contains(folded) { return nil }
    guard text.contains("@"), !options.keepsCase else {
      return (options.bridge[text] ?? text, false)
    }
    return (options.bridge[folded] ?? folded, folded != text)
  }

  /// Who a row's customer is by some expressions, which counts as named; empty where nobody is.
  mutating func customer(_ index: Int, _ expressions: [SheetExpression]) -> String {
    for (place, expression) in expressions.enumerated() {
      guard let name = name(expression.text(row(index))) else { continue }
      if namedBy.count <= place {
        namedBy += Array(repeating: 0, count: place + 1 - namedBy.count)
      }
      namedBy[place] += 1
      if name.isFolded { foldedAddresses += 1 }
      return name.text
    }
    return ""
  }

  /// Who a row's customer is by some expressions; nil where nobody is named.
  func customerName(_ index: Int, _ expressions: [SheetExpression]) -> String? {
    for expression in expressions {
      if let name = name(expression.text(row(index))) { return name.text }
    }
    return nil
  }

  /// The text of a row's time; blank where it has none.
  func timeText(_ index: Int) -> String {
    if bound.times.count == 1 { return sheet.text(index, bound.times[0]) }
    return bound.times.map { sheet.text(index, $0) }.filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}
