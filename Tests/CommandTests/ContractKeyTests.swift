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

  @Test func areThoseOfTheList() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    let log = ["orders.csv"]
    try runner.expect(["check"] + log + ["--ledger", "ledger.json"])
    let documents: [(name: String, bytes: Data)] = [
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
    ]
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
  private static let open: Set<String> = ["parameters", "standard_errors", "worth", "weights"]

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
