import Dense
import Features
import Files
import Foundation
import Histories
import Learning
import Models
import Reporting
import Scoring
import Segmentation
import Segments
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Movement held against plain computations from the rows.
@Suite struct MovementTests {
  private static let from = SyntheticShop.start + 400
  private static let to = SyntheticShop.start + 580
  private static let period = 180

  struct Example {
    let shop: SyntheticShop
    let before: Segmentation
    let after: Segmentation
    let movement: Movement
    let moves: [CustomerMove]
    let store: HistoryStore

    init(_ shop: SyntheticShop, ranking: SegmentRanking = .rules, workers: Workers = .one) throws {
      let store = try shop.store()
      let rules = try RuleSet(.rfm125)
      func segmentation(_ asOf: Day, _ cutOffs: RFMCutOffs?) throws -> Segmentation {
        try Segmentation(
          of: store, asOf: asOf, model: nil, cutOffs: cutOffs,
          settings: ScoreSettings(windowInDays: 365), rules: rules, workers: workers)
      }
      before = try segmentation(MovementTests.from, nil)
      after = try segmentation(MovementTests.to, before.cutOffs)
      var parameters = MovementParameters()
      parameters.ranking = ranking
      parameters.workers = workers
      parameters.nextOrderWithinDays = 60
      parameters.alerts = [
        AlertedMove(from: "Champions", to: "*"), AlertedMove(from: "Lost", to: "Champions"),
      ]
      (movement, moves) = MovementAnalysis(
        store: store, rules: rules, cutOffs: .earlierDate(before.asOf),
        scoreWindowInDays: 365,
        before: before.segmented, after: after.segmented,
        parameters: parameters
      ).found()
      self.store = store
      self.shop = shop
    }

    func id(_ customer: Int) -> String { store.customers[customer] }
  }

  private static let shop = SyntheticShop(customers: 250, days: 640, seed: 51)
  private static let shared = Result { try Example(shop) }

  /// Everyone's two segments, by id.
  private func segments(_ example: Example) -> [String: (before: String?, after: String?)] {
    var segments: [String: (before: String?, after: String?)] = [:]
    for (row, customer) in example.before.customers.enumerated() {
      segments[example.id(customer), default: (nil, nil)].before = example.before.segment[row]
    }
    for (row, customer) in example.after.customers.enumerated() {
      segments[example.id(customer), default: (nil, nil)].after = example.after.segment[row]
    }
    return segments
  }

  @Test func transitionsCountEveryMove() throws {
    let example = try Self.shared.get()
    let movement = example.movement
    let segments = segments(example)
    #expect(example.moves.map { example.id($0.customer) } == segments.keys.sorted())
    for move in example.moves {
      let both = try #require(segments[example.id(move.customer)])
      #expect(move.before == both.before && move.after == both.after)
    }
    for transition in movement.transitions {
      let made = segments.values.filter {
        ($0.before ?? Movement.new) == transition.from
          && ($0.after ?? Movement.gone) == transition.to
      }
      let all = segments.values.count { ($0.before ?? Movement.new) == transition.from }
      #expect(made.count == transition.customers)
      #expect(transition.share == Double(made.count) / Double(all))
    }
    #expect(movement.transitions.reduce(0) { $0 + $1.customers } == segments.count)
    let ranks = Dictionary(uniqueKeysWithValues: movement.segments.map { ($0.segment, $0.rank) })
    let rules = try RuleSet(.rfm125)
    #expect(movement.segments.map(\.segment) == rules.segments)
    var (up, down, same) = (0, 0, 0)
    for case (let before?, let after?) in segments.values {
      let (old, new) = (ranks[before] ?? 0, ranks[after] ?? 0)
      if new < old { up += 1 } else if new > old { down += 1 } else { same += 1 }
    }
    #expect(movement.upgrades == up)
    #expect(movement.downgrades == down)
    #expect(movement.unmoved == same)
    #expect(movement.netUpgrades == up - down)
    #expect(up > 10 && down > 10 && same > 10 && movement.newCustomers > 0)
  }

  @Test func oneSetOfCutOffsScoresBothDates() throws {
    let example = try Self.shared.get()
    #expect(example.after.cutOffs == example.before.cutOffs)
    // Champions at the later date by the earlier cut-offs, not by fifths of the later population.
    let own = try Segmentation(
      of: example.store, asOf: Self.to, model: nil, settings: ScoreSettings(windowInDays: 365),
      rules: RuleSet(.rfm125), workers: 1)
    #expect(own.segment != example.after.segment)
  }

