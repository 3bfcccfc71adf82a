internal import Dense
internal import Features
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots

/// How finely the risk goes with age: a spline of its logarithm, and ages that stand out from it.
struct AgeCourse: Equatable, Sendable {
  var knots: Int
  /// In periods, rising.
  var singleAges: [Int] = []
  /// The share of what single ages differ by, on the logit scale, that is taken to come again.
  var share = 1.0
}

/// Chooses the course by its predictions: of some courses learned from what was known a horizon
/// earlier, the one of least log-loss in the periods since.
///
/// What many contracts did once, at one age in one year, looks like a course with age and is none; where a
/// part of it comes every year, single ages keep a part of what they differ by.
struct AgeCourses {
  /// Known today.
  let lives: CensoredLives
  /// Known a horizon earlier.
  let earlier: CensoredLives
  let termPeriods: Int?
  let workers: Workers

  private static let mostKnots = 6
  private static let fewerKnots = [4, 2, 1, 0]
  private static let shares = [1, 0.5, 0.25, 0]
  private static let mostSingle = 24
  private static let mostSaturated = 300
  /// Standard errors from the spline at which an age stands out.
  private static let standingOut = 4.0
  private static let fewestAtRisk = 50
  private static let fewestExpected = 5.0
  private static let fewestAges = 6
  /// Ends since the earlier day, fewer of which tell no course from another.
  private static let fewestEnds = 50

  /// - Parameter saturated: whether every age with enough contracts stands alone.
  /// - Returns: the course; of too few ages one without single ages.
  func chosen(saturated: Bool) -> AgeCourse {
    let today = LateEntryCurve(lives)
    let ages = Self.ages(of: today)
    let usual = min(Self.mostKnots, Set(lives.exits).count / 3)
    guard ages.count >= Self.fewestAges else { return AgeCourse(knots: usual) }
    if saturated {
      return AgeCourse(knots: usual, singleAges: Array(ages.prefix(Self.mostSaturated)))
    }
    let form = form(on: today, knots: usual)
    return AgeCourse(
      knots: form.knots,
      singleAges: form.share > 0 ? singleAges(of: today, knots: form.knots) : [],
      share: form.share > 0 ? form.share : 1)
  }

  private struct Form: Equatable {
    let knots: Int
    /// Of what single ages differ by; without any at 0.
    let share: Double
  }

  /// The form that loses least, if surely less than the finest.
  private func form(on today: LateEntryCurve, knots usual: Int) -> Form {
    let finest = Form(knots: usual, share: 1)
    let then = LateEntryCurve(earlier)
    let since = AgeCounts(today, since: then)
    guard Self.ages(of: then).count >= Self.fewestAges, since.ends >= Self.fewestEnds,
      let own = hazards(of: then, finest, to: today.hazards.count)
    else { return finest }
    let forms = ([usual] + Self.fewerKnots.filter { $0 < usual }).flatMap { knots in
      Self.shares.map { Form(knots: knots, share: $0) }
    }
    var best = (form: finest, loss: 0.0)
    for form in forms.dropFirst() {
      guard let other = hazards(of: then, form, to: today.hazards.count) else { continue }
      let excess = since.excessLoss(of: other, over: own)
      if excess.isSurelyLess, excess.sum < best.loss { best = (form, excess.sum) }
    }
    return best.form
  }

  /// Ages at which enough contracts were seen.
  private static func ages(of curve: LateEntryCurve) -> [Int] {
    curve.hazards.indices.dropFirst().filter { curve.atRisk[$0] >= fewestAtRisk }
  }

  /// Hazards by age from 1, element 0 being 0.
  private func hazards(of curve: LateEntryCurve, _ form: Form, to count: Int) -> [Double]? {
    guard var hazards = smooth(curve, knots: form.knots, to: count) else { return nil }
    if form.share > 0 {
      for age in Self.standingOut(of: curve, from: hazards) {
        let least = 0.5 / Double(curve.atRisk[age])
        let seen = logit(min(max(curve.hazards[age], least), 1 - least))
        let smooth = logit(hazards[age])
        hazards[age] = logistic(smooth + form.share * (seen - smooth))
      }
    }
    return hazards
  }

  private func singleAges(of curve: LateEntryCurve, knots: Int) -> [Int] {
    guard let hazards = smooth(curve, knots: knots, to: curve.hazards.count) else { return [] }
    return Self.standingOut(of: curve, from: hazards)
  }

