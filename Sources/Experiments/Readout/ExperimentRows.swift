package import Dense

/// Outcomes of the customers of an experiment, with what was known of them before.
package struct ExperimentRows: Sendable {
  package struct Outcome: Sendable {
    package let name: String
    /// One a customer, finite.
    package let values: [Double]
    /// Whether all are 0 or 1.
    package let isRate: Bool

    package init(name: String, values: [Double]) {
      self.name = name
      self.values = values
      isRate = values.allSatisfy { $0 == 0 || $0 == 1 }
    }
  }

  package struct Segments: Sendable {
    /// What the segments are by.
    package let name: String
    package let names: [String]
    /// Place of each customer's segment in `names`.
    package let ofCustomer: [Int]

    package init(name: String, names: [String], ofCustomer: [Int]) {
      (self.name, self.names, self.ofCustomer) = (name, names, ofCustomer)
    }
  }

  package let plan: ArmPlan
  /// Arm of each customer, by place in the plan.
  package let arms: [Int]
  /// The first is the one that the experiment was made for.
  package let outcomes: [Outcome]
  package let covariateNames: [String]
  /// One row a customer, known before the experiment; no columns where nothing is.
  package let covariates: Matrix
  package let segments: Segments?
  /// Customers assigned, whether or not their outcome is known already.
  package let assigned: [Int]
  /// Whether customers entered on different days.
  package let isStaggered: Bool

  package init(
    plan: ArmPlan, arms: [Int], outcomes: [Outcome], covariateNames: [String] = [],
    covariates: Matrix? = nil, segments: Segments? = nil, assigned: [Int]? = nil,
    isStaggered: Bool = false
  ) {
    precondition(outcomes.allSatisfy { $0.values.count == arms.count } && !outcomes.isEmpty)
    self.plan = plan
    self.arms = arms
    self.outcomes = outcomes
    self.covariateNames = covariateNames
    self.covariates = covariates ?? Matrix(rows: arms.count, columns: 0)
    self.segments = segments
    self.assigned =
      assigned ?? plan.arms.indices.map { arm in arms.count { $0 == arm } }
    self.isStaggered = isStaggered
    precondition(self.covariates.rows == arms.count)
    precondition(self.covariates.columns == covariateNames.count)
  }
}

/// What a contact brings and costs.
package struct ContactMoney: Sendable, Equatable, Encodable {
  /// Share of spend that is left, above 0 and at most 1.
  package let margin: Double
  /// Of one contact, paid for every treated customer.
  package let contactCost: Double
  /// Of an incentive, paid for every treated customer who orders, whether or not the order would have
  /// come anyway.
  package let incentiveCost: Double

  package init(
    margin: Double, contactCost: Double, incentiveCost: Double
  ) throws(ExperimentError) {
    guard margin > 0, margin <= 1 else { throw .figure(.margin, found: margin) }
    guard contactCost >= 0, contactCost.isFinite else {
      throw .figure(.contactCost, found: contactCost)
    }
    guard incentiveCost >= 0, incentiveCost.isFinite else {
      throw .figure(.incentiveCost, found: incentiveCost)
    }
    (self.margin, self.contactCost, self.incentiveCost) = (margin, contactCost, incentiveCost)
  }

  enum CodingKeys: String, CodingKey {
    case margin
    case contactCost = "contact_cost"
    case incentiveCost = "incentive_cost"
  }
}

/// How an experiment is read.
package struct ReadoutSettings: Sendable {
  /// 1 − confidence of every interval, in (0, 1).
  package var alpha = 0.05
  /// Number of this look at customers who all entered at once, from 1.
  package var look = 1
  /// Names of the outcomes that are money spent and whether there was an order, and what they are worth;
  /// nil where no money is told.
  package var money: (spend: String, ordered: String?, worth: ContactMoney)?

  package init() {}

  func check() throws(ExperimentError) {
    guard alpha > 0, alpha < 1 else { throw .figure(.alpha, found: alpha) }
    guard look >= 1, look <= 10_000 else { throw .figure(.look, found: Double(look)) }
  }
}
