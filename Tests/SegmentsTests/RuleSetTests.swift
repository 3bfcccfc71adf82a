import Segments
import Testing

@Suite struct RuleSetTests {
  private let codes = (1...5).flatMap { r in
    (1...5).flatMap { f in (1...5).map { m in (r: r, f: f, m: m) } }
  }

  /// That no code has two segments is a precondition of making the set.
  @Test(arguments: RuleSet.all)
  func everyCodeHasASegmentAndEverySegmentACode(rules: RuleSet) {
    let segments = codes.map { rules.segment(r: $0.r, f: $0.f, m: $0.m) }
    #expect(Set(segments) == Set(rules.segments.dropLast()))
    #expect(rules.segments.last == "Inactive")
    #expect(Set(rules.segments).count == rules.segments.count)
  }

  /// Sizes of the published lists.
  @Test func rfm125HasThePublishedSizes() {
    let sizes = codes.reduce(into: [:]) { sizes, code in
      sizes[RuleSet.rfm125.segment(r: code.r, f: code.f, m: code.m), default: 0] += 1
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
  func rfm125(r: Int, f: Int, m: Int, segment: String) {
    #expect(RuleSet.rfm125.segment(r: r, f: f, m: m) == segment)
  }

  @Test(arguments: [
    (5, 4, "Champions"), (3, 5, "Loyal"), (4, 2, "Potential Loyalist"), (5, 1, "New Customers"),
    (4, 1, "Promising"), (3, 3, "Need Attention"), (3, 1, "About to Sleep"),
    (1, 5, "Cannot Lose Them"), (2, 3, "At Risk"), (1, 2, "Hibernating"), (3, 0, "Inactive"),
  ])
  func rf25LooksAtRecencyAndFrequencyOnly(r: Int, f: Int, segment: String) {
    for m in 1...5 {
      #expect(RuleSet.rf25.segment(r: r, f: f, m: m) == segment)
    }
  }

  @Test func ruleSetsAreFoundByName() throws {
    #expect(try RuleSet.named("rf25").name == "rf25")
    let error = #expect(throws: UnknownRuleSet.self) { try RuleSet.named("rfm12") }
    #expect(error?.description == "found no rule set 'rfm12', expected one of: rfm125, rf25")
  }
}
