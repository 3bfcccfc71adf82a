internal import Dense
internal import Expressions
internal import Files
internal import Units

/// Which columns of one file stand for which roles.
struct RecognisedColumns: Sendable {
  /// Where the value of a role comes from.
  enum Source: Sendable {
    case field(Int)
    case calculation(RowExpression)
  }

  let file: String
  let kind: ColumnRole.FileKind
  /// Names of the columns; `$1`, `$2` … where the file has no header.
  let names: [String]
  /// By `ColumnRole.rawValue`.
  private var sources = [Source?](repeating: nil, count: ColumnRole.allCases.count)
  /// By `ColumnRole.rawValue`; nil too where the source is a calculation.
  private var fields = [Int?](repeating: nil, count: ColumnRole.allCases.count)
  /// What a person should know about columns that were left out.
  private(set) var notices: [Notice] = []
  private var spelled: [ColumnRole: String] = [:]

  /// Index of the column of a role that is always a bare column; nil where there is none.
  func field(_ role: ColumnRole) -> Int? { fields[role.rawValue] }

  /// Where the value of a role comes from; nil where no column has it.
  func source(_ role: ColumnRole) -> Source? { sources[role.rawValue] }

  /// Every column that is read as something.
  var usedFields: [Int] {
    Set(
      sources.compactMap(\.self).flatMap { source -> [Int] in
        switch source {
        case .field(let index): [index]
        case .calculation(let expression): expression.fields
        }
      }
    ).sorted()
  }

  /// What was taken for what, in one line, and what was not used.
  var summary: [String] {
    let taken = ColumnRole.allCases.compactMap { role in
      spelled[role].map { "\(role.word) = \($0)" }
    }
    let used = Set(usedFields)
    let unused = names.indices.filter { !used.contains($0) }.map { names[$0] }
    var line = "\(file): \(taken.joined(separator: ", "))"
    if !unused.isEmpty, kind != .customers { line += "; not used: \(listed(unused))" }
    return [line]
  }
}

extension RecognisedColumns {
  /// The columns of an export that was written as plain rows.
  init(_ plain: PlainRows, kind: ColumnRole.FileKind) {
    file = plain.file
    self.kind = kind
    names = plain.names
    for (role, index) in plain.roles { take(role, index) }
  }

  /// Finds the roles of a file's columns: first what the user says, then by common names.
  ///
  /// - Parameters:
  ///   - header: the names of the columns; empty where the file has no header.
  ///   - columnCount: the number of columns.
  ///   - file: for messages.
  ///   - kind: which roles are looked for.
  ///   - binder: binds expressions to columns.
  /// - Throws: where a needed column is missing or more than one may be meant.
  init(
    header: [String], columnCount: Int, file: String, kind: ColumnRole.FileKind,
    binder: ExpressionBinder
  ) throws(IngestionError) {
    self.file = file
    self.kind = kind
    names = header.isEmpty ? (1...columnCount).map { "$\($0)" } : header
    let roles = ColumnRole.allCases.filter { $0.fileKind == kind }
    let plain = header.map(plainName)
    for role in roles {
      if let text = binder.choices.texts[role] {
        if !text.isEmpty { try choose(role, text, header: header, binder: binder) }
      } else {
        try recognise(role, plain, choices: binder.choices)
      }
    }
    let missing = roles.filter { $0.isRequired && source($0) == nil }
    if !missing.isEmpty {
      throw .unrecognisedColumns(
        file: file, missing: missing, columns: names,
        start: start(roles.filter(\.isRequired), header: header))
    }
  }

  private mutating func choose(
    _ role: ColumnRole, _ text: String, header: [String], binder: ExpressionBinder
  ) throws(IngestionError) {
    if header.filter({ $0 == text }).count == 1, let index = header.firstIndex(of: text) {
      take(role, index)
      return
    }
    let expression = try binder.bound(
      text, as: role.isNumber ? .number : .text, use: .column(role, text),
      header: header, columnCount: names.count, file: file)
    if let index = expression.bareField {
      take(role, index)
    } else if role.isNumber {
      sources[role.rawValue] = .calculation(expression)
      spelled[role] = text
    } else {
      throw .needsBareColumn(role: role, expression: text)
    }
  }

