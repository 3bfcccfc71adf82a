import Dense
import Files
import Foundation
import TestSupport
import Testing

/// Pseudonyms against Python's `hmac`, and results beside those by id.
@Suite struct PseudonymTests {
  private struct Known: Decodable {
    let key: String
    let pseudonyms: [String: String]
  }

  private let known: Known

  init() throws { known = try oracle("pseudonyms.json", as: Known.self) }

  private static let events = """
    customer_id,occurred_at,kind
    c1,2024-03-01T10:00:00,referral:c2
    c1,2024-03-01T10:00:00,referral:c10
    c1,2024-03-01T10:00:00,visit
    c3,2024-05-01,referred_by: c1
    c4,2024-05-02,category_view:c2
    c5,2024-05-02,referral:nobody

    """
  private static let customers = "customer_id,country\nc1,DE\nc2,AT\nc999,CH\n"

  /// A folder with a log, and the key.
  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(Self.events, to: "events.csv")
    try runner.write(Self.customers, to: "customers.csv")
    // The line's end is no part of the key.
    try runner.write(known.key + "\r\n", to: "key")
    _ = try runner.runShell("chmod 600 key")
    return runner
  }

  private func rows(_ text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func agreeWithPython() {
    let pseudonyms = Pseudonyms(key: Array(known.key.utf8))
    for (id, name) in known.pseudonyms {
      #expect(pseudonyms.name(of: id) == name, "\(id)")
      // A pseudonym is its own.
      #expect(pseudonyms.name(of: name) == name)
    }
    #expect(known.pseudonyms.count == 124)
    #expect(pseudonyms.name(of: "") == "")
    let ids = TextColumn(known.pseudonyms.keys.sorted())
    #expect(
      pseudonyms.names(of: ids, workers: 4).strings
        == known.pseudonyms.keys.sorted().map { known.pseudonyms[$0] ?? "" })
    let other = Pseudonyms(key: Array((known.key + "x").utf8))
    #expect(other.name(of: "c1") != pseudonyms.name(of: "c1"))
    #expect(other.fingerprint != pseudonyms.fingerprint && other.fingerprint.count == 16)
    // A near form is an id like any other.
    for near in [
      "p_" + String(repeating: "A", count: 32), "p_" + String(repeating: "0", count: 31),
    ] {
      #expect(pseudonyms.name(of: near) != near)
    }
  }

  /// All features of every customer are the same to the last digit; rows are in the pseudonyms' order.
  @Test func featuresAreThoseByID() throws {
    let runner = try runner()
    let log = ["orders.csv", "--events", "events.csv", "--customers", "customers.csv"]
    let plain = try runner.run(["features"] + log + ["--quiet"])
    let hidden = try runner.run(["features"] + log + ["--quiet", "--pseudonymise", "key"])
    #expect(plain.end == .status(0) && hidden.end == .status(0), "\(plain) \(hidden)")
    let (ours, theirs) = (rows(hidden.text), rows(plain.text))
    #expect(ours.first == theirs.first)
    let place = try #require(theirs.first?.firstIndex(of: "customer_id"))
    let expected = theirs.dropFirst().map { row in
      var row = row
      row[place] = known.pseudonyms[row[place]] ?? "?"
      return row
    }
    #expect(
      Array(ours.dropFirst())
        == expected.sorted { $0[place].utf8.lexicographicallyPrecedes($1[place].utf8) })
    #expect(expected.count > 100)
    // A store of the key and a store of ids give the same bytes.
    let key = ["--pseudonymise", "key"]
    let files = ["orders.csv", "--events", "events.csv"]
    #expect(try runner.run(["store", "build", "hidden"] + files + key).end == .status(0))
    #expect(try runner.run(["store", "build", "plain"] + files).end == .status(0))
    for store in ["hidden", "plain"] {
      let run = try runner.run(
        ["features", "--store", store, "--customers", "customers.csv", "--quiet"] + key)
      #expect(run.text == hidden.text, "\(store): \(run.errors)")
    }
    // No file of the store holds an id, not even as somebody referred; what names no person stays.
    let manifest = try runner.text(of: "hidden/manifest")
    #expect(manifest.contains("referral:\(known.pseudonyms["c10"] ?? "?")"))
    #expect(manifest.contains("referred_by: \(known.pseudonyms["c1"] ?? "?")"))
    #expect(manifest.contains("category_view:c2") && !manifest.contains("referral:c"))
    #expect(!manifest.contains("nobody"))
  }

  @Test func scoresOfAModelAreThoseByID() throws {
    let runner = try runner()
    let train = try runner.run([
      "train", "orders.csv", "--horizon", "60d", "--accept-weak", "--quiet", "--model", "m",
    ])
    #expect(train.end == .status(0), "\(train)")
    let predict = ["predict", "orders.csv", "--model", "m", "--quiet"]
    let plain = rows(try runner.run(predict).text)
    let hidden = rows(try runner.run(predict + ["--pseudonymise", "key"]).text)
    let header = try #require(plain.first)
    let id = try #require(header.firstIndex(of: "customer_id"))
    let rank = try #require(header.firstIndex(of: "rank"))
    func unordered(_ rows: [[String]], _ name: (String) -> String) -> Set<[String]> {
      Set(
        rows.dropFirst().map { row in
          var row = row
          row[id] = name(row[id])
          // Ties are in the order of ids.
          row[rank] = ""
          return row
        })
    }
    #expect(hidden.count == plain.count && hidden.first == header)
    #expect(unordered(hidden) { $0 } == unordered(plain) { known.pseudonyms[$0] ?? "?" })
  }

  @Test func storesTakeTheirKeyAlone() throws {
    let runner = try runner()
    try runner.write("another key of thirty-two bytes!", to: "other")
    _ = try runner.runShell("chmod 600 other")
    let key = ["--pseudonymise", "key"], other = ["--pseudonymise", "other"]
    #expect(try runner.run(["store", "build", "s", "orders.csv"] + key).end == .status(0))
    #expect(try runner.run(["store", "build", "p", "orders.csv"]).end == .status(0))
    for (arguments, words) in [
      (["store", "append", "s", "orders.csv"], "found no key"),
      (["store", "append", "s", "orders.csv"] + other, "found another key"),
      (["store", "append", "p", "orders.csv"] + key, "has ids as the files have them"),
      (["features", "--store", "s"] + other, "found another key"),
      (["features", "--store", "s", "--customers", "customers.csv"], "found no key"),
    ] {
      let run = try runner.run(arguments)
      #expect(run.end == .status(64) && run.errors.contains(words), "\(run)")
      #expect(run.errors.contains("--pseudonymise"), "\(run)")
    }
    let again = try runner.run(["store", "append", "s", "orders.csv"] + key)
    #expect(again.end == .status(0) && again.text.contains(" 0 new + "), "\(again)")
    // Pseudonyms are given back as they are, beside ids of others.
    try runner.write(
      Logs.header + "\(known.pseudonyms["c1"] ?? ""),2025-03-01,5.00\nc2,2025-03-01,5.00\n",
      to: "more.csv")
    let more = try runner.run(["store", "append", "s", "more.csv"] + key)
    #expect(more.end == .status(0) && more.text.contains("s: 120 customers"), "\(more)")
  }

  /// Beside a store of pseudonyms a customers file is joined as beside the files.
  @Test func theJoiningColumnIsFound() throws {
    let runner = try runner()
    let key = ["--pseudonymise", "key"]
    try runner.write(
      "customer_id,shop_ref,country\nX1,c1,DE\nX2,c2,AT\nX3,c3,CH\n", to: "crm.csv")
    #expect(try runner.run(["store", "build", "s", "orders.csv"] + key).end == .status(0))
    for source in [["--store", "s"], ["orders.csv"]] {
      let run = try runner.run(["check"] + source + ["--customers", "crm.csv"] + key)
      #expect(run.end == .status(0) && (run.text + run.errors).contains("'shop_ref'"), "\(run)")
    }
  }

  /// What leaves a customer out goes by the ids of the files.
  @Test func aBusyPseudonymIsNamedByTheFiles() throws {
    let runner = try runner()
    var text = Logs.shop()
    for number in 0..<100 { text += "once\(number),\(Logs.date(number)),5.00\n" }
    for day in 0..<300 { text += "House,\(Logs.date(day)),5.00\n" }
    try runner.write(text, to: "orders.csv")
    let run = try runner.run(["check", "orders.csv", "--pseudonymise", "key"])
    #expect((run.text + run.errors).contains("by its id in the files"), "\(run)")
    let plain = try runner.run(["check", "orders.csv"])
    #expect(!(plain.text + plain.errors).contains("by its id in the files"), "\(plain)")
  }

  @Test func keysThatAreNoneAreRefused() throws {
    let runner = try runner()
    try runner.write("0123456789abcde\n", to: "short")
    try runner.write(known.key, to: "open")
    _ = try runner.runShell(
      "chmod 600 short; chmod 644 open; head -c 70000 /dev/zero > long; chmod 600 long")
    for (file, words, status) in [
      ("short", "found 15 bytes", 64), ("open", "chmod o= open", 64), ("long", "at most", 64),
      ("missing", "no such file", 66), (".", "a file that can be read", 64),
      ("/dev/zero", "a file that can be read", 64),
    ] {
      let run = try runner.run(["features", "orders.csv", "--pseudonymise", file])
      #expect(run.end == .status(Int32(status)) && run.errors.contains(words), "\(file): \(run)")
    }
    // The key is no place for results.
    let run = try runner.run(["features", "orders.csv", "--pseudonymise", "key", "--output", "key"])
    #expect(run.end == .status(64), "\(run)")
    #expect(try runner.text(of: "key") == known.key + "\r\n")
  }

  /// A customer by id and by pseudonym in one log would be two customers with one name.
  @Test func anIDBesideItsPseudonymIsRefused() throws {
    let runner = try runner()
    try runner.write(
      Logs.header + "\(known.pseudonyms["c1"] ?? ""),2025-03-01,5.00\n", to: "more.csv")
    for command in [["features"], ["store", "build", "s"]] {
      let run = try runner.run(command + ["orders.csv", "more.csv", "--pseudonymise", "key"])
      #expect(run.end == .status(65) && run.errors.contains("pseudonym"), "\(run)")
    }
  }

  /// Labelled tables and contracts: ids by pseudonym, all else the same, and rows in no order of the ids.
  @Test func tablesAreWrittenByPseudonym() throws {
    let runner = try runner()
    var table = "id,visits,plan,churned\n"
    for number in 0..<120 {
      table +=
        "c\(number),\(number * 37 % 11),\(["a", "b", "c"][number % 3]),\(number * 37 % 11 < 4 ? 1 : number % 7 == 0 ? 1 : 0)\n"
    }
    try runner.write(table, to: "table.csv")
    let train = try runner.run([
      "table", "train", "table.csv", "--label", "churned", "--id", "id", "--model", "t", "--quiet",
    ])
    #expect(train.end == .status(0), "\(train)")
    let predict = [
      "table", "predict", "table.csv", "--model", "t", "--quiet", "--select",
      "customer_id,churn_probability",
    ]
    let plain = rows(try runner.run(predict).text).dropFirst()
    let hidden = rows(try runner.run(predict + ["--pseudonymise", "key"]).text).dropFirst()
    #expect(plain.count == 120)
    #expect(
      Set(hidden) == Set(plain.map { [known.pseudonyms[$0[0]] ?? "?", $0[1]] }))
  }

  /// Rows by id are no former state of rows by pseudonym.
  @Test func rowsMadeWithoutTheKeyAreNotRefreshedWithIt() throws {
    let runner = try runner()
    #expect(try runner.run(["store", "build", "s", "orders.csv"]).end == .status(0))
    let train = try runner.run([
      "train", "--store", "s", "--horizon", "60d", "--accept-weak", "--quiet", "--model", "m",
    ])
    #expect(train.end == .status(0), "\(train)")
    let predict = ["predict", "--store", "s", "--model", "m", "--quiet"]
    #expect(try runner.run(predict + ["--output", "plain.csv"]).end == .status(0))
    let key = ["--pseudonymise", "key"]
    let full = try runner.run(predict + key)
    let changed = try runner.run(predict + key + ["--previous", "plain.csv", "--changed-only"])
    #expect(changed.end == .status(0), "\(changed)")
    // All customers are new by their names.
    #expect(rows(changed.text).count == rows(full.text).count)
  }
}
