package import Dense
package import Features
internal import Files
package import Histories
package import Ingestion
package import Interventions
internal import Learning
internal import Lifetime
package import Models
package import Segmentation
package import Segments
package import Snapshots
package import Units

/// What a user may set about a batch of predictions.
package struct PredictionParameters: Sendable {
  /// By default the day after the last order.
  package var asOf: Day?
  package var economics: Economics
  /// Share of spend that is earned, in [0, 1]; it counts with nine digits after the point.
  package var margin = 1.0
  /// By default the model's.
  package var rules: RuleSet?
  /// Days between the letter and the order it is written for.
  package var leadInDays = 7
  /// The shop's own sale days; nil to find them in the log.
  package var saleCalendar: SaleCalendar?
  /// Whether customers are put on the list to act on though the model is weak, or unreliable for them.
  package var actsEvenIfUnreliable = false
  /// Whether the columns of behaviour are wanted, which take two passes over the rows.
  package var tellsBehaviour = true
  /// Whether a digest is made of all that rows depend on but their customers.
  package var tellsCircumstances = false
  /// Days that values reach ahead, at least the churn horizon.
  package var valueHorizonInDays: Int?
  package var discounting: Discounting
  /// Customers of the store to score; all where nil.
  package var only: SomeCustomers?
  package var workers: Workers = 1
  /// Told each step, and how much of all is done.
  package var progress = Progress.untold

  /// Some customers of a store.
  package struct SomeCustomers: Sendable {
    /// Indices into the store's, rising.
    package let customers: [Int]
    /// Of all customers, where their rows or rules look at it.
    package let population: BehaviourPopulation?

    package init(_ customers: [Int], population: BehaviourPopulation?) {
      (self.customers, self.population) = (customers, population)
    }
  }

  package init(economics: Economics, discounting: Discounting) {
    self.economics = economics
    self.discounting = discounting
  }
}

/// Everything predicted about the customers of one as-of date, one element a customer in each
/// column, in canonical order; `ranking` orders them for intervention.
package struct ScoredCustomers: Sendable {
  package let facts: CustomerFacts
  /// Of the store's customers.
  let ids: TextColumn
  package let features: FeatureMatrix
  package let moneyScale: Int
  package let churnProbability: [Double]
  package let reliable: [Bool]
  /// Of not being lost, by the lifetime model.
  package let probabilityAlive: [Double]
  /// Orders expected over the value horizon, by the lifetime model.
  package let expectedOrders: [Double]
  /// Whole days, the as-of date being the first, by which an order is as likely as not to have come;
  /// nil where that is more than a year.
  package let daysToNextOrder: [Int?]
  /// Share of spend that is earned.
  let margin: Double
  package let valueIfKept: [Double]
  package let valueIfNot: [Double]
  package let predictedValue: [Double]
  /// Where four in five customers like this one end up; nil where the model has learned none.
  package let predictedValueRange: [ClosedRange<Double>]?
  package let valueAtRisk: [Double]
  package let expectedGain: [Double]
  /// Of still being a customer and placing no order in the churn horizon.
  package let silentProbability: [Double]
  /// What is left of it where forecasts are off against it; nil where the model does not say how far.
  package let lowGain: [Double]?
  package let decisions: [InterventionDecision]
  package let scores: RFMScores
  package let rules: RuleSet
  package let segments: SegmentAssignments
  /// The primary segment of each.
  package let segment: [String]
  package let behaviour: BehaviourColumns
  /// Days between the letter and the order it is written for.
  package let leadInDays: Int
  package let cluster: [Int]
  /// What families of features add to each customer's logit.
  package let families: FamilyContributions
  let program: ContributionProgram
  /// How far these customers are from those that the model learned from; nil where the model does not
  /// say what they looked like, and where not all were scored.
  package let drift: PopulationDrift?
  /// Indices of customers, the first to act on first.
  package let ranking: [Int]
  package let asOf: Day
  package let horizonInDays: Int
  package let valueHorizonInDays: Int
  package let modelDigest: String
  /// A digest of all that each row depends on besides the customer's own history; nil where nobody asked,
  /// and for a model that takes the rhythms of all customers as they are.
  package let circumstances: String?

  package var count: Int { facts.count }
  package var list: [InterventionList] { decisions.map(\.list) }
}

