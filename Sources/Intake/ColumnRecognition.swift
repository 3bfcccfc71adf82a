package import Expressions
package import Files
internal import Units

/// Which columns of one file stand for which roles.
package struct RecognisedColumns: Sendable {
  /// Where the value of a role comes from.
  package enum Source: Sendable {
    case field(Int)
    case calculation(RowExpression)
  }

  package let file: String
  package let kind: ColumnRole.FileKind
  /// Names of the columns; `$1`, `$2` … where the file has no header.
  package let names: [String]
  /// What messages call the columns: by their positions, but for common names, where the first line looks like a row
  /// of somebody's.
  package let told: [String]
  /// By `ColumnRole.rawValue`.
  private var sources = [Source?](repeating: nil, count: ColumnRole.allCases.count)
  /// By `ColumnRole.rawValue`; nil too where the source is a calculation.
  private var fields = [Int?](repeating: nil, count: ColumnRole.allCases.count)
  /// What a person should know about columns that were left out.
  package private(set) var notices: [Notice] = []
  private var spelled: [ColumnRole: String] = [:]

  /// Index of the column of a role that is always a bare column; nil where there is none.
  package func field(_ role: ColumnRole) -> Int? { fields[role.rawValue] }

  /// Where the value of a role comes from; nil where no column has it.
  package func source(_ role: ColumnRole) -> Source? { sources[role.rawValue] }

  /// Every column that is read as something.
  package var usedFields: [Int] {
    Set(
      sources.compactMap(\.self).flatMap { source -> [Int] in
        switch source {
        case .field(let index): [index]
        case .calculation(let expression): expression.fields
        }
      }
    ).sorted()
  }

  /// What was taken for what, and what was not used.
  package var recognition: Recognition {
    let taken = ColumnRole.allCases.compactMap { role in
      spelled[role].map { Recognition.Taken(role: role, column: $0) }
    }
    let used = Set(usedFields)
    let unused =
      kind == .customers ? [] : names.indices.filter { !used.contains($0) }.map { told[$0] }
    return .columns(file: file, taken: taken, unused: unused)
  }
}

extension RecognisedColumns {
  /// Columns whose roles are known.
  package init(
    file: String, kind: ColumnRole.FileKind, names: [String], roles: [ColumnRole: Int]
  ) {
    self.file = file
    self.kind = kind
    self.names = names
    told = names
    for (role, index) in roles { take(role, index) }
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
  package init(
    header: [String], columnCount: Int, file: String, kind: ColumnRole.FileKind,
    binder: ExpressionBinder
  ) throws(IngestionError) {
    self.file = file
    self.kind = kind
    let names = header.isEmpty ? (1...columnCount).map { "$\($0)" } : header
    self.names = names
    let roles = ColumnRole.allCases.filter { $0.fileKind == kind }
    let plain = header.map(plainName)
    let isRow = looksLikeRow(header)
    let common = isRow ? Set(roles.flatMap { $0.candidates(in: plain) }) : []
    told = names.indices.map { isRow && !common.contains($0) ? "$\($0 + 1)" : names[$0] }
    if isRow, common.isEmpty { notices.append(.firstLineLooksLikeRow(file: file)) }
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
    let fits = role.candidates(in: plain)
    if let first = fits.first {
      if fits.count > 1 {
        guard role.mustBeClear else {
          notices.append(
            .undecidedColumn(file: file, role: role, candidates: fits.map { names[$0] }))
          return
        }
        throw .ambiguousColumns(
          file: file, role: role, candidates: fits.map { names[$0] }, columns: names)
      }
      // A price beside a quantity is most likely that of one piece.
      if role == .amount, plain[first] == "price", mayBe(.quantity, plain) != nil { return }
      take(role, first)
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
    spelled[role] = told[index]
  }

  private func mayBe(_ role: ColumnRole, _ plain: [String]) -> Int? {
    role.candidates(in: plain).first
  }

  /// A choice of columns to start from: what was recognised.
  ///
  /// No column is proposed for its likeness to a common name: `Payment ID` is no payment.
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
      return nil
    }
    return .columns(roles.map { ($0, expression($0)) })
  }
}

/// Binds the user's expressions to the columns of a file.
package struct ExpressionBinder: Sendable {
  package let choices: ColumnChoices
  package let decimalComma: Bool
  package let times: TimeReader

  package init(choices: ColumnChoices, decimalComma: Bool, times: TimeReader) {
    self.choices = choices
    self.decimalComma = decimalComma
    self.times = times
  }

  package func bound(
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
