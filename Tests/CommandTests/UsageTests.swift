import TestSupport
import Testing

/// Odd values of options: exit 64 before anything is written, and a word on what is expected.
@Suite struct UsageTests {
  static let refused: [[String]] = [
    [], ["nosuchcommand"], ["train"], ["train", "orders.csv"], ["predict", "orders.csv"],
    ["features", "orders.csv", "--nosuchoption"], ["features"], ["export"], ["inspect"],
    train("--threads", "0"), train("--threads", "-1"), train("--threads", "1025"),
    train("--seed", "-1"), train("--clusters", "1"), train("--clusters", "5000"),
    train("--snapshots", "0"), train("--snapshots", "101"), train("--l2", "nan"),
    train("--l2=-1"), train("--l2", "inf"), train("--l1-ratio", "1.5"),
    train("--l1-ratio=-0.1"), train("--l1-ratio", "nan"), train("--clv-horizon", "0d"),
    train("--score-window", "0d"), train("--rules", "rfm999"), train("--cluster-on", ""),
    train("--cluster-on", "ordrs"), train("--cluster-on", "orders,orders"),
    train("--evaluate-at", "2024-13-01"), train("--evaluate-at", "2024-01-05"),
    train("--evaluate-at", "2030-01-01"),
    ["train", "orders.csv", "--model", "model", "--horizon", "0d"],
    ["train", "orders.csv", "--model", "model", "--horizon", "90"],
    ["train", "orders.csv", "--model", "model", "--horizon", "nand"],
    ["train", "orders.csv", "--model", "model", "--horizon", "0x10d"],
    ["train", "orders.csv", "--model", "model", "--horizon", "1001y"],
    train("--target", ""), train("--target", " "),
    ["features", "orders.csv", "--select", ""], ["features", "orders.csv", "--select", "a b"],
    ["features", "orders.csv", "--select", "orders,orders"],
    ["features", "orders.csv", "--format", "xml"], ["features", "orders.csv", "--as-of", "today"],
    ["check", "orders.csv", "--time-zone", "Nowhere"],
    ["check", "orders.csv", "--date-format", "%q"], ["check", "orders.csv", "--delimiter", "ab"],
    ["check", "orders.csv", "--max-rejected", "101%"],
    ["check", "orders.csv", "--where", "amount >"],
    ["check", "orders.csv", "--columns", "customer"],
    ["check", "orders.csv", "--columns", "nobody=customer_id"],
    ["check", "orders.csv", "--encoding", "ebcdic"],
  ]

  private static func train(_ options: String...) -> [String] {
    ["train", "orders.csv", "--horizon", "30d", "--model", "model"] + options
  }

