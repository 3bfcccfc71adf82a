import Dense
import Foundation
import Learning
import TestSupport
import Testing

/// Principal components against closed forms and against the matrix that they come from.
@Suite struct PrincipalComponentsTests {
  /// Four points on the axes of a plane that is turned by 30°: variances 2 and ½ along the turned axes.
  @Test func findTheAxesOfATurnedPlane() {
    let (cosine, sine) = (3.0.squareRoot() / 2, 0.5)
    let places: [(Double, Double)] = [(2, 0), (-2, 0), (0, 1), (0, -1)]
    let points = places.flatMap { x, y -> [Double] in
      let right: Double = 5 + cosine * x - sine * y
      let up: Double = -3 + sine * x + cosine * y
      return [right, up]
    }
    let found = PrincipalComponents(
      of: Matrix(rows: 4, columns: 2, storage: points), count: 2)
    #expect(zip(found.means, [5, -3]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(zip(found.variances, [2, 0.5]).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(abs(found.totalVariance - 2.5) < 1e-14)
    #expect(abs(found.share(of: 0) - 0.8) < 1e-14)
    let wanted = [cosine, sine, -sine, cosine]
    #expect(zip(found.directions.storage, wanted).allSatisfy { abs($0 - $1) < 1e-14 })
    let scores = found.scores(of: [5 + cosine * 2, -3 + sine * 2])
    #expect(abs(scores[0] - 2) < 1e-14 && abs(scores[1]) < 1e-14)
  }

  /// Directions are orthonormal, the scores along them uncorrelated with the variances told, and their
  /// squares sum to those of the points; whatever the number of threads.
  @Test func turnThePointsAndNothingElse() {
    var generator = SeededGenerator(seed: 11)
    let (rows, columns) = (5_000, 5)
    var storage: [Double] = []
    for _ in 0..<rows {
      let common = Double.random(in: -1...1, using: &generator)
      for column in 0..<columns {
        storage.append(
          Double(column) * common + Double.random(in: -1...1, using: &generator) + 100)
      }
    }
    let points = Matrix(rows: rows, columns: columns, storage: storage)
    let found = PrincipalComponents(of: points, count: 9)
    #expect(found.directions.rows == columns)
    for one in 0..<columns {
      for other in 0...one {
        let product = zip(found.directions.row(one), found.directions.row(other))
          .reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (one == other ? 1 : 0)) < 1e-12)
      }
    }
    let scores = (0..<rows).map { found.scores(of: points.row($0)) }
    for one in 0..<columns {
      for other in 0...one {
        let moment = scores.reduce(0) { $0 + $1[one] * $1[other] } / Double(rows)
        #expect(abs(moment - (one == other ? found.variances[one] : 0)) < 1e-10)
      }
    }
    #expect(zip(found.variances, found.variances.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(abs(found.variances.reduce(0, +) - found.totalVariance) < 1e-10)
    let other = PrincipalComponents(of: points, count: 9, workers: 3)
    #expect(other.directions == found.directions && other.variances == found.variances)
  }

  @Test func pointsThatAreAlikeHaveNoDirection() {
    let found = PrincipalComponents(
      of: Matrix(rows: 3, columns: 2, repeating: 4), count: 2)
    #expect(found.variances == [0, 0] && found.share(of: 0) == 0)
    #expect(found.scores(of: [4, 4]) == [0, 0])
  }
}
