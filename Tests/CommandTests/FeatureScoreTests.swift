import Foundation
import TestSupport
import Testing

/// `predict --features`: scores of a file that `features` wrote.
@Suite struct FeatureScoreTests {
  private static func trained(_ runner: CommandRunner) throws -> [String] {
    try runner.expect(
      ["train"] + Logs.cdnowSample + ["--horizon", "90d", "--model", "m", "--quiet"])
    return ["--model", "m", "--margin", "37%", "--as-of", "1998-07-01"]
  }

  /// What a file of features does not tell: orders and events one by one.
  private static let untold: Set = [
    "journey", "price_low", "price_high", "usual_weekday", "preferred_channel",
    "favourite_category", "next_category",
  ]
  /// What it tells of customers with a rhythm of their own.
  private static let ofRhythm: Set = ["lifecycle", "lapse"]

  /// The oracle is `predict` on the histories themselves.
  @Test func areThoseOfTheHistories() throws {
    let runner = try CommandRunner()
    let scoring = try Self.trained(runner)
    try runner.expect(["features"] + Logs.cdnowSample + ["--output", "f.csv"])
    let whole = try runner.expect(["predict", "--features", "f.csv"] + scoring)
    for row in csvRecords(whole.text) {
      #expect(Self.untold.allSatisfy { row[$0] == "" })
    }
    let told = csvRows(whole.text)[0].filter { !Self.untold.union(Self.ofRhythm).contains($0) }
    #expect(told.count == 40)
    let model = scoring + ["--select", told.joined(separator: ",")]
    for form in [[], ["--format", "jsonl"], ["--top", "7"]] {
      let expected = try runner.expect(["predict"] + Logs.cdnowSample + model + form)
      let found = try runner.expect(["predict", "--features", "f.csv"] + model + form)
      #expect(found.output == expected.output, "\(form)")
    }
    let expected = try runner.expect(["predict"] + Logs.cdnowSample + model)
    // In another order, gzipped, through standard input, with one thread and a foreign column.
    let lines = try runner.text(of: "f.csv").split(separator: "\n")
    let shuffled = [lines[0]] + lines.dropFirst().reversed()
    try runner.write(shuffled.map { $0 + ",x" }.joined(separator: "\n"), to: "r.csv")
    let reversed = try runner.expect(
      ["predict", "--features", "r.csv", "--threads", "1"] + model,
      says: ["2,357 customers", "were ignored: x"])
    #expect(reversed.output == expected.output)
    let piped = try runner.runShell(
      "gzip f.csv && $PERENNIAL predict --features f.csv.gz \(model.joined(separator: " ")) > a "
        + "&& gunzip -c f.csv.gz | $PERENNIAL predict --features - \(model.joined(separator: " ")) "
        + "| cmp - a")
    #expect(piped.end == .status(0), "\(piped)")
    #expect(try runner.text(of: "a") == expected.text)
  }

  /// A file that can only be read record by record is told of as any other: each row counts once.
  @Test func rowsReadTwiceCountOnce() throws {
    let runner = try CommandRunner()
    let scoring = try Self.trained(runner)
    // Of a day long before that of training, so that there is drift to tell.
    try runner.expect(
      ["features"] + Logs.cdnowSample + ["--as-of", "1997-06-01", "--output", "f.csv"])
    var rows = try runner.text(of: "f.csv").split(separator: "\n").map(String.init)
    let header = rows.removeFirst()
    func notes(_ between: String) throws -> String {
      let late = rows.suffix(300).map { row -> String in
        let id = row.prefix { $0 != "," }
        let long = String(repeating: "x", count: 600)
        return "\"\(id)\(long)\(between)\(long)\"\(row.dropFirst(id.count))"
      }
      let text = ([header] + rows.dropLast(300) + late).joined(separator: "\n") + "\n"
      try runner.write(text, to: "late.csv")
      return try runner.expect(["predict", "--features", "late.csv"] + scoring).errors
    }
    let plain = try notes(" ")
    #expect(plain.contains("PSI above 0.25"))
    #expect(try notes("\n") == plain)
  }

  /// Lapse and stage of whoever has a gap of their own, or is silent beyond the horizon, are those of the
  /// histories; others are unknown, and are never guessed.
  @Test func tellsTheRhythmOfThoseWhoHaveOne() throws {
    let runner = try CommandRunner()
    // While customers with one order are still new.
    let scoring = try Self.trained(runner).dropLast() + ["1997-06-01"]
    try runner.expect(
      ["features"] + Logs.cdnowSample + ["--as-of", "1997-06-01", "--output", "f.csv"])
    let select = ["--select", "customer_id,lapse,lifecycle,days_since_last_order"]
    let known = csvRecords(
      try runner.expect(["predict"] + Logs.cdnowSample + scoring + select).text)
    let found = csvRecords(
      try runner.expect(
        ["predict", "--features", "f.csv"] + scoring + select,
        says: ["left empty: lifecycle of customers with one order day"]
      ).text)
    let gaps = Dictionary(
      uniqueKeysWithValues: csvRecords(try runner.text(of: "f.csv")).map {
        ($0["customer_id"], $0["own_gap"])
      })
    #expect(found.count == known.count)
    var empty = 0
    for (row, truth) in zip(found, known) {
      #expect(row["customer_id"] == truth["customer_id"])
      let silence = try #require(Int(row["days_since_last_order"] ?? ""))
      if gaps[row["customer_id"]] == "", silence <= 90 {
        #expect(row["lifecycle"] == "")
        #expect(row.filter { $0.key != "lifecycle" } == truth.filter { $0.key != "lifecycle" })
        empty += 1
      } else {
        #expect(row == truth)
      }
    }
    #expect((1..<found.count).contains(empty))
    #expect(Set(found.map { $0["lifecycle"] }).count >= 4)
  }

