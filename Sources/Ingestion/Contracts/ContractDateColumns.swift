internal import Files
internal import Intake
internal import Units

extension PlainTable {
  func contractColumn(
    _ name: String, as use: ContractError.ColumnUse
  ) throws(ContractError) -> PlainColumn {
    do { return try column(named: name, for: use) } catch { throw .column(error) }
  }

  /// The day of each text of a column of dates, and the clock that counts them where one does.
  ///
  /// - Throws: where one in fifty of the cells or more have another form than the rest, or all have.
  func contractDays(
    _ column: PlainColumn, _ format: DateFormat?
  ) throws(ContractError) -> (days: [Day?], clock: ClockColumn?) {
    let days = column.days(format: format)
    var (read, unread): ([Int], [Int]) = ([], [])
    for (row, code) in column.codes.enumerated() where !column.texts.isMissing(at: Int(code)) {
      if days[Int(code)] == nil { unread.append(row) } else { read.append(row) }
    }
    guard let first = unread.first, 50 * unread.count >= read.count + unread.count else {
      return (days, nil)
    }
    let place = ContractError.Place(file: file, line: lines[first])
    guard let other = read.first else {
      if format == nil, let counted = column.clockDays() {
        return (
          counted.days, ClockColumn(name: column.name, isInThousandths: counted.isInThousandths)
        )
      }
      throw .datesInOtherForm(
        place, column: column.name, found: column.text(of: first), rows: unread.count)
    }
    throw .datesInTwoForms(
      place, column: column.name, read: column.text(of: other), readRows: read.count,
      unread: column.text(of: first), unreadRows: unread.count)
  }
}

extension PlainColumn {
  /// Days of seconds, or thousandths of them, since 1970 (UTC); nil where any cell that holds something is
  /// no whole number of such a size: nine or ten digits, or twelve or thirteen.
  func clockDays() -> (days: [Day?], isInThousandths: Bool)? {
    var days = [Day?](repeating: nil, count: texts.count)
    var isInThousandths: Bool?
    for index in 0..<texts.count where !texts.isMissing(at: index) {
      let bytes = texts.utf8(at: index)
      guard bytes.allSatisfy({ (48...57).contains($0) }),
        [9, 10, 12, 13].contains(bytes.count), bytes.first != 48,
        let number = Int64(String(decoding: bytes, as: UTF8.self))
      else { return nil }
      let hasThousandths = bytes.count > 10
      guard isInThousandths ?? hasThousandths == hasThousandths else { return nil }
      isInThousandths = hasThousandths
      days[index] = Instant(seconds: hasThousandths ? number / 1_000 : number).day
    }
    return isInThousandths.map { (days, $0) }
  }
}

extension TextColumn {
  /// Whether a cell holds nothing, or a word for it.
  func isMissing(at index: Int) -> Bool {
    NumberText(utf8(at: index), decimalComma: false) == .missing
  }
}
