import Foundation
import TestSupport
import Testing

@Suite struct BacktestCommandTests {
  private struct Output: Decodable {
    struct Group: Decodable {
      let rows: Int
      let forecasts: [String: [String: Double]]
    }
    struct Origin: Decodable {
      let as_of: String
      let groups: [String: Group]
    }
    let horizon_days: Int
    let origins: [Origin]
    let pooled: [String: Group]
    let replicates: Int
  }

  /// The last origin is the date that `train` evaluates: both print the same area.
  @Test func theSampleOfCDNOW() throws {
    let runner = try CommandRunner()
    let backtest = ["backtest"] + Logs.cdnowSample + ["--horizon", "90d", "--replicates", "20"]
    try runner.expect(backtest + ["--json", "--output", "backtest.json"])
    let output = try JSONDecoder().decode(
      Output.self, from: Data(runner.text(of: "backtest.json").utf8))
    #expect(output.horizon_days == 90 && output.replicates == 20)
    #expect(
      output.origins.map(\.as_of) == ["1997-07-06", "1997-10-04", "1998-01-02", "1998-04-02"])
    #expect(output.pooled["all"]?.rows == 4 * 2_357)
    for name in ["model", "recency", "frequency", "gap_ratio"] {
      for metric in ["auc", "auc_low", "lift_5", "lift_20", "empc", "ece", "ece_noise"] {
        #expect(output.pooled["active"]?.forecasts[name]?[metric] != nil, "\(name) \(metric)")
      }
    }
    let last = try #require(output.origins.last?.groups["all"]?.forecasts["model"]?["auc"])
    try runner.expect(
      ["train"] + Logs.cdnowSample + ["--horizon", "90d", "--model", "m", "--quiet"])
    let evaluation = try JSONSerialization.jsonObject(
      with: Data(runner.text(of: "m/evaluation.json").utf8))
    let groups = (evaluation as? [String: Any])?["groups"] as? [String: Any]
    let model = (groups?["all"] as? [String: Any])?["model"] as? [String: Double]
    // The two sum in different orders.
    #expect(abs(try #require(model?["auc"]) - last) < 1e-12)
    let text = try runner.expect(backtest + ["--origins", "1", "--against", "m"])
    #expect(text.text.contains("1998-04-02  all"), "\(text)")
    // Its labels reach to the end of the log.
    #expect(text.text.contains("it has already seen every outcome"), "\(text)")
  }

  @Test func refusesAModelThatFallsShort() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let train = [
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "m", "--quiet",
    ]
    try runner.expect(
      train + ["--require", "auc=0.9999"], status: 1,
      says: ["active customers: found auc 0.", "expected at least 0.9999", "not written"])
    #expect(!runner.holds("m"))
    try runner.expect(train + ["--require", "all.auc=0.1,log_loss=9"])
    #expect(runner.holds("m"))
    // What was there stays.
    let kept = try runner.text(of: "m/model.json")
    try runner.expect(train + ["--seed", "5", "--require", "log_loss=0.0001"], status: 1)
    #expect(try runner.text(of: "m/model.json") == kept)
    try runner.expect(
      train + ["--require", "acu=0.7"], status: 64, says: ["found 'acu=0.7'", "average_precision"])
  }

  @Test(arguments: [
    ["--origins", "0"], ["--replicates", "5"], ["--profit-offer", "300"],
    ["--profit-acceptance", "6"], ["--profit-value", "nan"], ["--every", "0d"],
    ["--snapshots", "0"], ["--l2", "nan"], ["--l1-ratio", "2"],
  ])
  func refusesOddOptions(options: [String]) throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.expect(["backtest", "orders.csv", "--horizon", "30d"] + options, status: 64)
  }
}
