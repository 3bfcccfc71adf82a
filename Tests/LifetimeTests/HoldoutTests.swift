import Dense
import Lifetime
import TestSupport
import Testing

/// CDNOW's holdout of 39 weeks, as published software sees it.
@Suite struct HoldoutTests {
  static let sample = CDNOW.sample

  @Test func theInputIsTheKnownOne() throws {
    let sample = Self.sample
    #expect(sample.frequency.count == 2_357)
    #expect(sample.frequency.reduce(0, +) == 2_457)
    #expect(sample.frequency.count { $0 > 0 } == 946)
    #expect(sample.tenureInDays.max() == 272)
    #expect(sample.holdoutOrders.reduce(0, +) == 1_882)
    #expect(sample.holdoutOrders.count { $0 > 0 } == 684)
    #expect(try sample.summaries().count == 1_016)
  }

  @Test func bgNBD() throws {
    let fitted = BetaGeometric.bgNBD.fitted(to: try Self.sample.summaries())
    expect(fitted.process, 1_653.41, 0.78545, 1.60798, 0.77252, 0.31579)
  }

  @Test func mbgNBD() throws {
    let fitted = BetaGeometric.mbgNBD.fitted(to: try Self.sample.summaries())
    expect(fitted.process, 1_576.73, 0.76478, 1.60718, 0.77276, 0.68665)
  }

  @Test func paretoNBD() throws {
    let fitted = ParetoNBD().fitted(to: try Self.sample.summaries())
    // The mean absolute error is that of mpmath at 60 digits; published software is off in the fifth.
    expect(fitted.process, 1_665.513107, 0.754523383, 1.602847999, 0.77874, 0.72622)
  }

  private func expect(
    _ process: some PurchaseProcess, _ sum: Double, _ mae: Double, _ rmse: Double, _ auc: Double,
    _ aucOfAlive: Double
  ) {
    let rows = Self.sample.frequency.indices
    let expected = rows.map {
      process.expectedOrders(Self.sample.customer($0), within: CDNOW.holdoutWeeks)
    }
    let alive = rows.map { process.probabilityAlive(Self.sample.customer($0)) }
    let errors = rows.map { expected[$0] - Double(Self.sample.holdoutOrders[$0]) }
    let n = Double(rows.count)
    #expect(abs(expected.reduce(0, +) - sum) < 0.005)
    #expect(abs(errors.reduce(0) { $0 + abs($1) } / n - mae) < 6e-6)
    #expect(abs((errors.reduce(0) { $0 + $1 * $1 } / n).squareRoot() - rmse) < 6e-6)
    let returned = Self.sample.holdoutOrders.map { $0 > 0 }
    #expect(abs(areaUnderCurve(expected, returned) - auc) < 6e-6)
    #expect(abs(areaUnderCurve(alive, returned) - aucOfAlive) < 6e-6)
  }
}

/// The share of pairs of a yes and a no in which the yes scores higher, ties counting half.
func areaUnderCurve(_ scores: [Double], _ labels: [Bool]) -> Double {
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var (sum, below, start) = (0.0, 0.0, 0)
  while start < order.count {
    let tied = order[start...].prefix { scores[$0] == scores[order[start]] }
    let yes = Double(tied.count { labels[$0] })
    let no = Double(tied.count) - yes
    sum += yes * (below + 0.5 * no)
    below += no
    start += tied.count
  }
  let yes = Double(labels.count { $0 })
  return sum / (yes * (Double(labels.count) - yes))
}
