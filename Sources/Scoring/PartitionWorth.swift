internal import Learning
internal import RealModule

/// Group rates and mean spends learned at one date, scored at a later one.
///
/// Rates and means are shrunk by 20 pseudo-customers at the base rate, so that a group of three
/// cannot claim certainty. Churn deviance is −2 log-likelihood, spend deviance the squared error.
struct PartitionWorth {
  /// What was learned from: one element a training customer.
  let churned: [Double]
  let spend: [Double]
  /// What it is scored on: one element a judged customer.
  let judgedChurned: [Double]
  let judgedSpend: [Double]
  let replicates: BootstrapReplicates
  let threads: Int

  static let pseudoCustomers = 20.0

  /// Each judged customer's deviances under a partition.
  struct Deviances {
    var churn: [Double]
    var spend: [Double]
  }

  /// Spend beyond this is counted as this: the training 99th percentile.
  var spendCap: Double {
    let sorted = spend.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
  }

  /// Deviances of a partition whose groups are numbered 0 ..< groupCount at both dates.
  func deviances(learned: [Int], judged: [Int], groupCount: Int) -> Deviances {
    let cap = spendCap
    var sizes = [Double](repeating: 0, count: groupCount)
    var churners = sizes
    var spent = sizes
    for (customer, group) in learned.enumerated() {
      sizes[group] += 1
      churners[group] += churned[customer]
      spent[group] += min(spend[customer], cap)
    }
    let base = baseline(cap: cap)
    let rates = (0..<groupCount).map { shrunk(churners[$0], sizes[$0], toward: base.rate) }
    let means = (0..<groupCount).map { shrunk(spent[$0], sizes[$0], toward: base.mean) }
    return Deviances(
      churn: judged.indices.map { churnDeviance(judgedChurned[$0], rates[judged[$0]]) },
      spend: judged.indices.map { squaredError(min(judgedSpend[$0], cap), means[judged[$0]]) })
  }

  /// Deviances of one rate and one mean for everybody.
  func baselineDeviances() -> Deviances {
    let cap = spendCap
    let base = baseline(cap: cap)
    return Deviances(
      churn: judgedChurned.map { churnDeviance($0, base.rate) },
      spend: judgedSpend.map { squaredError(min($0, cap), base.mean) })
  }

  /// Worth with intervals from resampled customers.
  func worth(of partition: Deviances, against base: Deviances) -> Worth {
    interval(
      churn: zip(base.churn, partition.churn).map { $0 - $1 },
      spend: zip(base.spend, partition.spend).map { $0 - $1 }, base: base)
  }

  /// Worth of one partition minus that of another, over the same resampled customers.
  func difference(_ one: Deviances, _ other: Deviances, against base: Deviances) -> Worth {
    interval(
      churn: zip(other.churn, one.churn).map { $0 - $1 },
      spend: zip(other.spend, one.spend).map { $0 - $1 }, base: base)
  }

  private func interval(churn: [Double], spend: [Double], base: Deviances) -> Worth {
    func figures(_ gains: [Double], _ base: [Double]) -> (Double, Double, Double) {
      let total = base.reduce(0, +)
      guard total > 0 else { return (0, 0, 0) }
      let point = gains.reduce(0, +) / total
      let samples = replicates.ratios(of: gains, to: base, threads: threads)
      guard let interval = Interval(percentilesOf: samples) else { return (point, point, point) }
      return (point, min(point, interval.low), max(point, interval.high))
    }
    let c = figures(churn, base.churn)
    let s = figures(spend, base.spend)
    return Worth(
      churn: c.0, churnLow: c.1, churnHigh: c.2, spend: s.0, spendLow: s.1, spendHigh: s.2)
  }

  private func baseline(cap: Double) -> (rate: Double, mean: Double) {
    let count = Double(max(1, churned.count))
    // Half a customer on either side keeps the log finite where everybody did the same.
    let rate = (churned.reduce(0, +) + 0.5) / (Double(churned.count) + 1)
    return (rate, spend.reduce(0) { $0 + min($1, cap) } / count)
  }

  private func shrunk(_ sum: Double, _ size: Double, toward base: Double) -> Double {
    (sum + Self.pseudoCustomers * base) / (size + Self.pseudoCustomers)
  }

  private func churnDeviance(_ churned: Double, _ rate: Double) -> Double {
    -2 * .log(churned == 1 ? rate : 1 - rate)
  }

  private func squaredError(_ value: Double, _ mean: Double) -> Double {
    (value - mean) * (value - mean)
  }
}
