internal import Expressions
internal import Intake
internal import Units

/// Finds orders that several files have, so that each counts once, as the newest file has it.
enum OverlappingFiles {
  /// Orders that a newer file has otherwise, and their money as each file has it.
  struct Replaced {
    var orders = 0
    var rows = 0
    var before = ExactSum()
    var after = ExactSum()

    mutating func add(_ older: OrderVersions.Version, _ newer: OrderVersions.Version) {
      orders += 1
      rows += older.rows.count
      before = before + older.sum
      after = after + newer.sum
    }
  }

  /// Settles which file's rows count.
  ///
  /// Of files of one profile, an order that stands in several with other rows, amounts or fates counts
  /// as in the file that reaches further, even where that file does not count it; of files that reach
  /// as far, as in the last. Rows without order id are compared one by one.
  static func settle(_ files: inout [OrderExport]) {
    guard files.count > 1 else { return }
    let groups = Dictionary(
      grouping: files.indices.filter { files[$0].rows.bound.order != nil },
      by: { files[$0].rows.profile.name })
    for (_, group) in groups.sorted(by: { $0.value[0] < $1.value[0] }) where group.count > 1 {
      settleOrders(&files, group)
    }
    for later in files.indices.dropFirst() {
      for earlier in 0..<later {
        guard let comparison = RowComparison(files[earlier], files[later]) else { continue }
        leaveOut(comparison.repeatedInLater, of: &files[later], alsoIn: files[earlier].rows.file)
        leaveOut(comparison.repeatedInEarlier, of: &files[earlier], alsoIn: files[later].rows.file)
      }
    }
  }

  private static func settleOrders(_ files: inout [OrderExport], _ group: [Int]) {
    var all = group.map { OrderVersions(files[$0]) }
    OrderVersions.joinOtherCustomers(&all)
    var holders: [OrderVersions.Key: [Int]] = [:]
    for (place, versions) in all.enumerated() {
      for key in versions.rows.keys { holders[key, default: []].append(place) }
    }
    var repeated: [Pair: Set<Int>] = [:]
    var replaced: [Pair: Replaced] = [:]
    for (key, places) in holders where places.count > 1 {
      guard let newest = places.max(by: { (all[$0].reach, $0) < (all[$1].reach, $1) }) else {
        continue
      }
      let own = places.map { all[$0].version(key) }
      guard let place = places.firstIndex(of: newest) else { continue }
      let winner = own[place]
      // Of equal versions the first stays.
      let kept = zip(places, own).first { $0.1.isEqual(to: winner) }?.0 ?? newest
      for (other, version) in zip(places, own) where other != kept {
        let pair = Pair(from: group[other], to: group[kept])
        if !version.isEqual(to: winner) {
          if !all[newest].isSameOrder(winner, version, in: all[other]) { continue }
          // Another category, say, is no other money.
          if version.money != winner.money || version.customer != winner.customer {
            replaced[pair, default: Replaced()].add(version, winner)
          }
        }
        repeated[pair, default: []].formUnion(version.rows)
      }
    }
    for (pair, rows) in repeated.sorted(by: { $0.key < $1.key }) {
      let file = files[pair.to].rows.file
      leaveOut(rows, of: &files[pair.from], alsoIn: file)
      guard let found = replaced[pair] else { continue }
      files[pair.from].rows.replaced.append(found)
      files[pair.from].rows.remarks.append(
        .replacedOrders(
          found.orders, sum: found.before.text, by: file, newSum: found.after.text))
    }
  }

  private struct Pair: Hashable, Comparable {
    var from: Int
    var to: Int

    static func < (a: Pair, b: Pair) -> Bool { (a.from, a.to) < (b.from, b.to) }
  }

  private static func leaveOut(_ rows: Set<Int>, of file: inout OrderExport, alsoIn other: String) {
    if rows.isEmpty { return }
    file.leaveOut(rows)
    file.rows.remarks.append(.repeatedRows(rows.count, alsoIn: other))
  }
}

/// The orders of one file, counted or not, to be compared with another file's.
struct OrderVersions {
  struct Key: Hashable {
    var order: String
    var customer: String
  }

  /// A row by what it says, whatever columns stand beside.
  struct Mark: Hashable {
    var wall: Int64
    var units: Int128
    var fate: String
    var texts: [String]
  }

