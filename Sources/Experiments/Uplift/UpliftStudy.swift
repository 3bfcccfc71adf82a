package import Dense
internal import Learning
package import Units

/// How uplift is studied.
package struct UpliftSettings: Sendable {
  /// Whose predictions are written and told in detail.
  package var learner = UpliftLearner.transformed
  package var folds = 5
  package var halves = 20
  /// Of customers at each end of the halves.
  package var share = 0.3
  package var replicates = 200
  package var alpha = 0.05
  package var seed: UInt64 = 1
  /// Whether treatment was drawn at random, with one chance for all.
  package var isRandom = true
  /// Money of one outcome more, and of a contact; nil where none is told.
  package var worth: (value: Double, contactCost: Double)?
  package var workers: Workers = .one

  package init() {}
}

/// Whether it pays to treat customers by their predicted uplift rather than all alike.
package enum UpliftVerdict: Finding {
  /// Customers at the top gain more than those at the bottom, and by much.
  case worthActingOn(top: Double, bottom: Double, pValue: Double)
  /// They do not, or not shown, or by little: use the average effect.
  case useAverage(average: Double, difference: Double, pValue: Double, isShown: Bool)

  package var fact: Fact {
    switch self {
    case .worthActingOn(let top, let bottom, let pValue):
      Fact(
        "worth_acting_on",
        ["top": .number(top), "bottom": .number(bottom), "p_value": .number(pValue)])
    case .useAverage(let average, let difference, let pValue, let isShown):
      Fact(
        "use_average_effect",
        [
          "average": .number(average), "difference": .number(difference),
          "p_value": .number(pValue), "difference_shown": .flag(isShown),
        ])
    }
  }
}

/// Who gains from a treatment, and whether that can be told at all.
package struct UpliftStudy: Sendable, Encodable {
  /// How good one learner's cross-fitted predictions are.
  package struct Ranking: Sendable, Encodable {
    package let learner: UpliftLearner
    /// Mean gain over a random list, in outcomes a treated customer, with its bootstrap interval.
    package let gain: Double
    package let gainLow: Double?
    package let gainHigh: Double?
    /// Shares of the best that any order has; nil for outcomes other than 0 and 1.
    package let qini: Double?
    package let auuc: Double?

    enum CodingKeys: String, CodingKey {
      case learner, gain
      case gainLow = "gain_low"
      case gainHigh = "gain_high"
      case qini, auuc
    }
  }

  /// A tenth of the customers by predicted uplift, the highest first.
  package struct Decile: Sendable, Encodable {
    package let decile: Int
    package let predicted: Double
    package let observed: GroupEffect?
  }

  /// A kind of customer by prediction, with what was observed of it.
  package struct Kind: Sendable, Encodable {
    package let kind: UpliftKind
    package let customers: Int
    package let predicted: Double?
    package let observed: GroupEffect?
  }

  /// What treating all, nobody or those above the threshold earns a customer.
  package struct Policy: Sendable, Encodable {
    package let treatedShare: Double
    package let all: Double
    package let selected: Double

    enum CodingKeys: String, CodingKey {
      case treatedShare = "treated_share"
      case all, selected
    }
  }

  package let customers: Int
  package let treated: Int
  package let treatment: TreatmentCheck
  package let average: GroupEffect
  package let verdict: UpliftVerdict
  package let learner: UpliftLearner
  package let rankings: [Ranking]
  package let halves: [UpliftHalves]
  package let deciles: [Decile]
  /// Uplift from which a customer counts as one to persuade: the break-even, else the average effect.
  package let threshold: Double
  package let kinds: [Kind]
  package let policy: Policy?
  /// By prediction, one a customer.
  package let kindOfCustomer: [UpliftKind]
  /// The learner's cross-fitted predictions, one a customer.
  package let prediction: UpliftPrediction
  /// Each customer's chance of treatment.
  let propensity: [Double]
  /// Whether outcomes are 0 and 1, so that effects are changes of a probability.
  let isBinary: Bool

  enum CodingKeys: String, CodingKey {
    case customers, treated, treatment, average, verdict, learner, rankings, halves, deciles
    case threshold, kinds, policy
  }

  /// Difference of top and bottom, as a share of the average effect, from which it is worth acting on.
  package static let leastDifference = 0.5

  /// Studies uplift.
  ///
  /// - Parameters:
  ///   - rows: customers.
  ///   - outcomeName: what errors call the outcome.
  ///   - arms: what errors call the arms.
  ///   - settings: how.
  ///   - progress: told each step, and how much of all is done.
  /// - Throws: where there is too little to learn from, or treatment leaves no choice.
  /// - Complexity: (folds + halves) fits of three learners.
  package init(
    of rows: UpliftRows, outcomeName: String, arms: (treated: String, control: String),
    settings: UpliftSettings, progress: Progress = .untold
  ) throws(ExperimentError) {
    try rows.check(outcomeName: outcomeName, arms: arms)
    let folds = rows.parts(settings.folds, seed: settings.seed, stream: 0)
    let chances = try Propensity(
      of: rows, isRandom: settings.isRandom, folds: folds, foldCount: settings.folds,
      workers: settings.workers)
    let everybody = Array(0..<rows.count)
    guard let average = GroupEffect(of: everybody, in: rows, propensity: chances.values) else {
      throw .constantOutcome(outcomeName)
    }
    let fitting = UpliftFitting(rows: rows, propensity: chances, settings: settings)
    let learners = UpliftLearner.allCases
    let (crossing, halving) = progress.split(at: 0.25)
    crossing.begin("cross-fitting three learners in \(settings.folds) parts")
    let predictions = learners.enumerated().map { number, learner in
      defer { crossing.reach(number + 1, of: learners.count) }
      return fitting.crossFitted(learner, folds: folds)
    }
    rankings = zip(UpliftLearner.allCases, predictions).map(fitting.ranking)
    halving.begin("looking at \(settings.halves) random halves")
    let halves = learners.enumerated().map { number, learner in
      UpliftHalves(
        learner, of: rows, propensity: chances.values, halves: settings.halves,
        share: settings.share, seed: settings.seed, workers: settings.workers,
        progress: halving.part(number, of: learners.count))
    }
    let place = UpliftLearner.allCases.firstIndex(of: settings.learner) ?? 0
    let own = predictions[place]
    customers = rows.count
    treated = rows.isTreated.count { $0 }
    treatment = chances.check
    self.average = average
    verdict = Self.verdict(halves[place], average: average.difference, alpha: settings.alpha)
    learner = settings.learner
    self.halves = halves
    deciles = fitting.deciles(own)
    threshold =
      settings.worth.map { $0.contactCost / $0.value } ?? max(0, average.difference)
    kindOfCustomer = fitting.kindOfCustomer(own, threshold: threshold)
    kinds = fitting.kinds(kindOfCustomer, own)
    policy = settings.worth.map { worth in
      fitting.policy(own, threshold: worth.contactCost / worth.value, worth: worth)
    }
    prediction = own
    propensity = chances.values
    isBinary = rows.isBinary
    progress.end()
  }

  private static func verdict(
    _ halves: UpliftHalves, average: Double, alpha: Double
  ) -> UpliftVerdict {
    let difference = halves.top.mean - halves.bottom.mean
    let isShown = halves.pValue < alpha
    guard isShown, difference >= leastDifference * abs(average) else {
      return .useAverage(
        average: average, difference: difference, pValue: halves.pValue, isShown: isShown)
    }
    return .worthActingOn(
      top: halves.top.mean, bottom: halves.bottom.mean, pValue: halves.pValue)
  }
}
