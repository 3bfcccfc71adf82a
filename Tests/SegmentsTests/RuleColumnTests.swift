import Expressions
import Segments
import TestSupport
import Testing

/// Rules that are answered column by column say what they say of each customer alone.
@Suite struct RuleColumnTests {
  private static let schema = ColumnSchema([
    SchemaColumn("a", .count), SchemaColumn("b", .count),
    SchemaColumn("t", .text, texts: ["x", "y", "z"]),
  ])

  /// More customers than are worked on together; a third of all values is missing.
  @Test func manyAreEachByItself() throws {
    let rules = try RuleSet(
      RuleSetText(
        name: "some",
        segments: [
          SegmentText("Both", when: "a > 2 and b < 1.5"),
          SegmentText("Either", when: "a = 1 or not (b >= 1 and t in ('x', 'y'))", priority: 2),
          SegmentText("Missing", when: "b is missing", priority: 3),
          SegmentText("Text", when: "t = 'z'"), SegmentText("Sum", when: "a + b > 3", priority: 4),
          SegmentText("Listed", when: "a in (0, 4)", priority: 2),
        ], otherwise: SegmentText("Rest")),
      schema: Self.schema)
    var generator = SeededGenerator(seed: 3)
    let count = 2_500
    func column(_ value: (inout SeededGenerator) -> Double) -> [Double] {
      (0..<count).map { _ in
        Int.random(in: 0..<3, using: &generator) == 0 ? .nan : value(&generator)
      }
    }
    let columns = [
      "a": RuleColumn(column { Double(Int.random(in: 0...4, using: &$0)) }),
      "b": RuleColumn(column { Double(Int.random(in: 0...8, using: &$0)) / 4 }),
      "t": RuleColumn(
        column { Double(Int.random(in: 0...2, using: &$0)) }, texts: ["x", "y", "z"]),
    ]
    let together = rules.assignments(count: count) { columns[$0] }
    #expect(Set(together.primary).count > 3)
    for row in 0..<count {
      let alone = rules.assignments(count: 1) { name in
        columns[name].map { RuleColumn([$0.values[row]], texts: $0.texts) }
      }
      #expect(alone.primary == [together.primary[row]])
      #expect(alone.holding == [together.holding[row]])
      // By the truth of one customer's atoms, step by step.
      for rule in rules.order {
        var stack: [Truth] = []
        let condition = rules.conditions[rule]
        let truth = condition.truth(using: &stack) { atom in
          func value(_ column: Int) -> Double {
            columns[condition.columns[column].name]?.values[row] ?? .nan
          }
          if case .texts(let column, let texts) = condition.atoms[atom] {
            let code = value(column)
            return code.isNaN ? .unknown : Truth(texts.contains(["x", "y", "z"][Int(code)]))
          }
          return condition.atoms[atom].truth(value)
        }
        #expect((together.holding[row] >> UInt64(rule) & 1 == 1) == (truth == .yes))
      }
    }
  }
}