  /// Ages at which more or fewer contracts end than a smooth course and the term would have it, rising.
  private static func standingOut(of curve: LateEntryCurve, from expected: [Double]) -> [Int] {
    var found: [(age: Int, deviation: Double)] = []
    for age in ages(of: curve) {
      let risk = Double(curve.atRisk[age])
      let (ended, wanted) = (curve.hazards[age] * risk, expected[age] * risk)
      let deviation = abs(ended - wanted) / max(1e-300, wanted * (1 - expected[age])).squareRoot()
      if deviation > standingOut, max(ended, wanted) >= fewestExpected {
        found.append((age, deviation))
      }
    }
    return found.sorted { ($0.deviation, $1.age) > ($1.deviation, $0.age) }
      .prefix(mostSingle).map(\.age).sorted()
  }

  /// Hazards by a spline of the age and the places in the term; each age weighs as its contracts.
  private func smooth(_ curve: LateEntryCurve, knots: Int, to count: Int) -> [Double]? {
    let basis = PeriodBasis(singleAges: [], termPeriods: termPeriods, hasSeason: false)
    let names = basis.names
    func values(_ ages: [Int]) -> Matrix {
      var values = Matrix(rows: ages.count, columns: names.count)
      for (row, age) in ages.enumerated() {
        basis.write(period: age, phase: 0, month: 1, to: &values.storage, at: row * names.count)
      }
      return values
    }
    let ages = Self.ages(of: curve)
    let recipe = DesignRecipe(
      terms: names.map {
        DesignRecipe.Term(
          feature: $0, transform: $0 == PeriodBasis.age ? .log1p : .identity,
          knots: $0 == PeriodBasis.age ? min(knots, ages.count / 3) : 0)
      })
    let known = values(ages)
    let design = recipe.fitted(names: names, values: [known], workers: workers)
    let weights = ages.map { Double(curve.atRisk[$0]) }
    let fit = try? LogisticRegression(l2Strength: 1 / weights.reduce(0, +), workers: workers)
      .fitted(
        to: design.design(of: known, names: names, workers: workers),
        labels: ages.map { curve.hazards[$0] }, weights: weights)
    return fit.map { fit in
      [0]
        + fit.predictedProbabilities(
          for: design.design(of: values(Array(1..<max(1, count))), names: names, workers: workers))
    }
  }
}

/// Periods at risk and ends by age, seen from one day to another.
private struct AgeCounts {
  private let atRisk: [Double]
  private let ended: [Double]

  init(_ curve: LateEntryCurve, since earlier: LateEntryCurve) {
    func count(_ curve: LateEntryCurve, _ age: Int) -> (risk: Double, ended: Double) {
      guard age < curve.hazards.count else { return (0, 0) }
      let risk = Double(curve.atRisk[age])
      return (risk, (curve.hazards[age] * risk).rounded())
    }
    let counts = curve.hazards.indices.map { age in
      let (now, then) = (count(curve, age), count(earlier, age))
      return (risk: max(0, now.risk - then.risk), ended: max(0, now.ended - then.ended))
    }
    atRisk = counts.map(\.risk)
    ended = counts.map { min($0.ended, $0.risk) }
  }

  var ends: Int { Int(ended.reduce(0, +)) }

  /// The sum over the periods of how much more log-loss some hazards have than others, and whether it lies
  /// more than two standard errors below 0.
  func excessLoss(
    of hazards: [Double], over others: [Double]
  ) -> (sum: Double, isSurelyLess: Bool) {
    func kept(_ hazard: Double) -> Double { min(max(hazard, 1e-9), 1 - 1e-9) }
    var (periods, sum, squares) = (0.0, 0.0, 0.0)
    for age in atRisk.indices.dropFirst() where atRisk[age] > 0 {
      let (one, other) = (kept(hazards[age]), kept(others[age]))
      let ofEnds = Double.log(other / one)
      let ofOthers = Double.log(onePlus: -other) - Double.log(onePlus: -one)
      let going = atRisk[age] - ended[age]
      periods += atRisk[age]
      sum += ended[age] * ofEnds + going * ofOthers
      squares += ended[age] * ofEnds * ofEnds + going * ofOthers * ofOthers
    }
    guard periods > 1 else { return (0, false) }
    let error = max(0, squares - sum * sum / periods).squareRoot()
    return (sum, sum < -2 * error)
  }
}

/// The logarithm of the odds of a probability between 0 and 1.
private func logit(_ probability: Double) -> Double {
  .log(probability / (1 - probability))
}

extension ContractModel.CauseModel {
  /// The fit with a share of what single ages differ by; at all other ages it stays as it was.
  func keeping(_ share: Double, ofSingleAgesIn design: FittedDesign) -> Self {
    guard share < 1 else { return self }
    var kept = self
    for (place, column) in design.columns.enumerated()
    where PeriodBasis.isSingleAge(column.feature) {
      // A centred column is not 0 at other ages.
      kept.intercept -= (1 - share) * coefficients[place] * column.mean / column.standardDeviation
      kept.coefficients[place] *= share
      kept.standardErrors[place + 1] *= share
    }
    return kept
  }
}
