import Foundation
import TestSupport
import Testing

/// A model folder that is not what `train` wrote is refused with the reason.
@Suite struct ModelFolderTests {
  private func trained() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "model", "--quiet",
    ])
    return runner
  }

  private func expectRefusal(_ runner: CommandRunner, says: [String]) throws {
    for command in [["predict"], ["compare"], ["segment"], ["export", "notebook"]] {
      try runner.expect(
        command + ["orders.csv", "--model", "model"], status: 65,
        says: ["perennial: model/model.json: "] + says)
    }
    try runner.expect(["inspect", "--model", "model"], status: 65, says: says)
  }

  @Test func truncated() throws {
    let runner = try trained()
    let text = try runner.text(of: "model/model.json")
    try runner.write(String(text.prefix(text.count / 2)), to: "model/model.json")
    try expectRefusal(runner, says: ["the file is damaged: it ends early or is no JSON", "train"])
    try runner.write("", to: "model/model.json")
    try expectRefusal(runner, says: ["the file is damaged"])
  }

  @Test func oneFlippedDigit() throws {
    let runner = try trained()
    let text = try runner.text(of: "model/model.json")
    let place = try #require(text.range(of: "\"coefficients\" : [\n"))
    let digit = try #require(
      text[place.upperBound...].firstIndex { ("1"..."8").contains($0) })
    let next = try #require(text[digit].wholeNumberValue) + 1
    try runner.write(
      text.replacingCharacters(in: digit...digit, with: "\(next)"), to: "model/model.json")
    try expectRefusal(runner, says: ["its contents do not match its own digest", "Restore it"])
  }

  @Test func newerVersion() throws {
    let runner = try trained()
    let text = try runner.text(of: "model/model.json")
    let version = try #require(text.firstMatch(of: /"version" : "[0-9.]+"/))
    try runner.write(
      text.replacingCharacters(in: version.range, with: "\"version\" : \"99.0\""),
      to: "model/model.json")
    try expectRefusal(runner, says: ["found model version 99.0", "Update perennial"])
  }

  @Test func foreignFile() throws {
    let runner = try trained()
    for text in ["{}", "[]", #"{"format": "another", "version": "1.0", "digest": ""}"#] {
      try runner.write(text, to: "model/model.json")
      try expectRefusal(runner, says: ["no Perennial model"])
    }
  }

  /// Whether a folder may be replaced is told by its model, which is not read where no model is so large.
  @Test func aLargeFileIsNotReplaced() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    _ = try runner.runShell("mkdir model; truncate -s 20G model/model.json")
    let run = try runner.runShell(
      "ulimit -v 4000000; OPENBLAS_NUM_THREADS=1 \"$PERENNIAL\" train orders.csv --horizon 60d --accept-weak --model model"
    )
    #expect(run.end == .status(73) && run.errors.contains("model"), "\(run)")
    #expect(try runner.names(in: "model") == ["model.json"])
  }

  @Test func unknownSection() throws {
    let runner = try trained()
    let text = try runner.text(of: "model/model.json")
    let sections = try #require(text.range(of: "\"sections\" : {"))
    try runner.write(
      text.replacingCharacters(in: sections, with: "\"sections\" : {\n\"oracle\" : {},"),
      to: "model/model.json")
    try expectRefusal(runner, says: ["found a section 'oracle'"])
  }

  @Test func missingAndDamagedEvaluation() throws {
    let runner = try trained()
    let export = ["export", "notebook", "orders.csv", "--model", "model"]
    try runner.write("{", to: "model/evaluation.json")
    try runner.expect(export, status: 65, says: ["model/evaluation.json: the file is damaged"])
    #expect(try runner.runShell("rm model/evaluation.json").end == .status(0))
    try runner.expect(export, status: 66)
  }

  /// The same rows in any order, the same seed, any threads: the same bytes.
  @Test func doesNotDependOnRowOrderOrThreads() throws {
    let runner = try trained()
    let rows = Logs.shop().split(separator: "\n").map(String.init)
    var generator = SeededGenerator(seed: 5)
    let shuffled = rows.prefix(1) + rows.dropFirst().shuffled(using: &generator)
    try runner.write(shuffled.joined(separator: "\n") + "\n", to: "shuffled.csv")
    try runner.expect([
      "train", "--accept-weak", "shuffled.csv", "--horizon", "30d", "--model", "again", "--quiet",
      "--threads", "3",
    ])
    #expect(try runner.text(of: "model/model.json") == runner.text(of: "again/model.json"))
  }
}
