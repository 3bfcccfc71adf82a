import Foundation
import TestSupport
import Testing

/// `plan`, `export audience`, `monitor` and `replay` from end to end, and what they refuse.
@Suite struct ActingCommandTests {
  private static let date = "2024-09-01"

  /// A simulated shop with a model of the orders before a date, and the scores of that date.
  private func shop() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.expect(["simulate", "--customers", "400", "--seed", "5", "--output", "shop"])
    let lines = try runner.text(of: "shop/orders.csv").split(separator: "\n").map(String.init)
    let time = try #require(lines[0].split(separator: ",").firstIndex(of: "ordered_at"))
    let past = lines.dropFirst().filter { $0.split(separator: ",")[time].prefix(10) < Self.date }
    try runner.write(([lines[0]] + past).joined(separator: "\n") + "\n", to: "past.csv")
    try runner.expect(
      ["train", "past.csv", "--horizon", "60d", "--model", "m", "--accept-weak", "--quiet"])
    try runner.expect(
      [
        "predict", "past.csv", "--model", "m", "--as-of", Self.date, "--quiet",
        "--even-if-unreliable", "--output", "scores.csv",
      ])
    try runner.write(
      """
      plan:
        even_if_unreliable: true
        cool_down: 30d
        offers:
          - {name: reminder, channel: email, contact_cost: 0.05, save_rate: 5%, win_back: true}
          - name: voucher
            channel: email
            consent: accepts_marketing
            contact_cost: 0.05
            incentive_cost: 4
            save_rate: 20%
            where: churn_probability > 0.3

      """, to: "perennial.yaml")
    let ids = csvRecords(try runner.text(of: "scores.csv")).compactMap { $0["customer_id"] }
    let rows = ids.enumerated().map { number, id in
      "\(id),c\(number)@shop.example,\(number.isMultiple(of: 3) ? "no" : "yes")\n"
    }
    try runner.write(
      "customer_id,email,accepts_marketing\n" + rows.joined(), to: "customers.csv")
    return runner
  }

  private static let plan = [
    "plan", "scores.csv", "--offers", "perennial.yaml", "--customers", "customers.csv",
    "--budget", "60.10", "--max-contacts", "90", "--hold-out", "20%", "--salt",
    "a salt that is long enough",
    "--output", "plan", "--quiet",
  ]

  @Test func aListIsPlannedExportedAndRemembered() throws {
    let runner = try shop()
    let report = try runner.expect(Self.plan + ["--contacts", "contacts.csv", "--record"])
    #expect(report.text.hasPrefix("Plan of \(Self.date)"))
    #expect(report.text.split(separator: "\n").count < 40)
    let rows = csvRecords(try runner.text(of: "plan/plan.csv"))
    let treated = rows.filter { $0["arm"] == "treat" }
    let held = rows.filter { $0["arm"] == "hold_out" }
    #expect(!treated.isEmpty && treated.count <= 90 && !held.isEmpty)
    let spent = treated.compactMap { Decimal(string: $0["cost"] ?? "") }.reduce(0, +)
    #expect(spent <= Decimal(string: "60.10") ?? 0)
    // The same again, and the day after nobody who was contacted.
    let first = try runner.text(of: "plan/plan.csv")
    try runner.expect(Self.plan + ["--contacts", "contacts.csv", "--record", "--threads", "1"])
    #expect(try runner.text(of: "plan/plan.csv") == first)
    try runner.expect(
      Self.plan + ["--contacts", "contacts.csv", "--on", "2024-09-02", "--max-contacts", "90"])
    let next = csvRecords(try runner.text(of: "plan/plan.csv"))
    let before = Set((treated + held).compactMap { $0["customer_id"] })
    #expect(!next.contains { $0["arm"] != "" && before.contains($0["customer_id"] ?? "") })
    // Nobody left alone, and nobody without a yes, is exported.
    try runner.write(first, to: "first.csv")
    let export = [
      "export", "audience", "first.csv", "--customers", "customers.csv", "--to", "braze",
    ]
    let audience = csvRecords(try runner.expect(export).text)
    let ids = Set(audience.compactMap { $0["external_id"] })
    let agreed = Set(
      csvRecords(try runner.text(of: "customers.csv")).filter { $0["accepts_marketing"] == "yes" }
        .compactMap { $0["customer_id"] })
    #expect(
      ids == Set(treated.compactMap { $0["customer_id"] }).intersection(agreed) && !ids.isEmpty)
    let dry = try runner.expect(export + ["--dry-run"])
    #expect(dry.text.contains("left alone by lot") && dry.text.contains("nothing is written"))
  }

  /// Scores of a notebook are those of `predict`, with the consent that the customers file says.
  @Test func aNotebookHonoursConsent() throws {
    let runner = try shop()
    let log = ["shop/orders.csv", "--customers", "customers.csv", "--model", "m", "--quiet"]
    let scores = csvRecords(try runner.expect(["predict"] + log).text)
    try runner.expect(["export", "notebook"] + log + ["--output", "nb"])
    let exported = csvRecords(try runner.text(of: "nb/m/scores.csv"))
    #expect(scores.contains { $0["why_not"] == "no_consent" })
    func lists(_ rows: [[String: String]]) -> [String] {
      rows.map { "\($0["customer_id"] ?? "") \($0["list"] ?? "") \($0["why_not"] ?? "")" }.sorted()
    }
    #expect(lists(exported) == lists(scores))
  }

  @Test func monitorAndReplayLookAtWhatCame() throws {
    let runner = try shop()
    let monitor = ["monitor", "shop/orders.csv", "--scores", "scores.csv", "--quiet"]
    let report = try runner.expect(monitor + ["--model", "m"])
    #expect(report.text.contains("our model at that date") && report.text.contains("verdict: "))
    let json = try runner.expect(monitor + ["--json"])
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any])
    let scored = csvRecords(try runner.text(of: "scores.csv"))
    #expect(document["customers"] as? Int == scored.count)
    // Somebody else's column of the same numbers.
    let rows = scored.map { "\($0["customer_id"] ?? ""),\($0["churn_probability"] ?? "")\n" }
    try runner.write("id_of_customer,risk\n" + rows.joined(), to: "vendor.csv")
    let vendor = try runner.expect(
      [
        "monitor", "shop/orders.csv", "--scores", "vendor.csv", "--column", "risk", "--id",
        "id_of_customer", "--as-of", Self.date, "--horizon", "60d", "--json", "--quiet",
      ])
    let other = try #require(
      JSONSerialization.jsonObject(with: Data(vendor.output)) as? [String: Any])
    for key in ["verdict", "customers"] {
      #expect("\(other[key] ?? "")" == "\(document[key] ?? "-")")
    }
    let missed = try runner.run(monitor + ["--require", "auc>=0.999"])
    #expect(missed.end == .status(1) && missed.errors.contains("auc>=0.999"))
    let replay = try runner.expect(
      [
        "replay", "shop/orders.csv", "--as-of", Self.date, "--model", "m", "--size", "50",
        "--quiet",
      ])
    #expect(replay.text.hasPrefix("Lists of 50 of "))
    for page in [["replay"], ["report", "--model", "m", "--output", "page.html"]] {
      let date = page.count == 1 ? "--as-of" : "--replay-as-of"
      let early = try runner.run(page + ["shop/orders.csv", date, "1990-01-01", "--quiet"])
      #expect(early.end == .status(64), "\(early)")
      #expect(early.errors.contains("a list of 1990-01-01: the log's first order is of 20"))
    }
    // A model trained on the outcomes cannot be evaluated on them.
    try runner.expect(
      [
        "train", "shop/orders.csv", "--horizon", "60d", "--model", "all", "--accept-weak",
        "--quiet",
      ])
    for command in [monitor, ["replay", "shop/orders.csv", "--as-of", Self.date]] {
      let refused = try runner.run(command + ["--model", "all"])
      #expect(refused.end == .status(64) && refused.errors.contains("had seen nothing"))
    }
  }

  @Test(arguments: [
    ("- {name: a, contact_cost: -1, save_rate: 5%}", "contact_cost: found '-1'"),
    ("- {name: a, save_rate: 120%}", "save_rate: found '120%'"),
    ("- {name: a, save_rate: 60%}", "below 50 %"),
    ("- {name: a}", "found no save_rate"),
    ("- {name: a, save_rate: 5%, colour: red}", "found 'colour'"),
    ("- {name: a, save_rate: 5%, where: orders > 9999}", "where: found no customer"),
    ("- {name: a, save_rate: 5%, where: oders > 1}", "Did you mean 'orders'?"),
    ("- {name: a, save_rate: 5%, consent: agreed}", "consent: found 'agreed'"),
    ("- {name: a, save_rate: {lost: 5%}}", "found no rate for"),
    ("- {name: a, save_rate: {gone: 5%, else: 1%}}", "found 'gone'"),
    ("- {name: a, save_rate: 5%, incentive_cost: 1, discount: 5%}", "one of the two"),
    ("- {name: a, save_rate: 5%}\n    - {name: a, save_rate: 5%}", "two offers"),
    ("- {name: a, save_rate: 5%, at_most: -3}", "at_most: found '-3'"),
    ("- {name: a, save_rate: 5%, margin: 0%}", "margin: found '0%'"),
  ])
  func badOffersAreNamedWithTheirLine(offers: String, message: String) throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,churn_probability,value_if_kept,value_if_not,expected_gain,orders,why_not,as_of\n"
        + "c1,0.5,100,0,10,3,,2026-01-01\n", to: "scores.csv")
    try runner.write("plan:\n  offers:\n    \(offers)\n", to: "p.yaml")
    let run = try runner.run(["plan", "scores.csv", "--offers", "p.yaml", "--output", "out"])
    #expect(run.end == .status(65), "\(run)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.contains("p.yaml:3:") || run.errors.contains("p.yaml:4:"), "\(run.errors)")
    #expect(!runner.holds("out"))
  }

  @Test func scoresThatDoNotSayWhoRefusedAreRefused() throws {
    let runner = try CommandRunner()
    let header = "customer_id,churn_probability,silent_probability,value_if_kept,value_if_not"
    try runner.write("\(header),as_of\nc1,0.5,0.4,100,0,2026-01-01\n", to: "some.csv")
    try runner.write(
      "\(header),why_not,as_of\nc1,0.5,0.4,100,0,NO_CONSENT,2026-01-01\n", to: "other.csv")
    try runner.write("plan:\n  offers:\n    - {name: a, save_rate: 5%}\n", to: "p.yaml")
    for (file, says) in [
      ("some.csv", ["some.csv: found no column 'why_not'", "all columns", "--select"]),
      ("other.csv", ["other.csv:2: column 'why_not': found 'NO_CONSENT'", "or nothing"]),
    ] {
      try runner.expect(["plan", file, "--offers", "p.yaml"], status: 65, says: says)
    }
  }

  @Test func rowsScoredWithOtherAssumptionsAreRefused() throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,churn_probability,value_if_kept,value_if_not,expected_gain,why_not,as_of\n"
        + "c1,0.5,100,0,10,,2026-01-01\nc2,0.5,100,0,22,,2026-01-01\n", to: "scores.csv")
    try runner.write("plan:\n  offers:\n    - {name: a, save_rate: 5%}\n", to: "p.yaml")
    let run = try runner.run(["plan", "scores.csv", "--offers", "p.yaml"])
    #expect(run.end == .status(65) && run.errors.contains("scores.csv:3:"), "\(run)")
    let salt = try runner.run(["plan", "scores.csv", "--offers", "p.yaml", "--hold-out", "10%"])
    #expect(salt.end == .status(64) && salt.errors.contains("--salt-file"))
  }

  @Test func optionsThatChangeNothingAreRefused() throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,churn_probability,value_if_kept,value_if_not,expected_gain,why_not,as_of\n"
        + "c1,0.5,100,0,5,,2026-01-01\n", to: "scores.csv")
    try runner.write("plan:\n  offers:\n    - {name: a, save_rate: 5%}\n", to: "p.yaml")
    let plan = ["plan", "scores.csv", "--offers", "p.yaml"]
    let salt = ["--salt", "sixteen bytes or more"]
    try runner.expect(plan, status: 0)
    try runner.expect(plan + salt, status: 64, says: ["--salt: expected a hold-out above 0%"])
    try runner.expect(plan + salt + ["--hold-out", "0%"], status: 0)
    try runner.expect(
      plan + ["--uplift", "scores.csv"], status: 64, says: ["--uplift: expected an offer"])
    try runner.expect(
      plan + ["--id", "who"], status: 64, says: ["--id: expected --customers FILE"])
  }
}
