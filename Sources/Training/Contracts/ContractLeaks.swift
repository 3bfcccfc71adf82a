internal import Files
internal import Ingestion
internal import Models
internal import Units

/// Columns that seem to have been filled in when contracts ended.
///
/// Contracts are compared with those that began about when they did, as older ones have ended more often
/// whatever their columns say. A contract of several rows is passed over: they say from when they hold.
struct ContractLeaks {
  private let rows: ContractRows
  private let schema: ContractSchema
  private let members: [Member]
  /// Shares of contracts in force, by stratum of starts.
  private let inForce: [Double]

  /// A contract of one row.
  private struct Member {
    let row: Int
    let hasEnded: Bool
    let cause: Int
    /// Of those that began about when it did.
    let stratum: Int
    /// Share of the looks back at which it was in force.
    let pastShare: Double
  }

  private static let strata = 20
  /// Looks back from the table's day, and days between them.
  private static let looks = 12
  private static let daysBetweenLooks = 30
  /// Contracts of a value that should be in force by chance, and that were at looks back, for none to
  /// be telling.
  private static let fewestExpected = 8.0
  private static let fewestBefore = 10.0
  private static let fewest = 50
  /// Area within strata beyond which a column tells too well which contracts have ended.
  private static let largestArea = 0.97
  /// Share of ended contracts whose reason a column tells.
  private static let telling = 0.98
  private static let mostValues = 200

  init(_ rows: ContractRows, _ schema: ContractSchema) {
    self.rows = rows
    self.schema = schema
    let own = (0..<rows.count).filter {
      rows.versions[$0].count == 1 && rows.starts[$0] < rows.asOf && rows.lost[$0] == nil
    }
    let order = own.sorted { (rows.starts[$0], $0) < (rows.starts[$1], $1) }
    var (stratum, members) = (0, [Member]())
    for (place, contract) in order.enumerated() {
      // Contracts of one day stay together.
      if place > 0, rows.starts[contract] != rows.starts[order[place - 1]] {
        stratum = place * Self.strata / order.count
      }
      let looks = (1...Self.looks).count { look in
        let day = rows.asOf - look * Self.daysBetweenLooks
        return rows.starts[contract] < day && rows.ends[contract].map { $0 >= day } ?? true
      }
      members.append(
        Member(
          row: rows.versions[contract].lowerBound, hasEnded: rows.ends[contract] != nil,
          cause: rows.causes[contract], stratum: stratum,
          pastShare: Double(looks) / Double(Self.looks)))
    }
    self.members = members
    var counts = [(all: Int, running: Int)](repeating: (0, 0), count: Self.strata)
    for member in members {
      counts[member.stratum].all += 1
      if !member.hasEnded { counts[member.stratum].running += 1 }
    }
    inForce = counts.map { Double($0.running) / Double(max(1, $0.all)) }
  }

  /// What is found of columns that nobody vouched for, and the names of those that are to be left out.
  func found() -> (notices: [ContractNotice], leftOut: Set<String>) {
    guard members.count(where: \.hasEnded) >= Self.fewest,
      members.count(where: { !$0.hasEnded }) >= Self.fewest
    else { return ([], []) }
    var (notices, leftOut) = ([ContractNotice](), Set<String>())
    for column in rows.columns where !schema.knownAtStart.contains(column.name) {
      if let filled = filledAtEnd(column) {
        notices.append(filled)
        leftOut.insert(column.name)
      } else if let area = areaOfEnded(column), max(area, 1 - area) > Self.largestArea {
        notices.append(.tellsEnded(column: column.name, area: max(area, 1 - area)))
      } else if let share = shareOfReasons(column) {
        notices.append(.tellsReason(column: column.name, share: share))
      }
    }
    return (notices, leftOut)
  }

  // MARK: Values of ended contracts alone

  /// A column as values that contracts have in common.
  private struct Coding {
    /// Of each member; nil where the cell is empty.
    let values: [Int?]
    let texts: [String]
    /// A value that may stand for nothing, as an empty cell does.
    var blank: Int?
  }

  private func filledAtEnd(_ column: TypedColumn) -> ContractNotice? {
    for coding in codings(of: column) {
      if let found = onlyOnEnded(coding) {
        return .filledAtEnd(
          column: column.name, contracts: found.contracts, values: found.values)
      }
    }
    return nil
  }

  private func codings(of column: TypedColumn) -> [Coding] {
    switch column.cells {
    case .categories(let codes, let levels):
      let own = members.map { codes[$0.row] < 0 ? nil : Int(codes[$0.row]) }
      return [Coding(values: own, texts: levels), filled(own.map { $0 != nil })]
    case .numbers(let numbers):
      let own = members.map { numbers[$0.row] }
      let distinct = Array(Set(own.filter { !$0.isNaN })).sorted()
      let few =
        distinct.count > 20
        ? nil
        : Coding(
          values: own.map { number in distinct.firstIndex { $0 == number } },
          texts: distinct.map { "\($0)" }, blank: distinct.firstIndex(of: 0))
      return (few.map { [$0] } ?? []) + [
        filled(own.map { !$0.isNaN }), filled(own.map { !$0.isNaN && $0 != 0 }),
      ]
    }
  }

