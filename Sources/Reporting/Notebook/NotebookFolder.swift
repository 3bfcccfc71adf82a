package import Comparison
internal import Dense
internal import Features
package import Files
package import Models
package import Scoring
internal import Snapshots
package import Training
internal import Units

/// The folder that `export notebook` writes.
package enum NotebookFolder {
  /// The folder of the notebook of that name; Jupyter's own copies of it may go with it.
  package static func kind(name: String) -> FolderContents {
    FolderContents(
      marker: "\(name).ipynb",
      others: [
        "scores.csv", "features.csv", "evaluation.csv", "values.csv", "partitions.csv",
        ".ipynb_checkpoints",
      ])
  }

  /// What the notebook computes figures from.
  package struct Evidence {
    let evaluation: Evaluation
    let holdout: HoldoutRows
    let values: ValueRows?
    let partitions: ComparedPartitions?

    /// - Parameters:
    ///   - evaluation: of the model.
    ///   - holdout: predictions and outcomes at the evaluation date.
    ///   - values: forecasts of spend and outcomes at the evaluation date of values.
    ///   - partitions: clusters and segments with the outcomes that they are evaluated on.
    package init(
      evaluation: Evaluation, holdout: HoldoutRows, values: ValueRows?,
      partitions: ComparedPartitions?
    ) {
      self.evaluation = evaluation
      self.holdout = holdout
      self.values = values
      self.partitions = partitions
    }
  }

  /// Customers as of a date, by the rows and features that a notebook reads.
  package struct Scored {
    let table: ScoreTable
    let columns: [ScoreColumn]
    let features: FeatureMatrix
    let asOf: Day
    let horizonInDays: Int
    let modelDigest: String

    /// By a model of churn.
    package init(_ scored: ScoredCustomers) {
      (table, columns, features) = (scored.table, ScoreColumn.customers, scored.features)
      (asOf, horizonInDays) = (scored.asOf, scored.horizonInDays)
      modelDigest = scored.modelDigest
    }

    /// By a model of a target.
    package init(_ scored: TargetScores) {
      (table, columns, features) = (scored.table, ScoreColumn.targets, scored.features)
      (asOf, horizonInDays) = (scored.asOf, scored.horizonInDays)
      modelDigest = scored.modelDigest
    }
  }

  /// Scores, features and evaluated predictions as CSV, and the notebook that reads them.
  ///
  /// - Parameters:
  ///   - name: of the notebook.
  ///   - scored: customers at the as-of date.
  ///   - evidence: what figures are computed from.
  ///   - id: text of a store customer's id.
  /// - Returns: the folder, known by its notebook.
  package static func folder(
    name: String, scored: Scored, evidence: Evidence,
    id: @Sendable (Int) -> String
  ) -> AtomicFolder {
    var scores: [UInt8] = []
    let form = ScoreRows.Form(columns: scored.columns, format: .csv)
    ScoreRows.write(scored.table, form, workers: 1) { scores += $0 }
    var features: [UInt8] = []
    FeatureRows.write(
      scored.features, selected: FeatureCatalogue.current.names, id: id, format: .csv
    ) { features += $0 }
    let holdout = evidence.holdout
    let notebook = ChurnNotebook(
      title: name, target: holdout.target, horizonInDays: scored.horizonInDays, asOf: scored.asOf,
      evaluatedAt: holdout.facts.asOf, modelDigest: scored.modelDigest,
      groups: CustomerGroup.allCases.compactMap { group in
        holdout.groups[group].map { ChurnNotebook.EvaluatedGroup(group, $0) }
      },
      value: evidence.values == nil
        ? nil : evidence.evaluation.value.flatMap(ChurnNotebook.Value.init),
      worth: evidence.partitions.map(PartitionRows.worth))
    let kind = Self.kind(name: name)
    return AtomicFolder(
      files: [
        (kind.marker, notebook.notebook.bytes), ("scores.csv", scores), ("features.csv", features),
        ("evaluation.csv", evaluationRows(of: holdout, id: id)),
      ] + [evidence.values.map { ("values.csv", valueRows(of: $0, id: id)) }].compactMap(\.self)
        + [evidence.partitions.map { ("partitions.csv", PartitionRows.csv(of: $0, id: id)) }]
        .compactMap(\.self),
      kind: kind)
  }

  private static func valueRows(of values: ValueRows, id: (Int) -> String) -> [UInt8] {
    var writer = RowWriter(
      columns: ["customer_id", "expected_spend", "actual_spend"], format: .csv)
    for row in values.customers.indices {
      writer.append(text: id(values.customers[row]))
      writer.append(number: values.expected[row])
      writer.append(number: values.actual[row])
      writer.endRow()
    }
    return writer.takeBytes()
  }

  private static func evaluationRows(of holdout: HoldoutRows, id: (Int) -> String) -> [UInt8] {
    var writer = RowWriter(
      columns: ChurnNotebook.evaluationColumns(of: holdout.target), format: .csv)
    let groups: [CustomerGroup] = [.active, .oneOrder, .repeat]
    for row in holdout.happened.indices {
      writer.append(text: id(holdout.facts.customers[row]))
      writer.append(integer: holdout.happened[row] ? 1 : 0)
      writer.append(number: holdout.probability[row])
      writer.append(number: holdout.recencyProbability[row])
      writer.append(number: holdout.frequencyProbability[row])
      writer.append(number: holdout.recencyFrequencyProbability[row])
      writer.append(number: holdout.trainingBaseRate)
      for group in groups {
        let isMember = group.contains(
          row, of: holdout.facts, horizonInDays: holdout.horizonInDays)
        writer.append(integer: isMember ? 1 : 0)
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
