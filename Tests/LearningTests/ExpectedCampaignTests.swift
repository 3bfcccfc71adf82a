import Learning
import TestSupport
import Testing

/// EMPC from probabilities alone, against empulse 0.13.1 (`empc_score`, NumPy 2.4.6, SciPy 1.17.1).
///
/// Its outcomes are ten customers at each probability k ÷ 10, of whom k churn.
@Suite struct ExpectedCampaignTests {
  private static let tenths = [0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 0, 0, 3, 5]

  @Test func agreesWithEmpulse() throws {
    let probabilities = Self.tenths.flatMap { [Double](repeating: Double($0) / 10, count: 10) }
    let references: [(RetentionCampaign?, profit: Double, share: Double)] = [
      (RetentionCampaign(), 15.510360856376192, 0.6537934984144136),
      (
        RetentionCampaign(customerValue: 150, offerCost: 25, contactCost: 2), 6.3333740155553775,
        0.3388076843061541
      ),
      (
        RetentionCampaign(customerValue: 80, offerCost: 5, contactCost: 8, acceptance: (3, 5)),
        4.066407398705266, 0.35308164077626175
      ),
    ]
    for (campaign, profit, share) in references {
      let known = try #require(campaign)
      let expected = try #require(known.expected(of: probabilities))
      #expect(relativeDifference(expected.profit, profit) < 1e-12)
      #expect(relativeDifference(expected.share, share) < 1e-9)
    }
  }

  @Test func nobodyIsNoCampaign() throws {
    let campaign = try #require(RetentionCampaign())
    #expect(campaign.expected(of: []) == nil)
    #expect(campaign.expected(of: [0, 0])?.profit == 0)
  }
}
