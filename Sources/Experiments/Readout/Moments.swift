/// Number, mean and variance of some values, in two passes.
package struct Moments: Sendable, Equatable {
  package let count: Int
  package let mean: Double
  /// With n − 1 below the line; 0 of fewer than two values.
  package let variance: Double

  package init(of values: some Sequence<Double>) {
    var (count, sum) = (0, 0.0)
    for value in values {
      count += 1
      sum += value
    }
    let mean = count > 0 ? sum / Double(count) : 0
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    self.count = count
    self.mean = mean
    variance = count > 1 ? squares / Double(count - 1) : 0
  }

  package init(count: Int, mean: Double, variance: Double) {
    (self.count, self.mean, self.variance) = (count, mean, variance)
  }
}
