import TestSupport

/// `experiments.json`, made by `make_experiments.py` with statsmodels, scipy, confseq and scikit-uplift.
struct ExperimentOracle: Decodable {
  struct Difference: Decodable {
    let difference: Double
    let low: Double
    let high: Double
    let p: Double
  }
  struct Experiment: Decodable {
    let arm: [Int]
    let past: [Double]
    let orders: [Double]
    let spend: [Double]
    let ordered: [Double]
    let welch: Difference
    let cuped: Difference
  }
  struct Draw: Decodable {
    let experiment: String
    let id: String
    let position: Double
  }
  struct Curve: Decodable {
    let uplift: [Double]
    let treated: [Int]
    let outcome: [Double]
    let customers: [Double]
    let qini: [Double]
    let curve: [Double]
    let qini_score: Double
    let auuc_score: Double
  }
  struct Line: Decodable {
    let uplift: [Double]
    let control: [Double]
    let propensity: [Double]
    let treated: [Int]
    let outcome: [Double]
    let slope: Double
    let error: Double
  }
  struct Ridge: Decodable {
    let x: [[Double]]
    let y: [Double]
    let fits: [[Double]]
  }

  let rate_sizes: [[Double]]
  let mean_sizes: [[Double]]
  let quantiles: [[Double]]
  let student: [[Double]]
  let chi_squared: [[Double]]
  let newcombe: [[Double]]
  let experiment: Experiment
  let holm: [[Double]]
  let sequences: [[Double]]
  let draws: [Draw]
  let curves: [Curve]
  let line: Line
  let ridge: Ridge

  static func read() throws -> ExperimentOracle {
    try oracle("experiments.json", as: ExperimentOracle.self)
  }
}
