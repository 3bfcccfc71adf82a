internal import Dense
internal import Learning

/// How uplift is learned.
package enum UpliftLearner: String, Sendable, CaseIterable, Encodable {
  /// One model of the treated and one of control; uplift is their difference.
  case twoModel = "two_model"
  /// One model of all with the treatment and its products with every column (Lo 2002).
  case interacted
  /// Least squares of a transformed outcome whose mean is the uplift (Athey & Imbens 2016, eq. 3), with
  /// what the columns tell of the outcome taken off first.
  case transformed
}

/// What a learner expects of customers it has not learned from.
package struct UpliftPrediction: Sendable, Equatable {
  /// Outcome with treatment less without.
  package var uplift: [Double]
  /// Outcome without treatment.
  package var control: [Double]

  package init(uplift: [Double], control: [Double]) {
    precondition(uplift.count == control.count)
    (self.uplift, self.control) = (uplift, control)
  }
}

extension UpliftLearner {
  /// Learns from some rows and predicts others.
  ///
  /// - Parameters:
  ///   - rows: all customers.
  ///   - propensity: each one's chance of treatment, above 0 and below 1.
  ///   - training: rows to learn from.
  ///   - holdout: rows to predict.
  /// - Returns: one prediction a row of `holdout`.
  func prediction(
    of rows: UpliftRows, propensity: [Double], training: [Int], holdout: [Int]
  ) -> UpliftPrediction {
    switch self {
    case .twoModel:
      let models = ArmModels(rows, training)
      let (treated, control) = models.values(for: rows.design(of: holdout))
      return UpliftPrediction(uplift: zip(treated, control).map(-), control: control)
    case .interacted: return interacted(rows, training: training, holdout: holdout)
    case .transformed:
      return transformed(rows, propensity: propensity, training: training, holdout: holdout)
    }
  }

  private func interacted(
    _ rows: UpliftRows, training: [Int], holdout: [Int]
  ) -> UpliftPrediction {
    let learned = rows.design(of: training)
    let model = OutcomeModel(
      crossed(learned) { rows.isTreated[training[$0]] },
      outcome: training.map { rows.outcome[$0] }, isBinary: rows.isBinary)
    let held = rows.design(of: holdout)
    let treated = model.values(for: crossed(held) { _ in true })
    let control = model.values(for: crossed(held) { _ in false })
    return UpliftPrediction(uplift: zip(treated, control).map(-), control: control)
  }

  private func transformed(
    _ rows: UpliftRows, propensity: [Double], training: [Int], holdout: [Int]
  ) -> UpliftPrediction {
    let models = ArmModels(rows, training)
    let learned = models.values(for: rows.design(of: training))
    let held = models.values(for: rows.design(of: holdout))
    // The level with the least variance: each arm's expectation weighted by the other's chance.
    func level(_ values: (treated: [Double], control: [Double]), _ place: Int, _ e: Double)
      -> Double
    {
      (1 - e) * values.treated[place] + e * values.control[place]
    }
    var responses = [Double](repeating: 0, count: rows.count)
    for (place, row) in training.enumerated() {
      let e = propensity[row]
      let left = rows.outcome[row] - level(learned, place, e)
      responses[row] = rows.isTreated[row] ? left / e : -left / (1 - e)
    }
    let line = RidgeLeastSquares().fitted(to: rows.effectX, responses: responses, rows: training)
    let uplift = line.values(for: rows.effectDesign(of: holdout))
    return UpliftPrediction(
      uplift: uplift,
      control: holdout.indices.map { place in
        let e = propensity[holdout[place]]
        return level(held, place, e) - e * uplift[place]
      })
  }
}

/// A model of each arm.
private struct ArmModels {
  private let treated: OutcomeModel
  private let control: OutcomeModel

  init(_ rows: UpliftRows, _ training: [Int]) {
    func model(_ isArm: Bool) -> OutcomeModel {
      let members = training.filter { rows.isTreated[$0] == isArm }
      return OutcomeModel(
        rows.design(of: members), outcome: members.map { rows.outcome[$0] },
        isBinary: rows.isBinary)
    }
    (treated, control) = (model(true), model(false))
  }

  func values(for x: Matrix) -> (treated: [Double], control: [Double]) {
    (treated.values(for: x), control.values(for: x))
  }
}

/// The columns, the treatment as ±½, and its products with the columns.
private func crossed(_ x: Matrix, _ isTreated: (Int) -> Bool) -> Matrix {
  var storage: [Double] = []
  storage.reserveCapacity(x.rows * (2 * x.columns + 1))
  for row in 0..<x.rows {
    let side = isTreated(row) ? 0.5 : -0.5
    let values = x.storage[row * x.columns..<(row + 1) * x.columns]
    storage += values
    storage.append(side)
    storage += values.map { $0 * side }
  }
  return Matrix(rows: x.rows, columns: 2 * x.columns + 1, storage: storage)
}
