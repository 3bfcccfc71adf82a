internal import Features
internal import Files
package import Models
internal import Units

/// What `inspect` prints below the card: coefficients, what the model rests on, and centroids.
package enum InspectionReport {
  package static func text(of model: Model, evaluation: Evaluation) -> String {
    var lines = ReliabilityBars.lines(of: evaluation)
    if let outcome = model.outcome { lines += coefficients(outcome, evaluation.words) }
    if let explanation = evaluation.explanation {
      lines += ExplanationReport.lines(of: explanation, words: evaluation.words) {
        ReasonFamily(rawValue: $0)?.title ?? $0
      }
    }
    if let clusters = model.clusters { lines += centroids(clusters) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func coefficients(
    _ churn: ChurnModel, _ words: PredictedWords
  ) -> [String] {
    let table = CoefficientTable.lines(
      names: churn.design.columns.map(\.name), intercept: churn.intercept,
      coefficients: churn.coefficients, standardErrors: churn.standardErrors)
    return [
      "Coefficients of the logit of \(words.noun), the largest first; errors clustered by customer",
      "",
    ] + table + [""]
  }

  private static func centroids(_ clusters: ClusterModel) -> [String] {
    var table = TextTable(
      [("cluster", .left), ("customers", .right), ("mean spend", .right)]
        + clusters.space.columns.map { ($0.name, TextTable.Alignment.right) })
    for (index, centroid) in clusters.centroids.enumerated() {
      table.append(
        [
          "\(index + 1)", grouped(clusters.sizes[index]),
          tableAmount(clusters.meanSpend[index]),
        ]
          + centroid.map { fixed($0, digits: 2) })
    }
    return ["Centroids, in standard deviations of the log features", ""] + table.lines
  }
}
