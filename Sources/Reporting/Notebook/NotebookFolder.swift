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

  /// Scores, features and judged predictions as CSV, and the notebook that reads them.
  ///
  /// - Parameters:
  ///   - name: of the notebook.
  ///   - scored: customers at the as-of date.
  ///   - judged: predictions and outcomes at the judging date.
  ///   - id: text of a store customer's id.
  /// - Returns: the folder, known by its notebook.
  package static func folder(
    name: String, scored: ScoredCustomers, judged: HoldoutRows,
    id: @Sendable (Int) -> String
  ) -> AtomicFolder {
    var scores: [UInt8] = []
    ScoreRows.write(scored.table, format: .csv, workers: 1) { scores += $0 }
    var features: [UInt8] = []
    FeatureRows.write(
      scored.features, selected: FeatureCatalogue.current.names, id: id, format: .csv
    ) { features += $0 }
    let groups = CustomerGroup.allCases.compactMap { group in
      judged.groups[group].map { figures in
        ChurnNotebook.JudgedGroup(
          name: group.rawValue, customers: figures.customers, modelAUC: figures.model.auc.value,
          recencyAUC: figures.recency.auc.value,
          frequencyAUC: figures.frequency.auc.value)
      }
    }
    let notebook = ChurnNotebook(
      title: name, horizonInDays: scored.horizonInDays, asOf: scored.asOf,
      judgedAt: judged.facts.asOf, modelDigest: scored.modelDigest, groups: groups)
    let kind = Self.kind(name: name)
    return AtomicFolder(
      files: [
        (kind.marker, notebook.notebook.bytes), ("scores.csv", scores), ("features.csv", features),
        ("evaluation.csv", evaluationRows(of: judged, id: id)),
      ],
      kind: kind)
  }

  private static func evaluationRows(of judged: HoldoutRows, id: (Int) -> String) -> [UInt8] {
    var writer = RowWriter(columns: ChurnNotebook.evaluationColumns, format: .csv)
    let groups: [CustomerGroup] = [.active, .oneOrder, .repeat]
    for row in judged.churned.indices {
      writer.append(text: id(judged.facts.customers[row]))
      writer.append(integer: judged.churned[row] ? 1 : 0)
      writer.append(number: judged.churnProbability[row])
      writer.append(number: judged.recencyProbability[row])
      writer.append(number: judged.frequencyProbability[row])
      writer.append(number: judged.trainingBaseRate)
      for group in groups {
        let isMember = group.contains(
          row, of: judged.facts, horizonInDays: judged.horizonInDays)
        writer.append(integer: isMember ? 1 : 0)
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
