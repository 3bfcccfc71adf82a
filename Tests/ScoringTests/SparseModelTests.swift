import Dense
import Features
import Foundation
import Histories
import Ingestion
import Learning
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Models with absolute values in their penalty, of which most columns have no coefficient.
@Suite struct SparseModelTests {
  private static let strength = 0.02
  private static let share = 0.5

  private func parameters() -> TrainingParameters {
    var parameters = quickParameters(60)
    parameters.l2Strength = Self.strength
    parameters.l1Share = Self.share
    return parameters
  }

  /// The minimum of the mean log-loss + λ((1 − α)/2 · β² + α|β|), by its conditions (Karush 1939; Kuhn &
  /// Tucker 1951): where β ≠ 0 the loss falls along the column as fast as the penalty rises, where β = 0
  /// no faster than λα.
  @Test func coefficientsAreThoseOfTheMinimum() throws {
    let example = try TrainedShop.example.get()
    let some = try TrainedShop(example.shop, parameters())
    let churn = try #require(some.model.churn)
    #expect(churn.l1Share == Self.share && churn.l2Strength == Self.strength)
    let snapshots = churn.trainedAsOf.map {
      Snapshot(
        of: some.store, asOf: $0, horizonInDays: 60, scoreWindowInDays: nil, workers: 1)
    }
    let design = churn.design.design(
      of: snapshots.map(\.features.values), names: snapshots[0].features.names, workers: 1)
    let labels = snapshots.flatMap(\.churned)
    #expect(design.rows == labels.count && labels.count == churn.rows)
    var slopes = [Double](repeating: 0, count: design.columns)
    var level = 0.0
    for row in 0..<design.rows {
      let columns = design.row(row)
      let logit = zip(columns, churn.coefficients).reduce(churn.intercept) { $0 + $1.0 * $1.1 }
      let residual = (1 / (1 + exp(-logit)) - labels[row]) / Double(design.rows)
      level += residual
      for column in columns.indices { slopes[column] += residual * columns[column] }
    }
    #expect(abs(level) < 1e-7)
    for (slope, coefficient) in zip(slopes, churn.coefficients) {
      if coefficient == 0 {
        #expect(abs(slope) <= Self.strength * Self.share + 1e-7)
      } else {
        let penalty =
          Self.strength
          * ((1 - Self.share) * coefficient + Self.share * (coefficient < 0 ? -1 : 1))
        #expect(abs(slope + penalty) < 1e-7)
      }
    }
    let used = churn.coefficients.count { $0 != 0 }
    #expect(used > 2 && 4 * used < churn.coefficients.count)
    // After a choice of columns there is no error that could be shown.
    #expect(churn.standardErrors.allSatisfy { $0 == 0 })
    let auc = try #require(some.trained.evaluation.group(.all)?.model.auc.value)
    let ridge = try #require(example.trained.evaluation.group(.all)?.model.auc.value)
    #expect(auc > ridge - 0.03)
  }

  /// The share is kept with the strength that forward validation chose, and with the model.
  @Test func theShareIsKept() throws {
    var parameters = parameters()
    parameters.l2Strength = nil
    let some = try TrainedShop(TrainedShop.example.get().shop, parameters)
    let settings = try #require(some.trained.evaluation.choice?.settings)
    #expect(settings.l1Share == Self.share)
    #expect(some.trained.evaluation.choice?.candidates.isEmpty == false)
    #expect(some.model.churn?.l1Share == Self.share)
    let folder = try TemporaryFolder()
    try ModelFolder.write(some.trained, to: folder.path("m"))
    #expect(try ModelFolder.read(folder.path("m")).churn == some.model.churn)
    #expect(try ModelFolder.readCard(folder.path("m")).contains("(L1 ratio 0.5;"))

    // What was evaluated is found again, so it is learned with the share there too.
    let rows = try some.model.holdoutRows(
      of: some.store, evaluation: some.trained.evaluation, workers: 2)
    let brier = zip(rows.probability, rows.happened).reduce(0) { sum, row in
      sum + (row.0 - (row.1 ? 1 : 0)) * (row.0 - (row.1 ? 1 : 0))
    }
    let holdout = try #require(some.trained.evaluation.group(.all)?.model.brier.value)
    #expect(abs(brier / Double(rows.happened.count) - holdout) < 1e-12)
  }

  @Test func aTableLeavesColumnsOut() throws {
    let example = try TableTests.example.get()
    let roles = TableSchema(label: "churned", id: "id")
    var parameters = TableParameters()
    parameters.l2Strength = 0.05
    parameters.l1Share = 1
    parameters.replicates = 20
    let model = try train(
      on: TableRows(learning: TableTests.table(example.reference.training), as: roles), as: roles,
      parameters: parameters
    ).model
    #expect(model.l1Share == 1)
    #expect(model.coefficients.contains(0) && model.coefficients.contains { $0 != 0 })
    #expect(example.trained.model.coefficients.allSatisfy { $0 != 0 })
    #expect(model.standardErrors.allSatisfy { $0 == 0 })
  }
}
