import Foundation
import TestSupport
import Testing

/// The main job end to end: train, predict, compare, inspect, export.
@Suite struct JourneyTests {
  /// Columns of a score row, as docs/DESIGN.md fixes them.
  static let columns = """
    rank customer_id list churn_probability reliable probability_alive predicted_number_of_orders \
    historic_clv predicted_clv total_clv value_if_kept value_if_not clv_at_risk expected_gain \
    days_since_last_order orders average_order_value average_days_between_orders \
    expected_date_of_next_order r_score f_score m_score e_score segment cluster reason_1 reason_2 \
    reason_3 as_of horizon_days model predicted_clv_low predicted_clv_high \
    segments lifecycle lapse journey price_low price_high usual_weekday preferred_channel \
    favourite_category next_category contact_on action second_order_probability why_not \
    expected_gain_low silent_probability
    """.split(separator: " ").map(String.init)

  private func json(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func cdnowSample() throws {
    let runner = try CommandRunner()
    let log = Logs.cdnowSample
    let trained = try runner.expect(["train"] + log + ["--horizon", "90d", "--model", "cdnow"])
    #expect(trained.text.contains("Out-of-time evaluation"), "\(trained)")
    let model = ["--model", "cdnow"]

    let predicted = try runner.expect(
      ["predict"] + log + model + ["--contributions", "contributions.csv"],
      says: ["as of 1998-07-01, horizon 90 days", "save rate 10%, contact cost 0, margin 100%"])
    let lines = predicted.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].split(separator: ",").map(String.init) == Self.columns)
    let rows = csvRecords(predicted.text)
    #expect(rows.map { $0["rank"] } == (1...2_357).map { "\($0)" })
    try checkRanking(rows)
    try checkArithmetic(rows)
    try checkContributions(csvRows(runner.text(of: "contributions.csv")), rows: rows)

    let top = try runner.expect(["predict"] + log + model + ["--top", "25", "--quiet"])
    #expect(top.errors.isEmpty, "\(top)")
    #expect(top.text == lines.prefix(26).joined(separator: "\n") + "\n")

    try checkJSONLines(
      runner.expect(["predict"] + log + model + ["--format", "jsonl"]).text, rows: rows)
    try checkComparison(runner, log: log, customers: Set(rows.compactMap { $0["customer_id"] }))

    let card = try runner.text(of: "cdnow/card.md")
    let inspected = try runner.expect(["inspect"] + model)
    #expect(inspected.text.hasPrefix(card), "\(inspected)")
    #expect(inspected.text.contains("days_since_last_order"))

