import Foundation
import Scoring
import Testing

/// The rules of the verdict: a side wins only where the paired interval excludes 0.
@Suite struct VerdictTests {
  private func worth(
    _ churn: (Double, Double, Double) = (0, 0, 0), _ spend: (Double, Double, Double) = (0, 0, 0)
  ) throws -> Worth {
    let text = """
      {"churn": \(churn.0), "churn_low": \(churn.1), "churn_high": \(churn.2),
       "spend": \(spend.0), "spend_low": \(spend.1), "spend_high": \(spend.2)}
      """
    return try JSONDecoder().decode(Worth.self, from: Data(text.utf8))
  }

  private static let clusters = (0.02, 0.01, 0.03)
  private static let segments = (-0.02, -0.03, -0.01)
  private static let neither = (0.02, -0.01, 0.05)

  @Test(arguments: [
    (neither, neither, "tie;"),
    (clusters, neither, "clusters: more of churn, a tie on spend;"),
    (neither, clusters, "clusters: more of spend, a tie on churn;"),
    (segments, neither, "segments: more of churn, a tie on spend;"),
    (neither, segments, "segments: more of spend, a tie on churn;"),
    (clusters, clusters, "clusters: more of churn and of spend;"),
    (segments, segments, "segments: more of churn and of spend;"),
    (clusters, segments, "tie overall: clusters tell more of churn, segments more of spend;"),
    (segments, clusters, "tie overall: segments tell more of churn, clusters more of spend;"),
    // An interval that ends at 0 holds 0.
    ((0.01, 0.0, 0.02), (-0.01, -0.02, 0.0), "tie;"),
    ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), "tie;"),
  ])
  func whoWins(
    churn: (Double, Double, Double), spend: (Double, Double, Double), expected: String
  ) throws {
    let text = verdict(worth: [:], difference: try worth(churn, spend))
    #expect(text.hasPrefix(expected), "\(text)")
  }

  @Test(arguments: [
    (["recency_5": 0.31], "; of churn, recency_5 beat both"),
    (["recency_5": 0.31, "model_deciles": 0.4], "recency_5 and model_deciles beat both"),
    // Better than one of the two is not enough, nor is as good.
    (["recency_5": 0.25, "frequency_5": 0.3], nil),
    ([:], nil),
  ])
  func namesWhatBeatsBoth(references: [String: Double], expected: String?) throws {
    var rows = [
      "clusters": try worth((0.3, 0.2, 0.4)), "segments": try worth((0.2, 0.1, 0.3)),
    ]
    for (name, churn) in references { rows[name] = try worth((churn, churn, churn)) }
    let text = verdict(worth: rows, difference: try worth(Self.clusters))
    #expect(text.contains("beat both") == (expected != nil))
    if let expected { #expect(text.hasSuffix(expected), "\(text)") }
  }

  @Test func theFiguresAreTold() throws {
    let text = verdict(worth: [:], difference: try worth(Self.clusters, Self.segments))
    #expect(text.contains("churn worth +0.0200 (+0.0100 to +0.0300)"))
    #expect(text.contains("spend worth -0.0200 (-0.0300 to -0.0100)"))
  }
}