  private mutating func recognise(
    _ role: ColumnRole, _ plain: [String], choices: ColumnChoices
  ) throws(IngestionError) {
    for group in role.commonNames {
      let fits = plain.indices.filter { group.contains(plain[$0]) }
      if fits.isEmpty { continue }
      if fits.count > 1 {
        guard role.isRequired || role == .order else {
          notices.append(
            .undecidedColumn(file: file, role: role, candidates: fits.map { names[$0] }))
          return
        }
        throw .ambiguousColumns(
          file: file, role: role, candidates: fits.map { names[$0] }, columns: names)
      }
      // A price beside a quantity is most likely that of one piece.
      if role == .amount, plain[fits[0]] == "price", mayBe(.quantity, plain) != nil { return }
      take(role, fits[0])
      return
    }
    // The events and customers files often call the customer as the orders do.
    if role == .eventCustomer || role == .customerID, let text = choices.texts[.customer],
      let index = names.firstIndex(of: text)
    {
      take(role, index)
    }
  }

  private mutating func take(_ role: ColumnRole, _ index: Int) {
    sources[role.rawValue] = .field(index)
    fields[role.rawValue] = index
    spelled[role] = names[index]
  }

  private func mayBe(_ role: ColumnRole, _ plain: [String]) -> Int? {
    role.commonNames.lazy.compactMap { group in
      plain.firstIndex { group.contains($0) }
    }.first
  }

  /// A choice of columns to start from: what was recognised, else the nearest name.
  private func start(
    _ roles: [ColumnRole], header: [String]
  ) -> IngestionError.ColumnsStart {
    if header.isEmpty { return .positions(roles) }
    if header.count == 1, header[0].split(separator: " ").count > 2 { return .blanksAsDelimiter }
    let plain = header.map(plainName)
    func expression(_ role: ColumnRole) -> String? {
      if let name = spelled[role] { return expressionName(name) }
      if role == .amount, let quantity = mayBe(.quantity, plain),
        let price = plain.firstIndex(where: { $0 == "unitprice" || $0 == "price" })
      {
        return [names[quantity], names[price]].map(expressionName).joined(separator: "*")
      }
      let near = role.commonNames.joined().lazy.compactMap { nearestName(to: $0, among: header) }
      return near.first.map(expressionName)
    }
    return .columns(roles.map { ($0, expression($0)) })
  }
}

/// Binds the user's expressions to the columns of a file.
struct ExpressionBinder: Sendable {
  let choices: ColumnChoices
  let decimalComma: Bool
  let times: TimeReader

  func bound(
    _ text: String, as type: ValueType, use: IngestionError.ExpressionUse, header: [String],
    columnCount: Int, file: String
  ) throws(IngestionError) -> RowExpression {
    // Without a header a whole number is a position.
    let isPosition = header.isEmpty && !text.isEmpty && text.utf8.allSatisfy { digit($0) != nil }
    let expression: Expression
    do {
      expression = try Expression(parsing: isPosition ? "$\(text)" : text)
    } catch {
      throw .malformedExpression(use, error)
    }
    do {
      let times = times
      return try RowExpression(
        expression, header: header, columnCount: columnCount, as: type,
        decimalComma: decimalComma,
        parseDay: { bytes in
          (try? times.seconds(bytes.span)).map { Instant(seconds: $0).day }
        })
    } catch {
      throw .unfitExpression(file: file, use, error)
    }
  }
}

/// How a column is written in an expression.
package func expressionName(_ column: String) -> String {
  let isName =
    column.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isWordByte($0) }
    && column.utf8.first.map { $0 > UInt8(ascii: "9") } == true
  return isName ? column : "`\(column)`"
}
