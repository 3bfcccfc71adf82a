import TestSupport
import Testing

/// Rule files as users write them: every planted fault is found at its line.
@Suite struct RuleFileTests {
  static let broken: [(name: String, yaml: String, line: Int, words: String)] = [
    ("gap", "name: x\nsegments:\n- name: A\n  when: r_score >= 4\n", 3, "r_score 1"),
    (
      "gap in money",
      "name: x\nsegments:\n- name: A\n  when: net_spend > 5\n- name: B\n  when: net_spend < 5\n", 3,
      "net_spend 5"
    ),
    (
      "overlap",
      "name: x\nsegments:\n- name: A\n  when: orders > 1\n- name: B\n  when: orders <= 2\n", 6,
      "orders 2"
    ),
    (
      "never primary",
      "name: x\nsegments:\n- {name: A, when: r_score > 2}\n- {name: B, priority: 2, when: r_score = 5}\notherwise: C\n",
      4, "'A' takes"
    ),
    (
      "reversed direction",
      "name: x\nscores:\n  r_score: {of: days_since_last_order, best: high}\nsegments:\n- {name: A, when: r_score > 2}\notherwise: C\n",
      3, "best customers last"
    ),
    (
      "unknown name", "name: x\nsegments:\n- name: A\n  when: dscount_share > 0.5\notherwise: C\n",
      4,
      "Did you mean 'discount_share'?"
    ),
    (
      "unknown text",
      "name: x\nsegments:\n- name: A\n  when: lifecycle = 'inactve'\notherwise: C\n", 4,
      "Did you mean 'inactive'?"
    ),
    (
      "days with money",
      "name: x\nsegments:\n- name: A\n  when: days_since_last_order > net_spend\notherwise: C\n", 4,
      "days compared with money"
    ),
    (
      "share above one",
      "name: x\nsegments:\n- name: A\n  when: discount_share > 30\notherwise: C\n",
      4, "30 % is 0.3"
    ),
    (
      "duration of a count", "name: x\nsegments:\n- name: A\n  when: orders > 90d\notherwise: C\n",
      4,
      "duration"
    ),
    (
      "type error", "name: x\nsegments:\n- name: A\n  when: usual_weekday > 3\notherwise: C\n", 4,
      "expected a text"
    ),
    (
      "empty condition", "name: x\nsegments:\n- name: A\n  when: ''\notherwise: C\n", 3,
      "no condition"
    ),
    (
      "duplicate name",
      "name: x\nsegments:\n- {name: A, when: orders = 1}\n- {name: A, when: orders != 1}\n", 4,
      "called 'A'"
    ),
    (
      "bad priority", "name: x\nsegments:\n- name: A\n  when: orders > 1\n  priority: high\n", 5,
      "whole number from 1"
    ),
    (
      "priority below one",
      "name: x\nsegments:\n- name: A\n  when: orders > 1\n  priority: 0\notherwise: C\n", 3,
      "from 1"
    ),
    (
      "unknown key", "name: x\nsegments:\n- name: A\n  wen: orders > 1\notherwise: C\n", 4,
      "'when'?"
    ),
    (
      "line of a long condition",
      "name: x\nsegments:\n- name: A\n  when: |\n    orders > 1\n    and ordrs < 3\notherwise: C\n",
      5,
      "ordrs"
    ),
    ("no list", "name: x\nsegments: many\n", 2, "without a list"),
    ("no YAML", "name: [x\nsegments:\n", 2, "no YAML"),
    ("twice", "name: x\nname: y\nsegments: []\n", 1, "twice"),
    ("alias", "name: &a x\nsegments:\n- *a\n", 1, "anchor or alias"),
    ("flow alias", "name: x\nsegments: {\"a\":1,*h : 2}\n", 2, "anchor or alias"),
    ("anchor after a quoted key", "{\"x\":&a [1]}\n", 1, "anchor or alias"),
    ("alias after a carriage return", "name: x\r\nsegments:\r\n*h : 2\r\n", 3, "anchor or alias"),
    ("anchor after a tag", "name: !!str &a x\n", 1, "anchor or alias"),
    ("empty", "", 1, "found nothing"), ("scalar", "just text", 1, "expected name, segments"),
  ]

