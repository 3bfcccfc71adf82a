import Dense
import Foundation
import Learning
import TestSupport
import Testing

/// Products of columns that a fit lacks, found by their score statistics.
@Suite struct ScoreScreenTests {
  private static let rows = 4_000

  /// Two columns, their product, the same product once more but for a little noise, and a column of
  /// noise; labels by a logit of twice the product.
  private static func planted(strength: Double) -> (x: Matrix, labels: [Double]) {
    var generator = SeededGenerator(seed: 41)
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
    var x = Matrix(rows: rows, columns: 5)
    var labels: [Double] = []
    for row in 0..<rows {
      let (first, second) = (normal(), normal())
      let columns = [first, second, normal(), first * second, first * second + 0.1 * normal()]
      for (column, value) in columns.enumerated() { x[row, column] = value }
      let probability = logistic(strength * first * second)
      labels.append(Double.random(in: 0..<1, using: &generator) < probability ? 1 : 0)
    }
    return (x, labels)
  }

  private static func selected(
    strength: Double, threshold: Double, limit: Int = 3, workers: Workers = .one
  ) throws -> [Int] {
    let (x, labels) = planted(strength: strength)
    var known = Matrix(rows: rows, columns: 2)
    for row in 0..<rows { for column in 0..<2 { known[row, column] = x[row, column] } }
    let fit = try LogisticRegression(l2Strength: 1e-3).fitted(to: known, labels: labels)
    return ScoreScreen(threshold: threshold, limit: limit, workers: workers).selected(
      columns: x.columns, labels: labels, predictor: fit.predictor, l2Strength: 1e-3
    ) { Array(x.storage[$0.lowerBound * x.columns..<$0.upperBound * x.columns]) }
  }

  /// The planted product comes first, and its like has nothing left to add once it is in.
  @Test func findsThePlantedProductAlone() throws {
    #expect(try Self.selected(strength: 2, threshold: 8) == [1])
    #expect(try Self.selected(strength: 2, threshold: 8, workers: 3) == [1])
  }

  /// Under no effect, a threshold that chance stays below takes nothing.
  @Test func takesNothingFromNoise() throws {
    #expect(try Self.selected(strength: 0, threshold: 15) == [])
  }

  @Test func keepsToItsLimit() throws {
    #expect(try Self.selected(strength: 2, threshold: 0, limit: 2).count == 2)
    #expect(try Self.selected(strength: 2, threshold: 0, limit: 0) == [])
  }
}

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