  /// Rules over features are told; those over what features do not tell are not, and it is said.
  @Test func segmentsByRulesOverFeatures() throws {
    let runner = try CommandRunner()
    let scoring = try Self.trained(runner)
    try runner.expect(["features"] + Logs.cdnowSample + ["--output", "f.csv"])
    try runner.write(
      """
      name: own
      segments:
      - name: Big
        when: net_spend >= 100 and f_score >= 1
        action: Call.
      - name: Regular
        when: own_gap < 40d
        priority: 2
      otherwise: Rest
      """, to: "own.yaml")
    for rules in ["own.yaml", "rf25"] {
      let select = ["--rules", rules, "--select", "customer_id,segment,segments,action"]
      let known = try runner.expect(["predict"] + Logs.cdnowSample + scoring + select)
      let found = try runner.expect(["predict", "--features", "f.csv"] + scoring + select)
      #expect(found.output == known.output, "\(rules)")
      #expect(Set(csvRecords(found.text).map { $0["segment"] }).count > 2)
    }
    let found = try runner.expect(
      ["predict", "--features", "f.csv", "--rules", "loyalty"] + scoring,
      says: ["segments by loyalty, which use", "visits_rank"])
    #expect(csvRecords(found.text).allSatisfy { $0["segment"] == "" && $0["r_score"] != "" })
  }

  /// Probabilities of scikit-learn's own pipeline, and the rank by them alone.
  @Test func agreeWithScikitLearn() throws {
    struct Reference: Decodable {
      let model: String
      let features: String
      let probabilities: [Double]
    }
    let reference = try oracle("feature_scores.json", as: Reference.self)
    let runner = try CommandRunner()
    try FileManager.default.createDirectory(
      atPath: runner.path("m"), withIntermediateDirectories: true)
    try runner.write(reference.model, to: "m/model.json")
    try runner.write(reference.features, to: "f.csv")
    let run = try runner.expect(
      ["predict", "--features", "f.csv", "--model", "m"], says: ["ranked by churn probability"])
    let rows = csvRecords(run.text)
    #expect(rows.map { $0["rank"] } == (1...40).map { "\($0)" })
    var previous = 1.0
    for row in rows {
      let id = try #require(row["customer_id"])
      let index = try #require(Int(id.dropFirst()))
      let found = try #require(Double(row["churn_probability"] ?? ""))
      #expect(abs(found - reference.probabilities[index]) <= 1e-12, "\(id)")
      #expect(found <= previous)
      previous = found
      for column in ["list", "predicted_clv", "orders", "segment", "as_of"] {
        #expect(row[column] == "", "\(column) of \(id)")
      }
    }
    // The model's features are no shop's: a log cannot be turned into them here.
    try runner.write(Logs.shop(), to: "o.csv")
    try runner.expect(["predict", "o.csv", "--model", "m"], status: 65, says: ["peer43"])
  }

  @Test func whatIsMissingStaysEmptyAndIsSaid() throws {
    let runner = try CommandRunner()
    let model = try Self.trained(runner)
    try runner.expect(["features"] + Logs.cdnowSample + ["--output", "f.csv"])
    let lines = try runner.text(of: "f.csv").split(separator: "\n")
    func without(_ column: String) throws -> String {
      let names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
      let place = try #require(names.firstIndex { $0 == column })
      return lines.map { line in
        var cells = line.split(separator: ",", omittingEmptySubsequences: false)
        cells.remove(at: place)
        return cells.joined(separator: ",")
      }.joined(separator: "\n")
    }
    // No part of any section: nothing rests on it.
    try runner.write(try without("distinct_channels"), to: "a.csv")
    #expect(
      try runner.expect(["predict", "--features", "a.csv"] + model).output
        == runner.expect(["predict", "--features", "f.csv"] + model).output)
    // The outlook on orders is made of it.
    for needed in ["frequency", "own_gap"] {
      try runner.write(try without(needed), to: "b.csv")
      try runner.expect(
        ["predict", "--features", "b.csv"] + model, status: 65,
        says: ["expected also \(needed)", "perennial features"])
    }
  }

  @Test func takesOneKindOfInput() throws {
    let runner = try CommandRunner()
    let model = try Self.trained(runner)
    try runner.write("customer_id\na\n", to: "f.csv")
    try runner.expect(
      ["predict", "o.csv", "--features", "f.csv"] + model, status: 64, says: ["one or the other"])
    try runner.expect(
      ["predict", "--features", "f.csv", "--contributions", "c.csv"] + model, status: 64)
    try runner.expect(["predict", "--features", "none.csv"] + model, status: 66)
    // What would be left out of account is refused.
    for option in [
      ["--where", "amount > 1"], ["--columns", "customer=a"], ["--delimiter", "tab"],
      ["--decimal-comma"], ["--max-rejected", "5%"], ["--date-format", "%d.%m.%Y"],
    ] {
      try runner.expect(
        ["predict", "--features", "f.csv"] + option + model, status: 64,
        says: ["\(option[0]): it is"])
    }
  }
}
