import Foundation
import TestSupport
import Testing

/// What is written of a model of a target: page, charts, notebook and files for other programs.
@Suite struct TargetCommandTests {
  private static let rule = "spend(30d) > 40"

  private func trained() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--target", Self.rule, "--horizon", "60d", "--model",
      "target",
    ])
    return runner
  }

  /// Words of a page of churn that mean nothing of another target.
  private static let ofChurn = [
    "churn", "who leave", "who left", "that left", "risk", "At stake", "act on", "win back",
    "save rate", "Segment",
  ]

  @Test func thePageSpeaksOfTheTarget() throws {
    let runner = try trained()
    try runner.expect([
      "report", "orders.csv", "--model", "target", "--output", "page.html", "--charts", "charts",
    ])
    let page = try runner.text(of: "page.html")
    let reader = MarkupReader(page)
    #expect(reader.isWellFormed)
    #expect(Set(reader.links.map { String($0.dropFirst()) }).isSubset(of: Set(reader.ids)))
    let body = try #require(page.range(of: "<body>")).upperBound
    for word in Self.ofChurn { #expect(!page[body...].contains(word), "\(word)") }
    #expect(page.contains("the target is spend(30d) &gt; 40, of the 60 days from then"))
    let names = try runner.names(in: "charts")
    #expect(names.contains("likeliest-1.svg") && names.contains("target-1.svg"))
    #expect(
      !names.contains { $0.hasPrefix("value") || $0.hasPrefix("act") || $0.hasPrefix("churn") })

    // The figures are those of `predict` and of evaluation.json.
    let rows = csvRecords(
      try runner.expect(["predict", "orders.csv", "--model", "target"]).text)
    #expect(page.contains(">\(rows.count) customers as of"))
    let expected = rows.reduce(0.0) { $0 + (Double($1["target_probability"] ?? "") ?? .nan) }
    #expect(page.contains("for \(Int(expected.rounded()))<"), "\(expected)")
    let first = try #require(rows.first?["customer_id"])
    let table = try #require(page.range(of: "The first 20 of"))
    let cell = try #require(page[table.upperBound...].range(of: "<th scope=\"row\">"))
    #expect(page[cell.upperBound...].hasPrefix(first + "<"))
    let evaluation = try #require(
      JSONSerialization.jsonObject(with: Data(runner.text(of: "target/evaluation.json").utf8))
        as? [String: Any])
    let active = try #require(
      (evaluation["groups"] as? [String: Any])?["active"] as? [String: Any])
    let auc = try #require((active["model"] as? [String: Any])?["auc"] as? Double)
    #expect(page.contains(String(format: "%.0f of 100", 100 * auc)), "\(auc)")
  }

  /// What sets values, segments and lists means nothing of a target.
  @Test(arguments: [
    ["report", "--output", "page.html", "--save-rate", "0.2"],
    ["report", "--output", "page.html", "--replay-as-of", "2024-09-01"],
    ["export", "notebook", "--margin", "30%"],
  ]) func optionsOfChurnAreRefused(arguments: [String]) throws {
    let runner = try trained()
    try runner.expect(
      arguments + ["orders.csv", "--model", "target"], status: 64,
      says: [arguments[arguments.count - 2] + ": it sets values", Self.rule])
    #expect(!runner.holds("page.html"))
  }

  @Test func theNotebookIsOfTheTarget() throws {
    let runner = try trained()
    try runner.expect(["export", "notebook", "orders.csv", "--model", "target"])
    let folder = "notebooks-export/target"
    #expect(
      try runner.names(in: folder).sorted() == [
        "evaluation.csv", "features.csv", "scores.csv", "target.ipynb",
      ])
    let notebook = try runner.text(of: "\(folder)/target.ipynb")
    for word in ["churn", "leave", "win_back"] {
      let found = notebook.replacingOccurrences(
        of: "Values, lists and segments rest on churn and are not here.", with: "")
      #expect(!found.contains(word), "\(word)")
    }
    #expect(notebook.contains("spend(30d) > 40"))
    // Every name in braces has been filled in.
    #expect(notebook.firstMatch(of: /\{[A-Z_]{2,}\}/) == nil)
    let evaluated = csvRecords(try runner.text(of: "\(folder)/evaluation.csv"))
    #expect(evaluated.count > 50)
    #expect(evaluated.allSatisfy { ["0", "1"].contains($0["target"]) })
    // The rows give the stored AUC again, counted pair by pair.
    let pairs = evaluated.compactMap { row in
      row["target_probability"].flatMap(Double.init).map { ($0, row["target"] == "1") }
    }
    var (won, all) = (0.0, 0.0)
    for (p, isTrue) in pairs where isTrue {
      for (q, other) in pairs where !other {
        won += p > q ? 1 : p == q ? 0.5 : 0
        all += 1
      }
    }
    let stored = try #require(
      notebook.firstMatch(of: /\\"target_probability\\": (0\.\d+)/).flatMap { Double($0.1) })
    #expect(abs(won / all - stored) < 1e-12)
  }

  /// The probability goes out under its own name, whatever the form.
  @Test func otherProgramsGetTheTarget() throws {
    let runner = try trained()
    for (form, output) in [("onnx", "m.onnx"), ("pmml", "m.pmml"), ("mlflow", "mlflow")] {
      try runner.expect(["export", form, "--model", "target", "--output", output])
    }
    let files = try ["m.onnx", "m.pmml", "mlflow/MLmodel"].map { name in
      (
        name,
        String(
          decoding: try Data(contentsOf: URL(fileURLWithPath: runner.path(name))), as: UTF8.self)
      )
    }
    for (name, text) in files {
      #expect(text.contains("target_probability") && !text.contains("churn"), "\(name)")
    }
    #expect(files[0].1.contains(Self.rule))
    #expect(files[1].1.contains("The probability of the target spend(30d) &gt; 40"))
    #expect(files[2].1.contains(#"target: "spend(30d) > 40""#))
  }

  /// Names of a log are whatever somebody put there: a card is read on a terminal, and MLmodel by readers of YAML.
  @Test func textsOfTheLogSteerNothing() throws {
    let runner = try CommandRunner()
    let lines = Logs.shop().split(separator: "\n").enumerated().map { number, line in
      "\(line),\(number == 0 ? "channel" : number % 2 == 0 ? "web" : "\u{1b}[31mit's\u{9b}0m")"
    }
    try runner.write(lines.joined(separator: "\n") + "\n", to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "60d", "--model", "m", "--target",
      "orders(channel = \"\u{1b}[31mit's\u{9b}0m\", 60d) = 0",
    ])
    try runner.expect(["export", "mlflow", "--model", "m", "--output", "mlflow"])
    for name in ["m/card.md", "mlflow/README.md", "mlflow/MLmodel"] {
      let text = try runner.text(of: name)
      let steering = text.unicodeScalars.filter {
        $0 != "\n" && $0.properties.generalCategory == .control
      }
      #expect(steering.isEmpty && text.contains("[31mit's"), "\(name): \(text)")
    }
    let rule = #"target: "orders(channel = \"\u001b[31mit's\u009b0m\", 60d) = 0""#
    #expect(try runner.text(of: "mlflow/MLmodel").contains(rule))
  }
}