  /// What a mistyped column, or no file, would leave empty without a word.
  @Test func columnsToShowAreThere() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write("customer_id,tier\nc1,gold\n", to: "crm.csv")
    let segment = ["segment", "orders.csv", "--select"]
    try runner.expect(
      segment + ["customer.tier"], status: 64, says: ["found no customers file"])
    try runner.expect(
      segment + ["customer.teir", "--customers", "crm.csv"], status: 64,
      says: ["found 'customer.teir'", "Did you mean 'customer.tier'?"])
    let shown = try runner.expect(segment + ["customer.tier", "--customers", "crm.csv"])
    #expect(csvRecords(shown.text).first { $0["customer_id"] == "c1" }?["customer.tier"] == "gold")
  }

  /// Double quotes name a column; who means a text by them is told.
  @Test func textsInDoubleQuotesAreExplained() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(
      "name: x\nsegments:\n- name: A\n  when: lifecycle = \"new\"\notherwise: C\n", to: "r.yaml")
    let run = try runner.run(["segment", "lint", "r.yaml"])
    #expect(run.end == .status(65) && run.text.contains("single quotes"), "\(run)")
    try runner.expect(
      ["check", "orders.csv", "--where", "customer_id = \"c1\""], status: 65,
      says: ["found no column 'c1'", "a text in single quotes"])
  }

  @Test(arguments: broken)
  func theFaultIsFound(_ file: (name: String, yaml: String, line: Int, words: String)) throws {
    let runner = try CommandRunner()
    try runner.write(file.yaml, to: "rules.yaml")
    let run = try runner.run(["segment", "lint", "rules.yaml"])
    #expect(run.end == .status(65), "\(file.name)\n\(run)")
    #expect(
      run.text.split(separator: "\n").contains {
        $0.hasPrefix("rules.yaml:\(file.line): ") && $0.contains(file.words)
      }, "\(file.name)\n\(run)")
  }

  @Test func hostileFilesEndSoon() throws {
    let runner = try CommandRunner()
    try runner.write(String(repeating: "#", count: 300_000), to: "large.yaml")
    try runner.write(
      "name: x\nsegments:\n" + String(repeating: "- [", count: 20_000), to: "deep.yaml")
    try runner.write(
      "name: x\nsegments:\n" + String(repeating: "- {name: A, when: a}\n", count: 5_000),
      to: "many.yaml")
    try runner.write(
      "name: x\nsegments:\n- name: A\n  when: \(String(repeating: "(", count: 5_000))\n",
      to: "nested.yaml")
    try runner.write("\0\u{1}\u{FFFD}: [", to: "bytes.yaml")
    for file in ["large", "deep", "many", "nested", "bytes"] {
      let run = try runner.run(["segment", "lint", "\(file).yaml"])
      #expect(run.end == .status(65), "\(run)")
    }
    #expect(try runner.run(["segment", "lint", "none.yaml"]).end == .status(66))
    #expect(try runner.run(["segment", "lint", "rfm12"]).end == .status(64))
  }

  /// What is printed can be read, says the same, and is as sound as what is built in.
  @Test func builtInFilesCanBeCopied() throws {
    let runner = try CommandRunner()
    let list = try runner.expect(["segment", "rules"]).text
    let names = list.split(separator: "\n").compactMap { $0.split(separator: ":").first }
    #expect(names.count == 10)
    for name in names.map(String.init) {
      let text = try runner.expect(["segment", "rules", name]).text
      try runner.write(text, to: "copy.yaml")
      #expect(try runner.expect(["segment", "rules", "copy.yaml"]).text == text)
      try runner.expect(["segment", "lint", name, "copy.yaml"])
    }
  }

  /// The same segments by name, by file, and from a model that was trained with the file.
  @Test func aFileDoesWhatTheNameDoes() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(try runner.expect(["segment", "rules", "loyalty"]).text, to: "mine.yaml")
    let byName = try runner.expect(["segment", "orders.csv", "--rules", "loyalty"]).text
    #expect(try runner.expect(["segment", "orders.csv", "--rules", "mine.yaml"]).text == byName)
    #expect(byName.contains("First-Time") && byName.contains("Loyal;"))
    try runner.write(
      "name: own\nsegments:\n- {name: Big, when: net_spend >= 200}\notherwise: Small\n",
      to: "own.yaml")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "60d", "--model", "m", "--rules",
      "own.yaml",
    ])
    let stored = try runner.expect(["segment", "orders.csv", "--model", "m"]).text
    let rows = csvRows(stored)
    #expect(Set(rows.dropFirst().map { $0[5] }) == ["Big", "Small"])
    let predicted = csvRows(
      try runner.expect([
        "predict", "orders.csv", "--model", "m", "--select", "customer_id,segment,segments",
      ]).text)
    #expect(
      Set(predicted.dropFirst().map { $0.joined(separator: ",") })
        == Set(rows.dropFirst().map { "\($0[0]),\($0[5]),\($0[6])" }))
    try runner.expect(["compare", "orders.csv", "--model", "m", "--rules", "mine.yaml"])
    try runner.expect(
      ["segment", "orders.csv", "--model", "m", "--f-cut-offs", "2,3,4,5"], status: 64,
      says: ["a model has its own"])
  }

  /// By hand: a birthday today is 0 days ahead, one of yesterday a year less a day, and 29 February is kept on
  /// 1 March.
  @Test func birthdays() throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,date,amount\na,2024-01-31,5\nb,2024-01-31,5\nc,2024-01-31,5\nd,2024-01-31,5\n",
      to: "orders.csv")
    try runner.write(
      "customer_id,birthday\na,1990-03-01\nb,1990-02-28\nc,1992-02-29\nd,\n", to: "c.csv")
    let rows = csvRecords(
      try runner.expect([
        "segment", "orders.csv", "--customers", "c.csv", "--as-of", "2025-03-01", "--rules",
        "occasions", "--select", "days_to_birthday",
      ]).text)
    #expect(rows.map { $0["days_to_birthday"] } == ["0", "364", "0", ""])
    #expect(rows.map { $0["segment"] == "Birthday Soon" } == [true, false, true, false])
  }

  @Test func cutOffsOfTheUser() throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,date,amount\na,2024-01-31,50\nb,2024-01-01,49.99\nb,2023-12-01,0.01\nc,2023-01-01,500\n",
      to: "orders.csv")
    let rows = csvRows(
      try runner.expect([
        "segment", "orders.csv", "--score-window", "all", "--r-cut-offs", "240d,120d,60d,30d",
        "--f-cut-offs", "2,3,5,9", "--m-cut-offs", "50,100,250,499.90",
      ]).text)
    #expect(
      rows.dropFirst().map { Array($0[0...3]) } == [
        ["a", "5", "1", "2"], ["b", "4", "2", "2"], ["c", "1", "1", "5"],
      ])
    for bad in [
      ["--r-cut-offs", "30d,60d,120d,240d"], ["--f-cut-offs", "2,3,5"],
      ["--m-cut-offs", "a,b,c,d"],
      ["--f-cut-offs", "1.5,2,3,4"], ["--engagement-weights", "vist=2"],
      ["--engagement-weights", "visit=-1"], ["--engagement-half-life", "0d"],
    ] {
      try runner.expect(["segment", "orders.csv"] + bad, status: 64)
    }
  }
}