    try runner.expect(["export", "notebook"] + log + model)
    #expect(
      try runner.names(in: "notebooks-export/cdnow")
        == [
          "cdnow.ipynb", "evaluation.csv", "features.csv", "partitions.csv", "scores.csv",
          "values.csv",
        ])
    #expect(try runner.text(of: "notebooks-export/cdnow/scores.csv") == predicted.text)
    let features = try runner.expect(["features"] + log)
    #expect(try runner.text(of: "notebooks-export/cdnow/features.csv") == features.text)
    let notebook = try json(runner.text(of: "notebooks-export/cdnow/cdnow.ipynb"))
    #expect(notebook["nbformat"] as? Int == 4)
    try checkEvaluatedRows(
      csvRecords(runner.text(of: "notebooks-export/cdnow/evaluation.csv")),
      evaluation: json(runner.text(of: "cdnow/evaluation.json")))
  }

  /// List, then expected gain, churn probability and id.
  private func checkRanking(_ rows: [[String: String]]) throws {
    let lists = ["act", "win_back", "none"]
    struct Key { let list: Int, gain: Double, churn: Double, id: String }
    let keys = try rows.map { row in
      Key(
        list: try #require(lists.firstIndex(of: row["list"] ?? "")),
        gain: try number(row, "expected_gain"),
        churn: try number(row, "churn_probability"), id: try #require(row["customer_id"]))
    }
    for (a, b) in zip(keys, keys.dropFirst()) {
      let isOrdered =
        if a.list != b.list {
          a.list < b.list
        } else if a.gain != b.gain {
          a.gain > b.gain
        } else if a.churn != b.churn { a.churn > b.churn } else { a.id < b.id }
      #expect(isOrdered, "\(a) before \(b)")
    }
  }

  private func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(Double(row[column] ?? ""), "\(column) of \(row)")
  }

  /// predicted = (1 − p)·kept + p·not; at risk = p·(kept − not); gain = s·(kept − not) with the save
  /// rate of 10 %: δ = logit 0.6.
  private func checkArithmetic(_ rows: [[String: String]]) throws {
    for row in rows {
      let p = try number(row, "churn_probability")
      let kept = try number(row, "value_if_kept")
      let not = try number(row, "value_if_not")
      let expected = [
        "predicted_clv": (1 - p) * kept + p * not, "clv_at_risk": p * (kept - not),
        "total_clv": try number(row, "historic_clv") + number(row, "predicted_clv"),
      ]
      #expect(p > 0 && p < 1)
      for (column, value) in expected {
        let found = try number(row, column)
        #expect(abs(found - value) <= 1e-9 * max(1, abs(value)), "\(column) of \(row)")
      }
    }
  }

  /// The contributions of a row and the intercept sum to the logit of its probability.
  private func checkContributions(_ table: [[String]], rows: [[String: String]]) throws {
    #expect(Array(table[0].prefix(3)) == ["customer_id", "churn_probability", "intercept"])
    #expect(table.count == rows.count + 1)
    for (parts, row) in zip(table.dropFirst(), rows) {
      #expect(parts[0] == row["customer_id"])
      #expect(parts[1] == row["churn_probability"])
      let p = try #require(Double(parts[1]))
      let sum = try parts.dropFirst(2).reduce(0) { try $0 + #require(Double($1)) }
      let logit = log(p / (1 - p))
      #expect(abs(sum - logit) <= 1e-9 * max(1, abs(logit)), "\(parts[0]): \(sum) and \(logit)")
    }
  }

  private func checkJSONLines(_ text: String, rows: [[String: String]]) throws {
    let lines = text.split(separator: "\n")
    #expect(lines.count == rows.count)
    for (line, row) in zip(lines, rows).prefix(50) {
      let object = try json(String(line))
      #expect(Set(object.keys) == Set(Self.columns))
      #expect(object["customer_id"] as? String == row["customer_id"])
      #expect(object["rank"] as? Int == Int(row["rank"] ?? ""))
      // As text: JSONSerialization's numbers are off in the last bit.
      let probability = try #require(row["churn_probability"])
      #expect(line.contains("\"churn_probability\":\(probability),"))
      #expect(object["e_score"] is NSNull)
      #expect(row["e_score"] == "")
      let alive = try #require(row["probability_alive"])
      #expect(line.contains("\"probability_alive\":\(alive),"))
    }
  }

  private func checkComparison(
    _ runner: CommandRunner, log: [String], customers: Set<String>
  ) throws {
    let compared = try runner.expect(
      ["compare"] + log + ["--model", "cdnow", "--output", "compared"])
    #expect(compared.text.contains("Verdict: "), "\(compared)")
    #expect(try runner.names(in: "compared") == ["assignments.csv", "compare.json", "flow.svg"])
    let assignments = try csvRecords(runner.text(of: "compared/assignments.csv"))
    #expect(Set(assignments.compactMap { $0["customer_id"] }) == customers)
    let figures = try json(runner.text(of: "compared/compare.json"))
    for name in [
      "adjusted_rand", "adjusted_mutual_information", "homogeneity", "completeness", "v_measure",
      "silhouette_clusters", "silhouette_segments",
    ] {
      let figure = try #require(figures[name] as? Double, "\(name)")
      #expect(figure >= -1 && figure <= 1, "\(name)")
    }
    #expect((figures["verdict"] as? String)?.isEmpty == false)
    let worth = try #require(figures["worth"] as? [String: [String: Double]])
    #expect(
      Set(worth.keys)
        == ["clusters", "segments", "recency_5", "frequency_5", "model_deciles"])
    for (name, figures) in worth {
      for kind in ["churn", "spend"] {
        let low = try #require(figures["\(kind)_low"])
        let middle = try #require(figures[kind])
        let high = try #require(figures["\(kind)_high"])
        #expect(low <= middle && middle <= high && high <= 1, "\(name) \(kind)")
      }
    }
    let pairs = assignments.map { ($0["cluster"] ?? "", $0["segment"] ?? "") }
    let rand = adjustedRand(pairs)
    #expect(abs(rand - (figures["adjusted_rand"] as? Double ?? .nan)) < 1e-12)
  }

  /// Hubert and Arabie (1985), from pair counts.
  private func adjustedRand(_ pairs: [(String, String)]) -> Double {
    func pairCount(_ keys: [String]) -> Double {
      Dictionary(grouping: keys) { $0 }.values.reduce(0) {
        $0 + Double($1.count * ($1.count - 1) / 2)
      }
    }
    let both = pairCount(pairs.map { "\($0)|\($1)" })
    let first = pairCount(pairs.map(\.0))
    let second = pairCount(pairs.map(\.1))
    let expected = first * second / Double(pairs.count * (pairs.count - 1) / 2)
    return (both - expected) / ((first + second) / 2 - expected)
  }

  /// The rows of evaluation.csv give the AUC of evaluation.json, by counting pairs.
  private func checkEvaluatedRows(
    _ rows: [[String: String]], evaluation: [String: Any]
  ) throws {
    let groups = try #require(evaluation["groups"] as? [String: [String: Any]])
    #expect(Set(groups.keys) == ["all", "active", "one_order", "repeat"])
    for (name, group) in groups {
      let members = name == "all" ? rows : rows.filter { $0["group_\(name)"] == "1" }
      #expect(members.count == group["customers"] as? Int, "\(name)")
      for (predictor, column) in [
        ("model", "churn_probability"), ("recency", "recency_probability"),
        ("frequency", "frequency_probability"),
        ("recency_frequency", "recency_frequency_probability"),
      ] {
        let auc = try #require((group[predictor] as? [String: Any])?["auc"] as? Double)
        let churned = try members.filter { $0["churned"] == "1" }.map { try number($0, column) }
        let stayed = try members.filter { $0["churned"] == "0" }.map { try number($0, column) }
        let wins = churned.reduce(0.0) { sum, p in
          sum + stayed.reduce(0.0) { $0 + (p > $1 ? 1 : p == $1 ? 0.5 : 0) }
        }
        let recomputed = wins / Double(churned.count * stayed.count)
        #expect(abs(auc - recomputed) < 1e-12, "\(name) \(predictor)")
      }
    }
  }

  /// A spreadsheet must not run what a customer typed as a name; ids are text.
  @Test func idsAreTextAndNoFormula() throws {
    let names = ["=cmd()", "00123", "@x", "+1-1", "\"a,\"\"b\"\"\"", "-42"]
    let written = ["'=cmd()", "00123", "'@x", "'+1-1", "a,\"b\"", "-42"]
    let runner = try CommandRunner()
    try runner.write(Logs.shop { $0 < names.count ? names[$0] : "c\($0)" }, to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "model", "--quiet",
    ])
    try runner.expect(
      ["compare", "orders.csv", "--model", "model", "--output", "compared"])
    let texts = [
      try runner.expect(["predict", "orders.csv", "--model", "model"]).text,
      try runner.expect(["features", "orders.csv"]).text,
      try runner.expect(["segment", "orders.csv"]).text,
      try runner.text(of: "compared/assignments.csv"),
    ]
    for text in texts {
      let ids = Set(csvRecords(text).compactMap { $0["customer_id"] })
      #expect(ids.isSuperset(of: written), "\(ids.subtracting(written).count) others")
    }
    // JSON is no spreadsheet: there an id is exactly what it was.
    let lines = try runner.expect(["segment", "orders.csv", "--format", "jsonl"]).text
    let ids = try lines.split(separator: "\n").map {
      try json(String($0))["customer_id"] as? String
    }
    #expect(Set(ids).isSuperset(of: ["=cmd()", "00123", "@x", "+1-1", "a,\"b\"", "-42"]))
  }
}
