import Foundation
import TestSupport
import Testing

/// The same rows give the same bytes, whichever process reads them: each draws seeds of its own for the
/// tables that ids, order ids and purchase histories are found by.
@Suite struct ReproductionTests {
  /// What every command writes about one log, by a process of its own each.
  private func outputs(of runner: CommandRunner, _ round: Int) throws -> [String: String] {
    let log = ["orders.csv", "--quiet"]
    let folder = "round\(round)"
    let model = ["--model", "\(folder)/model"]
    try FileManager.default.createDirectory(
      atPath: runner.path(folder), withIntermediateDirectories: false)
    var texts = [
      "train": try runner.expect(["train", "--accept-weak", "--horizon", "30d"] + log + model).text
        .replacingOccurrences(of: folder, with: "folder"),
      "predict": try runner.expect(["predict"] + log + model).text,
      "compare": try runner.expect(["compare"] + log + model).text,
      "segment": try runner.expect(["segment"] + log).text,
      "clv": try runner.expect(["clv", "--models", "all"] + log).text,
    ]
    try runner.expect(["features", "--output", "\(folder)/features.csv"] + log)
    texts["scores"] = try runner.expect(
      ["predict", "--features", "\(folder)/features.csv"] + model
    )
    .text
    // What is told of ids that differ in case, of copies and of the ledger.
    texts["check"] = try runner.expect(["check", "orders.csv", "--ledger", "\(folder)/ledger.json"])
      .errors
    for name in ["features.csv", "ledger.json", "model/model.json", "model/evaluation.json"] {
      texts[name] = try runner.text(of: "\(folder)/\(name)")
    }
    return texts
  }

  @Test func everyProcessWritesTheSameBytes() throws {
    let runner = try CommandRunner()
    var rows = Logs.shop { $0 % 2 == 0 ? "c\($0)" : "a customer with a long id \($0)" }
      .split(separator: "\n")
    // Orders of several lines, copies, and ids that differ in case only.
    rows = rows.enumerated().map { "\($1)," + ($0 == 0 ? "order_id" : "o\($0 / 3)") }[...].map {
      Substring($0)
    }
    rows += rows[1...20].flatMap { [$0, Substring($0.uppercased())] }
    try runner.write(rows.joined(separator: "\n") + "\n", to: "orders.csv")
    let first = try outputs(of: runner, 0)
    #expect(first["check"]?.contains("differ in case") == true)
    #expect(first["check"]?.contains("exact copies") == true)
    for round in 1...3 {
      for (name, text) in try outputs(of: runner, round) {
        #expect(text == first[name], "\(name) of process \(round)")
      }
    }
  }
}
