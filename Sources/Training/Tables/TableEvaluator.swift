internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models
internal import Snapshots
internal import Units

/// Evaluates models of a plain table on rows that they have not seen, beside the base rate and the best
/// single column.
struct TableEvaluator {
  let training: TableTraining
  let parts: [TablePart]
  let roles: TableSchema

  private var rows: TableRows { training.rows }
  private var parameters: TableParameters { training.parameters }

  /// Predictions for the holdout rows of one part, and the model that made them.
  private struct Evaluated {
    let members: [Int]
    let model: TableModel
    let probabilities: [Double]
    let best: (name: String, probabilities: [Double])
    let trainingRate: Double
  }

  func run(_ progress: Progress = .untold) throws -> TableEvaluation {
    let (fitting, evaluating) = progress.split(at: 0.9)
    let holdout = try parts.enumerated().map { number, part in
      try self.holdout(part, fitting.part(number, of: parts.count))
    }
    let byTime = !rows.days.isEmpty
    return TableEvaluation(
      split: byTime ? .time : .folds, folds: byTime ? nil : parts.count,
      splitColumn: roles.splitColumn,
      splitAt: byTime ? parts[0].holdout.map { rows.days[$0] }.min() : nil,
      groups: ["all": figures(holdout, evaluating)], explanation: explanation(holdout))
  }

  private func holdout(_ part: TablePart, _ progress: Progress) throws -> Evaluated {
    let labels = rows.labels(at: part.training)
    let model = try training.fitted(to: part.training, as: roles, progress)
    return Evaluated(
      members: part.holdout, model: model,
      probabilities: model.probabilities(
        of: rows.columns.map { $0.at(part.holdout) }, rows: part.holdout.count,
        workers: parameters.workers),
      best: try bestSingle(part, labels: labels),
      trainingRate: labels.reduce(0, +) / Double(labels.count))
  }

  /// Of the three columns that rank the training rows best on their own, the one whose own model has
  /// the least log-loss there.
  private func bestSingle(
    _ part: TablePart, labels: [Double]
  ) throws -> (name: String, probabilities: [Double]) {
    let columns = rows.columns.map { $0.at(part.training) }
    let areas = parameters.workers.map(columns.count) {
      columns[$0].single.areaUnderCurve(labels: labels) ?? 0.5
    }
    let candidates = columns.indices.sorted { (areas[$0], $1) > (areas[$1], $0) }.prefix(3)
    var best: (name: String, loss: Double, probabilities: [Double])?
    for index in candidates {
      let alone = TableTraining(
        rows: rows.only(index), parameters: parameters)
      let model = try alone.fitted(to: part.training, as: roles)
      func probabilities(_ members: [Int]) -> [Double] {
        model.probabilities(
          of: [rows.columns[index].at(members)], rows: members.count, workers: parameters.workers)
      }
      let loss = logLoss(probabilities(part.training), labels)
      if loss < best?.loss ?? .infinity {
        best = (rows.columns[index].name, loss, probabilities(part.holdout))
      }
    }
    guard let best else { preconditionFailure("a table without columns") }
    return (best.name, best.probabilities)
  }

  private func figures(_ holdout: [Evaluated], _ progress: Progress) -> TableGroupEvaluation {
    let members = holdout.flatMap(\.members)
    let labels = rows.labels(at: members)
    let churned = labels.map { $0 == 1 }
    func ranked(_ probabilities: [Double]) -> RankedOutcomes {
      RankedOutcomes(probabilities: probabilities, outcomes: churned)
    }
    let model = ranked(holdout.flatMap(\.probabilities))
    let rate = labels.reduce(0, +) / Double(labels.count)
    let names = holdout.map(\.best.name)
    return TableGroupEvaluation(
      customers: members.count, baseRate: rate,
      baseRateLogLoss: logLoss(labels.map { _ in rate }, labels),
      trainingBaseRateLogLoss: logLoss(
        holdout.flatMap { part in part.members.map { _ in part.trainingRate } }, labels),
      model: metricSet(model, progress.part(0, of: 2)),
      bestFeature: metricSet(
        ranked(holdout.flatMap(\.best.probabilities)), progress.part(1, of: 2)),
      bestFeatureName: Set(names).max { first, second in
        (names.count { $0 == first }, second) < (names.count { $0 == second }, first)
      } ?? "",
      foldAUC: holdout.count == 1
        ? []
        : holdout.compactMap { part in
          RankedOutcomes(
            probabilities: part.probabilities,
            outcomes: part.members.map { rows.labels[$0] == 1 }
          ).metrics().auc
        },
      reliability: model.reliability().filter { $0.count > 0 }.map {
        CalibrationBin(
          customers: $0.count, meanProbability: $0.meanProbability, observedRate: $0.observedRate)
      })
  }

