internal import Files
internal import Ingestion
internal import Models
internal import Units

/// What a model as a whole rests on, as `inspect` prints it.
enum ExplanationReport {
  /// - Parameters:
  ///   - explanation: made where the model was evaluated.
  ///   - words: what is predicted.
  ///   - title: a family's name in words.
  /// - Returns: lines of text.
  static func lines(
    of explanation: Explanation, words: PredictedWords = .churn,
    title: (String) -> String = { $0 }
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
      "Partial dependence: mean \(words.target == nil ? "churn probability" : "probability of the target") if all of them had one value of a feature, all else "
        + "unchanged", "",
    ]
    return lines + dependence(explanation.dependence) + [""]
  }

  /// A feature a row: its ends, the probability at them, and the way between.
  private static func dependence(_ features: [Explanation.Dependence]) -> [String] {
    let all = features.flatMap { $0.points.map(\.meanProbability) }
    guard let low = all.min(), let high = all.max() else { return [] }
    var table = TextTable([
      ("feature", .left), ("from", .right), ("to", .right), ("probability", .right), ("", .right),
      ("", .left),
    ])
    for feature in features {
      guard let first = feature.points.first, let last = feature.points.last else { continue }
      table.append([
        feature.feature, value(first), value(last), fixed(first.meanProbability, digits: 3),
        fixed(last.meanProbability, digits: 3),
        sparkline(feature.points.map(\.meanProbability), from: low, to: high),
      ])
    }
    return table.lines
  }

  private static func value(_ point: Explanation.Dependence.Point) -> String {
    guard let value = Double(point.value) else { return point.value }
    return value == value.rounded() ? plainText(value) : fixed(value, digits: 2)
  }
}
