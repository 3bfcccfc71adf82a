import Reporting
import Scoring
import Snapshots
import Testing
import Training
import Units

/// Dates worked out by hand; day 0 is the day of the first order.
@Suite struct SnapshotPlanTests {
  private let begin = day("2023-01-01")

  private func plan(
    last: Int, horizon: Int, evaluateAt: Int? = nil, snapshots: Int = 2, value: Int = 365
  ) throws -> SnapshotPlan {
    try SnapshotPlan(
      ordersBegin: begin, lastOrderDay: begin + last, horizonInDays: horizon,
      evaluateAt: evaluateAt.map { begin + $0 }, snapshots: snapshots, valueHorizonInDays: value)
  }

  private func days(_ dates: [Day]) -> [Int] { dates.map { $0 - begin } }

  struct Expected {
    var last: Int
    var horizon: Int
    var evaluateAt: Int?
    var snapshots = 2
    var value = 365
    var holdout: Int
    var training: [Int]
    var refit: [Int]
    var valueHorizon: Int
    var valueHoldout: Int
  }

  @Test(arguments: [
    // Two years, H = 90: the log ends at 730, so J = 640; 640 + 90 − 2·V ≥ 90 leaves V ≤ 320.
    Expected(
      last: 729, horizon: 90, holdout: 640, training: [550, 460], refit: [640, 550],
      valueHorizon: 270, valueHoldout: 460),
    // Three years teach the whole year: 1005 + 90 − 730 = 365 ≥ 90.
    Expected(
      last: 1_094, horizon: 90, holdout: 1_005, training: [915, 825], refit: [1_005, 915],
      valueHorizon: 365, valueHoldout: 730),
    // One horizon of history before each training date but the last: 160 − 60 = 100 ≥ 60, 40 not.
    Expected(
      last: 279, horizon: 60, snapshots: 5, holdout: 220, training: [160, 100],
      refit: [220, 160], valueHorizon: 60, valueHoldout: 220),
    // Exactly one horizon before the earlier date is enough.
    Expected(
      last: 239, horizon: 60, holdout: 180, training: [120, 60], refit: [180, 120],
      valueHorizon: 60, valueHoldout: 180),
    // The shortest log: a day, a window to learn from, a window to evaluate on.
    Expected(
      last: 60, horizon: 30, holdout: 31, training: [1], refit: [31], valueHorizon: 30,
      valueHoldout: 31),
    // An evaluation date of one's own, earlier than the last.
    Expected(
      last: 729, horizon: 90, evaluateAt: 400, snapshots: 3, holdout: 400,
      training: [310, 220, 130],
      refit: [400, 310, 220], valueHorizon: 180, valueHoldout: 310),
    // A wanted value horizon that is no multiple of H is kept where the log can teach it.
    Expected(
      last: 729, horizon: 90, snapshots: 1, value: 100, holdout: 640, training: [550],
      refit: [640], valueHorizon: 100, valueHoldout: 630),
  ])
  func datesByHand(expected: Expected) throws {
    let plan = try plan(
      last: expected.last, horizon: expected.horizon, evaluateAt: expected.evaluateAt,
      snapshots: expected.snapshots, value: expected.value)
    #expect(plan.evaluationDate - begin == expected.holdout)
    #expect(days(plan.training) == expected.training)
    #expect(days(plan.refit) == expected.refit)
    #expect(plan.dataEnd - begin == expected.last + 1)
    #expect(plan.valueHorizonInDays == expected.valueHorizon)
    #expect(plan.valueEvaluationDate - begin == expected.valueHoldout)
    #expect(plan.wantedValueHorizonInDays == expected.value)
  }

  /// Whatever the log: labels of what is evaluated end by J, those of the refit by J + H, both within
  /// the data; values are learned and evaluated on windows that do not overlap.
  @Test func labelsEndWhereTheyMust() throws {
    var planned = 0
    for horizon in [7, 30, 90, 365] {
      for last in stride(from: 1, to: 1_500, by: 37) {
        for evaluateAt in [nil, last - horizon, last / 2] {
          for snapshots in [1, 2, 6] {
            guard
              let plan = try? plan(
                last: last, horizon: horizon, evaluateAt: evaluateAt, snapshots: snapshots,
                value: max(365, horizon))
            else { continue }
            planned += 1
            #expect(plan.training.count <= snapshots)
            #expect(plan.training.allSatisfy { $0 + horizon <= plan.evaluationDate && $0 > begin })
            #expect(plan.training[0] == plan.evaluationDate - horizon)
            #expect(plan.refit.allSatisfy { $0 + horizon <= plan.dataEnd })
            #expect(plan.refit[0] == plan.evaluationDate)
            #expect(plan.training == plan.training.sorted(by: >))
            #expect(plan.valueHorizonInDays >= horizon)
            #expect(
              plan.valueEvaluationDate + plan.valueHorizonInDays == plan.evaluationDate + horizon)
            #expect(plan.valueEvaluationDate - plan.valueHorizonInDays > begin)
          }
        }
      }
    }
    #expect(planned > 500)
  }

  @Test(arguments: [(59, 30), (0, 1), (179, 90)])
  func aLogThatIsTooShort(last: Int, horizon: Int) throws {
    let error = try failure(PlanError.self) { _ = try plan(last: last, horizon: horizon) }
    guard case .logTooShort(begin, begin + last, horizon)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // What the sentence says would be enough is enough, and a day less is not.
    let text = try #require(error?.sentence.plain)
    #expect(text.contains("at least \(2 * horizon + 1) days"))
    _ = try plan(last: 2 * horizon, horizon: horizon)
    #expect(throws: PlanError.self) { try plan(last: 2 * horizon - 1, horizon: horizon) }
    if last >= 2 {
      #expect(text.hasSuffix("use: horizon \(last / 2)d"))
      _ = try plan(last: last, horizon: last / 2)
    }
  }

  @Test(arguments: [90, 641, 0, -5, 5_000])
  func aEvaluationDateOutside(evaluateAt: Int) throws {
    let error = try failure(PlanError.self) {
      _ = try plan(last: 729, horizon: 90, evaluateAt: evaluateAt)
    }
    guard case .evaluationDateOutside(begin + evaluateAt, begin + 91, begin + 640)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func theEndsOfTheRangeAreInside() throws {
    #expect(days(try plan(last: 729, horizon: 90, evaluateAt: 91).training) == [1])
    #expect(days(try plan(last: 729, horizon: 90, evaluateAt: 640).refit) == [640, 550])
  }

  /// Who is kept is told by the churn horizon: values cannot end before it.
  @Test func aValueHorizonShorterThanTheHorizon() throws {
    let error = try failure(PlanError.self) {
      _ = try plan(last: 729, horizon: 90, value: 89)
    }
    guard case .valueHorizonTooShort(89, 90)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try plan(last: 729, horizon: 90, value: 90).valueHorizonInDays == 90)
    #expect(TrainingParameters(horizonInDays: 400).valueHorizonInDays == 400)
    #expect(TrainingParameters(horizonInDays: 90).valueHorizonInDays == 365)
  }
}
