import Expressions
import Segments
import TestSupport
import Testing

/// Faults planted in rule sets, and none where there is none.
@Suite struct RuleLintTests {
  private func faults(_ text: RuleSetText) -> [RuleFault] {
    do throws(RuleSetError) {
      return RuleLint(try RuleSet(text, schema: .scores)).faults
    } catch {
      return error.faults
    }
  }

  private func set(
    _ conditions: [(String, Int)], scores: [ScoreText] = [], otherwise: String? = "Rest"
  ) -> RuleSetText {
    RuleSetText(
      name: "own", scores: scores,
      segments: conditions.enumerated().map { index, rule in
        SegmentText(["A", "B", "C", "D"][index], when: rule.0, priority: rule.1)
      }, otherwise: otherwise.map { SegmentText($0) })
  }

  @Test(arguments: [RuleSetText.rfm125, .rf25])
  func scoreMapsAreSound(text: RuleSetText) {
    #expect(faults(text).isEmpty)
  }

  /// Any code taken out of a map is a gap, and the example is that code.
  @Test func everyMissingCodeIsFound() throws {
    // The last two are of customers without an order.
    for index in RuleSetText.rfm125.segments.indices.dropLast(2) {
      var text = RuleSetText.rfm125
      let condition = text.segments[index].when
      let code = try #require(condition.firstMatch(of: #/'([1-5])([1-5])([1-5])', /#))
      text.segments[index].when = condition.replacing(code.0, with: "")
      let found = faults(text)
      #expect(found.count == 1 && found[0].kind == .gap)
      #expect(
        found.first?.sentence.contains(
          "r_score \(code.1) and f_score \(code.2) and m_score \(code.3)") == true,
        "\(found)")
    }
  }

  @Test(
    arguments: [
      // Gaps: in an axis, at a constant, where a value is missing.
      ([("r_score >= 4", 1), ("r_score <= 2", 1)], RuleFault.Kind.gap, "r_score 3"),
      ([("net_spend > 100", 1), ("net_spend < 100", 1)], .gap, "net_spend 100"),
      ([("e_score >= 3", 1), ("e_score < 3", 1)], .gap, "e_score missing"),
      ([("orders >= 2", 1), ("orders < 2 and r_score > 1", 1)], .gap, "orders 0 and r_score 1"),
      // Overlaps of one priority.
      ([("r_score >= 3", 1), ("r_score <= 3", 1)], .overlap, "r_score 3"),
      ([("orders > 1", 1), ("orders = 1 or f_score = 5", 1)], .overlap, "f_score 5"),
      // Never the primary one: hidden by one, by two together, and by itself.
      ([("r_score >= 3", 1), ("r_score = 5", 2), ("r_score < 3", 1)], .never, "'A' takes"),
      ([("r_score >= 3", 1), ("r_score < 3", 1), ("orders > 5", 2)], .never, "'A', 'B' take"),
      ([("orders > 3 and orders < 4", 1)], .never, "no customer can meet"),
    ] as [([(String, Int)], RuleFault.Kind, String)])
  func findsByReasoning(rules: [(String, Int)], kind: RuleFault.Kind, example: String) {
    let found = faults(set(rules, otherwise: kind == .gap ? nil : "Rest"))
    #expect(found.contains { $0.kind == kind && $0.sentence.contains(example) }, "\(found)")
  }

  @Test(arguments: [
    ("", RuleFault.Kind.empty, "no condition"), ("orders >", .syntax, "expected a column"),
    ("ordrs > 1", .name, "Did you mean 'orders'?"), ("orders > 90d", .unit, "duration"),
    ("orders = 1.5", .unit, "whole number"), ("r_score > 6", .unit, "from 1 to 5"),
    ("net_spend > days_since_last_order", .unit, "money compared with days"),
    ("net_spend + orders > 3", .unit, "added"), ("orders = 'many'", .type, "expected a number"),
    ("orders", .type, "expected a condition"), ("rfm = '55'", .type, "3 scores"),
    ("rfm = '955'", .type, "3 scores"), ("rf > '55'", .type, "order of codes"),
    ("3 > 2", .type, "two constants"),
  ])
  func findsInOneCondition(condition: String, kind: RuleFault.Kind, words: String) {
    let found = faults(set([(condition, 1)]))
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.kind == kind && found.first?.sentence.contains(words) == true, "\(found)")
  }

  @Test func findsDuplicatesAndPriorities() {
    var text = set([("r_score > 3", 1), ("r_score <= 3", 0)])
    text.segments[1].name = "A"
    #expect(Set(faults(text).map(\.kind)) == [.duplicate, .priority])
    text.segments = []
    #expect(faults(text).map(\.kind) == [.empty])
  }

  @Test func findsScoresTheWrongWayRound() {
    let scores = [
      ScoreText(name: "r_score", of: "days_since_last_order", best: .high),
      ScoreText(name: "m_score", of: "orders", best: .high),
      ScoreText(name: "own", of: "net_spend", best: .low, cutOffs: [100, 50]),
      ScoreText(name: "steps", of: "net_spend", best: .high, cutOffs: [100, 50]),
      ScoreText(name: "lost", of: "net_spnd", best: .high, cutOffs: [1]),
    ]
    let found = faults(set([("r_score > 3", 1)], scores: scores))
    #expect(
      found.map(\.kind) == [.direction, .score, .direction, .score, .name], "\(found)")
  }

  /// Seven pigeons in six holes, over and over: what cannot be decided in time is told so, and soon.
  @Test func hardQuestionsAreNotDecided() throws {
    let names = (0..<7).map { "p\($0)" }
    let schema = ColumnSchema(
      names.map { SchemaColumn($0, .count, range: 1...6, isWhole: true, mayBeMissing: false) })
    let distinct = names.indices.flatMap { first in
      (first + 1..<names.count).flatMap { second in
        (1...6).map { "not (\(names[first]) = \($0) and \(names[second]) = \($0))" }
      }
    }.joined(separator: " and ")
    let text = RuleSetText(
      name: "hard",
      segments: (0..<30).map {
        SegmentText("R\($0)", when: distinct + " and p0 >= \(1 + $0 % 6)", priority: $0 + 1)
      },
      otherwise: SegmentText("Rest"))
    let rules = try RuleSet(text, schema: schema)
    let lint = RuleLint(rules, mostSteps: 1_000_000)
    #expect(lint.faults.count < 30 && !lint.isDecided)
    #expect(lint.notes.contains { $0.sentence.hasPrefix("not decided within") }, "\(lint.faults)")
    // Each is impossible, and a longer search finds that out.
    let decided = RuleLint(try RuleSet(text.first(3), schema: schema), mostSteps: 400_000_000)
    #expect(decided.faults.map(\.kind) == [.never, .never, .never] && decided.isDecided)
  }

  /// A calculation of constants is a constant: what rests on it is proved.
  @Test(arguments: [
    (
      "days_since_last_order > 2 * 30", "days_since_last_order <= 30 + 29",
      "days_since_last_order 60"
    ),
    (
      "days_since_last_order > 120 / 2", "days_since_last_order < 2 * 30d",
      "days_since_last_order 60"
    ),
    ("orders >= 2 + 1", "orders <= 1 * 1", "orders 2"),
  ])
  func calculationsOfConstantsAreConstants(above: String, below: String, example: String) throws {
    let found = faults(set([(above, 1), (below, 1)], otherwise: nil))
    #expect(found.count == 1 && found.first?.kind == .gap, "\(found)")
    #expect(found.first?.sentence.contains(example) == true, "\(found)")
    #expect(found.first?.sentence.contains("possible") == false, "\(found)")
  }

  /// Where columns are compared with columns, all that is done counts: nothing goes on for long.
  @Test func comparisonsOfColumnsEndInTime() throws {
    let names = (0..<6).map { "p\($0)" }
    let schema = ColumnSchema(
      names.map { SchemaColumn($0, .count, range: 0...9, isWhole: true, mayBeMissing: true) },
      relations: zip(names, names.dropFirst()).map { .atMost($0, $1, plus: 0) })
    var conditions: [String] = []
    for (place, name) in names.enumerated() {
      for other in names[(place + 1)...] {
        conditions.append("2 * \(name) > 3 * \(other) and \(name) > \(place) or \(other) = 5")
      }
    }
    let segments = conditions.enumerated().map {
      SegmentText("S\($0)", when: $1, priority: 1 + $0 % 3)
    }
    let rules = try RuleSet(
      RuleSetText(name: "own", segments: segments, otherwise: nil), schema: schema)
    let clock = ContinuousClock()
    // A tenth of the budget: about a tenth of a second where the tests are built for speed.
    let taken = clock.measure { _ = RuleLint(rules, mostSteps: RuleLint.mostSteps / 10) }
    #expect(taken < .seconds(60), "\(taken)")
  }

  /// What rests on a comparison of columns is told, but is no fault.
  @Test func comparisonsOfColumnsAreNotProved() throws {
    let text = set(
      [("net_spend / orders > 100", 1), ("net_spend / orders < 100", 1)], otherwise: nil)
    let lint = RuleLint(try RuleSet(text, schema: .scores))
    #expect(lint.faults.isEmpty)
    #expect(lint.notes.contains { $0.sentence.hasPrefix("possible, not proved: found a gap") })
  }

  /// A gap that is no matter of a comparison of columns is proved beside one.
  @Test func whatIsProvedIsFoundFirst() throws {
    let text = set([("net_spend / orders > 100", 1), ("r_score < 5", 2)], otherwise: nil)
    let lint = RuleLint(try RuleSet(text, schema: .scores))
    #expect(lint.faults.isEmpty && lint.notes.contains { $0.kind == .gap })
    let other = set(
      [("net_spend / orders > 100 and r_score < 3", 1), ("r_score = 3", 2)], otherwise: nil)
    #expect(RuleLint(try RuleSet(other, schema: .scores)).faults.map(\.kind) == [.gap])
  }

  /// Columns that hang on each other make no customer who cannot be: F is 0 without any order, and a
  /// score of the file's own hangs on what it is of.
  @Test func relationsAreAllowedFor() {
    let silence = ScoreText(
      name: "silence", of: "days_since_last_order", best: .low, cutOffs: [180, 90, 30])
    func found(_ rules: [(String, Int)]) -> [RuleFault.Kind] {
      faults(set(rules, scores: [silence])).map(\.kind)
    }
    #expect(found([("orders = 0", 1), ("f_score >= 1", 1)]).isEmpty)
    #expect(found([("orders = 1", 1), ("f_score >= 1", 1)]) == [.overlap])
    #expect(found([("f_score = 0 and m_score = 1", 1)]) == [.never])
    #expect(found([("silence = 4", 1), ("days_since_last_order > 30", 1)]).isEmpty)
    #expect(found([("silence = 4", 1), ("days_since_last_order > 29", 1)]) == [.overlap])
    #expect(found([("silence = 1", 1), ("days_since_last_order < 180", 1)]).isEmpty)
    #expect(found([("silence >= 2", 1), ("days_since_last_order >= 180", 1)]) == [.overlap])
  }

  /// Every verdict agrees with trying all values one by one, some of them missing, on rules drawn at random.
  @Test func agreesWithTryingMissingValues() throws {
    var random = SeededGenerator(seed: 8)
    let engagement: [Double] = [.nan, 0, 1, 2, 3, 4, 5]
    let grid = (1...5).flatMap { r in
      engagement.flatMap { e in (0...3).map { (Double(r), e, Double($0)) } }
    }
    for _ in 0..<300 {
      func comparison() -> String {
        let sign = ["<", "<=", "=", "!=", ">", ">="].randomElement(using: &random) ?? ""
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: "r_score \(sign) \(Int.random(in: 1...5, using: &random))"
        case 1: "e_score \(sign) \(Int.random(in: 0...5, using: &random))"
        case 2: "e_score is missing"
        default: "orders \(sign) \(Int.random(in: 1...2, using: &random))"
        }
      }
      func condition() -> String {
        let join = ["and", "or"].randomElement(using: &random) ?? ""
        return "\(comparison()) \(join) \(Bool.random(using: &random) ? "not " : "")"
          + "(\(comparison()) \(join == "or" ? "and" : "or") \(comparison()))"
      }
      let text = set(
        (0..<3).map { _ in (condition(), 1 + Int.random(in: 0...1, using: &random)) },
        otherwise: nil)
      let rules = try RuleSet(text, schema: .scores)
      let assignments = rules.assignments(count: grid.count) { name in
        switch name {
        case "r_score": RuleColumn(grid.map(\.0))
        case "e_score": RuleColumn(grid.map(\.1))
        default: RuleColumn(grid.map(\.2))
        }
      }
      let faults = RuleLint(rules).faults
      #expect(
        faults.contains { $0.kind == .gap } == assignments.primary.contains(3),
        "\(text.segments.map(\.when)), \(faults)")
      let primary = Set(assignments.primary)
      #expect(
        Set(faults.filter { $0.kind == .never }.map(\.place))
          == Set((0..<3).filter { !primary.contains($0) }.map { RulePlace.condition($0) }),
        "\(text.segments.map(\.when)), \(faults)")
    }
  }

  /// Every verdict agrees with trying all codes one by one, on rules drawn at random.
  @Test func agreesWithTryingEveryCode() throws {
    var random = SeededGenerator(seed: 7)
    // Without an order in the window neither frequency nor money has a score.
    let codes = (1...5).flatMap { r in
      [(r, 0, 0)] + (1...5).flatMap { f in (1...5).map { m in (r, f, m) } }
    }
    let scores = RFMScores(
      r: codes.map(\.0), f: codes.map(\.1), m: codes.map(\.2), e: nil)
    for _ in 0..<200 {
      func comparison() -> String {
        let name = ["r_score", "f_score", "m_score"].randomElement(using: &random) ?? ""
        let sign = ["<", "<=", "=", "!=", ">", ">="].randomElement(using: &random) ?? ""
        return "\(name) \(sign) \(Int.random(in: 1...5, using: &random))"
      }
      func condition() -> String {
        "(\(comparison()) or \(comparison())) and \(Bool.random(using: &random) ? "not " : "")\(comparison())"
      }
      let text = set(
        (0..<4).map { _ in (condition(), Int.random(in: 1...3, using: &random)) }, otherwise: nil)
      let rules = try RuleSet(text, schema: .scores)
      let assignments = rules.assignments(of: scores)
      let faults = RuleLint(rules).faults
      #expect(
        faults.contains { $0.kind == .gap } == assignments.primary.contains(4), "\(text)")
      let primary = Set(assignments.primary)
      #expect(
        Set(faults.filter { $0.kind == .never }.map(\.place))
          == Set((0..<4).filter { !primary.contains($0) }.map { RulePlace.condition($0) }),
        "\(text)")
      for second in 0..<4 {
        let overlaps = (0..<second).filter { first in
          text.segments[first].priority == text.segments[second].priority
            && assignments.holding.contains { $0 >> first & 1 == 1 && $0 >> second & 1 == 1 }
        }
        #expect(
          faults.count { $0.kind == .overlap && $0.place == .condition(second) } == overlaps.count,
          "\(text)")
      }
    }
  }
}

extension RuleSetText {
  /// The same with its first segments alone.
  fileprivate func first(_ count: Int) -> RuleSetText {
    var text = self
    text.segments = Array(segments.prefix(count))
    return text
  }
}
