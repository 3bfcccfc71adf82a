import Foundation
import TestSupport
import Testing

/// Stores at the command line: the same bytes as from files.
@Suite struct StoreCommandTests {
  /// The rows of a log in batches that overlap: each row in one or two of them.
  private func batches(_ text: String, _ count: Int) -> [String] {
    var random = SeededGenerator(seed: 5)
    let rows = text.split(separator: "\n").dropFirst()
    var batches = [String](repeating: Logs.header, count: count)
    for row in rows {
      let first = Int.random(in: 0..<count, using: &random)
      for batch in Set([first, Int.random(in: 0..<count, using: &random)]) {
        batches[batch] += row + "\n"
      }
    }
    return batches
  }

  /// Rows that differ, so that no two batches share rows that are two.
  private var log: String {
    Logs.header
      + Set(Logs.shop().split(separator: "\n").dropFirst()).sorted().joined(separator: "\n") + "\n"
  }

  @Test func modelsAndScoresAreThoseOfFiles() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    for (number, batch) in batches(log, 3).enumerated() {
      try runner.write(batch, to: "batch\(number).csv")
      let verb = number == 0 ? "build" : "append"
      let run = try runner.run(["store", verb, "shop.store", "batch\(number).csv"])
      #expect(run.end == .status(0), "\(run)")
    }
    let train = ["--horizon", "60d", "--accept-weak", "--quiet", "--model"]
    #expect(try runner.run(["train", "orders.csv"] + train + ["files"]).end == .status(0))
    let run = try runner.run(["train", "--store", "shop.store"] + train + ["stored"])
    #expect(run.end == .status(0), "\(run)")
    #expect(try runner.text(of: "files/model.json") == runner.text(of: "stored/model.json"))
    for (place, of) in [(["orders.csv"], "files.csv"), (["--store", "shop.store"], "stored.csv")] {
      let run = try runner.run(
        ["predict"] + place + ["--model", "files", "--quiet", "--output", of])
      #expect(run.end == .status(0), "\(run)")
    }
    #expect(try runner.text(of: "files.csv") == runner.text(of: "stored.csv"))
  }

  @Test func otherOptionsAreNamed() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    let zone = ["--time-zone", "Europe/Berlin"]
    #expect(try runner.run(["store", "build", "s", "orders.csv"] + zone).end == .status(0))
    #expect(try runner.run(["store", "append", "s", "orders.csv"]).end == .status(0))
    #expect(try runner.run(["store", "append", "s", "orders.csv"] + zone).end == .status(0))
    for arguments in [
      ["store", "append", "s", "orders.csv", "--time-zone", "UTC"],
      ["segment", "--store", "s", "--time-zone=UTC"],
      ["horizon", "--store", "s", "--refunds", "ignore"],
    ] {
      let run = try runner.run(arguments)
      #expect(run.end == .status(64), "\(run)")
      #expect(run.errors.contains("expected '"), "\(run)")
    }
    let both = try runner.run(["horizon", "orders.csv", "--store", "s"])
    #expect(both.end == .status(64) && both.errors.contains("--store s"), "\(both)")
  }

  /// What would cure the rows of a batch may be an option that the whole store is read with.
  @Test func curesOfABatchSayWhoseOptionTheyAre() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    try runner.expect(["store", "build", "s", "orders.csv"])
    try runner.write(
      "customer_id,date,amount,currency\nc1,2024-01-05,5.00,EUR\nc2,2024-01-06,5.00,USD\n",
      to: "two.csv")
    let append = ["store", "append", "s", "two.csv"]
    try runner.expect(
      append, status: 65,
      says: ["choose: --where", "build s again with others, or write the rows as those before"])
    try runner.write("customer_id,date,amount\nc1,2093-01-05,5.00\n", to: "two.csv")
    try runner.expect(append, status: 65, says: ["--allow-future-dates"])
    try runner.expect(append + ["--allow-future-dates"])
    // One cell that only exports have.
    let plain = (0..<2_100).map { "c\($0 % 9),2024-01-05,\($0 % 7).00\n" }.joined()
    try runner.write("customer_id,date,amount\n\(plain)guest,2024-01-06,5.00\n", to: "two.csv")
    let run = try runner.expect(
      append, status: 65, says: ["two.csv: found a customer", "Leave these rows out"])
    #expect(run.errors.contains("'aaaaa'"), "\(run)")
  }

  @Test func conditionsOfNoFileAreRefused() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    try runner.expect(["store", "build", "s", "orders.csv"])
    try runner.expect(
      ["segment", "--store", "s", "--customers-where", "x = 1"], status: 64,
      says: ["--customers-where 'x = 1': expected --customers FILE with it"])
  }

  /// Under a key no id can be folded: those in capitals and with a capital in front are looked for, too.
  @Test(arguments: [false, true]) func idsInCapitalsAreNotPassedOver(hasKey: Bool) throws {
    let runner = try CommandRunner()
    try runner.write("a key of sixteen bytes", to: "key")
    _ = try runner.runShell("chmod 600 key")
    let key = hasKey ? ["--pseudonymise", "key"] : []
    let rows = ["ABC1", "Def2"].map { "\($0),2024-01-05,5.00\n" }.joined()
    try runner.write(Logs.shop() + rows, to: "orders.csv")
    try runner.expect(["store", "build", "s", "orders.csv"] + key)
    // Three ids of two customers.
    try runner.write("customer_id\nabc1\ndef2\n'def2\n", to: "ids.csv")
    let forget = ["store", "forget", "s", "--ids", "ids.csv"] + key
    let run = try runner.run(forget)
    #expect(run.end == .status(1) && run.text.contains("0 customers forgotten"), "\(run)")
    for text in ["found 2 customers whom the list may mean", "--exact"] {
      #expect(run.errors.contains(text), "\(run)")
    }
    let exact = try runner.expect(forget + ["--exact"])
    #expect(exact.text.contains("0 customers forgotten"), "\(exact)")
    #expect(exact.text.contains("not forgotten, since 3 ids"), "\(exact)")
  }

  @Test func infoAndVerifyTellTheBatches() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    #expect(try runner.run(["store", "build", "s", "orders.csv"]).end == .status(0))
    #expect(try runner.run(["store", "append", "s", "orders.csv"]).end == .status(0))
    let info = try runner.run(["store", "info", "s"])
    #expect(info.end == .status(0) && info.text.contains("batch 2: orders.csv"), "\(info)")
    #expect(info.text.contains(" 0 new + "), "\(info)")
    let verify = try runner.run(["store", "verify", "s", "--json"])
    #expect(verify.end == .status(0) && verify.text.contains("\"digest\""), "\(verify)")
  }

  /// The old store or the new, whenever a run is killed.
  @Test func aKilledAppendLeavesAStore() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    try runner.write(Logs.shop { "d\($0)" }, to: "more.csv")
    #expect(try runner.run(["store", "build", "old", "orders.csv"]).end == .status(0))
    let run = try runner.runShell(
      """
      digest() { "$PERENNIAL" store verify $1 | tail -1; }
      cp -r old new && "$PERENNIAL" store append new more.csv >/dev/null
      old=$(digest old); new=$(digest new); test "$old" != "$new" || echo same
      for wait in 0 0.002 0.004 0.006 0.008 0.01 0.015 0.02 0.03 0.05; do
        rm -rf s; cp -r old s
        "$PERENNIAL" store append s more.csv >/dev/null 2>&1 & pid=$!
        sleep $wait; kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
        found=$(digest s)
        test "$found" = "$old" -o "$found" = "$new" || echo "after $wait: $found"
        "$PERENNIAL" store append s more.csv >/dev/null || echo "no append after $wait"
        test "$(digest s)" = "$new" || echo "other histories after $wait"
      done
      echo done
      """)
    #expect(run.text == "done\n", "\(run)")
  }

  /// Rows that changed, in place of the former ones, are the rows of a full run.
  @Test func changedRowsCompleteTheFormerOnes() throws {
    let runner = try CommandRunner()
    let rows = log.split(separator: "\n").dropFirst()
    let late = rows.enumerated().filter { $0.offset % 40 == 0 }.map(\.element)
    let first = rows.enumerated().filter { $0.offset % 40 != 0 }.map(\.element)
    for (name, rows) in [("first.csv", first), ("late.csv", late)] {
      try runner.write(Logs.header + rows.joined(separator: "\n") + "\n", to: name)
    }
    #expect(try runner.run(["store", "build", "s", "first.csv"]).end == .status(0))
    let train = ["--horizon", "60d", "--accept-weak", "--quiet", "--model", "m"]
    #expect(try runner.run(["train", "--store", "s"] + train).end == .status(0))
    let predict = [
      "predict", "--store", "s", "--model", "m", "--as-of", "2025-02-04", "--quiet", "--select",
      "rank,customer_id,list,churn_probability,predicted_clv,expected_gain,orders,segment,reason_1",
    ]
    #expect(try runner.run(predict + ["--output", "former.csv"]).end == .status(0))
    #expect(try runner.run(["store", "append", "s", "late.csv"]).end == .status(0))
    #expect(try runner.run(predict + ["--output", "full.csv"]).end == .status(0))
    let changed = ["--previous", "former.csv", "--changed-only", "--output", "changed.csv"]
    let run = try runner.run(predict + changed)
    #expect(run.end == .status(0), "\(run)")
    func byCustomer(_ name: String) throws -> [Substring: Substring] {
      let text = try runner.text(of: name)
      return Dictionary(
        uniqueKeysWithValues: text.split(separator: "\n").map { ($0.split(separator: ",")[1], $0) }
      ).mapValues { Substring($0) }
    }
    let (former, full, some) = (
      try byCustomer("former.csv"), try byCustomer("full.csv"), try byCustomer("changed.csv")
    )
    #expect(former.merging(some) { $1 } == full)
    #expect(former != full && some.count <= full.count)
  }

  /// A configuration names a store as it names order files, though there is a command of that name.
  @Test func aConfigurationNamesAStore() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    try runner.expect(["store", "build", "shop.store", "orders.csv"])
    try runner.write("store: shop.store\n", to: "perennial.yaml")
    let named = try runner.expect(["features", "--config", "perennial.yaml"])
    #expect(try named.text == runner.expect(["features", "orders.csv"]).text)
    try runner.expect(["check", "--store", "shop.store", "--output", "checked.yaml"])
    #expect(try runner.text(of: "checked.yaml").contains("store: shop.store"))
    try runner.expect(["features", "--config", "checked.yaml"])
  }

  /// Amounts that leave 64 bits in the store's decimals are refused, as they are of files together.
  @Test(arguments: ["900000000000000000", "200000000000000000", "-930000000000000000"])
  func moneyIsNotWrapped(amount: String) throws {
    let runner = try CommandRunner()
    try runner.write("customer_id,order_id,date,amount\nc1,o1,2024-01-05,5.50\n", to: "a.csv")
    try runner.write("customer_id,order_id,date,amount\nc1,o2,2024-02-05,\(amount)\n", to: "b.csv")
    try runner.expect(["store", "build", "s", "a.csv"])
    let before = try runner.expect(["store", "info", "s", "--json"]).text
    try runner.expect(["store", "append", "s", "b.csv"], status: 65, says: ["amounts"])
    #expect(try runner.expect(["store", "info", "s", "--json"]).text == before)
    // The other way round it is the store's amounts that would leave them.
    try runner.expect(["store", "build", "s", "b.csv"])
    try runner.expect(["store", "append", "s", "a.csv"], status: 65, says: ["amounts"])
  }

  /// A store's options hold for all its rows, so what an append leaves open asks for a new store.
  @Test func amountsThatAStoreLeavesOpen() throws {
    let runner = try CommandRunner()
    let header = "customer_id,date,amount,order_id\n"
    func orders(_ numbers: Range<Int>, lines: Int) -> String {
      header
        + numbers.map { number in
          String(repeating: "c\(number),\(Logs.date(number)),9.50,o\(number)\n", count: lines)
        }.joined()
    }
    try runner.write(orders(0..<40, lines: 1), to: "first.csv")
    try runner.write(orders(40..<80, lines: 3), to: "second.csv")
    try runner.expect(["store", "build", "s", "first.csv"])
    let run = try runner.expect(
      ["store", "append", "s", "second.csv"], status: 65,
      says: ["store build s ORDERS", "--amount-per order", "--amount-per line"])
    #expect(!run.errors.contains("choose:"), "\(run)")
    try runner.expect(
      ["store", "build", "t", "first.csv", "second.csv"], status: 65, says: ["choose:"])
  }

  /// A build that fails leaves the place as it was: nothing, an empty folder, or the store.
  @Test func aFailedBuildLeavesNothing() throws {
    let runner = try CommandRunner()
    try runner.write("customer_id,date,amount\nc1,never,1\n", to: "bad.csv")
    try runner.write(log, to: "good.csv")
    try runner.expect(["store", "build", "new", "bad.csv"], status: 65)
    #expect(!runner.holds("new"))
    _ = try runner.runShell("mkdir empty")
    try runner.expect(["store", "build", "empty", "bad.csv"], status: 65)
    #expect(try runner.names(in: "empty") == [])
    try runner.expect(["store", "build", "empty", "good.csv"])
    let names = try runner.names(in: "empty")
    try runner.expect(["store", "build", "empty", "bad.csv"], status: 65)
    #expect(try runner.names(in: "empty") == names)
    try runner.expect(["store", "verify", "empty"])
  }

  @Test func aLedgerIsTheStoresOwn() throws {
    try CommandRunner().expect(
      ["store", "build", "s", "orders.csv", "--ledger", "l.json"], status: 64,
      says: ["store info s --json"])
  }

  /// Nothing else has a place in a store's folder, and a store keeps no lines of files.
  @Test func whatAStoreCannotGiveIsRefused() throws {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    try runner.expect(["store", "build", "s", "orders.csv"])
    for arguments in [
      ["features", "--store", "s", "--output", "s/features.csv"],
      ["store", "append", "s", "orders.csv", "--rejected", "s/rejected.csv"],
      ["store", "info", "s", "--output", "./s/../s/info.txt"],
    ] {
      try runner.expect(arguments, status: 64, says: ["folder of the store s"])
    }
    try runner.expect(
      ["features", "--store", "s", "--rejected", "r.csv"], status: 64, says: ["--rejected r.csv"])
    try runner.expect(
      ["check", "--store", "s", "--explain", "2"], status: 64, says: ["--explain 2"])
    try runner.expect(["store", "verify", "s"])
  }

  /// A list may have an id as the shop's own file has it, and not as the store does: that is not passed over.
  @Test(arguments: [false, true]) func nobodyIsPassedOverForTheSpellingOfAnID(hasKey: Bool) throws {
    let runner = try CommandRunner()
    try runner.write("a key of sixteen bytes", to: "key")
    _ = try runner.runShell("chmod 600 key")
    let key = hasKey ? ["--pseudonymise", "key"] : []
    let rows = ["bob@example.com", "c1", "c2"].map { "\($0),2024-01-05,5.00\n" }.joined()
    try runner.write(Logs.shop() + rows, to: "orders.csv")
    try runner.expect(["store", "build", "s", "orders.csv"] + key)
    try runner.write("customer_id\nBob@Example.com\n'c1\nNobody7\nc2\n", to: "ids.csv")
    let forget = ["store", "forget", "s", "--ids", "ids.csv"] + key
    let run = try runner.run(forget)
    #expect(run.end == .status(1), "\(run)")
    for text in [
      "1 customer forgotten", "1 id of nobody in the store", "2 ids of the list differ",
    ] {
      #expect(run.text.contains(text), "\(text): \(run)")
    }
    #expect(run.errors.contains("found 2 customers whom the list may mean"), "\(run)")
    if !hasKey {
      #expect(run.text.contains("'Bob@Example.com' (the store has 'bob@example.com')"), "\(run)")
    }
    let masked = try runner.run(forget + ["--mask", "--json"])
    #expect(masked.end == .status(1) && masked.text.contains("nearly_there"), "\(masked)")
    #expect(!masked.text.lowercased().contains("bob"), "\(masked)")
    // Who is on the list in both spellings is forgotten, and nothing is amiss.
    try runner.write(
      "customer_id\nBob@Example.com\nbob@example.com\n'c1\nc1\nNobody7\n", to: "ids.csv")
    let both = try runner.run(forget)
    #expect(both.end == .status(0) && both.text.contains("2 customers forgotten"), "\(both)")
    // So are true strangers alone.
    let strangers = try runner.run(forget)
    #expect(strangers.end == .status(0), "\(strangers)")
    #expect(strangers.text.contains("of whom nothing was forgotten"), "\(strangers)")
  }
}
