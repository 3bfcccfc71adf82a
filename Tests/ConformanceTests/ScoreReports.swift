import TestSupport
import Testing

/// Scores from 1 to 5 where most customers are alike.
@Suite struct ScoreReports {
  /// 200 customers with one order of 10, six of whom order once more.
  private static var ties: String {
    var text = Reported.header
    for customer in 0..<200 { text += "c\(customer),\(Reported.date(customer % 28)),10\n" }
    for customer in 0..<6 { text += "c\(customer),\(Reported.date(60 + customer)),10\n" }
    return text
  }

  /// rfm 17, 57 and 75, pandas 7751 and 15069: quantiles that fall together gave errors, missing scores, or
  /// equal customers different scores.
  @Test func rfm17EqualValuesHaveEqualScores() throws {
    let runner = try CommandRunner()
    try runner.write(Self.ties, to: "orders.csv")
    let rows = try runner.cells(["segment", "orders.csv", "--quiet"])
    #expect(rows.count == 200)
    var scoreOfDay: [Int: Set<Int>] = [:]
    for (customer, row) in rows {
      let number = try #require(Int(customer.dropFirst()))
      // One score of those with one order, a higher one of those with two.
      #expect(row["f_score"] == (number < 6 ? "5" : "1"), "\(customer)")
      #expect(row["m_score"] == (number < 6 ? "5" : "1"), "\(customer)")
      let recency = try #require(Int(row["r_score"] ?? ""))
      scoreOfDay[number < 6 ? 60 + number : number % 28, default: []].insert(recency)
    }
    // Customers of one last day have one score, and later days no lower one.
    let scores = scoreOfDay.sorted { $0.key < $1.key }.map(\.value)
    #expect(scores.count == 34)
    for (day, next) in zip(scores, scores.dropFirst()) {
      #expect(day.count == 1 && next.count == 1)
      #expect((day.max() ?? 0) <= (next.min() ?? 0))
    }
    #expect(Set(scores.joined()) == [1, 2, 3, 4, 5])
  }

  /// rfm 58, 64 and 75, paws-data-pipeline 422: cut-offs of one's own, in the wrong order or at a value.
  @Test func rfm75CutOffsOfOnesOwn() throws {
    let runner = try CommandRunner()
    try runner.write(Self.ties, to: "orders.csv")
    func rules(_ cutOffs: String) -> String {
      """
      name: own
      scores:
        often: {of: orders, best: high, cut_offs: \(cutOffs)}
      segments:
        - {name: Twice, when: often >= 2, priority: 1}
      otherwise: Once

      """
    }
    try runner.write(rules("[4, 2]"), to: "falling.yaml")
    try runner.refusal(
      ["segment", "orders.csv", "--rules", "falling.yaml"], status: 65,
      says: ["falling.yaml:3", "cut-offs"])
    try runner.write(rules("[2, 4]"), to: "rising.yaml")
    let segments = try runner.cells(["segment", "orders.csv", "--rules", "rising.yaml", "--quiet"])
    // A value on a cut-off belongs to one side, for all who have it.
    let twice = segments.filter { $0.value["segment"] == "Twice" }
    #expect(Set(twice.keys) == Set((0..<6).map { "c\($0)" }))
    #expect(segments.values.count { $0["segment"] == "Once" } == 194)
  }
}
