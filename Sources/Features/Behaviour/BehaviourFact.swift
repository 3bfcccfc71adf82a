internal import Dense
internal import Expressions
internal import Units

/// One behaviour fact of a customer: its column beside the formula that computes it.
///
/// Facts serve rules and output. They are no features: no model is learned from them.
struct BehaviourFact<Summary>: Sendable {
  let column: SchemaColumn
  /// The log or column that it takes.
  let needs: String
  let formula: BehaviourFormula<Summary>

  init(
    _ column: SchemaColumn, needs: String = "orders",
    _ value: @escaping @Sendable (Summary, BehaviourTerms) -> Double
  ) {
    self.column = column
    self.needs = needs
    formula = BehaviourFormula(value: value)
  }
}

/// What computes a behaviour fact; kept by itself, as a copy of it costs no copy of the column.
struct BehaviourFormula<Summary>: Sendable {
  /// Not-a-number where it is unknown; texts by their place in the column's vocabulary.
  let value: @Sendable (Summary, BehaviourTerms) -> Double
}

/// A summary of one customer's prefix, and the behaviour facts that are read off it.
protocol BehaviourFamily {
  static var facts: [BehaviourFact<Self>] { get }
}

/// What the facts of one customer may know besides their prefix.
///
/// A class, as copies of a dozen arrays and texts for each fact of each customer cost more than the facts.
final class BehaviourTerms: Sendable {
  let asOf: Day
  let money: MoneyTerms
  /// Days of the churn horizon; nil where there is no model.
  let horizonInDays: Int?
  /// Days between the message and the order that it is sent for.
  let leadInDays: Int
  let kinds: EventMeanings
  let population: BehaviourPopulation
  /// The shop's own, else those of the population.
  let saleDays: DaySet
  /// The model's, else the population's; nil where neither is known.
  let rhythm: RhythmPopulation?
  let hasEvents: Bool
  let channels: [String]
  let categories: [String]
  /// Whether any fact is asked for that looks at the events before an order.
  let looksAtTouches: Bool

  init(
    asOf: Day, money: MoneyTerms, horizonInDays: Int?, leadInDays: Int, kinds: EventMeanings,
    population: BehaviourPopulation, saleDays: DaySet, rhythm: RhythmPopulation?, hasEvents: Bool,
    channels: [String], categories: [String], looksAtTouches: Bool
  ) {
    self.asOf = asOf
    self.money = money
    self.horizonInDays = horizonInDays
    self.leadInDays = leadInDays
    self.kinds = kinds
    self.population = population
    self.saleDays = saleDays
    self.rhythm = rhythm
    self.hasEvents = hasEvents
    self.channels = channels
    self.categories = categories
    self.looksAtTouches = looksAtTouches
  }
}

extension SchemaColumn {
  static func text(_ name: String, _ texts: [String]) -> SchemaColumn {
    SchemaColumn(name, .text, texts: texts)
  }
}

/// The place of a text in a vocabulary; not-a-number where there is none.
func place<Value: Equatable>(of text: Value?, in vocabulary: [Value]) -> Double {
  guard let text, let place = vocabulary.firstIndex(of: text) else { return .nan }
  return Double(place)
}

let yesAndNo = ["no", "yes"]

func place(of answer: Bool?) -> Double { answer.map { $0 ? 1 : 0 } ?? .nan }