extension Model {
  /// Scores every customer with an order before the as-of date and ranks them.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - customerColumns: what the customers files say, for rules that name `customer.…`.
  ///   - parameters: economics and date.
  /// - Returns: the scored customers.
  /// - Throws: where there is nobody to score, a section is missing, or the money differs.
  package func scores(
    of store: HistoryStore, customerColumns: CustomerColumns? = nil,
    parameters: PredictionParameters
  ) throws(ScoringError) -> ScoredCustomers {
    try requireFit(to: store)
    guard let churn else { throw withoutChurn(for: .predict) }
    guard let value else { throw .sectionMissing(.value, neededFor: .predict) }
    guard let clusters else { throw .sectionMissing(.clusters, neededFor: .predict) }
    guard let scores else { throw .sectionMissing(.scores, neededFor: .predict) }
    let orderDays = store.orderDayRange
    guard let asOf = parameters.asOf ?? orderDays.map({ $0.upperBound + 1 }) else {
      throw .nobodyToScore(asOf: data.asOf, firstOrder: nil)
    }
    let rules = try scores.namingRules(unless: parameters.rules)
    let besides = parameters.factsBesides(in: store)
    var wants = SnapshotVisitor.Wants()
    wants.lifetimes = true
    wants.lastPeriodInDays = value.constants.periodInDays
    wants.outlook = churn.outlook
    wants.population =
      parameters.only == nil && !RuleInputs.facts(of: rules, besides: besides).isEmpty
    let visited = parameters.only?.customers.count ?? store.customerCount
    let steps = parameters.progress.parts([50, 15, 15, 20])
    let visitor = SnapshotVisitor(
      of: store, asOf: asOf, scoreWindowInDays: scores.windowInDays,
      engagement: scores.engagementWeights, wants: wants)
    let walk = store.walk(
      asOf: asOf, CountedVisitor(visitor, of: visited, steps[0].begin("features")),
      over: parameters.only?.customers,
      workers: parameters.workers
    ).visitor
    let population = parameters.only.map(\.population) ?? walk.census?.population
    let snapshot = Snapshot(walk)
    guard snapshot.count > 0 else {
      throw .nobodyToScore(asOf: asOf, firstOrder: orderDays?.lowerBound)
    }
    let facts = snapshot.facts
    let features = snapshot.features
    steps[1].begin("probabilities")
    let program = churn.program(of: features)
    let families = program.families(of: features.values, workers: parameters.workers)
    // From the contributions themselves, so that a row's reasons sum to its logit bit for bit.
    let probability = families.probabilities(ofRows: facts.count)
    let horizon = try valueHorizon(wanted: parameters.valueHorizonInDays)
    let customers = ValueCustomers(
      snapshot, columns: walk.lifetimes?.columns ?? LifetimeColumns(asOf: asOf),
      churn: probability, lastPeriod: walk.lastPeriod?.spend,
      lastPeriodInDays: value.constants.periodInDays)
    guard
      let lifetimes = try lifetimeScores(
        of: customers, horizonInDays: horizon, datesOrders: true,
        discounting: parameters.discounting, margin: parameters.margin,
        workers: parameters.workers)
    else { preconditionFailure("a value section that was not validated") }
    steps[2].begin("values")
    let (kept, notKept) = (lifetimes.valueIfKept, lifetimes.valueIfNot)
    let prospects = facts.customers.indices.map {
      parameters.economics.prospect(
        churnProbability: probability[$0], orderIfCustomer: lifetimes.orderIfAlive[$0],
        valueIfKept: kept[$0], valueIfNot: notKept[$0])
    }
    let gains = prospects.map(\.expectedGain)
    steps[3].begin("segments, behaviour and clusters")
    let rfm = RFMScores(facts.scoreColumns, by: scores.cutOffs)
    var settings = RuleInputs.Settings(
      horizonInDays: data.horizonInDays, workers: parameters.workers)
    settings.rhythm = scores.rhythm
    settings.saleCalendar = parameters.saleCalendar
    let inputs = RuleInputs(
      for: rules, facts: facts, scores: rfm, features: snapshot.features, store: store,
      settings: settings,
      customerColumns: customerColumns, besides: besides, population: population)
    let segments = rules.assignments(count: facts.count) { inputs.column($0) }
    let reliable = churn.reliability(
      daysSinceLastOrder: facts.daysSinceLastOrder, orders: facts.orders,
      horizonInDays: data.horizonInDays)
    let consent = Consent.given(
      inputs, customerColumns: customerColumns, customers: facts.customers)
    let lowGains = lowGains(
      prospects, churn: probability, lifetimes, parameters.economics)
    let decisions = facts.customers.indices.map {
      InterventionDecision(
        .init(
          daysSinceLastOrder: facts.daysSinceLastOrder[$0], ownGap: facts.ownGap[$0],
          churnProbability: probability[$0], expectedGain: gains[$0], lowGain: lowGains?[$0],
          mayBeContacted: consent[$0],
          doubt: parameters.actsEvenIfUnreliable ? nil : churn.doubt(isReliable: reliable[$0])),
        horizonInDays: data.horizonInDays)
    }
    defer { parameters.progress.end() }
    return ScoredCustomers(
      facts: facts, ids: store.customers, features: features, moneyScale: store.moneyScale,
      churnProbability: probability, reliable: reliable,
      probabilityAlive: lifetimes.probabilityAlive, expectedOrders: lifetimes.expectedOrders,
      daysToNextOrder: lifetimes.nextOrder, margin: parameters.margin,
      valueIfKept: kept, valueIfNot: notKept, predictedValue: prospects.map(\.predictedCLV),
      predictedValueRange: lifetimes.ranges(of: prospects.map(\.predictedCLV)),
      valueAtRisk: prospects.map(\.clvAtRisk), expectedGain: gains,
      silentProbability: prospects.map(\.silentProbability), lowGain: lowGains,
      decisions: decisions, scores: rfm, rules: rules, segments: segments,
      segment: segments.primary.map { rules.segments[$0] },
      behaviour: BehaviourColumns(inputs, count: facts.count),
      leadInDays: parameters.leadInDays,
      cluster: clusters.assignments(of: snapshot.features, workers: parameters.workers),
      families: families, program: program,
      drift: parameters.only == nil
        ? self.population?.drift(
          of: features.values, columns: features.names, scores: probability,
          workers: parameters.workers) : nil,
      ranking: rankedCustomers(
        lists: decisions.map(\.list), expectedGains: gains, churnProbabilities: probability,
        workers: parameters.workers, ties: <),
      asOf: asOf, horizonInDays: data.horizonInDays, valueHorizonInDays: horizon,
      modelDigest: shortDigest,
      circumstances: parameters.tellsCircumstances
        ? circumstances(
          of: store, asOf: asOf, rules: rules, population: population, parameters) : nil)
  }
}

extension ChurnModel {
  /// Why a prediction is not relied on; nil where it is.
  func doubt(isReliable: Bool) -> WhyNot? {
    weaknesses?.isEmpty == false ? .weakModel : isReliable ? nil : .unreliable
  }

  /// A row is reliable where no group that it belongs to was found to carry no information.
  func reliability(
    daysSinceLastOrder: [Int], orders: [Int], horizonInDays: Int
  ) -> [Bool] {
    let uninformative = uninformativeGroups.compactMap(CustomerGroup.init(rawValue:))
    return zip(daysSinceLastOrder, orders).map { days, orders in
      !uninformative.contains {
        $0.contains(daysSinceLastOrder: days, orders: orders, horizonInDays: horizonInDays)
      }
    }
  }
}
