import Foundation
import TestSupport
import Testing

/// `clv` on the CDNOW 1/10 sample, calibrated to 1997-09-30 and evaluated on the 39 weeks after it.
@Suite struct LifetimeCommandTests {
  private struct Output: Decodable {
    struct Errors: Decodable {
      let expected: Double
    }
    struct Method: Decodable {
      let errors: Errors
    }
    struct Model: Decodable {
      struct Holdout: Decodable {
        let expected: Double
        let actual: Double
        let rmse: Double
        let auc: Double
        let auc_probability_alive: Double
        let spend: Errors
      }
      let name: String
      let parameters: [String: Double]
      let log_likelihood: Double
      let gradient_norm: Double
      let holdout: Holdout?
    }
    let customers: Int
    let models: [Model]
    let value: [Method]
    let winner: String?
  }

  /// Maxima and log-likelihoods by a 30-digit mpmath Newton reference.
  ///
  /// lifetimes 0.11.3, BTYD 2.4.3 and CLVTools 0.12.1 agree; holdout figures by the first two.
  @Test func agreesWithLifetimesAndBTYDOnCDNOW() throws {
    let run = try CommandRunner().expect(
      ["clv"] + Logs.cdnowSample + ["--evaluate-at", "1997-10-01", "--unit", "week", "--json"])
    let output = try JSONDecoder().decode(Output.self, from: Data(run.output))
    #expect(output.customers == 2_357)
    let wanted: [(String, Double, [String: Double], [Double])] = [
      (
        "bg-nbd", -9582.429206674,
        ["r": 0.2425945224, "alpha": 4.413602019, "a": 0.7929220172, "b": 2.425906777],
        [1653.41, 1.60798, 0.77252, 0.31579]
      ),
      (
        "mbg-nbd", -9582.135715554,
        ["r": 0.5248431591, "alpha": 6.18308528, "a": 0.8913593907, "b": 1.61400224],
        [1576.73, 1.60718, 0.77276, 0.68665]
      ),
      (
        "pareto-nbd", -9594.97617894,
        ["r": 0.5532770469, "alpha": 10.57768346, "s": 0.6062399891, "beta": 11.66873529],
        [1665.51, 1.60285, 0.77874, 0.72622]
      ),
    ]
    #expect(
      output.models.map(\.name)
        == ["bg-nbd", "mbg-nbd", "bg-cnbd-k", "mbg-cnbd-k", "pareto-nbd", "nbd"])
    for (name, logLikelihood, parameters, figures) in wanted {
      let model = try #require(output.models.first { $0.name == name })
      #expect(abs(model.log_likelihood - logLikelihood) <= 1e-6, "\(name)")
      #expect(model.gradient_norm <= 1e-8, "\(name)")
      for (parameter, value) in parameters {
        let found = try #require(model.parameters[parameter])
        #expect(relativeDifference(found, value) <= 1e-6, "\(name) \(parameter)")
      }
      let holdout = try #require(model.holdout)
      #expect(holdout.actual == 1_882)
      #expect(abs(holdout.expected - figures[0]) <= 0.006, "\(name)")
      #expect(abs(holdout.rmse - figures[1]) <= 6e-6, "\(name)")
      #expect(abs(holdout.auc - figures[2]) <= 6e-6, "\(name)")
      #expect(abs(holdout.auc_probability_alive - figures[3]) <= 6e-6, "\(name)")
    }
    #expect(output.winner == "pareto-nbd")
  }

  /// BTYD 2.4.3's NBD fit, and the keys that the contract names.
  @Test func tellsAllThatTheContractNames() throws {
    let run = try CommandRunner().expect(
      ["clv"] + Logs.cdnowSample + ["--evaluate-at", "1997-10-01", "--json"])
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    for key in ["customers", "orders", "unit", "models", "spend", "winner"] {
      #expect(object[key] != nil, "\(key)")
    }
    let models = try #require(object["models"] as? [[String: Any]])
    for model in models {
      for key in [
        "name", "parameters", "standard_errors", "log_likelihood", "bic", "gradient_norm",
        "diagnoses",
      ] {
        #expect(model[key] != nil, "\(key)")
      }
      let holdout = try #require(model["holdout"] as? [String: Any])
      for key in [
        "expected", "actual", "mae", "rmse", "deviance", "auc", "auc_probability_alive", "gini",
      ] {
        #expect(holdout[key] is Double, "\(key)")
      }
      #expect((holdout["calibration"] as? [Any])?.count == 10)
      #expect((holdout["spend"] as? [String: Any])?["gini"] is Double)
    }
    let nbd = try #require(models.first { $0["name"] as? String == "nbd" })
    let parameters = try #require(nbd["parameters"] as? [String: Double])
    #expect(abs(try #require(parameters["r"]) - 0.38477) < 6e-6)
    #expect(abs(try #require(parameters["alpha"]) - 12.07201) < 2e-5)
    #expect(abs(try #require(nbd["log_likelihood"] as? Double) + 9763.657615) < 1e-6)

    let baselines = try #require(object["baselines"] as? [[String: Any]])
    #expect(baselines.map { $0["name"] as? String } == ["last period", "recency", "frequency"])
    // Every repeat order of the 273 days before comes again: 2,457 and one first order each.
    let repeated = try #require(baselines[0]["holdout"] as? [String: Any])
    #expect(abs(try #require(repeated["expected"] as? Double) - 4_814) < 1e-9)
    // Published baselines by frequency and by recency.
    #expect(abs(try #require(repeated["auc"] as? Double) - 0.75763) < 6e-6)
    let methods = try #require(object["value"] as? [[String: Any]])
    #expect(
      methods.map { $0["method"] as? String } == [
        "mean", "last_period", "recency", "frequency", "lifetime", "lifetime_by_churn", "two_part",
        "combined",
      ])
    for method in methods {
      let actual = try #require((method["errors"] as? [String: Any])?["actual"] as? Double)
      #expect(abs(actual - 70_976.39) < 0.005)
    }
    #expect(object["value_winner"] is String)
  }

  /// Forecasts of orders and of money do not depend on the unit of time that parameters are given
  /// in.
  @Test func unitsDoNotMatter() throws {
    let runner = try CommandRunner()
    let sums = try ["day", "week", "month"].map { unit in
      let run = try runner.expect(
        ["clv"] + Logs.cdnowSample + ["--evaluate-at", "1997-10-01", "--unit", unit, "--json"])
      let output = try JSONDecoder().decode(Output.self, from: Data(run.output))
      return try output.models.flatMap { model in
        let holdout = try #require(model.holdout)
        return [holdout.expected, holdout.spend.expected]
      } + output.value.map(\.errors.expected)
    }
    #expect(sums[0].count == 20)
    #expect(agree(sums[1], sums[0], relative: 1e-9))
    #expect(agree(sums[2], sums[0], relative: 1e-9))
  }

  /// Customers who cannot be used are counted by reason; free orders make no model fail.
  @Test func namesWhomItLeavesOut() throws {
    let runner = try CommandRunner()
    var rows = ["customer_id,date,amount"]
    for number in 0..<40 {
      for day in stride(from: 1 + number % 9, to: 28, by: 3 + number % 7) {
        let amount = number < 5 ? 0 : 10 + number
        rows.append("c\(number),2024-0\(1 + number % 3)-\(day < 10 ? "0" : "")\(day),\(amount)")
      }
    }
    rows.append("late,2024-03-30,5")
    try runner.write(rows.joined(separator: "\n") + "\n", to: "orders.csv")
    let run = try runner.expect(
      ["clv", "orders.csv", "--evaluate-at", "2024-03-20", "--ledger", "ledger.json"])
    let text = String(decoding: run.output, as: UTF8.self)
    let late = "left out: 1 customer: first order on or after the first day of the holdout"
    #expect(text.contains(late), "\(text)")
    #expect(text.contains("left out: 5 customers: repeat orders cost nothing"), "\(text)")
    struct Ledger: Decodable {
      let customers_left_out: [String: Int]
    }
    let ledger = try JSONDecoder().decode(
      Ledger.self, from: Data(runner.text(of: "ledger.json").utf8))
    #expect(ledger.customers_left_out.values.sorted() == [1, 5])
  }

  /// Where nobody orders twice there are no gaps, and so nothing to say how regular they are.
  @Test func assumesNoRegularityWithoutRepeatOrders() throws {
    let runner = try CommandRunner()
    try runner.write("customer_id,date,amount\na,2024-01-01,5\nb,2024-01-09,7\n", to: "orders.csv")
    let run = try runner.expect(["clv", "orders.csv", "--json"])
    let output = try JSONDecoder().decode(Output.self, from: Data(run.output))
    for model in output.models where model.name.contains("cnbd") {
      #expect(model.parameters["k"] == 1, "\(model.name)")
    }
  }

  @Test func saysWhatItNeeds() throws {
    let runner = try CommandRunner()
    let log = ["clv"] + Logs.cdnowSample
    let late = try runner.run(log + ["--evaluate-at", "2001-01-01"])
    #expect(late.end == .status(64) && late.errors.contains("to 1998-06-30"), "\(late)")
    let unknown = try runner.run(log + ["--models", "bg-ndb"])
    #expect(unknown.end == .status(64) && unknown.errors.contains("'bg-nbd'"), "\(unknown)")
  }
}
