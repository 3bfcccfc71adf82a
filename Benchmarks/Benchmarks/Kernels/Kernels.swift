import Benchmark
import Dense
import Learning
import Lifetime

// `swift package benchmark` in this folder. Inputs are made from fixed seeds, small enough for a run
// of seconds; `compare` has the jobs of full size.

private func uniform(_ count: Int, seed: UInt64) -> [Double] {
  var random = RandomSource(seed: seed)
  return (0..<count).map { _ in 2 * random.uniform() - 1 }
}

private struct LogisticInput {
  let x: Matrix
  let labels: [Double]

  init(rows: Int, columns: Int) {
    x = Matrix(rows: rows, columns: columns, storage: uniform(rows * columns, seed: 1))
    var random = RandomSource(seed: 2)
    labels = (0..<rows).map { [x] row in
      let eta = (0..<columns).reduce(-0.5) { $0 + ($1 % 2 == 0 ? 0.8 : -0.4) * x[row, $1] }
      return random.uniform() < logistic(eta) ? 1 : 0
    }
  }
}

/// Summaries of customers who order at one of a few rates.
private struct SummaryInput {
  var frequency: [Int] = []
  var recency: [Int] = []
  var tenure: [Int] = []

  init(customers: Int) {
    var random = RandomSource(seed: 3)
    for _ in 0..<customers {
      let days = 180 + random.index(below: 90)
      let (gap, dropout) = (3 + random.index(below: 120), 0.1 + 0.4 * random.uniform())
      var (orders, last) = (0, 0)
      while last + gap <= days, random.uniform() > dropout {
        last += gap
        orders += 1
      }
      frequency.append(orders)
      recency.append(last)
      tenure.append(days)
    }
  }
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration.metrics = [.wallClock, .cpuTotal, .peakMemoryResident]
  Benchmark.defaultConfiguration.maxDuration = .seconds(3)

  Benchmark("logistic fit 100k × 20") { benchmark, input in
    for _ in benchmark.scaledIterations {
      blackHole(
        try LogisticRegression(l2Strength: 1e-4).fitted(to: input.x, labels: input.labels))
    }
  } setup: {
    LogisticInput(rows: 100_000, columns: 20)
  }

  // Too few rows for a sampled start: every step has its Hessian.
  Benchmark("logistic fit 20k × 20") { benchmark, input in
    for _ in benchmark.scaledIterations {
      blackHole(
        try LogisticRegression(l2Strength: 1e-4).fitted(to: input.x, labels: input.labels))
    }
  } setup: {
    LogisticInput(rows: 20_000, columns: 20)
  }

  for columns in [5, 16] {
    for iterations in [1, 10] {
      Benchmark("k-means 100k × \(columns), k = 20, \(iterations) iterations") {
        benchmark, x in
        var kMeans = KMeans(clusterCount: 20, seed: 1)
        kMeans.relativeTolerance = 0
        kMeans.maximumIterations = iterations
        let start = Matrix(
          rows: 20, columns: columns, storage: Array(x.storage[..<(20 * columns)]))
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
          blackHole(try kMeans.fitted(to: x, startingFrom: start))
        }
      } setup: {
        Matrix(rows: 100_000, columns: columns, storage: uniform(100_000 * columns, seed: 4))
      }
    }
    Benchmark("k-means seeding 100k × \(columns), k = 20, with one iteration") { benchmark, x in
      var kMeans = KMeans(clusterCount: 20, seed: 1)
      (kMeans.restarts, kMeans.maximumIterations) = (1, 1)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(try kMeans.fitted(to: x)) }
    } setup: {
      Matrix(rows: 100_000, columns: columns, storage: uniform(100_000 * columns, seed: 4))
    }
  }

  Benchmark("exponential, 1M numbers") { benchmark, x in
    for _ in benchmark.scaledIterations {
      var sum = SIMD4<Double>.zero
      for index in stride(from: 0, to: x.count, by: 4) {
        sum += exp(SIMD4(x[index], x[index + 1], x[index + 2], x[index + 3]))
      }
      blackHole(sum)
    }
  } setup: {
    uniform(1_000_000, seed: 5)
  }

  Benchmark("log hypergeometric, 10k values") { benchmark, x in
    for _ in benchmark.scaledIterations {
      blackHole(x.reduce(0.0) { $0 + logHypergeometric(2 + $1, 1.5, 4, -1 - $1) })
    }
  } setup: {
    uniform(10_000, seed: 6)
  }

  Benchmark("BG/NBD fit, 100k customers") { benchmark, input in
    for _ in benchmark.scaledIterations {
      blackHole(
        BetaGeometric.bgNBD.fitted(
          to: try PurchaseSummaries(
            frequency: input.frequency, recencyInDays: input.recency,
            tenureInDays: input.tenure, daysPerUnit: 7),
          settings: FitSettings()))
    }
  } setup: {
    SummaryInput(customers: 100_000)
  }
}
