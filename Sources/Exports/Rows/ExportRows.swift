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

/// Texts by number.
struct TextCodes {
  private(set) var texts: [String] = []
  private var codes: [String: Int32] = [:]

  mutating func code(_ text: String) -> Int32 {
    if let known = codes[text] { return known }
    let code = Int32(texts.count)
    codes[text] = code
    texts.append(text)
    return code
  }

  func known(_ text: String) -> Int32? { codes[text] }
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
  private(set) var foldedAddresses = 0
  /// Rows that each expression of the customer named.
  var namedBy: [Int] = []

  var file: String { sheet.file }
  var profile: Profile { bound.profile }

  init(_ opened: OpenedExport, _ options: ReadOptions) throws(IngestionError) {
    sheet = opened.sheet
    self.options = options
    bound = try BoundProfile(opened, options)
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
        file: file, line: sheet.lines[index], column: column.map { sheet.header[$0] } ?? "",
        found: String(found.prefix(80)), expected: expected, reason: reason))
  }

  mutating func refuse(_ index: Int, _ reason: RejectedRow.Reason, _ error: CellError) {
    refuse(index, reason, error.column, found: error.found, expected: .cell(error.expected, nil))
  }

  /// Who a row's customer is, empty where nobody is named; guests name nobody.
  mutating func customer(_ index: Int, _ expressions: [CellExpression]) -> String {
    for (place, expression) in expressions.enumerated() {
      let text = expression.text(row(index))
      if text.isEmpty { continue }
      let folded = foldedName(text)
      if profile.guests.contains(folded) || options.guests.contains(folded) { continue }
      if namedBy.count <= place {
        namedBy += Array(repeating: 0, count: place + 1 - namedBy.count)
      }
      namedBy[place] += 1
      guard text.contains("@"), !options.keepsCase else { return options.bridge[text] ?? text }
      if folded != text { foldedAddresses += 1 }
      return options.bridge[folded] ?? folded
    }
    return ""
  }

  /// The text of a row's time; blank where it has none.
  func timeText(_ index: Int) -> String {
    if bound.times.count == 1 { return sheet.text(index, bound.times[0]) }
    return bound.times.map { sheet.text(index, $0) }.filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}

extension ExportRows {
  /// Lines that continue the row above, and cells that stand on an order's first line only.
  mutating func join() {
    joinContinuations()
    orderCodes = (0..<sheet.count).map { index in
      guard let order = bound.order else { return -1 }
      let text = order.text(row(index))
      return text.isEmpty ? -1 : orders.code(text)
    }
    fillDown()
    if !continued.isEmpty {
      remarks.append(.continuedLines(continued.count))
    }
    if filledCells > 0 {
      remarks.append(.filledCells(filledCells))
    }
  }

  private mutating func joinContinuations() {
    guard !bound.continues.isEmpty else { return }
    var last: Int?
    let filled = Array(Set(bound.fillDown + bound.continues)).sorted()
    for index in 0..<sheet.count {
      guard bound.continues.allSatisfy({ sheet.isBlank(index, $0) }), !isBelowData(index) else {
        last = index
        continue
      }
      guard let above = last else {
        refuse(index, .fieldCount, nil, found: "a line that continues", expected: .orderAbove)
        continue
      }
      continued.insert(index)
      for column in filled where sheet.isBlank(index, column) && !sheet.isBlank(above, column) {
        sheet.fill(index, column, from: above)
      }
    }
  }

  /// Whether a row begins as a line below the data does.
  private func isBelowData(_ index: Int) -> Bool {
    if profile.footer.isEmpty { return false }
    return sheet.header.indices.contains { column in
      sheet.has(column) && !sheet.isBlank(index, column)
        && profile.footer.contains { foldedName(sheet.text(index, column)).hasPrefix($0) }
    }
  }

  private mutating func fillDown() {
    guard !bound.fillDown.isEmpty, bound.order != nil else { return }
    let customerColumns = Set(bound.customers.flatMap(\.fields))
    for column in bound.fillDown {
      var source: [Int32: Int] = [:]
      var conflicts = Set<Int32>()
      for index in 0..<sheet.count where orderCodes[index] >= 0 && !sheet.isBlank(index, column) {
        let order = orderCodes[index]
        if let first = source[order] {
          if customerColumns.contains(column),
            !sheet.bytes(first, column).elementsEqual(sheet.bytes(index, column))
          {
            conflicts.insert(order)
          }
        } else {
          source[order] = index
        }
      }
      for index in 0..<sheet.count where orderCodes[index] >= 0 && sheet.isBlank(index, column) {
        let order = orderCodes[index]
        guard let first = source[order], first != index, !conflicts.contains(order) else {
          continue
        }
        sheet.fill(index, column, from: first)
        filledCells += 1
      }
    }
  }

  /// Lines below the data, and records of another shape.
  mutating func leaveOutNotes() {
    let amounts = bound.amountColumns
    for index in 0..<sheet.count where outcomes[index] == .used {
      let hasAmount = amounts.contains { !sheet.isBlank(index, $0) }
      let known = namedBy
      let isNote =
        !hasAmount
        && (isBelowData(index)
          || timeText(index).isEmpty && customer(index, bound.customers).isEmpty
            && !continued.contains(index))
      namedBy = known
      if isNote {
        outcomes[index] = .note
      } else if let fields = sheet.misfits[index] {
        refuse(
          index, .fieldCount, nil, found: "\(fields) fields",
          expected: .fields(sheet.header.count))
      }
    }
    let notes = outcomes.count { $0 == .note }
    if notes > 0 { remarks.append(.linesWithoutRow(notes)) }
  }
}
