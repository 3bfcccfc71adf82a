import Foundation
import TestSupport
import Testing

/// What users pass to `compare` beside clusters, and what they get.
@Suite struct CompareCommandTests {
  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(
      "id,tier,land\n"
        + (0..<120).map { "c\($0),\($0 % 3 == 0 ? "=gold" : "tin"),L\($0 % 4)\n" }.joined(),
      to: "customers.csv")
    try runner.expect(
      [
        "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "model",
        "--clusters", "4", "--quiet",
      ])
    return runner
  }

  private let compare = ["compare", "orders.csv", "--model", "model"]

  @Test func anyPartitionsAreComparedWithEachOther() throws {
    let runner = try runner()
    let run = try runner.expect(
      compare + [
        "--rules", "rfm125", "--rules", "rf25", "--partition", "customers.csv:tier", "--customers",
        "customers.csv", "--partition", "country=land", "--static", "country", "--static", "tier",
        "--clusters", "2-4", "--output", "out",
      ])
    for text in [
      "segments × rf25", "clusters within country", "How many clusters: ", "rf25 and country: ",
      "Verdict: churn: ",
    ] {
      #expect(run.text.contains(text), "\(text)\n\(run)")
    }
    #expect(try runner.names(in: "out") == ["assignments.csv", "compare.json", "flow.svg"])
    let rows = try csvRows(runner.text(of: "out/assignments.csv"))
    #expect(
      rows[0] == [
        "customer_id", "cluster", "segment", "cluster_at_judge", "segment_at_judge", "rf25",
        "rf25_at_judge", "tier", "tier_at_judge", "country", "country_at_judge",
      ])
    // Text that a spreadsheet would run is held down here too.
    #expect(rows.contains { $0[7] == "'=gold" } && !rows.contains { $0[7] == "=gold" })
    let json =
      try JSONSerialization.jsonObject(
        with: Data(runner.text(of: "out/compare.json").utf8)) as? [String: Any]
    #expect((json?["pairs"] as? [Any])?.count == 10)
    let svg = try runner.text(of: "out/flow.svg")
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && svg.contains("Champions"))

    // The groups that were written are groups that can be read.
    let again = try runner.expect(
      compare + [
        "--partition", "before=out/assignments.csv:segment", "--no-clusters", "--rules", "rfm125",
      ])
    #expect(again.text.contains("segments × before         1.0000"), "\(again)")
    #expect(
      again.text.contains("Verdict: not evaluated: group before has no validity date"), "\(again)")
  }

  @Test func shufflesAndThreadsChangeNothing() throws {
    let runner = try runner()
    let shuffled = try runner.text(of: "orders.csv").split(separator: "\n")
    try runner.write(
      ([shuffled[0]] + shuffled.dropFirst().reversed()).joined(separator: "\n") + "\n",
      to: "reversed.csv")
    let arguments = ["--model", "model", "--rules", "rf25", "--clusters", "2-3"]
    let one = try runner.expect(
      ["compare", "orders.csv", "--threads", "1", "--output", "a"] + arguments)
    let two = try runner.expect(
      ["compare", "reversed.csv", "--threads", "3", "--output", "b"] + arguments)
    #expect(one.text == two.text)
    for file in ["compare.json", "assignments.csv", "flow.svg"] {
      #expect(try runner.text(of: "a/\(file)") == runner.text(of: "b/\(file)"), "\(file)")
    }
  }

  @Test func faultsAreTold() throws {
    let runner = try runner()
    for (arguments, status, says) in [
      (["--partition", "tier"], Int32(64), "--customers FILE"),
      (["--partition", "customers.csv:teir"], 65, "Did you mean 'tier'?"),
      (["--partition", "none.csv:tier"], 66, "none.csv"),
      (["--partition", "clusters=customers.csv:tier"], 64, "the name is taken"),
      (["--partition", "customers.csv:tier", "--static", "teir"], 64, "Did you mean 'tier'?"),
      (["--partition", ":"], 64, "--partition"),
      (["--rules", "rf52"], 64, "rf25"),
      (["--rules", "rf25", "--rules", "rf25"], 64, "twice"),
      (["--no-clusters"], 64, "expected two or more"),
      (["--clusters", "1-3"], 64, "--clusters"),
      (["--clusters", "2-400000"], 64, "--clusters"),
      (["--refits", "-1"], 64, "--refits"),
    ] {
      try runner.expect(compare + arguments, status: status, says: [says])
    }
  }
}
