package import Dense
package import Expressions
internal import Files
package import Histories
package import Units

/// Behaviour facts of customers at one as-of date, one column a fact.
///
/// A fact is computed from a customer's own prefix and from what is known of all customers before the date.
package struct BehaviourFacts: Sendable {
  /// Names of the columns.
  package let names: [String]
  /// Customers × names, row by row; not-a-number where a fact is unknown, texts by their place.
  private let values: [Double]
  /// Texts of each column; empty for numbers.
  private let texts: [[String]]

  fileprivate init(names: [String], values: [Double], texts: [[String]]) {
    self.names = names
    self.values = values
    self.texts = texts
  }

  /// One value a customer.
  package func column(named name: String) -> (values: [Double], texts: [String])? {
    guard let index = names.firstIndex(of: name) else { return nil }
    let width = names.count
    return (
      stride(from: index, to: values.count, by: width).map { values[$0] }, texts[index]
    )
  }

  /// Every fact, as conditions see it.
  package static let schema: [SchemaColumn] = BehaviourKernel.columns.map(\.column)

  /// What a fact takes, in words.
  package static func needs(ofFact name: String) -> String? {
    BehaviourKernel.columns.first { $0.column.name == name }?.needs
  }
}

/// What behaviour facts take besides a store and a date.
package struct BehaviourParameters: Sendable {
  /// Days of the churn horizon; nil where there is no model.
  package var horizonInDays: Int?
  /// Days between the message and the order that it is sent for.
  package var leadInDays = 7
  /// The shop's own sale days; nil to find them by orders beyond the usual.
  package var saleCalendar: SaleCalendar?
  /// How inter-purchase times were distributed as a model was trained; nil for what they are at the date.
  package var rhythm: RhythmPopulation?
  package var workers: Workers = 1

  package init(horizonInDays: Int? = nil, workers: Workers = .one) {
    self.horizonInDays = horizonInDays
    self.workers = workers
  }
}

extension HistoryStore {
  /// Computes behaviour facts.
  ///
  /// - Parameters:
  ///   - names: which facts.
  ///   - customers: store indices.
  ///   - asOf: nothing at or after it is looked at.
  ///   - parameters: horizon, lead, workers.
  ///   - population: of the same date, where another walk has gathered it.
  /// - Returns: one row a customer, in their order.
  /// - Complexity: a walk over the rows before the date, and another for the population.
  package func behaviourFacts(
    _ names: [String], of customers: [Int], asOf: Day, parameters: BehaviourParameters,
    population: BehaviourPopulation? = nil
  ) -> BehaviourFacts {
    let places = BehaviourKernel.columns.enumerated().filter { names.contains($1.column.name) }
    let chosen = places.map(\.offset)
    let log = visibleLog(asOf: asOf)
    let kinds = EventMeanings(events.kinds, begun: log.eventsBegin.map { $0 != nil })
    let money = MoneyTerms(scale: moneyScale, refundPolicy: refundPolicy)
    let population =
      population
      ?? walk(asOf: asOf, BehaviourCensus(of: self, asOf: asOf), workers: parameters.workers)
      .population
    let terms = BehaviourTerms(
      asOf: asOf, money: money, horizonInDays: parameters.horizonInDays,
      leadInDays: parameters.leadInDays, kinds: kinds,
      population: population,
      saleDays: DaySet(parameters.saleCalendar?.days ?? population.saleDays),
      rhythm: parameters.rhythm ?? population.rhythm,
      hasEvents: log.eventsBegin.contains { $0 != nil }, channels: lines.channels,
      categories: lines.categories,
      looksAtTouches: names.contains(where: PurchaseBehaviour.factsOfEvents.contains))
    let rows = walk(
      asOf: asOf, BehaviourRows(chosen: chosen, terms: terms), over: customers,
      workers: parameters.workers)
    return BehaviourFacts(
      names: places.map(\.element.column.name), values: rows.values,
      texts: places.map { BehaviourKernel.texts(of: $0.element.column, terms) })
  }
}