  /// One order as the file has it.
  struct Version {
    var rows: [Int]
    let customer: String
    var marks: [Mark: Int] = [:]
    /// The same without what the rows say beside time and money.
    var money: [Mark: Int] = [:]
    var walls = Set<Int64>()
    /// What it counts.
    var sum = ExactSum()
    var isRefundsOnly = true

    func isEqual(to other: Version) -> Bool { marks == other.marks && customer == other.customer }
  }

  private let file: OrderExport
  /// Entries of each row: the first, and the next of each; −1 for none.
  private var firstEntry: [Int]
  private var nextEntry: [Int]
  private(set) var rows: [Key: [Int]] = [:]
  /// Customers of orders that other files have under other customers.
  private var customers: [String: String] = [:]
  /// The latest time of any row.
  private(set) var reach = Int64.min

  init(_ file: OrderExport) {
    self.file = file
    firstEntry = Array(repeating: -1, count: file.rows.sheet.count)
    nextEntry = Array(repeating: -1, count: file.entries.count)
    for place in file.entries.indices.reversed() {
      let row = file.entries[place].row
      nextEntry[place] = firstEntry[row]
      firstEntry[row] = place
    }
    let (orders, customers) = (file.rows.orders, file.rows.customers)
    let copy = file.rows
    let isTrimmed = copy.remarks.contains(.pointZero)
    for index in 0..<copy.sheet.count where Self.isCompared(copy.outcomes[index]) {
      reach = max(reach, wall(index))
      let key: Key
      if firstEntry[index] >= 0 {
        let entry = file.entries[firstEntry[index]]
        if entry.order < 0 { continue }
        key = Key(order: orders.text(entry.order), customer: customers.text(entry.customer))
      } else {
        var name = copy.customerName(index, copy.bound.customers) ?? ""
        if isTrimmed, name.hasSuffix(".0") { name.removeLast(2) }
        if copy.orderCodes[index] < 0 || name.isEmpty { continue }
        key = Key(order: orders.text(copy.orderCodes[index]), customer: name)
      }
      rows[key, default: []].append(index)
    }
  }

  /// Makes orders alike that each of some files has under one customer, not the same in all: a
  /// customer's address has changed between the exports.
  static func joinOtherCustomers(_ all: inout [OrderVersions]) {
    let owners = all.map { versions in
      Dictionary(grouping: versions.rows.keys, by: \.order).compactMapValues {
        $0.count == 1 ? $0[0].customer : nil
      }
    }
    let ids = all.map { Set($0.rows.keys.map(\.order)) }
    var known: [String: String] = [:]
    var moved = Set<String>()
    var mixed = Set<String>()
    for (place, own) in owners.enumerated() {
      for order in ids[place] {
        guard let customer = own[order] else {
          mixed.insert(order)
          continue
        }
        if let other = known[order], other != customer { moved.insert(order) }
        known[order] = customer
      }
    }
    for order in moved.subtracting(mixed) {
      for place in all.indices {
        guard let customer = owners[place][order] else { continue }
        let rows = all[place].rows.removeValue(forKey: Key(order: order, customer: customer))
        all[place].rows[Key(order: order, customer: "")] = rows
        all[place].customers[order] = customer
      }
    }
  }

  private static func isCompared(_ outcome: RowOutcome) -> Bool {
    switch outcome {
    case .used, .refund, .filtered, .leftOut: true
    case .anonymous, .refused, .repeated, .note, .totals: false
    }
  }

  func version(_ key: Key) -> Version {
    var version = Version(rows: rows[key] ?? [], customer: customers[key.order] ?? key.customer)
    for index in version.rows {
      var sum = ExactSum()
      var place = firstEntry[index]
      while place >= 0 {
        let entry = file.entries[place]
        sum.add(entry.amount)
        if entry.amount.mantissa > 0 { version.isRefundsOnly = false }
        place = nextEntry[place]
      }
      version.sum = version.sum + sum
      if firstEntry[index] < 0 {
        version.isRefundsOnly = false
        if let amount = file.rows.rawAmount(index) { sum.add(amount) }
      }
      let wall = wall(index)
      version.walls.insert(wall)
      var mark = Mark(wall: wall, units: sum.units, fate: fate(index), texts: [])
      version.money[mark, default: 0] += 1
      mark.texts = file.texts(index)
      version.marks[mark, default: 0] += 1
    }
    return version
  }