  @Test(arguments: refused)
  func isRefused(_ arguments: [String]) throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    // No command at all prints the help.
    if arguments.isEmpty {
      let run = try runner.expect([])
      #expect(run.text.contains("USAGE: perennial"), "\(run)")
    } else if arguments == ["export"] {
      #expect(try runner.expect(arguments).text.contains("notebook"))
    } else {
      try runner.expect(arguments, status: 64)
    }
    #expect(try runner.names() == ["orders.csv"])
  }

  /// Economics that make no sense are refused before rows are written; extreme but sensible ones are
  /// scored without an infinity.
  @Test func economics() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "model", "--quiet",
    ])
    let predict = ["predict", "orders.csv", "--model", "model"]
    for odd in [
      ["--save-rate", "50%"], ["--save-rate", "nan"], ["--save-rate=-10%"],
      ["--contact-cost", "nan"], ["--contact-cost=-5"], ["--contact-cost", "inf"],
      ["--margin", "101%"], ["--margin", "1e300"], ["--margin", "nan"], ["--discount=-5%/y"],
      ["--discount", "10%"], ["--discount", "nan/y"], ["--top", "0"], ["--top=-1"],
      ["--top", "9223372036854775808"], ["--contributions", "-"],
      ["--output", "rows.csv", "--contributions", "rows.csv"],
    ] {
      try runner.expect(predict + odd, status: 64)
    }
    for extreme in [
      ["--save-rate", "0"], ["--save-rate", "49.9%"], ["--contact-cost", "1e308"],
      ["--margin", "0"], ["--discount", "0%/y"], ["--discount", "1e300/y"],
      ["--as-of", "9999-12-31"], ["--as-of", "2024-03-01"], ["--top", "9223372036854775807"],
    ] {
      let run = try runner.expect(predict + extreme)
      let rows = csvRecords(run.text)
      #expect(!rows.isEmpty)
      for row in rows {
        for column in ["churn_probability", "predicted_clv", "expected_gain", "clv_at_risk"] {
          #expect(Double(row[column] ?? "")?.isFinite == true, "\(column) with \(extreme)")
        }
      }
    }
    #expect(
      try runner.expect(predict + ["--save-rate", "49.9%"]).errors.contains("save rate 49.9%"))
    try runner.expect(
      predict + ["--as-of", "0001-01-01"], status: 65, says: ["no customer has an order"])
  }

  @Test func anUnknownCommandIsToldTheNearest() throws {
    let runner = try CommandRunner()
    try runner.expect(
      ["chekc", "orders.csv"], status: 64,
      says: ["found 'chekc'", "Did you mean 'check'?", "train, "])
    try runner.expect(["orders.csv"], status: 64, says: ["found 'orders.csv', expected a command"])
    for arguments in [[], ["help"], ["help", "check"], ["--version"], ["--help"]] {
      try runner.expect(arguments)
    }
  }

  /// A date long after the log makes everybody look lost.
  @Test func aDateLongAfterTheLogIsTold() throws {
    let runner = try CommandRunner()
    try runner.write(
      Logs.header + "1,2024-01-01,5\n2,2024-03-01,5\n1,2024-03-05,2\n", to: "orders.csv")
    for command in ["features", "segment"] {
      let late = try runner.expect([command, "orders.csv", "--as-of", "2024-04-06"])
      #expect(
        late.errors.contains(
          "the last order is of 2024-03-05, 32 days before the as-of date 2024-04-06"), "\(late)")
      let near = try runner.expect([command, "orders.csv", "--as-of", "2024-04-05"])
      #expect(!near.errors.contains("the last order is of"), "\(near)")
    }
  }

  /// Logs that are odd but possible: every command ends with rows or a sentence, never with a trap.
  @Test(arguments: ["two", "ten", "one day", "alike", "free", "rich"])
  func oddLogsDoNotTrap(kind: String) throws {
    var generator = SeededGenerator(seed: 64)
    func random(_ customers: Int, amount: (inout SeededGenerator) -> String) -> String {
      (0..<customers).map { customer in
        (0..<4).map { _ in
          "\(customer),\(Logs.date(Int.random(in: 0..<300, using: &generator))),"
            + "\(amount(&generator))\n"
        }.joined()
      }.joined()
    }
    let rows: String =
      switch kind {
      case "two": (0..<20).map { "1,\(Logs.date(10 * $0)),10\n" }.joined() + "2,\(Logs.date(5)),9\n"
      case "ten": random(10) { "\(Int.random(in: 1...99, using: &$0))" }
      case "one day": (0..<50).map { "\($0),2024-01-01,5\n" }.joined()
      case "alike":
        (0..<50).flatMap { id in (0..<10).map { "\(id),\(Logs.date(30 * $0)),5\n" } }.joined()
      case "free": random(100) { _ in "0" }
      default: random(100) { "\(Int.random(in: 0...5_000_000_000_000_000, using: &$0))" }
      }
    let runner = try CommandRunner()
    try runner.write(Logs.header + rows, to: "orders.csv")
    try runner.write(Logs.shop(), to: "shop.csv")
    try runner.expect([
      "train", "--accept-weak", "shop.csv", "--horizon", "30d", "--model", "shop", "--quiet",
    ])
    let trained = try runner.run([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "own",
    ])
    #expect([.status(0), .status(65)].contains(trained.end), "\(trained)")
    for model in runner.holds("own") ? ["own", "shop"] : ["shop"] {
      for command in [
        ["predict"], ["segment"], ["compare", "--output", "compared"],
        ["export", "notebook", "--output", "notebooks"],
      ] {
        let run = try runner.run(command + ["--model", model, "orders.csv"])
        #expect([.status(0), .status(65)].contains(run.end), "\(run)")
        for word in [",inf", ",nan", ",-inf"] { #expect(!run.text.contains(word), "\(run)") }
      }
    }
    for command in ["check", "features", "segment"] { try runner.expect([command, "orders.csv"]) }
  }
}
