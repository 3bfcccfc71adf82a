import Comparison
import Foundation
import Reporting
import Snapshots
import Testing
import Training
import Units

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

  private func verdict(
    _ difference: DevianceExplained, _ remarks: VerdictRemarks = VerdictRemarks()
  ) -> Verdict {
    Verdict(Self.paired(difference), remarks: remarks)
  }

  private static func paired(_ difference: DevianceExplained) -> PairedDifference {
    PairedDifference(first: "clusters", second: "segments", explained: difference)
  }

  private static let clusters = (0.02, 0.01, 0.03)
  private static let segments = (-0.02, -0.03, -0.01)
  private static let neither = (0.02, -0.01, 0.05)

  private enum Expected {
    case tie, split(churn: String, spend: String)
    case better(String, [Measure])
  }

  @Test(
    arguments: [
      (neither, neither, .tie),
      (clusters, neither, .better("clusters", [.churn])),
      (neither, clusters, .better("clusters", [.spend])),
      (segments, neither, .better("segments", [.churn])),
      (neither, segments, .better("segments", [.spend])),
      (clusters, clusters, .better("clusters", [.churn, .spend])),
      (segments, segments, .better("segments", [.churn, .spend])),
      (clusters, segments, .split(churn: "clusters", spend: "segments")),
      (segments, clusters, .split(churn: "segments", spend: "clusters")),
      // An interval that ends at 0 holds 0.
      ((0.01, 0.0, 0.02), (-0.01, -0.02, 0.0), .tie),
      ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), .tie),
      // So does one that is printed as if it did.
      ((0.01, 0.00004, 0.02), (-0.01, -0.02, -0.00004), .tie),
      (
        (0.01, 0.00006, 0.02), (-0.01, -0.02, -0.00006),
        .split(churn: "clusters", spend: "segments")
      ),
    ] as [((Double, Double, Double), (Double, Double, Double), Expected)])
  private func whoIsBetter(
    churn: (Double, Double, Double), spend: (Double, Double, Double), expected: Expected
  ) throws {
    let difference = try worth(churn, spend)
    let paired = Self.paired(difference)
    var remarks = VerdictRemarks()
    remarks.aheadOfChurn = ["recency_5"]
    let wanted: Verdict =
      switch expected {
      case .tie: .tie(paired, remarks)
      case .split(let churn, let spend): .split(churn: churn, spend: spend, paired, remarks)
      case .better(let name, let measures): .better(name, measures: measures, paired, remarks)
      }
    #expect(verdict(difference, remarks) == wanted)
  }

  /// Codes and values as documents hold them.
  @Test func theFactHoldsAllThatIsSaid() throws {
    var remarks = VerdictRemarks()
    remarks.aheadOfChurn = ["recency_5", "model_deciles"]
    remarks.nothingOfSpend = true
    let fact = try verdict(worth(Self.clusters, Self.neither), remarks).fact
    #expect(fact.code == "better")
    #expect(fact.text("partition") == "clusters" && fact.texts("measures") == ["churn"])
    #expect(fact.text("first") == "clusters" && fact.text("second") == "segments")
    #expect(fact.number("churn_difference") == 0.02 && fact.number("spend_difference_high") == 0.05)
    #expect(fact.texts("references_ahead_on_churn") == ["recency_5", "model_deciles"])
    #expect(fact.texts("references_ahead_on_spend") == [])
    #expect(fact.values["churn_explained_by_none"] == .flag(false))
    #expect(fact.values["spend_explained_by_none"] == .flag(true))
    #expect(Verdict.notEvaluated(undated: ["tier"]).fact.texts("undated") == ["tier"])
  }

  /// What a person reads, once for each case.
  @Test func theWordsOfEachCase() throws {
    let remarks = VerdictRemarks()
    let difference = try worth(Self.clusters, Self.segments)
    let figures =
      "clusters − segments: D² of churn +0.0200 (+0.0100 to +0.0300), D² of spend -0.0200 "
      + "(-0.0300 to -0.0100)"
    let paired = Self.paired(difference)
    #expect(
      Verdict.better("clusters", measures: [.churn], paired, remarks).text
        == "clusters explains more churn, no significant difference on spend; \(figures)")
    #expect(
      Verdict.split(churn: "clusters", spend: "segments", paired, remarks).text
        == "no overall winner: clusters explains more churn, segments more spend; \(figures)")
    var none = remarks
    none.nothingOfSpend = true
    none.aheadOfChurn = ["recency_5", "model_deciles"]
    #expect(
      Verdict.tie(paired, none).text
        == "no significant difference; \(figures); recency_5 and model_deciles explain more churn "
        + "than both; neither partition explains spend significantly")
    #expect(
      Verdict.notEvaluated(undated: ["tier"]).text
        == "not evaluated: group tier has no validity date and could have been derived from the "
        + "outcome it is supposed to predict. Add a valid_from column, or declare tier static if the "
        + "groups never change.")
  }
}