/// Gathers the chosen facts of every customer.
private struct BehaviourRows: CustomerVisitor {
  private let kernel: BehaviourKernel
  private let terms: BehaviourTerms
  var values: [Double] = []

  init(chosen: [Int], terms: BehaviourTerms) {
    kernel = BehaviourKernel(chosen: chosen)
    self.terms = terms
  }

  mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    kernel.append(of: prefix, terms, to: &values)
  }

  mutating func append(_ later: BehaviourRows) { values += later.values }
}

/// All families of facts, one after the other, as far as their facts are chosen: a family of which none is
/// makes no summary.
private struct BehaviourKernel {
  private let value: [BehaviourFormula<ValueBehaviour>]
  private let rhythm: [BehaviourFormula<RhythmBehaviour>]
  private let journey: [BehaviourFormula<JourneyBehaviour>]
  private let price: [BehaviourFormula<PriceBehaviour>]
  private let experience: [BehaviourFormula<ExperienceBehaviour>]
  private let purchase: [BehaviourFormula<PurchaseBehaviour>]

  /// - Parameter chosen: places of columns, rising.
  init(chosen: [Int]) {
    var first = 0
    func own<Family: BehaviourFamily>(_ family: Family.Type) -> [BehaviourFormula<Family>] {
      defer { first += Family.facts.count }
      return Family.facts.indices.filter { chosen.contains(first + $0) }.map {
        Family.facts[$0].formula
      }
    }
    value = own(ValueBehaviour.self)
    rhythm = own(RhythmBehaviour.self)
    journey = own(JourneyBehaviour.self)
    price = own(PriceBehaviour.self)
    experience = own(ExperienceBehaviour.self)
    purchase = own(PurchaseBehaviour.self)
  }

  /// Appends the chosen facts of a history, in the order of the columns.
  func append(of prefix: HistoryPrefix, _ terms: BehaviourTerms, to row: inout [Double]) {
    if !value.isEmpty { ValueBehaviour(prefix, terms).append(value, terms, to: &row) }
    if !rhythm.isEmpty { RhythmBehaviour(prefix, terms).append(rhythm, terms, to: &row) }
    if !journey.isEmpty { JourneyBehaviour(prefix, terms).append(journey, terms, to: &row) }
    if !price.isEmpty { PriceBehaviour(prefix, terms).append(price, terms, to: &row) }
    if !experience.isEmpty {
      ExperienceBehaviour(prefix, terms).append(experience, terms, to: &row)
    }
    if !purchase.isEmpty { PurchaseBehaviour(prefix, terms).append(purchase, terms, to: &row) }
  }

  static let columns: [(column: SchemaColumn, needs: String)] =
    listed(ValueBehaviour.self) + listed(RhythmBehaviour.self) + listed(JourneyBehaviour.self)
    + listed(PriceBehaviour.self) + listed(ExperienceBehaviour.self)
    + listed(PurchaseBehaviour.self)

  private static func listed<Family: BehaviourFamily>(
    _ family: Family.Type
  ) -> [(column: SchemaColumn, needs: String)] {
    Family.facts.map { ($0.column, $0.needs) }
  }

  /// The vocabulary of a column of texts.
  static func texts(of column: SchemaColumn, _ terms: BehaviourTerms) -> [String] {
    guard column.unit == .text else { return [] }
    if let texts = column.texts { return texts }
    return switch column.name {
    case "preferred_channel": terms.channels
    case "cart_reason": terms.kinds.details
    default: terms.categories
    }
  }
}

extension BehaviourFamily {
  fileprivate func append(
    _ facts: [BehaviourFormula<Self>], _ terms: BehaviourTerms, to row: inout [Double]
  ) {
    for fact in facts { row.append(fact.value(self, terms)) }
  }
}
