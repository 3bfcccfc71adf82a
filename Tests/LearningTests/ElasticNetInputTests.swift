import Dense
import Learning
import TestSupport
import Testing

@Suite struct ElasticNetInputTests {
  private let x = Matrix(rows: 4, columns: 2, storage: [1, 2, 2, 1, 3, 5, 4, 3])
  private let labels = [0.0, 1, 0, 1]

  private func message(
    _ net: ElasticNet = ElasticNet(l1Share: 1), x: Matrix? = nil, labels: [Double]? = nil,
    weights: [Double]? = nil
  ) -> String? {
    do {
      _ = try net.fitted(to: x ?? self.x, labels: labels ?? self.labels, weights: weights)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func saysWhatIsWrongWithSettings() {
    func says(_ change: (inout ElasticNet) -> Void) -> String? {
      var net = ElasticNet(l1Share: 1)
      change(&net)
      return message(net)
    }
    #expect(says { _ in } == nil)
    for share in [-0.1, 1.5, .nan] {
      #expect(
        says { $0.l1Share = share } == "l1Share: found \(share), expected a number from 0 to 1.")
    }
    for strengths in [[0.1, 0.2], [0.1, 0.1], [0.1, 0], [-1], [.infinity], [.nan]] {
      #expect(says { $0.strengths = .given(strengths) }?.hasPrefix("strengths: found ") == true)
    }
    #expect(says { $0.strengths = .given([]) } == "strengths: found none, expected at least one.")
    #expect(
      says { $0.strengths = .falling(count: 0, to: 0.1) }
        == "strengths: found 0 of them, expected 1 to 100,000.")
    #expect(says { $0.strengths = .falling(count: 1, to: 0.1) } == nil)
    for share in [0, 1, -1, .nan, .infinity] {
      #expect(
        says { $0.strengths = .falling(count: 3, to: share) }
          == "strengths: found a fall to \(share) of the first, expected a share above 0 and below 1."
      )
    }
    #expect(
      says { $0.penaltyFactors = [1] }
        == "penaltyFactors: found 1 elements, expected one for each of 2 columns.")
    for factor in [-1, .nan, .infinity] {
      #expect(
        says { $0.penaltyFactors = [1, factor] }
          == "penaltyFactors: found \(factor) for column 1, expected a number from 0 to 1e100.")
    }
    #expect(says { $0.gradientTolerance = 0 }?.hasPrefix("gradientTolerance") == true)
    #expect(says { $0.maximumIterations = 0 }?.hasPrefix("maximumIterations") == true)
  }

  @Test func saysWhatIsWrongWithData() {
    for value in [Double.nan, .infinity, -1e101] {
      var bad = x
      bad[2, 1] = value
      #expect(message(x: bad)?.hasPrefix("Row 2, column 1: found \(value)") == true)
    }
    #expect(message(labels: [0, 1, 2, 1])?.hasPrefix("Row 2: found the response 2.0") == true)
    #expect(message(labels: [0, 1, .nan, 1])?.hasPrefix("Row 2: found the response nan") == true)
    #expect(message(labels: [1, 1, 1, 1])?.hasPrefix("all labels are 1.0") == true)
    #expect(message(weights: [0, 1, 0, 1])?.hasPrefix("all labels are 1.0") == true)
    #expect(
      message(weights: [0, 0, 0, 0]) == "No row with a weight above 0 to learn from.")
    #expect(message(weights: [1, -1, 1, 1])?.hasPrefix("Row 1: found the weight -1.0") == true)
    #expect(message(weights: [1])?.hasPrefix("weights: found 1 elements") == true)
    #expect(message(labels: [1])?.hasPrefix("labels: found 1 elements") == true)
    #expect(message(x: Matrix(rows: 0, columns: 2), labels: []) != nil)
  }

  @Test func saysWhichFreeColumnsSeparate() {
    var net = ElasticNet(l1Share: 1)
    net.penaltyFactors = [1, 0]
    #expect(
      message(net, labels: [0, 0, 1, 1])
        == """
        The columns 1, which bear no penalty, tell the labels apart without error: no coefficients are \
        the best. Give them a penalty factor above 0.
        """)
  }

  @Test func columnsThatSayNothingGiveOnePoint() throws {
    let net = ElasticNet(l1Share: 1)
    for width in [0, 2] {
      let constant = Matrix(rows: 4, columns: width, repeating: 3)
      let path = try net.fitted(to: constant, labels: [0, 1, 1, 1])
      #expect(path.points.count == 1 && path.points[0].columns.isEmpty)
      #expect(abs(path.points[0].intercept - 1.0986122886681098) < 1e-12)
      #expect(path.diagnoses.count == width)
    }
  }

  @Test(arguments: [1e-90, 1e-20, 1e20, 1e90])
  func numbersOfAnySizeAreLearnedFrom(scale: Double) throws {
    var scaled = Sample(rows: 200, columns: 3, seed: 8)
    let net = ElasticNet(l1Share: 1, strengths: .falling(count: 5, to: 0.1))
    let path = try net.fitted(to: scaled.x, labels: scaled.labels)
    for index in scaled.x.storage.indices { scaled.x.storage[index] *= scale }
    var large = net
    large.gradientTolerance *= scale
    let other = try large.fitted(to: scaled.x, labels: scaled.labels)
    // A lasso's shrinkage goes with the columns' units; its strengths do too.
    for index in path.points.indices {
      #expect(path.points[index].columns == other.points[index].columns)
      let back = other.points[index].coefficients.map { $0 * scale }
      #expect(largestDifference(back, path.points[index].coefficients) < 1e-4)
      #expect(other.points[index].convergence.isConverged)
    }
  }
}

@Suite struct OneStandardErrorTests {
  private let losses = [
    [0.70, 0.61, 0.60, 0.62], [0.80, 0.70, 0.66, 0.69], [0.75, 0.66, 0.66, 0.64],
  ]

  @Test func choosesTheStrongestWithinAnErrorOfTheBest() throws {
    // Means .75, .65667, .64, .65; the error of the best is √(.0024/2/3) = .02.
    let choice = try OneStandardErrorChoice(losses: losses)
    #expect(choice.best == 2 && choice.chosen == 1)
    #expect(agree(choice.standardErrors, [0.02, 0.02, 0.02, 0.02], relative: 1e-12))
    #expect(abs(choice.means[2] - 0.64) < 1e-15)
  }

  @Test func holdsDifferencesAgainstTheirOwnError() throws {
    // Of .01, .04, 0 the mean is .01667 and the error .01202: the level of the folds is no excuse.
    let choice = try OneStandardErrorChoice(losses: losses, measure: .difference)
    #expect(choice.best == 2 && choice.chosen == 2)
    #expect(abs(choice.standardErrors[1] - 0.012018504251546632) < 1e-15)
    let shifted = losses.enumerated().map { fold, values in values.map { $0 + Double(fold) } }
    let other = try OneStandardErrorChoice(losses: shifted, measure: .difference)
    #expect(other.chosen == 2)
    #expect(try OneStandardErrorChoice(losses: shifted).chosen == 0)
  }

  @Test func oneFoldChoosesItsBest() throws {
    let choice = try OneStandardErrorChoice(losses: [[3, 2, 2, 4]])
    #expect(choice.best == 1 && choice.chosen == 1 && choice.standardErrors == [0, 0, 0, 0])
  }

  @Test(arguments: [[], [[]], [[1, 2], [1]], [[1, .nan]], [[.infinity]]])
  func refusesWhatIsNoLoss(losses: [[Double]]) {
    #expect(throws: FitError.self) { try OneStandardErrorChoice(losses: losses) }
  }
}
