import Foundation
import TestSupport
import Testing

/// The keys of every JSON document that commands write: their names are part of the contract.
///
/// `PERENNIAL_REGENERATE_GOLDEN=1 swift test --filter ContractKeyTests` rewrites the list, which is
/// then read as a diff.
@Suite struct ContractKeyTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/json-keys.txt")

  /// Reports of an experiment with the customers of the log, and of uplift.
  private func experiments(_ runner: CommandRunner) throws -> [(name: String, bytes: Data)] {
    let arms = ["--arms", "control:50%,offer:50%"]
    try runner.write("0123456789abcdef", to: "salt.txt")
    try runner.expect(
      ["experiment", "assign", "now.csv", "--experiment", "e", "--salt-file", "salt.txt"] + arms + [
        "--starts", Self.split, "--output", "arms.csv",
      ])
    try runner.write(Self.campaign, to: "campaign.csv")
    let size = [
      "experiment", "size", "--mean", "40", "--sd", "90", "--effect", "2", "--customers", "9000",
      "--skewness", "3", "--json",
    ]
    let readout = [
      "experiment", "readout", "orders.csv", "--assignment", "arms.csv", "--contact-cost", "1",
      "--json",
    ]
    let uplift = [
      "uplift", "campaign.csv", "--treatment", "treated", "--outcome", "bought", "--observational",
      "--value", "9", "--contact-cost", "1", "--replicates", "20", "--halves", "2", "--json",
    ]
    return [
      ("experiment size", Data(try runner.expect(size).output)),
      ("experiment readout", Data(try runner.expect(readout).output)),
      ("uplift", Data(try runner.expect(uplift).output)),
    ]
  }

  /// A plan of the rows scored now, and what came of those scored earlier.
  private func acting(_ runner: CommandRunner) throws -> [(name: String, bytes: Data)] {
    try runner.write(
      """
      plan:
        even_if_unreliable: true
        offers: [{name: letter, channel: post, contact_cost: 0.01, save_rate: 20%, at_most: 50}]

      """, to: "offers.yaml")
    let plan = [
      "plan", "now.csv", "--offers", "offers.yaml", "--budget", "2", "--hold-out", "20%",
      "--salt-file", "salt.txt", "--json", "--quiet",
    ]
    let monitor = ["monitor", "orders.csv", "--scores", "earlier.csv", "--json", "--quiet"]
    let replay = [
      "replay", "orders.csv", "--as-of", Self.split, "--horizon", "30d", "--json", "--quiet",
    ]
    return [
      ("plan", Data(try runner.expect(plan).output)),
      ("monitor", Data(try runner.expect(monitor).output)),
      ("replay", Data(try runner.expect(replay).output)),
    ]
  }

  /// The files of a model of contracts.
  private func contracts(_ runner: CommandRunner) throws -> [(name: String, bytes: Data)] {
    try runner.write(ContractsCommandTests.contracts(), to: "contracts.csv")
    try runner.expect([
      "contracts", "train", "contracts.csv", "--id", "contract", "--start", "began", "--end",
      "ended",
      "--reason", "why", "--cause", "moved", "--observed-from", "2018-01-01", "--term", "1y",
      "--as-of", "2024-01-01", "--model", "k", "--quiet",
    ])
    return try ["model.json", "evaluation.json", "card.json"].map {
      ("\($0) of contracts", Data(try runner.text(of: "k/\($0)").utf8))
    }
  }

  /// A thousand customers, every other one treated.
  private static let campaign =
    "age,treated,bought\n"
    + (0..<1_000).map { "\($0 * 37 % 60),\($0 % 2),\($0 * 7 % 3 == 0 ? 1 : 0)\n" }.joined()

  /// Rows whose label follows a column, but not always.
  private static let table =
    "customer_id,plan,months,left\n"
    + (0..<400).map { row in
      let (isMonthly, months) = (row % 2 == 0, row * 37 % 48 + 1)
      let left = (row * 7919) % 100 < (isMonthly ? 60 : 25)
      return "c\(row),\(isMonthly ? "monthly" : "yearly"),\(months),\(left ? "yes" : "no")\n"
    }.joined()

  @Test func areThoseOfTheList() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let log = ["orders.csv"]
    try runner.expect(["check"] + log + ["--ledger", "ledger.json"])
    let documents: [(name: String, bytes: Data)] =
      [
        ("ledger.json", Data(try runner.text(of: "ledger.json").utf8)),
        ("horizon", Data(try runner.expect(["horizon"] + log + ["--json"]).output)),
        (
          "model.json",
          try {
            try runner.expect(
              ["train", "--accept-weak"] + log + [
                "--horizon", "30d", "--clusters", "3", "--model", "m", "--quiet",
              ])
            return Data(try runner.text(of: "m/model.json").utf8)
          }()
        ),
        ("evaluation.json", Data(try runner.text(of: "m/evaluation.json").utf8)),
        ("card.json", Data(try runner.text(of: "m/card.json").utf8)),
        (
          "card.json of a table",
          try {
            try runner.write(Self.table, to: "table.csv")
            try runner.expect(
              ["table", "train", "table.csv", "--label", "left", "--model", "t", "--quiet"])
            return Data(try runner.text(of: "t/card.json").utf8)
          }()
        ),
        (
          "summary.json",
          try {
            let predict = ["predict"] + log + ["--model", "m", "--quiet"]
            try runner.expect(predict + ["--as-of", Self.split, "--output", "earlier.csv"])
            try runner.expect(
              predict + [
                "--previous", "earlier.csv", "--require", "customers>=1", "--summary", "s.json",
                "--output", "now.csv",
              ])
            return Data(try runner.text(of: "s.json").utf8)
          }()
        ),
        (
          "compare.json",
          try {
            try runner.expect(
              ["compare"] + log + [
                "--model", "m", "--refits", "2", "--clusters", "2-3", "--output", "c",
              ])
            return Data(try runner.text(of: "c/compare.json").utf8)
          }()
        ),
        (
          "clv", Data(try runner.expect(["clv"] + log + ["--split", Self.split, "--json"]).output)
        ),
        (
          "backtest",
          Data(
            try runner.expect(
              ["backtest"] + log + [
                "--horizon", "30d", "--origins", "2", "--replicates", "20", "--json",
              ]
            ).output)
        ),
        (
          "movement",
          Data(
            try runner.expect(["segment"] + log + ["--compare-to", Self.split, "--json"]).output)
        ),
      ] + (try experiments(runner)) + (try acting(runner)) + (try contracts(runner))
    var lines: Set<String> = []
    for (name, bytes) in documents {
      lines.formUnion(
        paths(try JSONSerialization.jsonObject(with: bytes)).map { "\(name): \($0)" })
    }
    let list = lines.sorted().joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try list.write(to: Self.golden, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: Self.golden, encoding: .utf8) == list)
  }

  /// Inside the log of `Logs.shop`.
  private static let split = "2024-09-01"

  /// Keys below which names are of features, parameters or segments and not of the contract.
  private static let open: Set<String> = [
    "parameters", "standard_errors", "worth", "weights", "causes",
  ]

  /// Every path to a leaf, places in lists as `[]`.
  private func paths(_ value: Any, _ path: String = "") -> Set<String> {
    switch value {
    case let object as [String: Any]:
      if let last = path.split(separator: ".").last, Self.open.contains(String(last)) {
        return [path + ".*"]
      }
      return object.reduce(into: object.isEmpty ? [path] : []) { found, member in
        found.formUnion(paths(member.value, path.isEmpty ? member.key : "\(path).\(member.key)"))
      }
    case let list as [Any]:
      return list.reduce(into: list.isEmpty ? [path + "[]"] : []) {
        $0.formUnion(paths($1, path + "[]"))
      }
    default: return [path]
    }
  }
}
