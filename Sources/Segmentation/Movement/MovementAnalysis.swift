internal import Dense
internal import Files
package import Histories
internal import Learning
internal import Models
package import Segments
internal import Snapshots
internal import Units

/// Follows customers from their segments at one date to those at a later one.
package struct MovementAnalysis: Sendable {
  let store: HistoryStore
  let rules: RuleSet
  let cutOffs: CutOffSource
  let scoreWindowInDays: Int?
  let before: SegmentedCustomers
  let after: SegmentedCustomers
  let parameters: MovementParameters

  /// Prepares to follow.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - rules: name the segments, and put them in order.
  ///   - cutOffs: where the cut-offs of both dates come from.
  ///   - scoreWindowInDays: what F and M look at, nil for the whole history.
  ///   - before: segments at the earlier date.
  ///   - after: segments at the later date.
  ///   - parameters: ranking, alerts, workers.
  package init(
    store: HistoryStore, rules: RuleSet, cutOffs: CutOffSource, scoreWindowInDays: Int?,
    before: SegmentedCustomers, after: SegmentedCustomers, parameters: MovementParameters
  ) {
    precondition(before.asOf < after.asOf, "\(before.asOf) is not before \(after.asOf)")
    self.store = store
    self.rules = rules
    self.cutOffs = cutOffs
    self.scoreWindowInDays = scoreWindowInDays
    self.before = before
    self.after = after
    self.parameters = parameters
  }

  private var names: [String] { rules.segments }
  private var period: Int { after.asOf - before.asOf }

  /// All that moved, and everyone's own move.
  package func found() -> (movement: Movement, moves: [CustomerMove]) {
    let spendBefore = spend(before)
    let spendAfter = spend(after)
    let ranks = ranks(spendAfter: spendAfter)
    let moves = moves(ranks: ranks, spendBefore: spendBefore, spendAfter: spendAfter)
    func count(_ direction: CustomerMove.Direction) -> Int {
      moves.count { $0.direction == direction }
    }
    let log = CohortAnalysis(
      of: store, asOf: after.asOf, nextOrderWithinDays: parameters.nextOrderWithinDays,
      workers: parameters.workers)
    let movement = Movement(
      from: before.asOf, to: after.asOf, periodInDays: period, ruleSet: rules.name,
      cutOffs: cutOffs,
      rankedBy: parameters.ranking,
      segments: changes(
        ranks: ranks, moves: moves, spendBefore: spendBefore, spendAfter: spendAfter),
      transitions: transitions(ranks: ranks, moves: moves), upgrades: count(.up),
      downgrades: count(.down), netUpgrades: count(.up) - count(.down), unmoved: count(.same),
      newCustomers: count(.new), goneCustomers: count(.gone), alerts: alerts(moves),
      cohorts: log.cohorts, ladder: log.ladder, months: log.months,
      categories: CategorySales(
        store: store, names: names, ranks: ranks, before: before, after: after,
        periodInDays: period, workers: parameters.workers
      ).changes,
      notices: notices)
    return (movement, moves)
  }

  // MARK: Money

  /// What each customer of a date spent in the period before it.
  private func spend(_ side: SegmentedCustomers) -> [Int64] {
    outcomes(
      of: side.customers, in: store, asOf: side.asOf - period, horizonInDays: period,
      workers: parameters.workers
    ).map(\.spend)
  }

  private func text(_ units: Int64) -> String {
    FixedDecimal(mantissa: units, scale: store.moneyScale).description
  }

  private func sums(_ spend: [Int64], of side: SegmentedCustomers) -> [Int64] {
    var sums = [Int64](repeating: 0, count: names.count)
    for (segment, amount) in zip(side.segments, spend) { sums[segment] += amount }
    return sums
  }

  // MARK: Ranks

  /// Rank of each segment from 0, the best.
  ///
  /// By value: what those who were in it spent on average between the two dates, so that segments that
  /// leave lie below those that come back, whatever they had spent before.
  private func ranks(spendAfter: [Int64]) -> [Int] {
    guard parameters.ranking == .value else { return Array(names.indices) }
    let later = Dictionary(uniqueKeysWithValues: zip(after.customers, spendAfter))
    let sums = sums(before.customers.map { later[$0, default: 0] }, of: before)
    let sizes = sizes(before)
    // Segments that nobody was in stay behind the others, in the order of the rules.
    func mean(_ segment: Int) -> Double {
      sizes[segment] == 0 ? -.infinity : Double(sums[segment]) / Double(sizes[segment])
    }
    let order = names.indices.sorted { (mean($1), $0) < (mean($0), $1) }
    var ranks = [Int](repeating: 0, count: names.count)
    for (rank, segment) in order.enumerated() { ranks[segment] = rank }
    return ranks
  }

  private func sizes(_ side: SegmentedCustomers) -> [Int] {
    side.segments.reduce(into: [Int](repeating: 0, count: names.count)) { $0[$1] += 1 }
  }

  // MARK: Moves

  private func moves(
    ranks: [Int], spendBefore: [Int64], spendAfter: [Int64]
  ) -> [CustomerMove] {
    var moves: [CustomerMove] = []
    var (old, new) = (0, 0)
    // Both lists rise: one walk along the two.
    while old < before.customers.count || new < after.customers.count {
      let was = old < before.customers.count ? before.customers[old] : .max
      let isNow = new < after.customers.count ? after.customers[new] : .max
      let from = was <= isNow ? before.segments[old] : nil
      let to = isNow <= was ? after.segments[new] : nil
      let direction: CustomerMove.Direction =
        switch (from, to) {
        case (nil, _): .new
        case (_, nil): .gone
        case (let from?, let to?):
          ranks[to] < ranks[from] ? .up : ranks[to] > ranks[from] ? .down : .same
        }
      moves.append(
        CustomerMove(
          customer: min(was, isNow), before: from.map { names[$0] }, after: to.map { names[$0] },
          direction: direction, spendBefore: from == nil ? 0 : spendBefore[old],
          spendAfter: to == nil ? 0 : spendAfter[new]))
      if from != nil { old += 1 }
      if to != nil { new += 1 }
    }
    return moves
  }

  private func changes(
    ranks: [Int], moves: [CustomerMove], spendBefore: [Int64], spendAfter: [Int64]
  ) -> [SegmentChange] {
    let (sizesBefore, sizesAfter) = (sizes(before), sizes(after))
    let (sumsBefore, sumsAfter) = (sums(spendBefore, of: before), sums(spendAfter, of: after))
    let (allBefore, allAfter) = (sumsBefore.reduce(0, +), sumsAfter.reduce(0, +))
    var arrived: [String: Int] = [:]
    var departed: [String: Int] = [:]
    for move in moves where move.before != move.after {
      if let name = move.after { arrived[name, default: 0] += 1 }
      if let name = move.before { departed[name, default: 0] += 1 }
    }
    func growth(_ before: Double, _ after: Double) -> Double? {
      before > 0 ? after / before - 1 : nil
    }
    func share(_ part: Int64, _ whole: Int64) -> Double? {
      whole > 0 ? Double(part) / Double(whole) : nil
    }
    return names.indices.sorted { ranks[$0] < ranks[$1] }.map { segment in
      let name = names[segment]
      return SegmentChange(
        segment: name, rank: ranks[segment] + 1, customersBefore: sizesBefore[segment],
        customersAfter: sizesAfter[segment],
        shareBefore: Double(sizesBefore[segment]) / Double(max(1, before.customers.count)),
        shareAfter: Double(sizesAfter[segment]) / Double(max(1, after.customers.count)),
        revenueBefore: text(sumsBefore[segment]), revenueAfter: text(sumsAfter[segment]),
        revenueShareBefore: share(sumsBefore[segment], allBefore),
        revenueShareAfter: share(sumsAfter[segment], allAfter),
        customersGrowth: growth(Double(sizesBefore[segment]), Double(sizesAfter[segment])),
        revenueGrowth: growth(Double(sumsBefore[segment]), Double(sumsAfter[segment])),
        arrived: arrived[name] ?? 0, departed: departed[name] ?? 0)
    }
  }

  private func transitions(ranks: [Int], moves: [CustomerMove]) -> [Transition] {
    let ordered = names.indices.sorted { ranks[$0] < ranks[$1] }.map { names[$0] }
    var counts: [String: [String: Int]] = [:]
    for move in moves {
      counts[move.before ?? Movement.new, default: [:]][move.after ?? Movement.gone, default: 0] +=
        1
    }
    return (ordered + [Movement.new]).flatMap { from in
      let row = counts[from] ?? [:]
      let total = row.values.reduce(0, +)
      return (ordered + [Movement.gone]).compactMap { to in
        row[to].map {
          Transition(from: from, to: to, customers: $0, share: Double($0) / Double(total))
        }
      }
    }
  }

  private func alerts(_ moves: [CustomerMove]) -> [MoveAlert] {
    parameters.alerts.map { alert in
      let alerted = moves.filter { move in
        guard let from = move.before, let to = move.after else { return false }
        return alert.matches(from: from, to: to)
      }
      return MoveAlert(
        from: alert.from, to: alert.to, customers: alerted.map { store.customers[$0.customer] },
        revenueBefore: text(alerted.reduce(0) { $0 + $1.spendBefore }),
        revenueAfter: text(alerted.reduce(0) { $0 + $1.spendAfter }))
    }
  }

  /// Why the two dates cannot be compared at face value.
  private var notices: [MovementCaution] {
    guard let begins = store.ordersBegin else { return [] }
    var notices: [MovementCaution] = []
    func missing(_ days: Int) -> Int { begins - (before.asOf - days) }
    if missing(period) > 0 {
      notices.append(
        .periodIncomplete(
          ordersBegin: begins, missingDays: missing(period), periodInDays: period,
          before: before.asOf))
    }
    guard let window = scoreWindowInDays else { return notices + [.wholeHistory] }
    if missing(window) > 0 {
      notices.append(
        .windowIncomplete(
          windowInDays: window, missingBefore: missing(window), before: before.asOf,
          missingAfter: max(0, begins - (after.asOf - window)), after: after.asOf))
    }
    return notices
  }
}
