import Dense
import Learning
import TestSupport
import Testing

private struct AgreementOracle: Decodable {
  struct Case: Decodable {
    let name: String
    let a, b: [Int]
    let adjusted_rand, adjusted_mutual_information: Double
    let homogeneity, completeness, v_measure: Double
    /// Nil without members.
    let matched: Double?
    /// For each group of `a`, by label, its similarity with the best group of `b`.
    let jaccard: [Double]
  }
  struct Huge: Decodable {
    let members: Int
    let groups: [Int]
    let copied: Int
    let adjusted_rand, adjusted_mutual_information, exact_adjusted_mutual_information: Double
    let homogeneity, completeness, v_measure: Double
  }
  struct Expectation: Decodable {
    let rows, columns: [Int]
    let expected: Double
  }
  struct Assignment: Decodable {
    let rows, columns: Int
    let values: [Double]
    let least, greatest: Double

    var matrix: Matrix { Matrix(rows: rows, columns: columns, storage: values) }
  }
  let cases: [Case]
  let huge: [Huge]
  let expected_information: [Expectation]
  let assignments: [Assignment]

  static func read() throws -> AgreementOracle {
    try oracle("agreement.json", as: AgreementOracle.self)
  }
}

private func labels(_ count: Int, groups: Int, seed: UInt64) -> [Int] {
  var random = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Int.random(in: 0..<groups, using: &random) }
}

