/// The areas under the receiver operating curves of several rankings of the same observations, with
/// their covariance.
///
/// Source: DeLong, DeLong & Clarke-Pearson (1988), Comparing the Areas under Two or More Correlated
/// Receiver Operating Characteristic Curves; computed by midranks as Sun & Xu (2014) do, O(n log n).
public struct CorrelatedAreas: Sendable {
  /// One a ranking: the chance that a yes is ranked above a no, ties counting ½.
  public let areas: [Double]
  private let covariance: [[Double]]

  /// Nil for fewer than two yeses or two noes.
  ///
  /// - Parameters:
  ///   - scores: one array a ranking, one finite number an observation; a higher one speaks for a yes.
  ///   - outcomes: whether each was a yes.
  public init?(scores: [[Double]], outcomes: [Bool]) {
    precondition(scores.allSatisfy { $0.count == outcomes.count })
    let yes = outcomes.indices.filter { outcomes[$0] }
    let no = outcomes.indices.filter { !outcomes[$0] }
    guard yes.count > 1, no.count > 1 else { return nil }
    var (ofYes, ofNo) = ([[Double]](), [[Double]]())
    for values in scores {
      let all = Self.midranks(values)
      let within = Self.midranks(yes.map { values[$0] })
      let without = Self.midranks(no.map { values[$0] })
      ofYes.append(zip(yes, within).map { (all[$0] - $1) / Double(no.count) })
      ofNo.append(zip(no, without).map { 1 - (all[$0] - $1) / Double(yes.count) })
    }
    areas = ofYes.map { $0.reduce(0, +) / Double(yes.count) }
    covariance = scores.indices.map { a in
      scores.indices.map { b in
        Self.covariance(ofYes[a], ofYes[b]) / Double(yes.count)
          + Self.covariance(ofNo[a], ofNo[b]) / Double(no.count)
      }
    }
  }

  public func standardError(of ranking: Int) -> Double {
    max(0, covariance[ranking][ranking]).squareRoot()
  }

  /// The 95 % interval of a ranking's area by the normal distribution, kept within [0, 1].
  public func interval(of ranking: Int) -> Interval {
    let half = normalQuantile975 * standardError(of: ranking)
    return Interval(low: max(0, areas[ranking] - half), high: min(1, areas[ranking] + half))
  }

  /// By how much the first of two rankings is better, and the standard error of that.
  public func difference(_ first: Int, _ second: Int) -> (value: Double, standardError: Double) {
    let variance =
      covariance[first][first] + covariance[second][second] - 2 * covariance[first][second]
    return (areas[first] - areas[second], max(0, variance).squareRoot())
  }

  /// Ranks from 1, ties sharing their mean.
  private static func midranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }

  private static func covariance(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / Double(a.count - 1)
  }
}

/// Φ⁻¹(.975).
private let normalQuantile975 = 1.959963984540054