  private func filled(_ isFilled: [Bool]) -> Coding {
    Coding(values: isFilled.map { $0 ? 0 : nil }, texts: [""])
  }

  /// Values that stand on contracts that have ended, and on none in force, where some should be; nil
  /// unless nothing else is in the column but one value for "not ended", or more for contracts in force.
  private func onlyOnEnded(_ coding: Coding) -> (contracts: Int, values: [String])? {
    struct Count { var (ended, running, expected, before) = (0, 0, 0.0, 0.0) }
    guard coding.texts.count <= Self.mostValues else { return nil }
    var counts = [Count](repeating: Count(), count: coding.texts.count + 1)
    for (member, value) in zip(members, coding.values) {
      // An empty cell is a value as well, the last.
      let place = value ?? coding.texts.count
      if member.hasEnded { counts[place].ended += 1 } else { counts[place].running += 1 }
      counts[place].expected += inForce[member.stratum]
      counts[place].before += member.pastShare
    }
    func isOfEnded(_ count: Count) -> Bool {
      count.expected >= Self.fewestExpected && Double(count.running) <= 0.02 * count.before
    }
    let ofEnded = counts.indices.filter { isOfEnded(counts[$0]) }
    guard ofEnded.reduce(0, { $0 + counts[$1].before }) >= Self.fewestBefore else { return nil }
    let others = counts.indices.filter { place in
      !ofEnded.contains(place) && counts[place].ended > 0 && counts[place].running > 0
        && place != coding.texts.count && place != coding.blank
    }
    let ended = ofEnded.reduce(0) { $0 + counts[$1].ended }
    let all = counts.reduce(0) { $0 + $1.ended }
    // One value may be what is written while a contract runs, if nearly all that ended have another.
    guard others.isEmpty || others.count == 1 && Double(ended) > 0.8 * Double(all) else {
      return nil
    }
    let texts = ofEnded.filter { $0 < coding.texts.count }.map { coding.texts[$0] }
    let isFilled = texts.isEmpty || texts == [""]
    return (ended, isFilled ? [] : Array(texts.prefix(3)))
  }

  // MARK: Figures that tell which have ended

  /// The share of pairs of contracts of one stratum, one ended and one in force, of which the ended one
  /// has the larger number; nil for categories, and where hardly any pair has numbers.
  private func areaOfEnded(_ column: TypedColumn) -> Double? {
    guard case .numbers(let numbers) = column.cells else { return nil }
    var strata = [[(value: Double, hasEnded: Bool)]](repeating: [], count: Self.strata)
    for member in members where !numbers[member.row].isNaN {
      strata[member.stratum].append((numbers[member.row], member.hasEnded))
    }
    var (inOrder, pairs, ended, running) = (0.0, 0.0, 0, 0)
    for var stratum in strata {
      stratum.sort { $0.value < $1.value }
      var (below, place, own) = (0, 0, (ended: 0, running: 0))
      while place < stratum.count {
        let value = stratum[place].value
        var tied = (ended: 0, running: 0)
        while place < stratum.count, stratum[place].value == value {
          if stratum[place].hasEnded { tied.ended += 1 } else { tied.running += 1 }
          place += 1
        }
        inOrder += Double(tied.ended) * (Double(below) + Double(tied.running) / 2)
        below += tied.running
        own = (own.ended + tied.ended, own.running + tied.running)
      }
      pairs += Double(own.ended) * Double(own.running)
      if own.ended > 0, own.running > 0 {
        (ended, running) = (ended + own.ended, running + own.running)
      }
    }
    return ended >= Self.fewest && running >= Self.fewest ? inOrder / pairs : nil
  }

  // MARK: Values that tell the reason

  /// The share of ended contracts whose reason a column of categories tells, where it is nearly all and no
  /// reason is that common by itself; nil otherwise.
  private func shareOfReasons(_ column: TypedColumn) -> Double? {
    guard schema.reason != nil, case .categories(let codes, let levels) = column.cells,
      levels.count <= Self.mostValues
    else { return nil }
    let reasons = rows.reasons.count
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: reasons), count: levels.count + 1)
    for member in members where member.hasEnded {
      let code = codes[member.row]
      counts[code < 0 ? levels.count : Int(code)][member.cause] += 1
    }
    let totals = (0..<reasons).map { reason in counts.reduce(0) { $0 + $1[reason] } }
    let all = Double(totals.reduce(0, +))
    guard all >= Double(Self.fewest), Double(totals.max() ?? 0) < 0.8 * all,
      totals.count(where: { $0 >= 20 }) >= 2
    else { return nil }
    let told = Double(counts.reduce(0) { $0 + ($1.max() ?? 0) }) / all
    return told > Self.telling ? told : nil
  }
}
