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
      of: 3, labels: labels, predictor: fit.predictor, l2Strength: 1e-3,
      design: StoredColumns(x, leading: 2),
      further: { rows in transposed(x, rows, from: 2) })
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

  /// The oracle sweeps one column after the other out of the whole matrix of what the design leaves.
  @Test(arguments: [5, 40, 180]) func takesWhatAPlainSweepTakes(limit: Int) throws {
    let (known, further) = (4, 260)
    var generator = SeededGenerator(seed: 5)
    let rows = 1_500
    var x = Matrix(rows: rows, columns: known + further)
    var labels: [Double] = []
    for row in 0..<rows {
      for column in 0..<known + further {
        // Each leans on the one before it, so that taking one changes what others have to say.
        let before = column > 0 ? x[row, column - 1] : 0
        x[row, column] = 0.6 * before + Double.random(in: -1...1, using: &generator)
      }
      let eta = (0..<known + further).reduce(0.0) { $0 + ($1 % 9 == 0 ? 0.25 : 0) * x[row, $1] }
      labels.append(Double.random(in: 0..<1, using: &generator) < logistic(eta) ? 1 : 0)
    }
    let design = Matrix(
      rows: rows, columns: known, storage: (0..<rows).flatMap { x.row($0).prefix(known) })
    let fit = try LogisticRegression(l2Strength: 1e-3).fitted(to: design, labels: labels)
    let found = ScoreScreen(threshold: 0.5, limit: limit, workers: 2).selected(
      of: further, labels: labels, predictor: fit.predictor, l2Strength: 1e-3,
      design: StoredColumns(x, leading: known),
      further: { [x] rows in transposed(x, rows, from: known) })
    let plain = plainlySwept(x, labels, fit.predictor, ridge: 1e-3 * Double(rows), limit, 0.5)
    #expect(found == plain && found.count >= min(limit, 20), "\(found), \(plain)")
  }

  /// Of so many rows products are taken in single precision; the sweep is in double.
  @Test func takesTheSameOfManyRows() throws {
    let (known, further, rows) = (3, 24, 66_000)
    var source = RandomSource(seed: 12)
    var x = Matrix(rows: rows, columns: known + further)
    var labels: [Double] = []
    for row in 0..<rows {
      for column in 0..<known + further {
        let own = source.uniform() - 0.5
        x[row, column] = column > known ? own + 0.8 * x[row, column - 1] : own
      }
      let eta = (0..<8).reduce(0.0) { $0 + 0.3 * x[row, known + 3 * $1] }
      labels.append(source.uniform() < logistic(eta) ? 1 : 0)
    }
    let fit = try LogisticRegression(l2Strength: 1e-3)
      .fitted(to: .made(StoredColumns(x, leading: known)), labels: labels)
    let found = ScoreScreen(threshold: 6, limit: further, workers: 2).selected(
      of: further, labels: labels, predictor: fit.predictor, l2Strength: 1e-3,
      design: StoredColumns(x, leading: known),
      further: { [x] rows in transposed(x, rows, from: known) })
    let plain = plainlySwept(x, labels, fit.predictor, ridge: 1e-3 * Double(rows), further, 6)
    #expect(found == plain && found.count >= 8, "\(found), \(plain)")
  }

  /// The oracle writes U²/cᵀWc out of each column, row by row.
  @Test func loudestAreThoseOfLargestOwnStatistic() throws {
    let (known, further, rows) = (3, 60, 2_000)
    var source = RandomSource(seed: 4)
    var x = Matrix(rows: rows, columns: known + further)
    var labels: [Double] = []
    for row in 0..<rows {
      for column in 0..<known + further { x[row, column] = source.uniform() - 0.5 }
      let eta = (0..<20).reduce(0.0) { $0 + 0.1 * Double($1) * x[row, known + $1] }
      labels.append(source.uniform() < logistic(eta) ? 1 : 0)
    }
    let design = Matrix(
      rows: rows, columns: known, storage: (0..<rows).flatMap { x.row($0).prefix(known) })
    let fit = try LogisticRegression(l2Strength: 1e-3).fitted(to: design, labels: labels)
    let statistics = (0..<further).map { column -> Double in
      var (score, square) = (0.0, 0.0)
      for row in 0..<rows {
        let eta = (0..<known).reduce(fit.predictor.intercept) {
          $0 + fit.predictor.coefficients[$1] * x[row, $1]
        }
        let (p, c) = (logistic(eta), x[row, known + column])
        score += (labels[row] - p) * c
        square += p * (1 - p) * c * c
      }
      return score * score / square
    }
    let expected = statistics.indices.sorted { statistics[$0] > statistics[$1] }.prefix(12).sorted()
    for workers in [1, 3] as [Workers] {
      let found = ScoreScreen(threshold: 0, limit: 12, workers: workers).loudest(
        of: further, labels: labels, predictor: fit.predictor,
        design: StoredColumns(x, leading: known),
        further: { [x] rows in transposed(x, rows, from: known) })
      #expect(found == expected)
    }
  }

  @Test func keepsToItsLimit() throws {
    #expect(try Self.selected(strength: 2, threshold: 0, limit: 2).count == 2)
    #expect(try Self.selected(strength: 2, threshold: 0, limit: 0) == [])
  }
}

/// Some rows' columns from one on, one a row.
private func transposed(_ x: Matrix, _ rows: Range<Int>, from first: Int) -> Matrix {
  Matrix(
    rows: x.columns - first, columns: rows.count,
    storage: (first..<x.columns).flatMap { column in rows.map { x[$0, column] } })
}

/// Columns in the order of their statistics, all products written out.
private func plainlySwept(
  _ x: Matrix, _ labels: [Double], _ predictor: LinearPredictor, ridge: Double, _ limit: Int,
  _ threshold: Double
) -> [Int] {
  let (order, width) = (x.columns + 1, predictor.coefficients.count + 1)
  var products = [[Double]](repeating: [Double](repeating: 0, count: order), count: order)
  var score = [Double](repeating: 0, count: order)
  for row in 0..<x.rows {
    let values = [1] + x.row(row)
    let eta =
      predictor.intercept
      + predictor.coefficients.indices.reduce(0.0) {
        $0 + predictor.coefficients[$1] * x[row, $1]
      }
    let p = logistic(eta)
    for k in 0..<order {
      score[k] += (labels[row] - p) * values[k]
      for l in 0..<order { products[k][l] += p * (1 - p) * values[k] * values[l] }
    }
  }
  for k in 0..<width { products[k][k] += k == 0 ? 1e-9 * products[0][0] : ridge }
  func sweep(_ column: Int, scores: Bool) {
    let pivot = products[column]
    for row in 0..<order where row != column {
      let factor = pivot[row] / pivot[column]
      if scores { score[row] -= factor * score[column] }
      for other in 0..<order { products[row][other] -= factor * pivot[other] }
    }
    for other in 0..<order {
      products[column][other] = 0
      products[other][column] = 0
    }
    if scores { score[column] = 0 }
  }
  for column in 0..<width { sweep(column, scores: false) }
  var taken: [Int] = []
  while taken.count < limit {
    let statistics = (width..<order).map { column in
      products[column][column] > 1e-9 ? score[column] * score[column] / products[column][column] : 0
    }
    guard let best = statistics.indices.max(by: { statistics[$0] < statistics[$1] }),
      statistics[best] > threshold
    else { break }
    taken.append(best)
    sweep(width + best, scores: true)
  }
  return taken
}

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
