import Comparison
import Foundation
import Scoring
import Snapshots
import Testing
import Training

/// The rules of the verdict: a side wins only where the paired interval excludes 0.
@Suite struct VerdictTests {
  private func worth(
    _ churn: (Double, Double, Double) = (0, 0, 0), _ spend: (Double, Double, Double) = (0, 0, 0)
  ) throws -> DevianceExplained {
    let text = """
      {"churn": \(churn.0), "churn_low": \(churn.1), "churn_high": \(churn.2),
       "spend": \(spend.0), "spend_low": \(spend.1), "spend_high": \(spend.2)}
      """
    return try JSONDecoder().decode(DevianceExplained.self, from: Data(text.utf8))
  }

  private func clustersAgainstSegments(
    _ difference: DevianceExplained, _ remarks: VerdictRemarks = VerdictRemarks()
  ) -> String {
    verdictText(first: "clusters", second: "segments", difference: difference, remarks: remarks)
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
    (clusters, segments, "tie overall: more of churn by clusters, more of spend by segments;"),
    (segments, clusters, "tie overall: more of churn by segments, more of spend by clusters;"),
    // An interval that ends at 0 holds 0.
    ((0.01, 0.0, 0.02), (-0.01, -0.02, 0.0), "tie;"),
    ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), "tie;"),
    // So does one that is printed as if it did.
    ((0.01, 0.00004, 0.02), (-0.01, -0.02, -0.00004), "tie;"),
    ((0.01, 0.00006, 0.02), (-0.01, -0.02, -0.00006), "tie overall:"),
  ])
  func whoWins(
    churn: (Double, Double, Double), spend: (Double, Double, Double), expected: String
  ) throws {
    let text = clustersAgainstSegments(try worth(churn, spend))
    #expect(text.hasPrefix(expected), "\(text)")
  }

  @Test(arguments: [
    (["recency_5"], [], "; of churn, recency_5 beats both"),
    (["recency_5", "model_deciles"], [], "; of churn, recency_5 and model_deciles beat both"),
    ([], ["frequency_5"], "; of spend, frequency_5 beats both"),
    (
      ["recency_5"], ["recency_5", "frequency_5", "model_deciles"],
      "; of churn, recency_5 beats both; of spend, recency_5, frequency_5 and model_deciles beat both"
    ),
  ])
  func namesWhatBeatsBoth(churn: [String], spend: [String], expected: String) throws {
    var remarks = VerdictRemarks()
    remarks.aheadOfChurn = churn
    remarks.aheadOfSpend = spend
    let text = clustersAgainstSegments(try worth(Self.clusters), remarks)
    #expect(text.hasSuffix(expected), "\(text)")
    #expect(!clustersAgainstSegments(try worth(Self.clusters)).contains("both"))
  }

  @Test func saysWhereNothingIsTold() throws {
    var remarks = VerdictRemarks()
    remarks.nothingOfSpend = true
    #expect(
      clustersAgainstSegments(try worth(Self.clusters), remarks)
        .hasSuffix("; of spend neither is sure to tell anything"))
  }

  @Test func theFiguresAreTold() throws {
    let text = clustersAgainstSegments(try worth(Self.clusters, Self.segments))
    #expect(text.contains("; clusters − segments: "), "\(text)")
    #expect(text.contains("churn worth +0.0200 (+0.0100 to +0.0300)"))
    #expect(text.contains("spend worth -0.0200 (-0.0300 to -0.0100)"))
  }
}