  private func wall(_ index: Int) -> Int64 {
    let place = firstEntry[index]
    return place < 0 ? file.wall(index) ?? .min : file.entries[place].wall
  }

  private func fate(_ index: Int) -> String {
    switch file.rows.outcomes[index] {
    case .used, .refund: ""
    case .filtered: "filtered"
    default: file.rows.outcomes[index].reason ?? ""
    }
  }

  /// Whether an older version is the same order as this file's, and not another part or another order.
  func isSameOrder(_ newer: Version, _ older: Version, in other: OrderVersions) -> Bool {
    // Money given back after all that the older file has is not yet in its version.
    if newer.customer != older.customer, newer.walls.isDisjoint(with: older.walls) { return false }
    if newer.isRefundsOnly, let first = newer.walls.min(), first > other.reach { return false }
    // Ids of one name are of one shop; of other names, a time that both have proves it.
    return file.orderColumn == other.file.orderColumn || !newer.walls.isDisjoint(with: older.walls)
  }
}

/// Rows of two files that have no order ids, one by one.
struct RowComparison {
  private(set) var repeatedInLater = Set<Int>()
  private(set) var repeatedInEarlier = Set<Int>()

  /// Nil where the files are not of one kind.
  init?(_ earlier: OrderExport, _ later: OrderExport) {
    let (first, second) = (earlier.rows.sheet, later.rows.sheet)
    let isSame = first.foldedHeader == second.foldedHeader
    let (a, b) = (Set(first.foldedHeader), Set(second.foldedHeader))
    // A newer export may have more columns.
    guard isSame || earlier.rows.profile.name == later.rows.profile.name,
      a.isSubset(of: b) || b.isSubset(of: a)
    else { return nil }
    let rolesOnly = !isSame
    repeatedInLater = Self.repeated(earlier, later, rolesOnly)
    guard later.rows.bound.order != nil else { return }
    repeatedInEarlier = Self.repeated(later, earlier, rolesOnly, leaving: repeatedInLater)
  }

  private struct Mark: Hashable {
    var customer: String
    var row: OrderVersions.Mark
    var record: UInt64
  }

  private static func mark(
    _ file: OrderExport, _ entry: OrderExport.Entry, _ rolesOnly: Bool
  ) -> Mark {
    var sum = ExactSum()
    sum.add(entry.amount)
    return Mark(
      customer: file.rows.customers.text(entry.customer),
      row: OrderVersions.Mark(
        wall: entry.wall, units: sum.units, fate: "",
        texts: rolesOnly ? file.texts(entry.row) : []),
      record: rolesOnly ? 0 : file.rows.sheet.marks[entry.row])
  }

  /// Rows without order id that another file has as well, as often as it has them.
  private static func repeated(
    _ known: OrderExport, _ file: OrderExport, _ rolesOnly: Bool, leaving left: Set<Int> = []
  ) -> Set<Int> {
    let open = file.entries.filter { $0.order < 0 && !$0.isExtra }
    if open.isEmpty { return [] }
    var counts: [Mark: Int] = [:]
    for entry in known.entries where !entry.isExtra && !left.contains(entry.row) {
      counts[mark(known, entry, rolesOnly), default: 0] += 1
    }
    var found = Set<Int>()
    for entry in open {
      let mark = mark(file, entry, rolesOnly)
      guard let count = counts[mark], count > 0 else { continue }
      counts[mark] = count - 1
      found.insert(entry.row)
    }
    return found
  }
}

extension OrderExport {
  func wall(_ index: Int) -> Int64? { rows.wallClock(index, zone) }

  /// What a row says of its line, beside time and money.
  func texts(_ index: Int) -> [String] {
    [ColumnRole.quantity, .category, .channel, .discount, .returned, .returnedAt].map {
      rows.bound.roles[$0]?.text(rows.row(index)) ?? ""
    }
  }

  /// The name of the column of order ids.
  var orderColumn: String { foldedName(rows.bound.order?.name(in: rows.sheet) ?? "") }
}