extension RuleFileTests {
  /// A detail after a colon and one from a column of its own are the same, and count as one kind.
  @Test func detailsOfEvents() throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,date,amount\na,2024-01-05,10\nb,2024-01-20,10\n", to: "orders.csv")
    try runner.write(
      "customer_id,occurred_at,kind,value\na,2024-01-10T10:00:00,cart_add,5\n"
        + "a,2024-01-10T10:31:00,cart_abandonment:price,5\nb,2024-01-20T00:00:00,visit,\n",
      to: "colon.csv")
    try runner.write(
      "customer_id,occurred_at,kind,value,why\na,2024-01-10T10:00:00,cart_add,5,\n"
        + "a,2024-01-10T10:31:00,cart_abandonment,5,price\nb,2024-01-20T00:00:00,visit,,\n",
      to: "column.csv")
    func run(_ arguments: String...) throws -> String {
      try runner.expect(
        ["segment", "orders.csv", "--rules", "journey", "--select", "cart_reason"] + arguments
      ).text
    }
    let text = try run("--events", "colon.csv")
    #expect(
      text.contains("\"Carted and Left, Reason Given\"") && text.contains(",price\n"), "\(text)")
    #expect(
      try run("--events", "column.csv", "--columns", "event.detail=why") == text)
    #expect(try !run("--events", "column.csv").contains("Reason Given"))
    let check = try runner.expect(["check", "orders.csv", "--events", "colon.csv"])
    let told = check.text + check.errors
    #expect(
      !told.contains("cart_abandonment:price") && told.contains("cart_abandonment"), "\(check)")
  }
}
