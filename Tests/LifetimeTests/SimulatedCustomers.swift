import Dense
import Foundation
import Lifetime

/// Histories drawn from known processes, in continuous time.
struct SimulatedCustomers {
  var random: RandomSource
  private(set) var frequency: [Int] = []
  private(set) var recency: [Double] = []
  private(set) var tenure: [Double] = []

  init(seed: UInt64) {
    random = RandomSource(seed: seed)
  }

  func summaries() throws -> PurchaseSummaries {
    try PurchaseSummaries(frequency: frequency, recency: recency, tenure: tenure)
  }

  /// Rounds times up to whole units, as days do, with at most one order a unit.
  func wholeSummaries() throws -> PurchaseSummaries {
    let tenures = tenure.map { max(1, $0.rounded(.up)) }
    let recencies = frequency.indices.map { min(recency[$0].rounded(.up), tenures[$0]) }
    let counts = frequency.indices.map { min(frequency[$0], Int(recencies[$0])) }
    return try PurchaseSummaries(frequency: counts, recency: recencies, tenure: tenures)
  }

  mutating func addBetaGeometric(_ process: BetaGeometricProcess, tenure end: Double) {
    let rate = gamma(process.r) / process.alpha
    let (one, other) = (gamma(process.a), gamma(process.b))
    let dropout = one / (one + other)
    var (x, last, now) = (0, 0.0, 0.0)
    var alive = !process.model.losesNewCustomers || random.uniform() >= dropout
    while alive, x < 5_000 {
      for _ in 0..<process.model.regularity { now += -log(1 - random.uniform()) / rate }
      guard now <= end else { break }
      (x, last) = (x + 1, now)
      alive = random.uniform() >= dropout
    }
    append(x, last, end)
  }

  mutating func addPareto(_ process: ParetoProcess, tenure end: Double) {
    let rate = gamma(process.r) / process.alpha
    let life = -log(1 - random.uniform()) / (gamma(process.s) / process.beta)
    var (x, last, now) = (0, 0.0, 0.0)
    while x < 5_000 {
      now += -log(1 - random.uniform()) / rate
      guard now <= min(end, life) else { break }
      (x, last) = (x + 1, now)
    }
    append(x, last, end)
  }

  mutating func append(_ x: Int, _ last: Double, _ end: Double) {
    frequency.append(last > 0 ? x : 0)
    recency.append(last)
    tenure.append(end)
  }

  /// Marsaglia & Tsang (2000), with their boost below a shape of 1.
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(1 - random.uniform(), 1 / shape) }
    let d = shape - 1.0 / 3
    while true {
      let x = normal()
      let v = pow(1 + x / (9 * d).squareRoot(), 3)
      if v > 0, log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  private mutating func normal() -> Double {
    (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
  }
}
