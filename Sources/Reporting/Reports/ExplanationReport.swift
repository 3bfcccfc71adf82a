internal import Files
internal import Ingestion
internal import Models
internal import Units

/// What a model as a whole rests on, as `inspect` prints it.
enum ExplanationReport {
  /// - Parameters:
  ///   - explanation: made where the model was evaluated.
  ///   - title: a family's name in words.
  /// - Returns: lines of text.
  static func lines(
    of explanation: Explanation, title: (String) -> String = { $0 }
  ) -> [String] {
    var importance = TextTable([
      ("permuted", .left), ("increase in log-loss", .right), ("± error", .right),
    ])
    for part in explanation.importance {
      importance.append([
        title(part.family), fixed(part.logLossRise, digits: 4), fixed(part.error, digits: 4),
      ])
    }
    var lines =
      [
        "Permutation importance on \(grouped(explanation.rows)) holdout customers (increase in log-loss)",
        "",
      ] + importance.lines + [""]
    guard !explanation.dependence.isEmpty else { return lines }
    lines += [
      "Partial dependence: mean churn probability if all of them had one value of a feature, all else "
        + "unchanged", "",
    ]
    for dependence in explanation.dependence {
      var table = TextTable([(dependence.feature, .left), ("probability", .right)])
      for point in dependence.points {
        table.append([
          Double(point.value).map(plainText) ?? point.value,
          fixed(point.meanProbability, digits: 3),
        ])
      }
      lines += table.lines + [""]
    }
    return lines
  }
}
