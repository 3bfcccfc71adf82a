import Dense
import Learning
import TestSupport
import Testing

private struct Oracle: Decodable {
  struct Partition: Decodable {
    let name: String
    let rows, columns: Int
    let x: [Double]
    let labels: [Int]
    /// Nil where scikit-learn refuses.
    let davies_bouldin: Double?
  }
  struct Fit: Decodable {
    let name: String
    let rows, columns: Int
    let x: [Double]
    let assignments: [Int]
    let davies_bouldin: Double?
  }
  let silhouettes: [Partition]
  let fits: [Fit]
}

@Suite struct DaviesBouldinTests {
  @Test func agreesWithScikitLearn() throws {
    let reference = try oracle("clusters.json", as: Oracle.self)
    let cases =
      reference.silhouettes.map {
        ($0.name, $0.rows, $0.columns, $0.x, $0.labels, $0.davies_bouldin)
      }
      + reference.fits.map {
        ($0.name, $0.rows, $0.columns, $0.x, $0.assignments, $0.davies_bouldin)
      }
    #expect(cases.contains { $0.5 == nil } && cases.contains { $0.5 == 0 })
    for (name, rows, columns, x, labels, expected) in cases {
      let found = daviesBouldinIndex(
        Matrix(rows: rows, columns: columns, storage: x), groups: labels)
      #expect((found == nil) == (expected == nil), "\(name)")
      #expect(relativeDifference(found ?? 0, expected ?? 0) < 1e-12, "\(name): \(found ?? .nan)")
    }
  }

  @Test func threadsNamesAndUnitsDoNotChangeIt() throws {
    var random = SeededGenerator(seed: 31)
    let x = Matrix(
      rows: 9_000, columns: 3,
      storage: (0..<27_000).map { _ in Double.random(in: -1..<1, using: &random) })
    let groups = (0..<9_000).map { _ in Int.random(in: 0..<7, using: &random) }
    let one = try #require(daviesBouldinIndex(x, groups: groups))
    #expect(daviesBouldinIndex(x, groups: groups, workers: 2) == one)
    let renamed = try #require(daviesBouldinIndex(x, groups: groups.map { 9 - 2 * $0 }))
    #expect(relativeDifference(renamed, one) < 1e-13)
    let scaled = Matrix(rows: 9_000, columns: 3, storage: x.storage.map { 8 * $0 })
    #expect(daviesBouldinIndex(scaled, groups: groups) == one)
  }

  @Test func nothingIsToldOfOneGroupOrOfSingletons() {
    let x = Matrix(rows: 3, columns: 1, storage: [1, 2, 3])
    #expect(daviesBouldinIndex(x, groups: [4, 4, 4]) == nil)
    #expect(daviesBouldinIndex(x, groups: [1, 2, 3]) == nil)
    #expect(daviesBouldinIndex(Matrix(rows: 0, columns: 2), groups: []) == nil)
  }
}
