import Foundation
import TestSupport
import Testing

/// What is said of a fault is true, and what is to cure it can be passed to the command that says it.
@Suite struct CureTests {
  private func shop(ids: (Int) -> String = { "c\($0)" }) throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(ids: ids), to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--quiet", "--model", "shop",
    ])
    try runner.write(
      Logs.header + "a,2024-01-01,3\nb,2024-01-20,4\na,2024-02-10,4\n", to: "short.csv")
    return runner
  }

  @Test func aHorizonIsOfferedWhereItCanBePassed() throws {
    let runner = try shop()
    let train = try runner.expect(
      ["train", "short.csv", "--horizon", "30d", "--model", "m"], status: 65,
      says: ["too short for a horizon of 30 days", "\nuse: --horizon 20d"])
    #expect(train.errors.contains("Pass a shorter --horizon or a longer log."))
    let compare = try runner.expect(
      ["compare", "short.csv", "--model", "shop"], status: 65,
      says: ["a model that was trained with a shorter --horizon"])
    #expect(!compare.errors.contains("use:"), "\(compare)")
    try runner.write(Logs.header + "a,2024-01-01,3\nb,2024-01-02,4\n", to: "two.csv")
    let horizon = try runner.expect(
      ["horizon", "two.csv"], status: 65, says: ["too short", "Pass a longer log."])
    #expect(!horizon.errors.contains("--horizon"), "\(horizon)")
  }

  /// The dates that a model was evaluated at are the model's, and no option changes them.
  @Test func aNotebookNeedsTheOrdersOfTheModel() throws {
    let runner = try shop()
    try runner.write(
      Logs.header + "a,2025-01-20,3\nb,2025-01-21,4\na,2025-02-10,4\n", to: "late.csv")
    let run = try runner.expect(
      ["export", "notebook", "late.csv", "--model", "shop", "--output", "n"], status: 65,
      says: ["the first order is of 2025-01-20", "the orders that the model was trained on"])
    #expect(!run.errors.contains("Pass a later"), "\(run)")
  }

  private static let featureHeader =
    "customer_id,as_of,horizon_days,first_order_day,orders_in_horizon,refund_policy,gross_millionths,"
    + "net_millionths,window_days,orders_in_window,net_millionths_in_window,days_since_last_order,"
    + "orders,order_days"

  @Test func rowsOfFeaturesAreToBeDrawnAnew() throws {
    let runner = try CommandRunner()
    func row(first: String) -> String {
      "c0,2022-03-13,60,\(first),1,net,5000000,5000000,365,1,5000000,3,2,2"
    }
    try runner.write("\(Self.featureHeader)\n\(row(first: "2022-01-03"))\n", to: "few.csv")
    try runner.write(
      "\(Self.featureHeader),orders_9\n\(row(first: "2020-01-03")),4\n", to: "one.csv")
    let few = try runner.expect(
      ["train", "--from-features", "few.csv", "--model", "m"], status: 65,
      says: ["few.csv: the orders run from 2022-01-03", "Draw rows with a shorter --horizon"])
    #expect(!few.errors.contains("use:"), "\(few)")
    let one = try runner.expect(
      ["train", "--from-features", "one.csv", "--model", "m", "--verbose"], status: 65,
      says: [
        "one.csv: found 1 customer in the rows as of 2022-03-13, their latest date",
        "no features, and not used: orders_9",
      ])
    #expect(!one.errors.contains("--where") && !one.errors.contains("--columns"), "\(one)")
  }

  /// An id that a spreadsheet would run has an apostrophe in CSV, and a workbook has its own yes and no.
  @Test func whatPredictWroteAgreesWithIt() throws {
    let runner = try shop(ids: { "-c\($0)" })
    try runner.write("a key of sixteen bytes", to: "key")
    _ = try runner.runShell("chmod 600 key")
    for file in ["s.csv", "s.xlsx"] {
      try runner.expect(["predict", "orders.csv", "--model", "shop", "--output", file])
      // Ids of the file that are no pseudonyms yet become those of the key.
      for key in [[], ["--pseudonymise", "key"]] {
        let run = try runner.expect(
          ["verify", "orders.csv", "--model", "shop", "--against", file] + key)
        #expect(run.text.hasPrefix("customers: 120 in both, 0 missing, 0 unknown\n"), "\(run)")
      }
    }
    #expect(try runner.text(of: "s.csv").contains("'-c"))
  }

  @Test func numbersBeyondTheBoundAreNamed() throws {
    let runner = try CommandRunner()
    let rows = (0..<100).map { "c\($0),\($0 % 2),\($0 % 20 == 3 ? "7" : "1e300")\n" }.joined()
    try runner.write("customer_id,churned,b\n" + rows, to: "t.csv")
    try runner.expect(
      ["table", "train", "t.csv", "--label", "churned", "--model", "m"], status: 65,
      says: ["column 'b': found '1e300', expected a number of at most 1e100"])
  }

  @Test func textsThatAreAllRareAreNamed() throws {
    let runner = try CommandRunner()
    let rows = (0..<200).map { "c\($0),\($0 * 7 % 3 == 0 ? 1 : 0),\($0 % 100)%,\($0 % 13)\n" }
    try runner.write("customer_id,churned,a,n\n" + rows.joined(), to: "t.csv")
    let run = try runner.expect(["table", "train", "t.csv", "--label", "churned", "--model", "m"])
    #expect(
      run.text.contains(
        "note: 'a' is not used: each of its 100 texts stands in fewer than 20 rows. Write "
          + "percents as numbers, without the sign"), "\(run)")
    #expect(try runner.text(of: "m/card.md").contains("each of its 100 texts"))
    #expect(!run.text.contains("constant or repeats"))
  }

  @Test func oneColumnHasNoTwoUses() throws {
    let runner = try CommandRunner()
    try runner.write(TableCommandTests.contracts(), to: "t.csv")
    try runner.expect(
      [
        "table", "train", "t.csv", "--label", "churned", "--model", "m", "--ignore", "plan",
        "--categories", "plan",
      ], status: 64, says: ["plan", "--ignore", "--categories"])
    try runner.write("id,t,y,x\na,0,1,2\nb,1,0,3\n", to: "u.csv")
    for value in ["0", "1"] {
      try runner.expect(
        [
          "uplift", "u.csv", "--treatment", "t", "--outcome", "y", "--id", "id", "--treated", value,
          "--control", value,
        ], status: 64, says: ["--treated and --control: found '\(value)' twice"])
    }
    let uplift = ["uplift", "u.csv", "--treatment", "t", "--outcome", "y", "--control", "1"]
    try runner.expect(
      uplift, status: 64, says: ["--control: found '1', which means treated by itself"])
  }

  @Test func contractsThatSayNothingAreCounted() throws {
    let runner = try CommandRunner()
    let young = (0..<8).map { "y\($0),2023-12-\(20 + $0),,,b,20\n" }.joined()
    try runner.write(try ContractsCommandTests.contracts() + young, to: "c.csv")
    let roles = ["--id", "contract", "--start", "began", "--end", "ended", "--reason", "why"]
    let run = try runner.expect(
      ["contracts", "train", "c.csv"] + roles + ["--as-of", "2024-01-01", "--model", "m"])
    let note = "8 contracts were observed for less than one whole period by 2024-01-01"
    #expect(run.text.contains(note), "\(run)")
    #expect(try runner.text(of: "m/card.md").contains(note))
    // Those of the whole table who were lost sight of, or came into it late, are no younger for it.
    let late = try runner.expect(
      ["contracts", "train", "c.csv"] + roles + [
        "--as-of", "2024-01-01", "--observed-from", "2022-01-01", "--model", "late",
      ])
    let lateNote = "were observed for less than one whole period by"
    #expect(late.text.contains(lateNote), "\(late)")
    let predict = ["contracts", "predict", "c.csv", "--model", "m"]
    try runner.expect(
      predict + ["--as-of", "2024-01-01", "--discount", "5%/y"], status: 64,
      says: ["--discount: expected --value COLUMN with it"])
    try runner.expect(
      predict + ["--as-of", "9999-12-31"], status: 65,
      says: ["by 9999-12-31", "Pass an earlier --as-of"])
  }

  @Test func optionsOfFilesNeedTheirFiles() throws {
    let runner = try CommandRunner()
    try runner.write(
      "customer_id,order_id,ordered_at,amount,state\nA,1,2024-01-01,5,paid\nB,2,2024-02-01,50,void\n",
      to: "o.csv")
    try runner.expect(
      ["check", "o.csv", "--count-status", "stat=paid"], status: 65,
      says: ["--count-status: found no column 'stat' in o.csv", "Did you mean 'state'?"])
    try runner.expect(
      ["check", "o.csv", "--count-status", "state=payd"], status: 65,
      says: ["o.csv: no row counts", "no row has 'payd' in column 'state'", "'paid', 'void'"])
    try runner.expect(
      ["check", "o.csv", "--count-status", "state=paid,payd"],
      says: ["note: --count-status: no row has 'payd' in column 'state'"])
    // Whatever the column is called.
    try runner.write(
      try runner.text(of: "o.csv").replacing("state", with: "phase"), to: "phase.csv")
    let phase = try runner.expect(["check", "phase.csv", "--count-status", "phase=paid"])
    #expect(phase.errors.contains("void: cancelled, 1 row, 50"), "\(phase)")
    for kind in ["events", "customers"] {
      try runner.expect(
        ["check", "o.csv", "--\(kind)-where", "nosuch = 1"], status: 64,
        says: ["--\(kind)-where 'nosuch = 1': expected --\(kind) FILE with it"])
      for (option, value) in [
        ("date-format", "%Y-%m-%d"), ("columns", kind == "events" ? "customer=x" : "id=x"),
        ("delimiter", ";"), ("encoding", "latin1"), ("profile", "none"), ("time-zone", "UTC"),
      ] {
        let run = try runner.expect(["check", "o.csv", "--\(kind)-\(option)", value], status: 64)
        #expect(
          run.errors.contains("--\(kind)-\(option) ")
            && run.errors.contains("expected --\(kind) FILE with it"), "\(run)")
      }
    }
    for (option, value) in [("--uplift", "5%"), ("--treatment-at", "2024-01-01")] {
      try runner.expect(
        ["simulate", "--output", "s", option, value], status: 64,
        says: ["\(option): expected --treatment SHARE beside it"])
    }
  }
}
