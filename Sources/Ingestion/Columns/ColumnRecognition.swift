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
  /// Sentences for the user about columns that were left out.
  private(set) var remarks: [String] = []
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
    return [line] + remarks
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
  ) throws(DataError) {
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
        file: file, missing: missing.map(\.word), columns: names,
        example: example(roles.filter(\.isRequired), header: header))
    }
  }

  private mutating func choose(
    _ role: ColumnRole, _ text: String, header: [String], binder: ExpressionBinder
  ) throws(DataError) {
    if header.filter({ $0 == text }).count == 1, let index = header.firstIndex(of: text) {
      take(role, index)
      return
    }
    let expression = try binder.bound(
      text, as: role.isNumber ? .number : .text, use: "--columns \(role.spelling)=\(text)",
      header: header, columnCount: names.count, file: file)
    if let index = expression.bareField {
      take(role, index)
    } else if role.isNumber {
      sources[role.rawValue] = .calculation(expression)
      spelled[role] = text
    } else {
      throw .needsBareColumn(role: role.spelling, expression: text)
    }
  }

  private mutating func recognise(
    _ role: ColumnRole, _ plain: [String], choices: ColumnChoices
  ) throws(DataError) {
    for group in role.commonNames {
      let fits = plain.indices.filter { group.contains(plain[$0]) }
      if fits.isEmpty { continue }
      if fits.count > 1 {
        guard role.isRequired || role == .order else {
          remarks.append(
            "\(file): more than one column may be the \(role.word) "
              + "(\(listed(fits.map { names[$0] }))): none is used; choose with "
              + "--columns \(role.spelling)=…")
          return
        }
        throw .ambiguousColumns(
          file: file, role: role.word, candidates: fits.map { names[$0] }, columns: names,
          example: "--columns \(role.spelling)=\(expressionName(names[fits[0]]))")
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

  /// A `--columns` line to start from: what was recognised, else the nearest name, else `…`.
  private func example(_ roles: [ColumnRole], header: [String]) -> String {
    if header.isEmpty {
      return "--columns " + roles.map { "\($0.spelling)=…" }.joined(separator: ",")
        + " (positions from 1; is there a header after all?)"
    }
    if header.count == 1, header[0].split(separator: " ").count > 2 { return "--delimiter space" }
    let plain = header.map(plainName)
    let parts = roles.map { role -> String in
      if let name = spelled[role] { return "\(role.spelling)=\(expressionName(name))" }
      if role == .amount, let quantity = mayBe(.quantity, plain),
        let price = plain.firstIndex(where: { $0 == "unitprice" || $0 == "price" })
      {
        let names = [names[quantity], names[price]].map(expressionName)
        return "\(role.spelling)=\(names.joined(separator: "*"))"
      }
      let near = role.commonNames.joined().lazy.compactMap { nearestName(to: $0, among: header) }
      return "\(role.spelling)=\(near.first.map(expressionName) ?? "…")"
    }
    return "--columns '\(parts.joined(separator: ","))'"
  }
}

/// Binds the texts of `--columns` and `--where` to the columns of a file.
struct ExpressionBinder: Sendable {
  let choices: ColumnChoices
  let decimalComma: Bool
  let times: TimeReader

  func bound(
    _ text: String, as type: ValueType, use: String, header: [String], columnCount: Int,
    file: String
  ) throws(DataError) -> RowExpression {
    // Without a header a whole number is a position.
    let isPosition = header.isEmpty && !text.isEmpty && text.utf8.allSatisfy { digit($0) != nil }
    let expression: Expression
    do {
      expression = try Expression(parsing: isPosition ? "$\(text)" : text)
    } catch {
      throw .malformedExpression(use, reason: error.description)
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
      throw .unfitExpression(file: file, use: use, reason: error.description)
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