  @Test func revenueIsThatOfTheRows() throws {
    let example = try Self.shared.get()
    let plain = PlainHistories(example.shop)
    let segments = segments(example)
    for change in example.movement.segments {
      func cents(_ date: Day, _ segment: (String?, String?) -> Bool) -> Int {
        segments.reduce(0) {
          segment($1.value.before, $1.value.after)
            ? $0 + plain.spend($1.key, from: date - Self.period, days: Self.period) : $0
        }
      }
      let (before, after) = (
        cents(Self.from) { old, _ in old == change.segment },
        cents(Self.to) { _, new in new == change.segment }
      )
      #expect(change.revenueBefore == FixedDecimal(mantissa: Int64(before), scale: 2).description)
      #expect(change.revenueAfter == FixedDecimal(mantissa: Int64(after), scale: 2).description)
      if before > 0 {
        let growth = try #require(change.revenueGrowth)
        #expect(abs(growth - (Double(after) / Double(before) - 1)) < 1e-12)
      }
      #expect(
        change.customersAfter - change.customersBefore == change.arrived - change.departed)
    }
    let shares = example.movement.segments.compactMap(\.revenueShareAfter)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test func alertsNameWhoMoved() throws {
    let example = try Self.shared.get()
    let segments = segments(example)
    let left = segments.filter {
      $0.value.before == "Champions" && $0.value.after != nil && $0.value.after != "Champions"
    }
    #expect(example.movement.alerts[0].customers == left.keys.sorted())
    #expect(!left.isEmpty)
    let risen = segments.filter { $0.value.before == "Lost" && $0.value.after == "Champions" }
    #expect(example.movement.alerts[1].customers == risen.keys.sorted())
  }

