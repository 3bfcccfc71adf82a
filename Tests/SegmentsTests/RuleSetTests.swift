import Expressions
import Segments
import Testing

@Suite struct RuleSetTests {
  static let codes = (1...5).flatMap { r in
    (1...5).flatMap { f in (1...5).map { m in (r: r, f: f, m: m) } }
  }

  private func bound(_ text: RuleSetText) throws -> RuleSet {
    try RuleSet(text, schema: .scores)
  }

  @Test(arguments: [RuleSetText.rfm125, .rf25])
  func everyCodeHasOneSegmentAndEverySegmentACode(text: RuleSetText) throws {
    let rules = try bound(text)
    let scores = RFMScores(
      r: Self.codes.map(\.r), f: Self.codes.map(\.f), m: Self.codes.map(\.m), e: nil)
    let assignments = rules.assignments(of: scores)
    #expect(assignments.holding.allSatisfy { $0.nonzeroBitCount == 1 })
    // All but those without an order, in the window or at all, and the rest, which is nobody.
    #expect(Set(assignments.primary) == Set(0..<rules.segments.count - 3))
    #expect(rules.segments.suffix(3) == ["Inactive", "Prospect", RuleSet.unassigned])
  }

  /// Sizes of the published lists.
  @Test func rfm125HasThePublishedSizes() throws {
    let rules = try bound(.rfm125)
    let sizes = Self.codes.reduce(into: [:]) { sizes, code in
      sizes[rules.segment(r: code.r, f: code.f, m: code.m), default: 0] += 1
    }
    #expect(
      sizes == [
        "Champions": 7, "Loyal": 8, "Potential Loyalist": 24, "New Customers": 7, "Promising": 16,
        "Need Attention": 8, "About to Sleep": 8, "At Risk": 22, "Cannot Lose Them": 8,
        "Hibernating": 11, "Lost": 6,
      ])
  }

  @Test(arguments: [
    (5, 5, 5, "Champions"), (3, 3, 5, "Loyal"), (3, 2, 3, "Potential Loyalist"),
    (3, 1, 1, "New Customers"), (5, 1, 5, "Promising"), (3, 2, 4, "Need Attention"),
    (2, 1, 3, "About to Sleep"), (1, 2, 4, "At Risk"), (1, 4, 4, "Cannot Lose Them"),
    (1, 2, 2, "Hibernating"), (1, 1, 1, "Lost"), (5, 0, 0, "Inactive"),
  ])
  func rfm125(r: Int, f: Int, m: Int, segment: String) throws {
    #expect(try bound(.rfm125).segment(r: r, f: f, m: m) == segment)
  }

  @Test(arguments: [
    (5, 4, "Champions"), (3, 5, "Loyal"), (4, 2, "Potential Loyalist"), (5, 1, "New Customers"),
    (4, 1, "Promising"), (3, 3, "Need Attention"), (3, 1, "About to Sleep"),
    (1, 5, "Cannot Lose Them"), (2, 3, "At Risk"), (1, 2, "Hibernating"), (3, 0, "Inactive"),
  ])
  func rf25LooksAtRecencyAndFrequencyOnly(r: Int, f: Int, segment: String) throws {
    for m in 1...5 {
      #expect(try bound(.rf25).segment(r: r, f: f, m: m) == segment)
    }
  }

  /// A text that is another, one of some, none of some, and one that is missing.
  @Test(arguments: [
    ("channel = 'web'", [true, false, false]), ("channel != 'web'", [false, true, false]),
    ("channel in ('web', 'app')", [true, true, false]),
    ("channel not in ('web', 'shop')", [false, true, false]),
    ("not channel = 'app'", [true, false, false]), ("channel is missing", [false, false, true]),
  ])
  func texts(condition: String, holds: [Bool]) throws {
    let schema = ColumnSchema([SchemaColumn("channel", .text)])
    let rules = try RuleSet(
      RuleSetText(
        name: "own", segments: [SegmentText("A", when: condition)],
        otherwise: SegmentText("Rest")), schema: schema)
    let column = RuleColumn(texts: ["web", "app", nil])
    let found = rules.assignments(count: 3) { $0 == "channel" ? column : nil }
    #expect(found.primary == holds.map { $0 ? 0 : 1 })
  }

  @Test func ruleSetsAreFoundByName() throws {
    #expect(try RuleSetText.named("rf25").name == "rf25")
    let error = #expect(throws: UnknownRuleSet.self) { try RuleSetText.named("rfm12") }
    #expect(error?.description.hasPrefix("found no rule set 'rfm12', expected a file or") == true)
    #expect(error?.description.hasSuffix("Did you mean 'rfm125'?") == true)
  }

  /// Several hold at once; the primary is that of the lowest priority number, not the first.
  @Test func priorityChoosesThePrimary() throws {
    let rules = try bound(
      RuleSetText(
        name: "own",
        segments: [
          SegmentText("Recent", when: "r_score >= 4", priority: 3),
          SegmentText("Big", when: "m_score = 5", priority: 1),
          SegmentText("Often", when: "f_score > 3", priority: 2),
        ], otherwise: SegmentText("Rest")))
    let scores = RFMScores(r: [5, 5, 1, 1], f: [5, 1, 4, 1], m: [5, 1, 4, 1], e: nil)
    let assignments = rules.assignments(of: scores)
    #expect(assignments.primary.map { rules.segments[$0] } == ["Big", "Recent", "Often", "Rest"])
    #expect(
      (0..<4).map { assignments.all(of: $0, in: rules).map { rules.segments[$0] } }
        == [["Big", "Often", "Recent"], ["Recent"], ["Often"], ["Rest"]])
  }

  /// A comparison with an unknown value is unknown, and so is what follows from it.
  @Test func logicIsKleenes() throws {
    func holds(_ condition: String, _ e: Double) throws -> Bool {
      let rules = try bound(
        RuleSetText(
          name: "own", segments: [SegmentText("A", when: condition)], otherwise: SegmentText("B")))
      return rules.assignments(count: 1) { name in
        RuleColumn([name == "e_score" ? e : 3])
      }.primary == [0]
    }
    for (condition, unknown, three) in [
      ("e_score > 1", false, true), ("not e_score > 1", false, false),
      ("e_score is missing", true, false), ("not e_score is missing", false, true),
      ("e_score > 1 or r_score = 3", true, true), ("e_score > 1 and r_score = 3", false, true),
      ("not (e_score > 1 and r_score = 4)", true, true), ("e_score in (1, 3)", false, true),
      ("e_score not in (1, 2)", false, true), ("e_score * 2 > 5", false, true),
      ("1 / (e_score - 3) > 0", false, false), ("rfme = '3333'", false, true),
      ("rfme != '3334'", false, true),
    ] {
      #expect(try holds(condition, .nan) == unknown, "\(condition), unknown")
      #expect(try holds(condition, 3) == three, "\(condition), 3")
    }
  }

  /// A score of the file's own, at its cut-offs and beside them.
  @Test func ownScores() throws {
    let rules = try bound(
      RuleSetText(
        name: "own",
        scores: [
          ScoreText(name: "silence", of: "days_since_last_order", best: .low, cutOffs: [90, 30])
        ],
        segments: (1...3).map { SegmentText("S\($0)", when: "silence = \($0)") }))
    #expect(rules.columns == ["days_since_last_order"])
    let assignments = rules.assignments(count: 5) { _ in RuleColumn([91, 90, 31, 30, 1]) }
    #expect(assignments.primary == [0, 1, 1, 2, 2])
  }
}

extension RuleSet {
  /// The segments of customers of whom scores alone are known.
  func assignments(of scores: RFMScores) -> SegmentAssignments {
    assignments(count: scores.r.count) { scores.column($0) }
  }

  /// The primary segment of one customer's scores.
  func segment(r: Int, f: Int, m: Int) -> String {
    segments[assignments(of: RFMScores(r: [r], f: [f], m: [m], e: nil)).primary[0]]
  }
}
