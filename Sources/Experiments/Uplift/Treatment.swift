internal import Dense
internal import Learning

/// How treatment fell on customers: at random, or as their columns tell.
package struct TreatmentCheck: Sendable, Equatable, Encodable {
  /// One column's difference between treated and control, in standard deviations.
  package struct Difference: Sendable, Equatable, Encodable {
    package let column: String
    package let plain: Double
    /// With inverse-propensity weights; nil where treatment is taken as random.
    package let weighted: Double?
  }

  /// Share of the treated.
  package let treatedShare: Double
  /// p-value of the columns telling nothing of treatment: n R² of least squares against χ² (a score test).
  package let randomPValue: Double
  /// By falling size, the largest few.
  package let differences: [Difference]
  /// Least and greatest chance of treatment; nil where it is taken as random.
  package let lowestPropensity: Double?
  package let highestPropensity: Double?
  /// Customers whose chance lies outside [0.05, 0.95].
  package let extreme: Int

  /// Below this p-value treatment does not look random.
  package static let alarm = 0.001
  package var looksRandom: Bool { randomPValue >= Self.alarm }

  enum CodingKeys: String, CodingKey {
    case treatedShare = "treated_share"
    case randomPValue = "random_p_value"
    case differences
    case lowestPropensity = "lowest_propensity"
    case highestPropensity = "highest_propensity"
    case extreme
  }
}

/// Each customer's chance of treatment.
struct Propensity: Sendable {
  /// Above 0 and below 1.
  let values: [Double]
  /// Inverse of the chance of what happened, with the mean 1 in each arm; nil where treatment is random.
  let weights: [Double]?
  let check: TreatmentCheck

  private static let shownDifferences = 10
  private static let bounds = 0.01...0.99
  private static let comfortable = 0.05...0.95

  /// - Parameters:
  ///   - rows: all customers.
  ///   - isRandom: whether treatment was drawn, with one chance for all.
  ///   - folds: part of each customer; chances are learned from the other parts.
  ///   - foldCount: number of parts.
  ///   - workers: how many threads it may take.
  /// - Throws: where customers are never or always treated as far as the columns tell.
  init(
    of rows: UpliftRows, isRandom: Bool, folds: [Int], foldCount: Int, workers: Workers
  ) throws(ExperimentError) {
    let treated = rows.isTreated.map { $0 ? 1.0 : 0 }
    let share = treated.reduce(0, +) / Double(rows.count)
    let moments = LeastSquaresMoments(rows.x, responses: treated, rows: Array(0..<rows.count))
    let explained = moments.explainedShare(l2Strength: 1e-9)
    let pValue =
      rows.x.columns > 0
      ? chiSquaredTail(Double(rows.count) * explained, degreesOfFreedom: rows.x.columns) : 1
    if isRandom {
      values = [Double](repeating: share, count: rows.count)
      weights = nil
    } else {
      let learned = Self.learned(
        rows, treated, folds: folds, foldCount: foldCount, workers: workers)
      let outside = learned.count { !Self.bounds.contains($0) }
      guard 20 * outside <= rows.count else {
        throw .noOverlap(lowest: learned.min() ?? 0, highest: learned.max() ?? 1)
      }
      values = learned.map { min(max($0, Self.bounds.lowerBound), Self.bounds.upperBound) }
      weights = Self.weights(values, rows.isTreated)
    }
    check = TreatmentCheck(
      treatedShare: share, randomPValue: pValue,
      differences: Self.differences(rows, weights: weights),
      lowestPropensity: isRandom ? nil : values.min(),
      highestPropensity: isRandom ? nil : values.max(),
      extreme: values.count { !Self.comfortable.contains($0) })
  }

  private static func learned(
    _ rows: UpliftRows, _ treated: [Double], folds: [Int], foldCount: Int, workers: Workers
  ) -> [Double] {
    let parts = workers.map(foldCount) { fold -> (members: [Int], values: [Double]) in
      let training = folds.indices.filter { folds[$0] != fold }
      let members = folds.indices.filter { folds[$0] == fold }
      let model = OutcomeModel(
        rows.design(of: training), outcome: training.map { treated[$0] }, isBinary: true)
      return (members, model.values(for: rows.design(of: members)))
    }
    var values = [Double](repeating: 0, count: rows.count)
    for part in parts {
      for (member, value) in zip(part.members, part.values) { values[member] = value }
    }
    return values
  }

  private static func weights(_ propensity: [Double], _ isTreated: [Bool]) -> [Double] {
    let raw = zip(propensity, isTreated).map { $1 ? 1 / $0 : 1 / (1 - $0) }
    func mean(_ isArm: Bool) -> Double {
      let own = zip(raw, isTreated).filter { $0.1 == isArm }.map(\.0)
      return own.reduce(0, +) / Double(max(1, own.count))
    }
    let (treated, control) = (mean(true), mean(false))
    return zip(raw, isTreated).map { $0 / ($1 ? treated : control) }
  }

  private static func differences(
    _ rows: UpliftRows, weights: [Double]?
  ) -> [TreatmentCheck.Difference] {
    let all = rows.names.indices.map { column -> TreatmentCheck.Difference in
      let values = rows.x.column(column)
      let moments = [true, false].map { isArm in
        Moments(of: values.indices.lazy.filter { rows.isTreated[$0] == isArm }.map { values[$0] })
      }
      let spread = (0.5 * (moments[0].variance + moments[1].variance)).squareRoot()
      func weighted(_ isArm: Bool, _ weights: [Double]) -> Double {
        var (sum, total) = (0.0, 0.0)
        for row in values.indices where rows.isTreated[row] == isArm {
          sum += weights[row] * values[row]
          total += weights[row]
        }
        return sum / total
      }
      return TreatmentCheck.Difference(
        column: rows.names[column],
        plain: standardisedDifference(moments[0], moments[1]) ?? 0,
        weighted: weights.map {
          spread > 0 ? (weighted(true, $0) - weighted(false, $0)) / spread : 0
        })
    }
    return Array(
      all.enumerated().sorted {
        (abs($0.element.plain), $1.offset) > (abs($1.element.plain), $0.offset)
      }.prefix(shownDifferences).map(\.element))
  }
}
