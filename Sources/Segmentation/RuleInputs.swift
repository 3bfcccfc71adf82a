package import Dense
internal import Expressions
package import Features
package import Histories
package import Ingestion
internal import Learning
package import Segments
package import Snapshots
internal import Units

/// What rules may look at of the customers of one snapshot, column by column.
package struct RuleInputs: Sendable {
  package typealias Settings = BehaviourParameters

  private let scores: RFMScores
  private let facts: CustomerFacts
  private let features: FeatureMatrix?
  private let behaviour: BehaviourFacts?
  private let customerColumns: CustomerColumns?

  /// Gathers what a rule set needs, and no more.
  ///
  /// - Parameters:
  ///   - rules: what is looked at.
  ///   - facts: the customers.
  ///   - scores: one a customer.
  ///   - features: those of the same customers, where they are computed already.
  ///   - store: the histories.
  ///   - settings: what behaviour facts take.
  ///   - customerColumns: what the customers files say.
  ///   - besides: columns that are wanted beyond the rules' own.
  ///   - population: behind behaviour facts, where another walk has gathered it.
  package init(
    for rules: RuleSet, facts: CustomerFacts, scores: RFMScores, features: FeatureMatrix?,
    store: HistoryStore, settings: Settings, customerColumns: CustomerColumns?,
    besides: [String] = [], population: BehaviourPopulation? = nil
  ) {
    self.facts = facts
    self.scores = scores
    self.customerColumns = customerColumns
    let needed = rules.columns + besides
    let needsFeatures = needed.contains {
      FeatureCatalogue.current.index(of: $0) != nil && !Self.known.contains($0)
    }
    self.features =
      features
      ?? (needsFeatures ? store.features(asOf: facts.asOf, workers: settings.workers) : nil)
    let names = Self.facts(of: rules, besides: besides)
    behaviour =
      names.isEmpty
      ? nil
      : store.behaviourFacts(
        names, of: facts.customers, asOf: facts.asOf, parameters: settings,
        population: population)
  }

  /// The behaviour facts that are looked at: where there are any, the population is, too.
  package static func facts(of rules: RuleSet, besides: [String]) -> [String] {
    let needed = Set(rules.columns + besides)
    return BehaviourFacts.schema.map(\.name).filter(needed.contains)
  }

  /// Features that the facts hold too, for those without an order as well.
  private static let known = ["orders", "order_days", "days_since_last_order"]

  /// A feature of every customer; missing of who has no order.
  private func feature(_ name: String) -> [Double]? {
    guard let features, let column = features.column(named: name) else { return nil }
    if features.customers.count == facts.count { return column }
    // Both lists rise: one walk along the two.
    var next = 0
    return facts.customers.map { customer in
      guard next < column.count, features.customers[next] == customer else { return .nan }
      next += 1
      return column[next - 1]
    }
  }

  /// The column of a name; nil where nobody's value is known.
  package func column(_ name: String) -> RuleColumn? {
    if let score = scores.column(name) { return score }
    if name == "engagement" {
      return facts.hasEvents
        ? RuleColumn(
          facts.engagementInWindow.map { Double($0) / EngagementWeights.unitsInOne }) : nil
    }
    switch name {
    case "orders": return RuleColumn(facts.orders.map(Double.init))
    case "order_days": return RuleColumn(facts.orderDays.map(Double.init))
    case "days_since_last_order":
      return RuleColumn(
        zip(facts.daysSinceLastOrder, facts.orders).map { $1 == 0 ? .nan : Double($0) })
    default: break
    }
    if let feature = feature(name) { return RuleColumn(feature) }
    if let fact = behaviour?.column(named: name) {
      return RuleColumn(fact.values, texts: fact.texts)
    }
    if name == ColumnSchema.daysToBirthday.name {
      return customerColumns?.daysToBirthday(of: facts.customers, asOf: facts.asOf)
    }
    if name.hasPrefix(ColumnSchema.customerPrefix), let customerColumns {
      let column = String(name.dropFirst(ColumnSchema.customerPrefix.count))
      guard let index = customerColumns.names.firstIndex(of: column) else { return nil }
      return RuleColumn(
        texts: facts.customers.map { customer in
          customerColumns.text(index, ofCustomer: customer).flatMap { $0.isEmpty ? nil : $0 }
        })
    }
    return nil
  }
}

extension RuleInputs {
  /// Columns of a rule set that are unknown for everybody.
  func unknownColumns(of rules: RuleSet) -> [String] {
    rules.columns.filter { name in
      column(name).map { $0.values.allSatisfy(\.isNaN) } ?? true
    }
  }
}

extension RuleSet {
  /// The segments of a snapshot's customers.
  ///
  /// - Parameters:
  ///   - snapshot: the customers; only what was known at its date is looked at.
  ///   - cutOffs: of the scores.
  ///   - store: the histories.
  ///   - horizonInDays: of churn, for rules that name it; nil where no model says.
  ///   - customerColumns: what the customers files say, for rules that name `customer.…`.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one primary segment a customer, as an index into `segments`, and all that hold.
  package func assignments(
    of snapshot: Snapshot, by cutOffs: RFMCutOffs, in store: HistoryStore,
    horizonInDays: Int? = nil, customerColumns: CustomerColumns? = nil, workers: Workers
  ) -> SegmentAssignments {
    let inputs = RuleInputs(
      for: self, facts: snapshot.facts,
      scores: RFMScores(snapshot.facts.scoreColumns, by: cutOffs), features: snapshot.features,
      store: store, settings: RuleInputs.Settings(horizonInDays: horizonInDays, workers: workers),
      customerColumns: customerColumns)
    return assignments(count: snapshot.count) { inputs.column($0) }
  }

}

extension CustomerColumns {
  private static let birthdayNames = ["birthday", "birthdate", "dateofbirth", "dob", "born"]

  /// Days from a date to each customer's next birthday; nil where no column has birthdays.
  func daysToBirthday(of customers: [Int], asOf: Day) -> RuleColumn? {
    let index = names.firstIndex { name in
      let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
      return Self.birthdayNames.contains(plain)
    }
    guard let index else { return nil }
    return RuleColumn(
      customers.map { customer in
        text(index, ofCustomer: customer).flatMap { Day(iso: $0.prefix(10)) }
          .map { Double(asOf.daysToAnniversary(of: $0)) } ?? .nan
      })
  }
}

extension Day {
  /// Days until the month and day of another day come round, 0 on the day itself; 29 February is kept
  /// on 1 March where there is none.
  func daysToAnniversary(of birth: Day) -> Int {
    let (year, _, _) = civil
    let (_, month, day) = birth.civil
    for year in year...year + 1 {
      let next =
        Day(year: year, month: month, day: day) ?? Day(year: year, month: 3, day: 1) ?? self
      if next >= self { return next - self }
    }
    return 0
  }
}
