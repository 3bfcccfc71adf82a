import Expressions
import Features
import Scoring
import Segments
import Testing

/// The built-in rule sets over all columns that there are.
@Suite struct BuiltInRuleTests {
  @Test(arguments: RuleSetText.builtIn)
  func isSound(text: RuleSetText) throws {
    let lint = RuleLint(try RuleSet(text))
    #expect(lint.faults.isEmpty, "\(lint.faults)")
    // Nothing is left undecided, and nothing rests on what cannot be proved.
    #expect(lint.notes.allSatisfy { $0.kind == .overlap && $0.place == .file }, "\(lint.notes)")
    #expect(!text.description.isEmpty && !text.needs.isEmpty)
    #expect(text.segments.allSatisfy { !$0.description.isEmpty })
  }

  @Test func namesAreOfOneThing() {
    #expect(Set(RuleSetText.builtIn.map(\.name)).count == RuleSetText.builtIn.count)
    let names = ColumnSchema.rules.columns.map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// A whole-number column of every feature that is said to be one.
  @Test func wholeNumbersAreWhole() throws {
    let example = try TrainedShop.example.get()
    let features = example.store.features(asOf: example.model.data.asOf, threads: 1)
    for name in features.names {
      let column = try #require(ColumnSchema.rules[name])
      let values = try #require(features.column(named: name)).filter { !$0.isNaN }
      #expect(values.allSatisfy(column.range.contains), "\(name) outside \(column.range)")
      if column.isWhole { #expect(values.allSatisfy { $0 == $0.rounded() }, "\(name)") }
      if !column.mayBeMissing { #expect(values.count == features.customers.count, "\(name)") }
    }
  }
}
