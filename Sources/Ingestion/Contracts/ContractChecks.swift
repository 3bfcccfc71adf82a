internal import Intake
internal import Units

// What rows of a table of contracts must keep to, once each can be read.

extension ContractDraft {
  /// Usable rows by id, start and date from which they hold.
  func ordered() throws(IngestionError) -> [Int] {
    let rows = try reader.usableRows()
    // By id they are sorted; equal ids follow each other.
    var ranks = [Int](repeating: 0, count: table.count)
    for (place, row) in rows.enumerated() {
      let isSame = place > 0 && id.codes[row] == id.codes[rows[place - 1]]
      ranks[row] = isSame ? ranks[rows[place - 1]] : place
    }
    func key(_ row: Int) -> (Int, Int32, Int32, Int) {
      (
        ranks[row], dates.starts[row].number, dates.validFrom[row]?.number ?? .min,
        table.lines[row]
      )
    }
    return rows.sorted { key($0) < key($1) }
  }

  /// Throws the first contract that ends before it starts, or is too long for its periods.
  func requirePossible(_ rows: [Int]) throws(ContractError) {
    let early = rows.filter { row in dates.ends[row].map { $0 < dates.starts[row] } ?? false }
    if let first = early.min(by: { table.lines[$0] < table.lines[$1] }), let end = dates.ends[first]
    {
      throw .endsBeforeStart(
        place(first), column: roles.end ?? "", end: end, start: dates.starts[first],
        rows: early.count)
    }
    for row in rows {
      let last = min(dates.ends[row] ?? asOf, asOf)
      let age = Double(last - dates.starts[row]) / roles.period.meanDays
      if age > Double(ContractSchema.mostPeriods) {
        throw .tooManyPeriods(
          place(row), found: Int(age), most: ContractSchema.mostPeriods, period: roles.period.text,
          isOfModel: roles.isForScoring, asOf: last == roles.asOf ? roles.asOf : nil)
      }
    }
  }

  /// Rows by contract: those of one id and start.
  func contracts(_ rows: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    for row in rows {
      if let last = groups.last?.last, roles.validFrom != nil, id.codes[last] == id.codes[row],
        dates.starts[last] == dates.starts[row]
      {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
    return groups
  }

  /// Throws where two contracts of one id are in force at once.
  func requireApart(_ groups: [[Int]]) throws(ContractError) {
    var faults: [(row: Int, other: Int)] = []
    for (before, after) in zip(groups, groups.dropFirst()) {
      let (first, second) = (before[before.count - 1], after[0])
      guard id.codes[first] == id.codes[second] else { continue }
      if let end = dates.ends[first], end <= dates.starts[second] { continue }
      faults.append((second, first))
    }
    guard let fault = faults.min(by: { table.lines[$0.row] < table.lines[$1.row] }) else { return }
    guard roles.validFrom == nil else {
      // Where rows are versions, another start is more likely a contradiction than another contract.
      throw .versionsDisagree(
        place(fault.row), id: id.text(of: fault.row), column: roles.start, .start,
        found: dates.starts[fault.row].description, other: table.lines[fault.other],
        otherFound: dates.starts[fault.other].description)
    }
    throw .overlapping(
      place(fault.row), id: id.text(of: fault.row), start: dates.starts[fault.row],
      other: table.lines[fault.other], otherEnd: dates.ends[fault.other], contracts: faults.count)
  }

  /// Throws where versions of one contract hold from one date, or contradict each other on its end.
  ///
  /// A version may have been written before the end was known, and have none.
  func requireAgreement(_ groups: [[Int]]) throws(ContractError) {
    guard let validFrom = roles.validFrom else { return }
    for group in groups {
      for (before, after) in zip(group, group.dropFirst()) {
        // The later line is the one to look at.
        let (row, other) =
          table.lines[after] > table.lines[before] ? (after, before) : (before, after)
        if dates.validFrom[before] == dates.validFrom[after] {
          throw .versionsOfOneDate(
            place(row), id: id.text(of: row), column: validFrom, from: dates.validFrom[row],
            other: table.lines[other])
        }
        if let end = dates.ends[before], end != dates.ends[after] {
          throw .versionsDisagree(
            place(row), id: id.text(of: row), column: roles.end ?? "", .end,
            found: dates.ends[row]?.description ?? "", other: table.lines[other],
            otherFound: dates.ends[other]?.description ?? "")
        }
        if let reason = roles.reason, dates.ends[before] != nil,
          dates.reasonCodes[before] != dates.reasonCodes[after]
        {
          throw .versionsDisagree(
            place(row), id: id.text(of: row), column: reason, .reason, found: reasonText(row),
            other: table.lines[other], otherFound: reasonText(other))
        }
      }
    }
  }

  private func reasonText(_ row: Int) -> String {
    roles.reason.flatMap { table.column(named: $0) }?.text(of: row) ?? ""
  }

  private func place(_ row: Int) -> ContractError.Place {
    ContractError.Place(file: table.file, line: table.lines[row])
  }
}

extension ContractSchema {
  /// The columns that roles name.
  var named: [(use: ContractError.ColumnUse, name: String)] {
    [(.id, id), (.start, start)] + (end.map { [(.end, $0)] } ?? [])
      + (reason.map { [(.reason, $0)] } ?? []) + (renewal.map { [(.renewal, $0)] } ?? [])
      + (validFrom.map { [(.validFrom, $0)] } ?? [])
  }

  /// Columns to learn from, or not, by what is said of them.
  var listed: [(use: ContractError.ColumnUse, names: [String])] {
    [(.ignore, ignored), (.categories, categories), (.knownAtStart, knownAtStart)]
  }

  func requireDifferentColumns() throws(ContractError) {
    do throws(ColumnFault<ContractError.ColumnUse>) {
      try ColumnFault.requireDifferent(named + ignored.map { (.ignore, $0) })
      try ColumnFault.requireDifferent(named + knownAtStart.map { (.knownAtStart, $0) })
      let noFeatures = ignored.map { (use: ContractError.ColumnUse.ignore, name: $0) }
      try ColumnFault.requireDifferent(noFeatures + categories.map { (.categories, $0) })
    } catch { throw .column(error) }
  }
}
