internal import Dense
internal import Files
internal import Histories
internal import Intake
internal import Stores

/// Which customers a new segment has, and which of the old ones stay.
struct MergePlan: Sendable {
  /// In the order of their ids' bytes.
  private(set) var customers: [MergedCustomer] = []
  /// The wanted rows of the old segments' blocks.
  private(set) var known: [HistoryRows] = []
  /// Old segments that stay, by number.
  private(set) var kept: [Int] = []
  /// Of customers whose rows stay where they are: orders of several lines, and those alike.
  private(set) var several = 0
  private(set) var alike = 0
  /// Customers of the store when all is written.
  private(set) var customersAfter = 0
  private var ids = TextColumn()

  /// Where old segments have more customers of no use than a fourth of those of use, everything is
  /// written anew.
  private static let mostUseless = 4

  init(
    open: OpenStore?, batch: BatchRows, terms: StoredTerms, ranks: StoreRanks,
    _ options: ReadOptions
  ) throws(StoreUseError) {
    guard let open else {
      ids = batch.ids
      customersAfter = batch.ids.count
      customers = (0..<batch.ids.count).map {
        MergedCustomer(
          known: nil, batch: Int32($0),
          rows: batch.lineRange(of: $0).count + batch.eventRange(of: $0).count)
      }
      return
    }
    var touched = [Bool](repeating: false, count: open.ids.count)
    forEachInUnion(of: open.ids, batch.ids) { old, new in
      customersAfter += 1
      if let old, new != nil { touched[old] = true }
    }
    touch(&touched, in: open, with: batch.ids.count)
    do { try take(touched, with: batch, of: open, terms, ranks, options.workers) } catch {
      throw .store(error)
    }
  }

  /// Some of a store's customers, all in one new segment.
  ///
  /// - Parameters:
  ///   - open: the store.
  ///   - keeping: whether each of its customers is among them.
  ///   - terms: of the store.
  ///   - ranks: numbers of its names.
  ///   - workers: how many threads it may take.
  /// - Throws: where a block is damaged, which is named.
  init(
    of open: OpenStore, keeping: [Bool], terms: StoredTerms, ranks: StoreRanks, _ workers: Workers
  ) throws(StoreUseError) {
    do { try take(keeping, of: open, terms, ranks, workers) } catch { throw .store(error) }
  }

  /// Reads the rows of the customers that are written anew.
  private mutating func take(
    _ touched: [Bool], with batch: BatchRows = BatchRows(), of open: OpenStore,
    _ terms: StoredTerms, _ ranks: StoreRanks, _ workers: Workers
  ) throws(StoreError) {
    // A place in a block counts those of its customers that are wanted.
    var isWanted = open.blocks.map { [Bool](repeating: false, count: $0.block.customers) }
    for (customer, place) in open.places.enumerated() where touched[customer] {
      isWanted[Int(place.part)][Int(place.number)] = true
    }
    let (wanted, isThere) = (isWanted, open.areThere)
    let forms = open.blocks.map { place in
      let scale = open.manifest.segments[place.segment].moneyScale
      return StoredForm(
        terms: terms, ranks: ranks, factor: powerOfTen(terms.moneyScale - scale))
    }
    let read = try open.map(workers: workers) { store, block throws(BlockFault) in
      try ReadBlock(
        of: store, block, forms[block], isWanted: wanted[block], isThere: isThere[block])
    }
    known = read.map(\.rows)
    several = read.reduce(0) { $0 + $1.several }
    alike = read.reduce(0) { $0 + $1.alike }
    lay(open, batch, touched, wanted)
  }

  /// Adds the customers of small segments to those that are written anew.
  private mutating func touch(_ touched: inout [Bool], in open: OpenStore, with batch: Int) {
    let segments = open.manifest.segments.count
    var live = [Int](repeating: 0, count: segments)
    var moved = 0
    for (customer, place) in open.places.enumerated() {
      if touched[customer] {
        moved += 1
      } else {
        live[open.blocks[Int(place.part)].segment] += 1
      }
    }
    var new = max(batch, moved)
    var last = segments
    while last > 1, live[last - 1] < 2 * new {
      new += live[last - 1]
      last -= 1
    }
    let all = open.blocks.filter { $0.segment < last }.reduce(0) { $0 + $1.block.customers }
    let useful = live[..<last].reduce(0, +)
    if Self.mostUseless * (all - useful) > useful { last = 0 }
    for (customer, place) in open.places.enumerated()
    where open.blocks[Int(place.part)].segment >= last {
      touched[customer] = true
    }
    kept = Array(0..<last)
  }