  /// What those who were in a segment spent between the dates, summed from the rows.
  @Test func valueRanksByMeanRevenueAfter() throws {
    let example = try Example(Self.shop, ranking: .value)
    let plain = PlainHistories(Self.shop)
    let means = example.movement.segments.filter { $0.customersBefore > 0 }.map { segment in
      let members = example.before.customers.indices.filter {
        example.before.segment[$0] == segment.segment
      }
      let spent = members.reduce(0) {
        $0
          + plain.spend(
            example.id(example.before.customers[$1]), from: Self.to - Self.period, days: Self.period
          )
      }
      return Double(spent) / Double(members.count)
    }
    #expect(means == means.sorted(by: >))
    #expect(example.movement.segments.map(\.rank) == Array(1...example.before.rules.segments.count))
    // Up and down go by these ranks, and not by the order of the rules.
    let ranks = Dictionary(
      uniqueKeysWithValues: example.movement.segments.map { ($0.segment, $0.rank) })
    let byRules = try Self.shared.get()
    #expect(byRules.movement.upgrades != example.movement.upgrades)
    for move in example.moves {
      guard let before = move.before.flatMap({ ranks[$0] }),
        let after = move.after.flatMap({ ranks[$0] })
      else { continue }
      #expect(
        move.direction == (after < before ? .up : after > before ? .down : .same), "\(move)")
    }
  }

  /// Months, cohorts and ladder counted row by row.
  @Test func chronicleIsThatOfTheRows() throws {
    let example = try Self.shared.get()
    let customers = PlainHistories(example.shop).customers(before: Self.to)
    func month(_ day: Day) -> String { String(day.description.prefix(7)) }
    for told in example.movement.months {
      let name = told.month.description
      let orders = customers.flatMap { customer in
        customer.history.orders.filter { month($0.day) == name }.map { (customer, $0) }
      }
      let refunds = customers.flatMap { customer in
        customer.history.refunds.filter { month($0.day) == name }.map { (customer, $0) }
      }
      func first(_ customer: (id: String, history: PlainHistories.Customer)) -> Day {
        customer.history.orders[0].day
      }
      #expect(told.orders == orders.count, "\(name)")
      #expect(told.customers == Set(orders.map(\.0.id)).count, "\(name)")
      #expect(told.newCustomers == customers.count { month(first($0)) == name }, "\(name)")
      let revenue =
        orders.reduce(0) { $0 + $1.1.cents } - refunds.reduce(0) { $0 + $1.1.cents }
      let returning =
        orders.reduce(0) { $0 + ($1.1.day > first($1.0) ? $1.1.cents : 0) }
        - refunds.reduce(0) { $0 + ($1.1.day > first($1.0) ? $1.1.cents : 0) }
      #expect(
        told.revenue == FixedDecimal(mantissa: Int64(revenue), scale: 2).description, "\(name)")
      #expect(
        told.returningRevenue == FixedDecimal(mantissa: Int64(returning), scale: 2).description,
        "\(name)")
      #expect(told.isComplete == (name < month(Self.to)), "\(name)")
    }
    for cohort in example.movement.cohorts {
      let members = customers.filter {
        month($0.history.orders[0].day) == cohort.month.description
      }
      #expect(cohort.customers == members.count)
      for cell in cohort.months {
        let name = (cohort.month + cell.monthsSince).description
        #expect(
          cell.customers == members.count { $0.history.orders.contains { month($0.day) == name } })
      }
      #expect(cohort.months[0].share == 1)
    }
    for step in example.movement.ladder.steps {
      let reached = customers.map(\.history.orders).filter { $0.count >= step.order }
      let gaps = reached.filter { $0.count > step.order }.map {
        $0[step.order].day - $0[step.order - 1].day
      }
      #expect(step.customers == reached.count && step.wentOn == gaps.count)
      let followed = reached.filter { Self.to - $0[step.order - 1].day > 60 }
      let within = followed.count {
        $0.count > step.order && $0[step.order].day - $0[step.order - 1].day <= 60
      }
      #expect(step.followed == followed.count)
      #expect(
        step.shareWithin == (followed.isEmpty ? nil : Double(within) / Double(followed.count)))
    }
    #expect(example.movement.ladder.steps.count > 3 && example.movement.cohorts.count > 6)
  }

  @Test func categoriesSumToTheSegments() throws {
    let example = try Self.shared.get()
    let categories = example.movement.categories
    func cents(_ text: String) -> Int { Int(text.filter { $0 != "." }) ?? 0 }
    for change in example.movement.segments {
      let own = categories.filter { $0.segment == change.segment }
      #expect(own.reduce(0) { $0 + cents($1.revenueAfter) } == cents(change.revenueAfter))
      #expect(own.reduce(0) { $0 + cents($1.revenueBefore) } == cents(change.revenueBefore))
    }
    // One category of all customers, row by row.
    let books = try #require(categories.first { $0.segment == "(all)" && $0.category == "books" })
    let known = Set(example.after.customers.map(example.id))
    let sum = example.shop.orders.reduce(0) { sum, row in
      row.category == "books" && row.day >= Self.to - Self.period && row.day < Self.to
        && known.contains(row.customer) ? sum + Int(row.amount.mantissa) : sum
    }
    #expect(cents(books.revenueAfter) == sum)
  }

  @Test func rowOrderAndThreadsChangeNothing() throws {
    let example = try Self.shared.get()
    let other = try Example(Self.shop.shuffled(seed: 4), workers: 2)
    #expect(other.movement == example.movement)
    #expect(other.moves == example.moves)
  }

  /// Each date sees its own past: what comes after it changes nothing of it.
  @Test func noDateSeesItsFuture() throws {
    let example = try Self.shared.get()
    let later = try Example(Self.shop.scrambled(from: Self.to, seed: 8))
    let (one, other) = (example.movement, later.movement)
    #expect(other.transitions == one.transitions && other.ladder == one.ladder)
    #expect(other.cohorts.map(\.customers) == one.cohorts.map(\.customers))
    // Money of a log with finer amounts is written finer.
    func money(_ movement: Movement) -> [Double?] {
      movement.segments.flatMap { [Double($0.revenueBefore), Double($0.revenueAfter)] }
        + movement.months.map { Double($0.returningRevenue) }
        + movement.categories.map { Double($0.revenueAfter) }
    }
    #expect(money(other) == money(one))
    let earlier = try Example(Self.shop.scrambled(from: Self.from, seed: 9))
    #expect(
      earlier.movement.segments.map(\.customersBefore) == one.segments.map(\.customersBefore))
    #expect(
      earlier.movement.segments.map { Double($0.revenueBefore) }
        == one.segments.map { Double($0.revenueBefore) })
    #expect(earlier.movement.transitions != one.transitions)
  }

  /// The log is 400 days old at the earlier date, and the period before it 180 long.
  @Test func saysWhatTheLogLacks() throws {
    let example = try Self.shared.get()
    #expect(example.movement.notices.isEmpty)
    func notices(_ window: Int?) -> [MovementCaution] {
      MovementAnalysis(
        store: example.store, rules: example.before.rules,
        cutOffs: .earlierDate(example.before.asOf),
        scoreWindowInDays: window, before: example.before.segmented,
        after: example.after.segmented, parameters: MovementParameters()
      ).found().movement.notices
    }
    guard case .windowIncomplete(500, missingBefore: 100, _, _, _)? = notices(500).first else {
      Issue.record("\(notices(500))")
      return
    }
    #expect(notices(nil) == [.wholeHistory])
  }

  @Test func theDocumentHoldsCodesAndTexts() throws {
    let movement = try Self.shared.get().movement
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(reportJSON(movement))) as? [String: Any])
    let cutOffs = try #require(document["cut_offs"] as? [String: String])
    #expect(cutOffs["code"] == "earlier_date" && cutOffs["text"] == movement.cutOffs.text)
    #expect((document["transitions"] as? [Any])?.count == movement.transitions.count)
  }
}
