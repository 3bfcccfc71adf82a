internal import Models
internal import Units

extension EvaluationSection {
  private static let featuresShown = 8

  /// Single features by how far the mean risk goes with them; nil where none moves it.
  func raisesAndLowers(_ explanation: Explanation) -> PageTable? {
    let ranges = explanation.dependence.compactMap { dependence -> Range? in
      guard let low = dependence.points.min(by: { $0.meanProbability < $1.meanProbability }),
        let high = dependence.points.max(by: { $0.meanProbability < $1.meanProbability }),
        high.meanProbability - low.meanProbability >= least(low.meanProbability)
      else { return nil }
      return Range(feature: dependence.feature, low: low, high: high)
    }.sorted { ($1.width, $0.feature) < ($0.width, $1.feature) }
    guard !ranges.isEmpty else { return nil }
    return PageTable(
      title:
        "What lowers and raises the \(ordered): the mean \(ordered) if all these customers had one value of a "
        + "feature, all else unchanged. It describes the model, not causes.",
      header: ["lowest if", ordered, "highest if", "\(ordered) "],
      rows: ranges.prefix(Self.featuresShown).map { range in
        [
          range.words(range.low), percent(range.low.meanProbability, digits: digits),
          range.words(range.high), percent(range.high.meanProbability, digits: digits),
        ]
      }, texts: [0, 2])
  }

  private var digits: Int { isOfTarget ? 2 : 0 }

  /// How far a mean must go to be told; of a rare target in proportion to it.
  private func least(_ probability: Double) -> Double {
    isOfTarget ? min(0.005, probability / 10) : 0.005
  }

  /// The values of a feature at which the mean is lowest and highest.
  private struct Range {
    let feature: String
    let low: Explanation.Dependence.Point
    let high: Explanation.Dependence.Point

    var width: Double { high.meanProbability - low.meanProbability }

    func words(_ point: Explanation.Dependence.Point) -> String {
      guard let value = Double(point.value) else { return "\(feature): \(point.value)" }
      return featurePhrase(feature, value)
    }
  }
}
