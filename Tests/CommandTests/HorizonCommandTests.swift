import Foundation
import TestSupport
import Testing

@Suite struct HorizonCommandTests {
  private struct Output: Decodable {
    struct Window: Decodable {
      let horizon_days: Int
      let customers: Int
    }
    struct Reason: Decodable {
      let code: String
      let text: String
    }
    let customers: Int
    let recommended_horizon_days: Int
    let reason: Reason
    let windows: [Window]
  }

  @Test func trainUsesAndTellsTheRecommendation() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let advice = try JSONDecoder().decode(
      Output.self, from: Data(runner.expect(["horizon", "orders.csv", "--json"]).output))
    let days = advice.recommended_horizon_days
    #expect(advice.windows.contains { $0.horizon_days == days })
    #expect(["fewest_mistakes", "longest_window"].contains(advice.reason.code))
    #expect(try runner.expect(["horizon", "orders.csv"]).text.contains("Recommended: \(days)d"))
    let trained = try runner.expect(
      ["train", "--accept-weak", "orders.csv", "--model", "model"],
      says: ["Recommended: \(days)d", advice.reason.text])
    #expect(trained.text.contains("evaluated on the \(days) days from"), "\(trained)")
    try runner.expect(["check", "orders.csv"], says: ["suggested horizon: \(days)d"])
    // Faults of other options are told before the log is read.
    try runner.expect(
      ["train", "nowhere.csv", "--model", "m", "--cluster-on", "ordrs"], status: 64)
  }

  @Test func theSampleOfCDNOW() throws {
    let run = try CommandRunner().expect(["horizon"] + Logs.cdnowSample + ["--json"])
    let advice = try JSONDecoder().decode(Output.self, from: Data(run.output))
    #expect(advice.customers == 2_357)
    // 546 days: two windows of 272 fit, of 365 none.
    #expect(advice.windows.allSatisfy { $0.horizon_days <= 272 })
    // Everybody's first order lies before any of these dates.
    #expect(advice.windows.allSatisfy { $0.customers == 2_357 })
  }
}
