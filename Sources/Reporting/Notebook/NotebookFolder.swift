internal import Dense
internal import Features
package import Files
internal import Models
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
      others: ["scores.csv", "features.csv", "evaluation.csv", ".ipynb_checkpoints"])
  }

  /// Scores, features and evaluated predictions as CSV, and the notebook that reads them.
  ///
  /// - Parameters:
  ///   - name: of the notebook.
  ///   - scored: customers at the as-of date.
  ///   - holdout: predictions and outcomes at the evaluation date.
  ///   - id: text of a store customer's id.
  /// - Returns: the folder, known by its notebook.
  package static func folder(
    name: String, scored: ScoredCustomers, holdout: HoldoutRows,
    id: @Sendable (Int) -> String
  ) -> AtomicFolder {
    var scores: [UInt8] = []
    let form = ScoreRows.Form(columns: ScoreColumn.customers, format: .csv)
    ScoreRows.write(scored.table, form, workers: 1) { scores += $0 }
    var features: [UInt8] = []
    FeatureRows.write(
      scored.features, selected: FeatureCatalogue.current.names, id: id, format: .csv
    ) { features += $0 }
    let groups = CustomerGroup.allCases.compactMap { group in
      holdout.groups[group].map { figures in
        ChurnNotebook.EvaluatedGroup(
          name: group.rawValue, customers: figures.customers, modelAUC: figures.model.auc.value,
          recencyAUC: figures.recency.auc.value,
          frequencyAUC: figures.frequency.auc.value,
          recencyFrequencyAUC: figures.recencyFrequency?.auc.value)
      }
    }
    let notebook = ChurnNotebook(
      title: name, horizonInDays: scored.horizonInDays, asOf: scored.asOf,
      evaluatedAt: holdout.facts.asOf, modelDigest: scored.modelDigest, groups: groups)
    let kind = Self.kind(name: name)
    return AtomicFolder(
      files: [
        (kind.marker, notebook.notebook.bytes), ("scores.csv", scores), ("features.csv", features),
        ("evaluation.csv", evaluationRows(of: holdout, id: id)),
      ],
      kind: kind)
  }

  private static func evaluationRows(of holdout: HoldoutRows, id: (Int) -> String) -> [UInt8] {
    var writer = RowWriter(columns: ChurnNotebook.evaluationColumns, format: .csv)
    let groups: [CustomerGroup] = [.active, .oneOrder, .repeat]
    for row in holdout.churned.indices {
      writer.append(text: id(holdout.facts.customers[row]))
      writer.append(integer: holdout.churned[row] ? 1 : 0)
      writer.append(number: holdout.churnProbability[row])
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
