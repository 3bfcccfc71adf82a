internal import Dense
internal import Learning

/// The parts of a study of uplift.
struct UpliftFitting: Sendable {
  let rows: UpliftRows
  let propensity: Propensity
  let settings: UpliftSettings

  /// Predictions of every customer by a model that has not seen them.
  func crossFitted(_ learner: UpliftLearner, folds: [Int]) -> UpliftPrediction {
    let parts = settings.workers.map(settings.folds) { fold in
      let holdout = folds.indices.filter { folds[$0] == fold }
      let training = folds.indices.filter { folds[$0] != fold }
      return (
        holdout,
        learner.prediction(
          of: rows, propensity: propensity.values, training: training, holdout: holdout)
      )
    }
    var all = UpliftPrediction(
      uplift: [Double](repeating: 0, count: rows.count),
      control: [Double](repeating: 0, count: rows.count))
    for (members, part) in parts {
      for (place, member) in members.enumerated() {
        all.uplift[member] = part.uplift[place]
        all.control[member] = part.control[place]
      }
    }
    return all
  }

  func ranking(
    _ learner: UpliftLearner, _ prediction: UpliftPrediction
  ) -> UpliftStudy.Ranking {
    let curve = UpliftCurve(
      uplift: prediction.uplift, isTreated: rows.isTreated, outcome: rows.outcome,
      weights: propensity.weights)
    let replicates = BootstrapReplicates(
      count: settings.replicates, population: rows.count, seed: settings.seed)
    let gains = replicates.map(workers: settings.workers) { curve.qiniGain(repeats: $0) }
    let interval = Interval(percentilesOf: gains, confidence: 1 - settings.alpha)
    let shares = rows.isBinary ? curve.coefficients() : nil
    return UpliftStudy.Ranking(
      learner: learner, gain: curve.qiniGain(), gainLow: interval?.low, gainHigh: interval?.high,
      qini: shares?.qini, auuc: shares?.auuc)
  }

  func deciles(_ prediction: UpliftPrediction) -> [UpliftStudy.Decile] {
    let order = prediction.uplift.indices.sorted {
      prediction.uplift[$0] == prediction.uplift[$1]
        ? $0 < $1 : prediction.uplift[$0] > prediction.uplift[$1]
    }
    return (0..<10).map { tenth in
      let members = Array(order[order.count * tenth / 10..<order.count * (tenth + 1) / 10])
      return UpliftStudy.Decile(
        decile: tenth + 1, predicted: mean(prediction.uplift, of: members) ?? 0,
        observed: GroupEffect(of: members, in: rows, propensity: propensity.values))
    }
  }

  /// The kind of each customer.
  func kindOfCustomer(_ prediction: UpliftPrediction, threshold: Double) -> [UpliftKind] {
    let level = mean(prediction.control, of: Array(prediction.control.indices)) ?? 0
    return prediction.uplift.indices.map {
      UpliftKind(
        uplift: prediction.uplift[$0], control: prediction.control[$0], threshold: threshold,
        level: level)
    }
  }

  func kinds(_ kinds: [UpliftKind], _ prediction: UpliftPrediction) -> [UpliftStudy.Kind] {
    UpliftKind.allCases.map { kind in
      let members = kinds.indices.filter { kinds[$0] == kind }
      return UpliftStudy.Kind(
        kind: kind, customers: members.count, predicted: mean(prediction.uplift, of: members),
        observed: GroupEffect(of: members, in: rows, propensity: propensity.values))
    }
  }

  func policy(
    _ prediction: UpliftPrediction, threshold: Double, worth: (value: Double, contactCost: Double)
  ) -> UpliftStudy.Policy {
    func profit(_ members: [Int]) -> Double {
      let effect = GroupEffect(of: members, in: rows, propensity: propensity.values)?.difference
      let each = worth.value * (effect ?? 0) - worth.contactCost
      return each * Double(members.count) / Double(rows.count)
    }
    let everybody = Array(prediction.uplift.indices)
    let selected = everybody.filter { prediction.uplift[$0] >= threshold }
    return UpliftStudy.Policy(
      treatedShare: Double(selected.count) / Double(rows.count), all: profit(everybody),
      selected: selected.isEmpty ? 0 : profit(selected))
  }

  private func mean(_ values: [Double], of members: [Int]) -> Double? {
    members.isEmpty ? nil : members.reduce(0) { $0 + values[$1] } / Double(members.count)
  }
}
