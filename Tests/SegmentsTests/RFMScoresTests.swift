import Expressions
import Foundation
import Segments
import TestSupport
import Testing
import Units

@Suite struct RFMScoresTests {
  /// `rfm.json`, computed by `rfm.py` with pandas ranks.
  private struct Reference: Decodable {
    struct Log: Decodable {
      let as_of: String
      let customers: Int
      let orders: Int
      let R: [String: Int]
      let F: [String: Int]
      let M: [String: Int]
      let segments: [String: Int]
    }
    let cdnow_sample: Log
  }

  /// The CDNOW sample by customer: its order days and cents in all.
  private func cdnow() throws -> [String: (days: Set<Day>, cents: Int64)] {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("datasets/cdnow/CDNOW_sample.txt")
    var customers: [String: (days: Set<Day>, cents: Int64)] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ")
      let date = fields[2]
      let iso = "\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))"
      let cents = try #require(Int64(fields[4].filter { $0 != "." }))
      customers[String(fields[1]), default: ([], 0)].days.insert(try #require(Day(iso: iso)))
      customers[String(fields[1]), default: ([], 0)].cents += cents
    }
    return customers
  }

  @Test func agreeWithPandasOnCDNOW() throws {
    let reference = try oracle("rfm.json", as: Reference.self).cdnow_sample
    let customers = try cdnow().values
    let asOf = try #require(Day(iso: reference.as_of))
    let columns = ScoreColumns(
      daysSinceLastOrder: try customers.map { asOf - (try #require($0.days.max())) },
      orders: customers.map(\.days.count), spend: customers.map(\.cents), moneyScale: 2)
    #expect(columns.count == reference.customers)
    #expect(columns.orders.reduce(0, +) == reference.orders)

    let scores = RFMScores(columns, by: RFMCutOffs(learnedFrom: columns))
    func counts(_ names: [String]) -> [String: Int] {
      names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(counts(scores.r.map(String.init)) == reference.R)
    #expect(counts(scores.f.map(String.init)) == reference.F)
    #expect(counts(scores.m.map(String.init)) == reference.M)
    #expect(scores.e == nil)
    let rules = try RuleSet(.rfm125, schema: .scores)
    let segments = rules.assignments(of: scores).primary.map { rules.segments[$0] }
    #expect(counts(segments) == reference.segments)
  }

  @Test func customersOutsideTheWindowAreInactive() throws {
    let columns = ScoreColumns(
      daysSinceLastOrder: [10, 400, 20, 30, 40, 50], orders: [3, 0, 1, 2, 2, 1],
      spend: [900, -500, 100, 300, -200, 50], moneyScale: 0, engagement: [0, 0, 1, 2, 3, 4])
    let cutOffs = RFMCutOffs(learnedFrom: columns)
    let scores = RFMScores(columns, by: cutOffs)
    // R over six customers; F and M over the five buyers; E over the four with events, by hand.
    #expect(scores.r == [5, 1, 4, 3, 2, 1])
    #expect(scores.f == [5, 0, 1, 3, 3, 1])
    #expect(scores.m == [5, 0, 3, 4, 1, 2])
    #expect(scores.e == [0, 0, 1, 2, 3, 4])
    let rules = try RuleSet(.rfm125, schema: .scores)
    let segments = rules.assignments(of: scores).primary.map { rules.segments[$0] }
    #expect(segments[1] == "Inactive")
    #expect(segments.count { $0 == "Inactive" } == 1)
    #expect(cutOffs.notices.isEmpty)
  }

  @Test func aScoreThatSaysNothingIsNoticed() {
    let columns = ScoreColumns(
      daysSinceLastOrder: [10, 20], orders: [1, 1], spend: [1, 2], moneyScale: 0,
      engagement: [0, 0])
    let cutOffs = RFMCutOffs(learnedFrom: columns)
    #expect(cutOffs.notices == [.constant(.frequency), .unknown(.engagement)])
    #expect(RFMScores(columns, by: cutOffs).f == [3, 3])
  }

  @Test func keptCutOffsScoreALaterPopulation() {
    let learned = RFMCutOffs(
      learnedFrom: ScoreColumns(
        daysSinceLastOrder: [1, 2, 3, 4, 5], orders: [1, 2, 3, 4, 5], spend: [10, 20, 30, 40, 50],
        moneyScale: 0))
    let later = RFMScores(
      ScoreColumns(
        daysSinceLastOrder: [3, 99], orders: [9, 1], spend: [3_500, 100], moneyScale: 2,
        engagement: [1, 1]),
      by: learned)
    #expect(later.r == [3, 1])
    #expect(later.f == [5, 1])
    #expect(later.m == [4, 1])
    #expect(later.e == nil)
  }

  /// A value that equals a given cut-off has reached it, in days, counts and money.
  @Test func givenCutOffs() {
    var given = GivenCutOffs()
    given.recency = [240, 120, 60, 30]
    given.frequency = [2, 3, 5, 9]
    given.monetary = [5_000, 10_000, 25_000, 49_990]
    given.monetaryScale = 2
    given.engagement = [1_000_000, 2_000_000, 3_000_000, 4_000_000]
    let columns = ScoreColumns(
      daysSinceLastOrder: [1, 30, 31, 120, 121, 240, 241], orders: [1, 2, 3, 4, 5, 9, 10],
      spend: [0, 49_999, 50_000, 499_899, 499_900, 50_001, 250_000], moneyScale: 3,
      engagement: [0, 500_000, 1_000_000, 1_999_999, 4_000_000, 3_000_000, 9_000_000])
    let scores = RFMScores(columns, by: RFMCutOffs(learnedFrom: columns, given: given))
    #expect(scores.r == [5, 5, 4, 3, 2, 2, 1])
    #expect(scores.f == [1, 2, 3, 3, 4, 5, 5])
    #expect(scores.m == [1, 1, 2, 4, 5, 2, 4])
    #expect(scores.e == [0, 1, 2, 2, 5, 4, 5])
  }

  /// What a user set is not learned again elsewhere.
  @Test func givenCutOffsAreNotRelearned() {
    func columns(_ factor: Int) -> ScoreColumns {
      ScoreColumns(
        daysSinceLastOrder: (1...10).map { $0 * factor }, orders: (1...10).map { $0 * factor },
        spend: (1...10).map { Int64($0 * factor) }, moneyScale: 0,
        engagement: (1...10).map { Int64($0 * factor) })
    }
    var given = GivenCutOffs()
    given.frequency = [2, 3, 5, 9]
    let cutOffs = RFMCutOffs(learnedFrom: columns(1), given: given)
    let other = RFMCutOffs(learnedFrom: columns(7))
    let relearned = cutOffs.relearned(from: columns(7))
    #expect(relearned.frequency == cutOffs.frequency && relearned.frequency != other.frequency)
    #expect(relearned.recency == other.recency && relearned.monetary == other.monetary)
    #expect(relearned.engagement == other.engagement)
    given.recency = [40, 30, 20, 10]
    given.monetary = [1, 2, 3, 4]
    given.engagement = [1, 2, 3, 4]
    let all = RFMCutOffs(learnedFrom: columns(1), given: given)
    #expect(all.relearned(from: columns(7)) == all)
  }

  /// One customer, and customers who are all alike, are in the middle of every score.
  @Test(arguments: [1, 2, 7])
  func whereAllAreAlike(count: Int) throws {
    let columns = ScoreColumns(
      daysSinceLastOrder: Array(repeating: 9, count: count),
      orders: Array(repeating: 2, count: count), spend: Array(repeating: 500, count: count),
      moneyScale: 2, engagement: Array(repeating: 1_000_000, count: count))
    let cutOffs = RFMCutOffs(learnedFrom: columns)
    let threes = [Int](repeating: 3, count: count)
    #expect(
      RFMScores(columns, by: cutOffs) == RFMScores(r: threes, f: threes, m: threes, e: threes))
    #expect(cutOffs.notices.count == 4)
    let rules = try RuleSet(.rfm125, schema: .scores)
    let segments = rules.assignments(of: RFMScores(columns, by: cutOffs))
    #expect(segments.primary.allSatisfy { rules.segments[$0] == "Potential Loyalist" })
  }

  /// By hand: an event halves every half-life, and kinds weigh what they are given.
  @Test func engagementFades() {
    let weights = EngagementWeights(weights: ["visit": 2, "other": 1], halfLifeInDays: 10)
    let decay = weights.decay(days: 20)
    #expect(decay[0] == 1 && decay[10] == 0.5 && decay[20] == 0.25)
    #expect(weights.weight(ofKind: "visit") == 2 && weights.weight(ofKind: "review") == 1)
    #expect(EngagementWeights.units(2 * decay[10] + decay[20]) == 1_250_000)
    #expect(EngagementWeights.counts.decay(days: 3) == [1, 1, 1, 1])
  }
}
