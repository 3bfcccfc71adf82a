internal import Dense

/// What an experiment with some arms needs, or what it can see with the customers that there are.
package struct ExperimentSize: Sendable, Equatable, Encodable {
  /// One comparison of a treated arm with control.
  package struct Comparison: Sendable, Equatable, Encodable {
    package let arm: String
    /// Customers needed in both arms for the effect; nil without one.
    package let controlCustomers: Int?
    package let armCustomers: Int?
    /// The smallest effect found with the chosen power; nil without a number of customers, or where no
    /// rate is high enough.
    package let detectableEffect: Double?
    /// The probability of finding the effect with those customers; nil without both.
    package let power: Double?

    enum CodingKeys: String, CodingKey {
      case arm
      case controlCustomers = "control_customers"
      case armCustomers = "arm_customers"
      case detectableEffect = "detectable_effect"
      case power
    }
  }

  /// Customers needed for a power, in all arms.
  package struct Need: Sendable, Equatable, Encodable {
    package let power: Double
    package let customers: Int
  }

  package let control: String
  package let arms: [ArmPlan.Arm]
  /// False-alarm rate of the whole experiment, and of each comparison: divided by their number
  /// (Bonferroni).
  package let alpha: Double
  package let comparisonAlpha: Double
  package let wantedPower: Double
  package let effect: Double?
  /// Customers in all arms that the effect needs; nil without an effect.
  package let customers: Int?
  /// Customers in all arms that there are; nil where nothing was said.
  package let available: Int?
  package let comparisons: [Comparison]
  /// By power, where there is an effect.
  package let needs: [Need]
  /// Customers in the smallest arm from which a mean of that skewness is normal; nil without one.
  package let customersForNormalMean: Int?

  enum CodingKeys: String, CodingKey {
    case control, arms, alpha
    case comparisonAlpha = "comparison_alpha"
    case wantedPower = "wanted_power"
    case effect, customers, available, comparisons, needs
    case customersForNormalMean = "customers_for_normal_mean"
  }

  /// Sizes an experiment.
  ///
  /// - Parameters:
  ///   - outcome: what is measured.
  ///   - plan: arms with their shares; each treated one is compared with control.
  ///   - effect: treated less control; nil to ask what can be found.
  ///   - available: customers in all arms; nil to ask how many are needed.
  ///   - alpha: false-alarm rate of the whole experiment.
  ///   - power: with which an effect is to be found.
  ///   - skewness: of the outcome; nil where unknown, or for a rate.
  /// - Throws: where a figure is out of its range.
  package init(
    of outcome: MeasuredOutcome, arms plan: ArmPlan, effect: Double?, available: Int?,
    alpha: Double, power: Double, skewness: Double? = nil
  ) throws(ExperimentError) {
    if let skewness, !skewness.isFinite { throw .figure(.skewness, found: skewness) }
    if let available, available < 1 { throw .figure(.customers, found: Double(available)) }
    let alphaOfEach = alpha / Double(plan.treated.count)
    let controlShare = plan.controlArm.share
    var comparisons: [Comparison] = []
    func total(_ power: Double) throws(ExperimentError) -> Int? {
      guard let effect else { return nil }
      var most = 0.0
      for arm in plan.treated {
        let sizing = try SampleSizing(
          outcome: outcome, alpha: alphaOfEach, ratio: arm.share / controlShare)
        let needed = try sizing.customersInControl(effect: effect, power: power)
        most = max(most, needed.rounded(.up) / controlShare)
      }
      guard most < 1e15 else { throw .figure(.effect, found: effect) }
      return Int(most.rounded(.up))
    }
    for arm in plan.treated {
      let ratio = arm.share / controlShare
      let sizing = try SampleSizing(outcome: outcome, alpha: alphaOfEach, ratio: ratio)
      var needed: Double?
      if let effect {
        needed = try sizing.customersInControl(effect: effect, power: power).rounded(.up)
      }
      let there = available.map { Double($0) * controlShare }
      var found: Double?
      var chance: Double?
      if let there {
        found = try sizing.detectableEffect(customersInControl: there, power: power)
        if let effect { chance = try sizing.power(effect: effect, customersInControl: there) }
      }
      if let needed, needed * max(1, ratio) > 1e15 {
        throw .figure(.effect, found: effect ?? 0)
      }
      comparisons.append(
        Comparison(
          arm: arm.name, controlCustomers: needed.map { Int($0) },
          armCustomers: needed.map { Int(($0 * ratio).rounded(.up)) }, detectableEffect: found,
          power: chance))
    }
    var needs: [Need] = []
    for power in [0.5, 0.8, 0.9, 0.95] where power > alphaOfEach {
      if let customers = try total(power) { needs.append(Need(power: power, customers: customers)) }
    }
    control = plan.controlArm.name
    arms = plan.arms
    self.alpha = alpha
    comparisonAlpha = alphaOfEach
    wantedPower = power
    self.effect = effect
    customers = try total(power)
    self.available = available
    self.comparisons = comparisons
    self.needs = needs
    self.customersForNormalMean = skewness.map {
      Int(min(Experiments.customersForNormalMean(skewness: $0).rounded(.up), 1e15))
    }
  }
}
