import Dense
import Lifetime
import TestSupport
import Testing

@Suite struct PurchaseSummariesTests {
  private func summaries(
    _ frequency: [Int], _ recency: [Double], _ tenure: [Double], weights: [Double]? = nil
  ) throws -> PurchaseSummaries {
    try PurchaseSummaries(
      frequency: frequency, recency: recency, tenure: tenure, weights: weights)
  }

  @Test func impossibleHistoriesAreRefusedWithTheirRow() {
    #expect(throws: PurchaseDataError.recencyOutOfRange(row: 1, found: -1)) {
      try summaries([0, 1], [0, -1], [5, 5])
    }
    #expect(throws: PurchaseDataError.recencyExceedsTenure(row: 0, recency: 6, tenure: 5)) {
      try summaries([1], [6], [5])
    }
    #expect(throws: PurchaseDataError.recencyWithoutRepeatOrders(row: 0, recency: 2)) {
      try summaries([0], [2], [5])
    }
    #expect(throws: PurchaseDataError.repeatOrdersWithoutRecency(row: 0, frequency: 3)) {
      try summaries([3], [0], [5])
    }
    #expect(throws: PurchaseDataError.negativeFrequency(row: 0, found: -2)) {
      try summaries([-2], [0], [5])
    }
    #expect(throws: PurchaseDataError.tenureOutOfRange(row: 0, found: .infinity)) {
      try summaries([1], [1], [.infinity])
    }
    #expect(throws: PurchaseDataError.weightOutOfRange(row: 0, found: -1)) {
      try summaries([1], [1], [2], weights: [-1])
    }
    #expect(throws: PurchaseDataError.countMismatch(name: "tenure", found: 1, rows: 2)) {
      try summaries([1, 1], [1, 1], [2])
    }
    #expect(throws: PurchaseDataError.noRows) { try summaries([], [], []) }
    #expect(throws: PurchaseDataError.noRows) { try summaries([1], [1], [2], weights: [0]) }
    #expect(throws: (any Error).self) { try summaries([1], [.nan], [2]) }
    #expect(throws: (any Error).self) { try summaries([1], [1], [.nan]) }
  }

  @Test func compressionCountsEqualRowsInOrder() throws {
    let merged = try summaries(
      [2, 0, 2, 1, 0, 2], [4, 0, 4, 3, 0, 4], [9, 7, 9, 9, 7, 8], weights: [1, 2, 3, 1, 1, 0]
    ).compressed()
    #expect(merged.frequency == [0, 1, 2])
    #expect(merged.recency == [0, 3, 4])
    #expect(merged.tenure == [7, 9, 9])
    #expect(merged.weights == [3, 1, 4])
  }

  @Test func compressionOfManyRowsKeepsEveryCustomer() throws {
    var generator = SeededGenerator(seed: 12)
    let frequency = (0..<50_000).map { _ in Int.random(in: 0...30, using: &generator) }
    let recency = frequency.map {
      $0 == 0 ? 0 : Int.random(in: 1...200, using: &generator)
    }
    let tenure = recency.map { Int.random(in: $0...210, using: &generator) }
    let merged = try PurchaseSummaries(
      frequency: frequency, recencyInDays: recency, tenureInDays: tenure, daysPerUnit: 1)
    #expect(merged.weights.reduce(0, +) == 50_000)
    struct Row: Hashable {
      let frequency, recency, tenure: Int
    }
    let rows = Set(
      frequency.indices.map {
        Row(frequency: frequency[$0], recency: recency[$0], tenure: tenure[$0])
      })
    #expect(merged.count == rows.count)
  }

  @Test func timesTooLongToPackAreMergedToo() throws {
    let year = 31_557_600_000
    let wide = try PurchaseSummaries(
      frequency: [1, 0, 1, 0], recencyInDays: [year, 0, year, 0],
      tenureInDays: [2 * year, year, 2 * year, 3 * year], daysPerUnit: Double(year))
    #expect(wide.frequency == [0, 0, 1])
    #expect(wide.tenure == [1, 3, 2])
    #expect(wide.weights == [1, 1, 2])
  }
}