@Suite struct PartitionAgreementTests {
  @Test func agreesWithScikitLearn() throws {
    for example in try AgreementOracle.read().cases {
      let found = PartitionAgreement(example.a, example.b)
      let values = [
        found.adjustedRand, found.adjustedMutualInformation, found.homogeneity,
        found.completeness, found.vMeasure,
      ]
      let expected = [
        example.adjusted_rand, example.adjusted_mutual_information, example.homogeneity,
        example.completeness, example.v_measure,
      ]
      #expect(
        agree(values, expected, relative: 1e-12, absolute: 1e-12),
        "\(example.name): \(values), expected \(expected)")
    }
  }

  /// A million members, related and independent, against scikit-learn and, in what that takes from
  /// log-gamma, against 40 digits.
  @Test func agreesWithScikitLearnOnAMillion() throws {
    for huge in try AgreementOracle.read().huge {
      func labels(_ groups: Int, seed: UInt64) -> [Int] {
        var state = seed
        return (0..<huge.members).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Int((state >> 33) % UInt64(groups))
        }
      }
      let first = labels(huge.groups[0], seed: 1)
      var second = labels(huge.groups[1], seed: 2)
      for (member, draw) in labels(10, seed: 3).enumerated() where draw < huge.copied {
        second[member] = first[member] % huge.groups[1]
      }
      let found = PartitionAgreement(first, second)
      // Of independent partitions all are near 0: what is left is the rounding of sums of order 1.
      #expect(
        agree(
          [found.adjustedRand, found.homogeneity, found.completeness, found.vMeasure],
          [huge.adjusted_rand, huge.homogeneity, huge.completeness, huge.v_measure],
          relative: 1e-12, absolute: 1e-15))
      let information = found.adjustedMutualInformation
      #expect(abs(information - huge.exact_adjusted_mutual_information) < 1e-15, "\(information)")
      #expect(abs(information - huge.adjusted_mutual_information) < 1e-9, "\(information)")
    }
  }

  @Test func similarGroupsAgreeWithScikitLearn() throws {
    for example in try AgreementOracle.read().cases {
      let matches = ContingencyTable(example.a, example.b).jaccardMatches
      #expect(matches.map(\.group) == Set(example.a).sorted(), "\(example.name)")
      #expect(
        agree(matches.map(\.similarity), example.jaccard, absolute: 1e-15), "\(example.name)")
      for match in matches {
        let either = example.a.indices.filter {
          example.a[$0] == match.group || example.b[$0] == match.best
        }
        let both = either.count {
          example.a[$0] == match.group && example.b[$0] == match.best
        }
        #expect(match.similarity == Double(both) / Double(either.count), "\(example.name)")
      }
    }
  }

  @Test func expectedInformationAgreesWithFortyDigits() throws {
    for example in try AgreementOracle.read().expected_information {
      // Any arrangement has the sizes; these lay the groups end to end.
      func laid(_ sizes: [Int]) -> [Int] {
        sizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
      }
      let table = ContingencyTable(laid(example.rows), laid(example.columns))
      #expect(relativeDifference(table.expectedMutualInformation, example.expected) < 1e-11)
    }
  }

  @Test func bestMatchingAgreesWithSciPy() throws {
    for example in try AgreementOracle.read().cases {
      let matching = ContingencyTable(example.a, example.b).bestMatching
      #expect((matching.share == nil) == (example.matched == nil), "\(example.name)")
      #expect(abs((matching.share ?? 0) - (example.matched ?? 0)) < 1e-15, "\(example.name)")
      #expect(Set(matching.pairs.map(\.first)).count == matching.pairs.count)
      #expect(Set(matching.pairs.map(\.second)).count == matching.pairs.count)
    }
  }

  @Test func tableCountsEveryMemberOnce() {
    let (a, b) = (labels(900, groups: 13, seed: 1), labels(900, groups: 4, seed: 2))
    let table = ContingencyTable(a.map { $0 * 5 - 20 }, b)
    #expect(table.total == 900)
    #expect(table.cells.map(\.count).reduce(0, +) == 900)
    #expect(table.rowLabels == (0..<13).map { $0 * 5 - 20 })
    for cell in table.cells {
      let count = a.indices.count { a[$0] == cell.row && b[$0] == cell.column }
      #expect(cell.count == count)
    }
  }

  @Test func namesAndOrderDoNotMatter() {
    let (a, b) = (labels(700, groups: 6, seed: 3), labels(700, groups: 5, seed: 4))
    var order = Array(0..<700)
    var random = SeededGenerator(seed: 5)
    order.shuffle(using: &random)
    let names = [40, -7, 12, 3, 99, 0]
    let straight = PartitionAgreement(a, b)
    let shuffled = PartitionAgreement(order.map { a[$0] }, order.map { b[$0] })
    #expect(straight == shuffled)
    let renamed = PartitionAgreement(a.map { names[$0] }, b)
    #expect(abs(renamed.adjustedMutualInformation - straight.adjustedMutualInformation) < 1e-14)
    #expect(renamed.adjustedRand == straight.adjustedRand)
  }

  @Test func exchangeSwapsTheHalvesOfV() {
    let (a, b) = (labels(500, groups: 6, seed: 6), labels(500, groups: 3, seed: 7))
    let (straight, exchanged) = (PartitionAgreement(a, b), PartitionAgreement(b, a))
    #expect(relativeDifference(straight.homogeneity, exchanged.completeness) < 1e-12)
    #expect(relativeDifference(straight.vMeasure, exchanged.vMeasure) < 1e-12)
    #expect(straight.adjustedRand == exchanged.adjustedRand)
  }

  @Test func chanceAgreesByNothing() {
    let (a, b) = (labels(20_000, groups: 8, seed: 8), labels(20_000, groups: 11, seed: 9))
    let agreement = PartitionAgreement(a, b)
    #expect(abs(agreement.adjustedRand) < 1e-3)
    #expect(abs(agreement.adjustedMutualInformation) < 1e-3)
  }

  @Test func noMembersAgree() {
    let agreement = PartitionAgreement([], [])
    #expect(agreement.adjustedRand == 1 && agreement.vMeasure == 1)
    #expect(ContingencyTable([], []).bestMatching.share == nil)
  }
}

@Suite struct LinearAssignmentTests {
  @Test func totalsAgreeWithSciPy() throws {
    for example in try AgreementOracle.read().assignments {
      let least = LinearAssignment(minimizing: example.matrix)
      let greatest = LinearAssignment(maximizing: example.matrix)
      #expect(abs(least.total - example.least) < 1e-12, "\(example.rows) × \(example.columns)")
      #expect(abs(greatest.total - example.greatest) < 1e-12)
      for assignment in [least, greatest] {
        let columns = assignment.columnOfRow.compactMap(\.self)
        #expect(columns.count == min(example.rows, example.columns))
        #expect(Set(columns).count == columns.count)
      }
    }
  }

  @Test func noPermutationOfSixIsBetter() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<20 {
      let costs = Matrix(
        rows: 6, columns: 6,
        storage: (0..<36).map { _ in Double(Int.random(in: -9...9, using: &random)) })
      #expect(LinearAssignment(minimizing: costs).total == leastByTrial(costs, row: 0, free: 0..<6))
    }
  }

  private func leastByTrial(_ costs: Matrix, row: Int, free: some Collection<Int>) -> Double {
    if row == costs.rows { return 0 }
    return free.map { column in
      costs[row, column]
        + leastByTrial(costs, row: row + 1, free: Array(free.filter { $0 != column }))
    }.min() ?? 0
  }
}
