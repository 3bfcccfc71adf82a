internal import Dense
internal import Features
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots

extension ChurnTraining {
  /// A logistic regression on log1p of days since the last order ÷ median inter-purchase time,
  /// and on whether the latter is unknown.
  func gapRatioBaseline(
    of snapshots: [Snapshot], holdout: Snapshot
  ) throws(TrainingError) -> [Double] {
    func columns(_ snapshot: Snapshot) -> Matrix {
      let ratios = snapshot.features.column(named: "current_gap_to_own_gap") ?? []
      return Matrix(
        rows: ratios.count, columns: 2,
        storage: ratios.flatMap { $0.isNaN ? [0, 1] : [Double.log(onePlus: $0), 0] })
    }
    do {
      return try LogisticRegression(l2Strength: 0, workers: workers)
        .fitted(to: stacked(snapshots.map(columns)), labels: snapshots.flatMap(\.churned))
        .predictedProbabilities(for: columns(holdout), workers: workers)
    } catch {
      throw .fit(.churnBaseline(features: ["current_gap_to_own_gap"]), error)
    }
  }
}
