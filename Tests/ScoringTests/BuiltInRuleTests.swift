import Dense
import Expressions
import Features
import Files
import Histories
import Models
import Scoring
import Segmentation
import Segments
import Snapshots
import Testing
import Units

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

  /// What the linter takes for granted holds of every customer.
  @Test func relationsHold() throws {
    let example = try TrainedShop.example.get()
    let store = example.store
    for date in [example.model.data.asOf, example.model.data.asOf - 400] {
      let features = store.features(asOf: date, workers: 1)
      let names = BehaviourFacts.schema.map(\.name)
      let facts = store.behaviourFacts(
        names, of: features.customers, asOf: date,
        parameters: BehaviourParameters(horizonInDays: 60))
      func column(_ name: String) -> [Double]? {
        features.column(named: name) ?? facts.column(named: name)?.values
      }
      var checked = 0
      for relation in ColumnSchema.rules.relations {
        let names: (String, String) =
          switch relation {
          case .atMost(let one, let other, _), .within(let one, _, let other, _),
            .missing(let one, _, let other), .known(let one, _, let other):
            (one, other)
          }
        #expect(ColumnSchema.rules[names.0] != nil && ColumnSchema.rules[names.1] != nil)
        guard let first = column(names.0), let second = column(names.1) else { continue }
        checked += 1
        for (a, b) in zip(first, second) {
          let holds: Bool =
            switch relation {
            case .atMost(_, _, let offset): a.isNaN || b.isNaN || a <= b + offset
            case .within(_, let range, _, let other):
              !range.contains(a) || b.isNaN || other.contains(b)
            case .missing(_, let range, _): !range.contains(a) || b.isNaN
            case .known(_, let range, _): !range.contains(a) || !b.isNaN
            }
          #expect(holds, "\(relation): \(a), \(b)")
        }
      }
      #expect(checked > 50)
    }
  }

  /// Columns that are tied make no gaps and overlaps that nobody can fall into.
  @Test(arguments: [
    ("frequency >= 3", "order_days <= 3", false), ("frequency >= 3", "order_days <= 4", true),
    // By way of first orders, which neither names.
    ("recency > 90d", "days_since_first_order <= 90d", false),
    ("recency >= 90d", "days_since_first_order <= 91d", true),
    ("orders_30 >= 5", "orders <= 4", false), ("orders_30 >= 5", "orders <= 5", true),
    ("own_gap > 30d", "orders = 1", false), ("own_gap > 30d", "orders = 2", true),
    ("own_gap is missing", "order_days >= 2", false),
    ("price_low > 50", "price_high < 50", false), ("price_low >= 50", "price_high <= 50", true),
  ])
  func relationsPartRules(first: String, second: String, overlap: Bool) throws {
    let text = RuleSetText(
      name: "own", segments: [SegmentText("A", when: first), SegmentText("B", when: second)],
      otherwise: SegmentText("Rest"))
    let lint = RuleLint(try RuleSet(text))
    #expect(lint.faults.map(\.kind) == (overlap ? [.overlap] : []), "\(lint.faults)")
  }

  /// Whoever has no order has no recency, frequency or money: no rule takes them for a lost customer.
  @Test(arguments: RuleSetText.builtIn)
  func prospectsAreCalledProspects(text: RuleSetText) throws {
    var shop = SyntheticShop(customers: 60, days: 500, seed: 8)
    shop.events.append(
      SyntheticShop.EventRow(
        customer: "looks", day: SyntheticShop.start + 480, second: 9, kind: "visit", value: nil))
    let store = try shop.store()
    let found = try Segmentation(
      of: store, asOf: nil, model: nil, settings: ScoreSettings(windowInDays: 365),
      rules: RuleSet(text), shown: ["days_since_last_order", "orders"], includingProspects: true,
      workers: 1)
    let row = try #require(found.customers.firstIndex { store.customers[$0] == "looks" })
    let names: [String: String] = [
      "lapse": "Unknown", "occasions": "Unknown", "lifecycle": "No Order Yet",
      "journey": "Looked In", "experience": "Nothing to Act On", "buying": "No Pattern",
    ]
    #expect(found.segment[row] == names[text.name] ?? "Prospect", "\(text.name)")
    #expect(found.segment.filter { $0 == "Prospect" }.count <= 1)
    #expect(found.behaviour.value("days_since_last_order", of: row) == .unknown)
    #expect(found.behaviour.value("orders", of: row) == .number(0))
  }

  /// The rules of the stages say what the column says, so that a copy of them can be changed.
  @Test func lifecycleRulesAreItsStages() throws {
    let example = try TrainedShop.example.get()
    for (model, date) in [
      (nil, nil), (example.model, nil), (example.model, example.model.data.asOf - 300),
    ] as [(Model?, Day?)] {
      let found = try Segmentation(
        of: example.store, asOf: date, model: model, settings: ScoreSettings(windowInDays: 365),
        rules: RuleSet(.lifecycle), workers: 1)
      for row in found.segment.indices {
        #expect(
          found.behaviour.value("lifecycle", of: row) == .text(found.segment[row].lowercased()))
      }
      #expect(Set(found.segment).count >= 4, "\(Set(found.segment))")
    }
  }

  /// A whole-number column of every feature that is said to be one.
  @Test func wholeNumbersAreWhole() throws {
    let example = try TrainedShop.example.get()
    let features = example.store.features(asOf: example.model.data.asOf, workers: 1)
    for name in features.names {
      let column = try #require(ColumnSchema.rules[name])
      let values = try #require(features.column(named: name)).filter { !$0.isNaN }
      #expect(values.allSatisfy(column.range.contains), "\(name) outside \(column.range)")
      if column.isWhole { #expect(values.allSatisfy { $0 == $0.rounded() }, "\(name)") }
      if !column.mayBeMissing { #expect(values.count == features.customers.count, "\(name)") }
    }
  }
}