  /// Puts the new segment's customers into order.
  private mutating func lay(
    _ open: OpenStore, _ batch: BatchRows, _ touched: [Bool], _ wanted: [[Bool]]
  ) {
    // For each customer of a block its place among those that are wanted.
    let numbers = wanted.map { isWanted in
      var next: Int32 = 0
      return isWanted.map { isCounted -> Int32 in
        defer { if isCounted { next += 1 } }
        return next
      }
    }
    let known = known
    forEachInUnion(of: open.ids, batch.ids) { old, new in
      let place = old.flatMap { touched[$0] ? open.places[$0] : nil }
      if place == nil, new == nil { return }
      var customer = MergedCustomer(known: nil, batch: Int32(new ?? -1), rows: 0)
      if let place {
        let number = Int(numbers[Int(place.part)][Int(place.number)])
        let rows = known[Int(place.part)]
        customer.known = CustomerPlace(part: place.part, number: Int32(number))
        customer.rows = rows.lineRange(of: number).count + rows.eventRange(of: number).count
      }
      if let new {
        customer.rows += batch.lineRange(of: new).count + batch.eventRange(of: new).count
        ids.append(batch.ids.utf8(at: new))
      } else if let old {
        ids.append(open.ids.utf8(at: old))
      }
      customers.append(customer)
    }
  }

  /// Ids of some of the customers.
  func ids(of range: Range<Int>) -> TextColumn {
    let offsets = ids.offsets[range.lowerBound...range.upperBound]
    let first = ids.offsets[range.lowerBound]
    return TextColumn(
      offsets: offsets.map { $0 - first },
      bytes: Array(ids.bytes[first..<ids.offsets[range.upperBound]]))
  }

  /// Where blocks begin, and the end.
  func cuts(rows most: Int, customers mostCustomers: Int) -> [Int] {
    var cuts = [0]
    var rows = 0
    for (number, customer) in customers.enumerated() {
      let first = cuts[cuts.count - 1]
      if number > first, rows + customer.rows > most || number - first >= mostCustomers {
        cuts.append(number)
        rows = 0
      }
      rows += customer.rows
    }
    if customers.count > cuts[cuts.count - 1] { cuts.append(customers.count) }
    return cuts
  }
}

extension MergePlan {
  /// Rows of the customers as the store had them.
  var rows: (lines: Int, events: Int) {
    known.reduce(into: (0, 0)) { sum, rows in
      sum.0 += rows.orders.lines.count
      sum.1 += rows.events.events.count
    }
  }

  /// How many event rows have one of some kinds.
  func eventRows(of kinds: Set<Int32>) -> Int {
    known.reduce(0) { $0 + $1.events.events.count { kinds.contains($0.kind) } }
  }

  /// Names that rows have.
  func usedNames(
    _ ranks: StoreRanks
  ) -> (categories: Set<String>, channels: Set<String>, kinds: Set<String>) {
    var (categories, channels, kinds) = (Set<Int32>(), Set<Int32>(), Set<Int32>())
    for rows in known {
      for line in rows.orders.lines {
        categories.insert(line.category)
        channels.insert(line.channel)
      }
      for event in rows.events.events { kinds.insert(event.kind) }
    }
    func names(_ codes: Set<Int32>, _ ranks: NameRanks) -> Set<String> {
      Set(codes.filter { $0 >= 0 }.map { ranks.names[Int($0)] })
    }
    return (
      names(categories, ranks.categories), names(channels, ranks.channels),
      names(kinds, ranks.kinds)
    )
  }

  /// Gives rows the codes of other names, which have all that rows use.
  mutating func recode(from old: StoreRanks, to new: StoreRanks) {
    let category = new.categories.ranks(of: old.categories.names)
    let channel = new.channels.ranks(of: old.channels.names)
    let kind = new.kinds.ranks(of: old.kinds.names)
    for part in known.indices {
      for row in known[part].orders.lines.indices {
        let line = known[part].orders.lines[row]
        known[part].orders.lines[row] = line.recoded(category: category, channel: channel)
      }
      for row in known[part].events.events.indices {
        let event = known[part].events.events[row]
        known[part].events.events[row] = event.recoded(by: kind)
      }
    }
  }
}

/// The wanted customers of a block, and what is counted of those that stay.
private struct ReadBlock: Sendable {
  let rows: HistoryRows
  let several: Int
  let alike: Int

  init(
    of store: OpenStore, _ number: Int, _ form: StoredForm, isWanted: [Bool], isThere: [Bool]
  ) throws(BlockFault) {
    let block = store.blocks[number].block
    let details = try StoredDetails(
      try store.bytes(of: number, \.details), block,
      isCounted: zip(isWanted, isThere).map { !$0 && $1 })
    (several, alike) = (details.several, details.alike)
    guard isWanted.contains(true) else {
      rows = HistoryRows()
      return
    }
    let bytes = try store.bytes(of: number, \.rows)
    let counts = try BlockReader.counts(bytes, block)
    rows = details.historyRows(
      try StoredRows(bytes, block, form, isWanted: isWanted),
      lines: ranges(counts.lines, of: isWanted), events: ranges(counts.events, of: isWanted),
      factor: form.factor)
  }
}

/// Where the rows of the wanted customers are among those of all.
private func ranges(_ counts: [UInt64], of isWanted: [Bool]) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  var start = 0
  for (customer, count) in counts.enumerated() {
    if isWanted[customer] { ranges.append(start..<start + Int(count)) }
    start += Int(count)
  }
  return ranges
}
