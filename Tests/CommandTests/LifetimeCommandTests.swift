import Foundation
import TestSupport
import Testing

/// `clv` on the CDNOW 1/10 sample, calibrated to 1997-09-30 and judged on the 39 weeks after it.
@Suite struct LifetimeCommandTests {
  private struct Output: Decodable {
    struct Model: Decodable {
      struct Holdout: Decodable {
        let expected: Double
        let actual: Double
        let rmse: Double
        let auc: Double
        let auc_probability_alive: Double
      }
      let name: String
      let parameters: [String: Double]
      let log_likelihood: Double
      let gradient_norm: Double
      let holdout: Holdout?
    }
    let customers: Int
    let models: [Model]
    let winner: String?
  }

  /// Maxima and log-likelihoods by a 30-digit mpmath Newton reference.
  ///
  /// lifetimes 0.11.3, BTYD 2.4.3 and CLVTools 0.12.1 agree; holdout figures by the first two.
  @Test func agreesWithLifetimesAndBTYDOnCDNOW() throws {
    let run = try CommandRunner().expect(
      ["clv"] + Logs.cdnowSample + ["--split", "1997-10-01", "--unit", "week", "--json"])
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

  /// Forecasts do not depend on the unit of time that parameters are given in.
  @Test func unitsDoNotMatter() throws {
    let runner = try CommandRunner()
    let sums = try ["day", "week", "month"].map { unit in
      let run = try runner.expect(
        ["clv"] + Logs.cdnowSample
          + ["--split", "1997-10-01", "--unit", unit, "--models", "bg-nbd", "--json"])
      let output = try JSONDecoder().decode(Output.self, from: Data(run.output))
      return try #require(output.models.first?.holdout?.expected)
    }
    #expect(relativeDifference(sums[0], sums[1]) <= 1e-9)
    #expect(relativeDifference(sums[1], sums[2]) <= 1e-9)
  }

  @Test func saysWhatItNeeds() throws {
    let runner = try CommandRunner()
    let log = ["clv"] + Logs.cdnowSample
    let late = try runner.run(log + ["--split", "2001-01-01"])
    #expect(late.end == .status(64) && late.errors.contains("to 1998-06-30"), "\(late)")
    let unknown = try runner.run(log + ["--models", "bg-ndb"])
    #expect(unknown.end == .status(64) && unknown.errors.contains("'bg-nbd'"), "\(unknown)")
  }
}
