internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models

/// Training rows cut in two, to compare settings.
struct InnerPart {
  let columns: [TypedColumn]
  let labels: [Double]
  private let holdout: [TypedColumn]
  private let outcomes: [Bool]

  init(_ part: TablePart, of training: TableTraining) throws {
    let rows = training.rows
    columns = rows.columns.map { $0.at(part.training) }
    labels = rows.labels(at: part.training)
    holdout = rows.columns.map { $0.at(part.holdout) }
    outcomes = rows.labels(at: part.holdout).map { $0 == 1 }
  }

  /// The log-loss of each holdout row by a fit to the training rows.
  func losses(of fit: TableFit, workers: Workers) -> [Double] {
    let encoding = TableEncoding(columns: fit.columns)
    let matrix = fit.design.design(
      of: encoding.matrix(of: holdout, rows: outcomes.count), names: encoding.names,
      workers: workers)
    return zip(fit.predictor.values(for: matrix, workers: workers), outcomes).map {
      logLoss(logit: $0, label: $1 ? 1 : 0)
    }
  }
}

extension TableTraining {
  /// Parts of training rows that settings are compared on: by time where rows have days, else three folds.
  func innerParts(of members: [Int]) -> [TablePart] {
    guard rows.days.isEmpty else {
      let sorted = members.map { rows.days[$0] }.sorted()
      let day = sorted[sorted.count * 4 / 5]
      let part = TablePart(
        training: members.filter { rows.days[$0] < day },
        holdout: members.filter { rows.days[$0] >= day })
      return [part].filter(isEnough)
    }
    let folds = stratifiedFolds(
      labels: rows.labels(at: members), count: Self.innerFolds, seed: parameters.seed)
    let parts = (0..<Self.innerFolds).map { fold in
      TablePart(
        training: members.indices.filter { folds[$0] != fold }.map { members[$0] },
        holdout: members.indices.filter { folds[$0] == fold }.map { members[$0] })
    }
    return parts.allSatisfy(isEnough) ? parts : []
  }

  private static let innerFolds = 3
  /// Rows of the rarer class, fewer of which tell no setting from another.
  private static let fewestOfClass = 20

  private func isEnough(_ part: TablePart) -> Bool {
    [part.training, part.holdout].allSatisfy { side in
      let positives = rows.labels(at: side).count { $0 == 1 }
      return min(positives, side.count - positives) >= Self.fewestOfClass
    }
  }
}
