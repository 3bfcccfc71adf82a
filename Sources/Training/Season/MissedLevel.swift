internal import Learning
internal import RealModule

/// By how many logits forecasts were too low on the whole: the constant that makes their mean the
/// actual rate.
package struct MissedLevel: Sendable, Equatable {
  package let shift: Double
  /// Standard error, rows as the sample.
  package let error: Double

  /// Newton's method on the likelihood, which is concave in the constant.
  ///
  /// - Returns: nil where one class is missing, and the constant without bounds.
  package init?(logits: [Double], labels: [Double]) {
    guard labels.contains(0), labels.contains(1) else { return nil }
    var shift = 0.0
    var curvature = 0.0
    for _ in 0..<50 {
      var gradient = 0.0
      curvature = 0
      for (logit, label) in zip(logits, labels) {
        let probability = logistic(logit + shift)
        gradient += label - probability
        curvature += probability * (1 - probability)
      }
      let step = max(-2, min(2, gradient / max(curvature, .leastNormalMagnitude)))
      shift += step
      if abs(step) < 1e-12 { break }
    }
    self.shift = shift
    error = 1 / curvature.squareRoot()
  }
}
