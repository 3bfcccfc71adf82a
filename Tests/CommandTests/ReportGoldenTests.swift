import Foundation
import TestSupport
import Testing

/// Every printed report and every card as users see them, against `Tests/Golden/reports`.
///
/// `make golden` rewrites the files; the
/// diff is what a reviewer reads. Words must be equal, and numbers to one unit of their last digit: the last
/// bits of a fit follow the processor, and so does a model's name.
@Suite(.serialized) struct ReportGoldenTests {
  private static let rowsOfTable = 400

  /// The commands of one report each, run in order in one folder; later ones use the models of earlier.
  private static let reports: [(name: String, arguments: [String])] = {
    let orders = ["orders.csv"]
    let behaviour = ["simulated/orders.csv", "--events", "simulated/events.csv"]
    return [
      ("check", ["check"] + orders),
      ("check-events", ["check"] + behaviour),
      ("horizon", ["horizon"] + orders),
      ("train", ["train", "--accept-weak"] + orders + ["--horizon", "60d", "--model", "model"]),
      (
        "train-events",
        ["train", "--accept-weak"] + behaviour + ["--horizon", "60d", "--model", "behaviour"]
      ),
      ("inspect", ["inspect", "--model", "model"]),
      ("inspect-events", ["inspect", "--model", "behaviour"]),
      ("predict-top", ["predict"] + behaviour + ["--model", "behaviour", "--top", "5"]),
      (
        "run-first",
        ["run"] + behaviour + [
          "--model", "behaviour", "--output", "runs", "--as-of", "2024-10-01",
        ]
      ),
      (
        "run",
        ["run"] + behaviour + [
          "--model", "behaviour", "--output", "runs", "--as-of", "2024-12-15", "--require",
          "drift<=1000,gone_share<=0",
        ]
      ),
      (
        "report", ["report"] + behaviour + ["--model", "behaviour", "--output", "-"]
      ),
      ("compare", ["compare"] + behaviour + ["--model", "behaviour"]),
      ("clv", ["clv"] + orders),
      ("backtest", ["backtest"] + orders + ["--horizon", "30d", "--origins", "2"]),
      (
        "movement",
        ["segment", "movement"] + orders + ["--as-of", "2024-12-01", "--compare-to", "2024-08-01"]
      ),
      (
        "crosstab",
        ["segment", "crosstab"] + orders + ["--customers", "customers.csv", "--by", "country"]
      ),
      ("table-train", ["table", "train", "table.csv", "--label", "left", "--model", "table"]),
      ("table-inspect", ["inspect", "--model", "table"]),
      ("table-predict", ["table", "predict", "table.csv", "--model", "table", "--top", "5"]),
      (
        "contracts-train",
        [
          "contracts", "train", "contracts.csv", "--id", "contract", "--start", "began", "--end",
          "ended", "--reason", "why", "--as-of", "2024-01-01", "--model", "contracts",
        ]
      ),
      ("contracts-inspect", ["inspect", "--model", "contracts"]),
      (
        "contracts-predict",
        [
          "contracts", "predict", "contracts.csv", "--model", "contracts", "--as-of", "2024-01-01",
          "--value", "fee", "--top", "5",
        ]
      ),
    ]
  }()

  private static let cards = ["model", "behaviour", "table", "contracts"]

  /// A labelled table in which whoever pays monthly and has been there briefly leaves more often.
  private static func table() -> String {
    var generator = SeededGenerator(seed: 7)
    var text = "customer_id,plan,months,price,left\n"
    for row in 0..<rowsOfTable {
      let isMonthly = Bool.random(using: &generator)
      let months = Int.random(in: 1...48, using: &generator)
      let risk = (isMonthly ? 0.6 : 0.2) * (months < 12 ? 1.3 : 0.7)
      let left = Double.random(in: 0..<1, using: &generator) < risk
      text += "c\(row),\(isMonthly ? "monthly" : "yearly"),\(months),"
      text += "\(isMonthly ? 12 : 100),\(left ? "yes" : "no")\n"
    }
    return text
  }

  @Test func equalsTheGoldenReports() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(Self.table(), to: "table.csv")
    try runner.write(ContractsCommandTests.contracts(), to: "contracts.csv")
    let countries = (0..<120).map { "c\($0),\($0 % 4 == 0 ? "DE" : "FR")\n" }.joined()
    try runner.write("id,country\n" + countries, to: "customers.csv")
    _ = try runner.expect(
      ["simulate", "--customers", "600", "--behaviour", "--seed", "3", "--output", "simulated"])
    for (name, arguments) in Self.reports {
      let run = try runner.run(arguments, seconds: 120)
      #expect(run.end == .status(0), "\(name)\n\(run)")
      try compare(run.text + "\n--- notes ---\n" + run.errors, with: name)
    }
    for card in Self.cards { try compare(runner.text(of: "\(card)/card.md"), with: "card-\(card)") }
  }

  private func compare(_ text: String, with name: String) throws {
    let golden = Logs.repository.appendingPathComponent("Tests/Golden/reports/\(name).txt")
    let found = Self.withoutRunNames(text)
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(found.utf8).write(to: golden)
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    let lines = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false) }
    let (foundLines, expectedLines) = (lines(found), lines(expected))
    #expect(foundLines.count == expectedLines.count, "\(name): another number of lines")
    for (line, pair) in zip(foundLines, expectedLines).enumerated() {
      #expect(
        Self.agree(String(pair.0), String(pair.1)),
        "\(name), line \(line + 1)\nfound    \(pair.0)\nexpected \(pair.1)")
    }
  }

  /// Numbers at six digits, and one word for all names of models.
  private static func withoutRunNames(_ text: String) -> String {
    text.replacing(/[0-9]+\.[0-9]{5,}/) { match in
      String(format: "%.6g", Double(match.output) ?? 0)
    }
    // By the simple kind of boundary: by the default kind "60,31fe" is one word.
    .replacing(/\b[0-9a-f]{12,64}\b/.wordBoundaryKind(.simple), with: "<digest>")
  }

  /// Whether the words are equal, and each number to one unit of the last digit that is printed.
  private static func agree(_ found: String, _ expected: String) -> Bool {
    let number = /[0-9]+(\.[0-9]+)?/
    guard found.replacing(number, with: "#") == expected.replacing(number, with: "#") else {
      return false
    }
    return zip(found.matches(of: number), expected.matches(of: number)).allSatisfy { a, b in
      guard let x = Double(a.output.0), let y = Double(b.output.0) else { return false }
      let decimals = min(a.output.1?.count ?? 1, b.output.1?.count ?? 1) - 1
      return abs(x - y) <= 1.01 * pow(10, -Double(decimals))
    }
  }
}