  private func metricSet(_ outcomes: RankedOutcomes, _ progress: Progress) -> MetricSet {
    MetricSet(
      outcomes, replicates: parameters.replicates, seed: parameters.seed,
      workers: parameters.workers, progress: progress)
  }

  private func logLoss(_ probabilities: [Double], _ labels: [Double]) -> Double {
    RankedOutcomes(probabilities: probabilities, outcomes: labels.map { $0 == 1 })
      .metrics().logLoss ?? .infinity
  }
}

extension TableEvaluator {
  private static let shownDependences = 8
  private static let shownLevels = 12

  private func explanation(_ holdout: [Evaluated]) -> Explanation {
    let parts = holdout.map { part -> (members: [Int], model: TableModel) in
      let picked = explainedRows(part.members.count)
      return (picked.map { part.members[$0] }, part.model)
    }
    let names = rows.columns.map(\.name)
    let importance = Explanation.Importance.all(
      of: names,
      in: parts.map { part in
        let columns = rows.columns.map { $0.at(part.members) }
        func probabilities(_ columns: [TypedColumn]) -> [Double] {
          part.model.probabilities(
            of: columns, rows: part.members.count, workers: parameters.workers)
        }
        return HoldoutSample(
          labels: rows.labels(at: part.members), probabilities: probabilities(columns)
        ) { family, order in
          var exchanged = columns
          exchanged[family] = columns[family].at(order)
          return probabilities(exchanged)
        }
      }, seed: parameters.seed)
    let shown = importance.prefix(Self.shownDependences).compactMap { important in
      names.firstIndex(of: important.family)
    }
    return Explanation(
      rows: parts.reduce(0) { $0 + $1.members.count }, importance: importance,
      dependence: shown.map { dependence(on: $0, parts) })
  }

  private func dependence(
    on index: Int, _ parts: [(members: [Int], model: TableModel)]
  ) -> Explanation.Dependence {
    let column = rows.columns[index]
    let values: [(text: String, cells: (Int) -> TypedColumn.Cells)]
    switch column.cells {
    case .numbers(let numbers):
      values = decileValues(numbers).map { value in
        ("\(value)", { .numbers([Double](repeating: value, count: $0)) })
      }
    case .categories(_, let levels):
      let shown = TableColumn(learnedFrom: column).levels.sorted {
        ($0.share, $1.text) > ($1.share, $0.text)
      }.prefix(Self.shownLevels)
      values = shown.map { level in
        (
          level.text,
          {
            .categories(
              [Int32](repeating: Int32(levels.firstIndex(of: level.text) ?? 0), count: $0),
              levels: levels)
          }
        )
      }
    }
    return Explanation.Dependence(
      feature: column.name,
      points: values.map { value in
        let sums = parts.map { part -> Double in
          var columns = rows.columns.map { $0.at(part.members) }
          columns[index] = TypedColumn(name: column.name, cells: value.cells(part.members.count))
          return part.model.probabilities(
            of: columns, rows: part.members.count, workers: parameters.workers
          ).reduce(0, +)
        }
        let count = parts.reduce(0) { $0 + $1.members.count }
        return Explanation.Dependence.Point(
          value: value.text, meanProbability: sums.reduce(0, +) / Double(count))
      })
  }
}

extension TableRows {
  /// The same rows with one column alone.
  fileprivate func only(_ index: Int) -> TableRows {
    TableRows(
      ids: ids, labels: labels, columns: [columns[index]], days: days, refused: RefusedRows(),
      notices: [])
  }
}
