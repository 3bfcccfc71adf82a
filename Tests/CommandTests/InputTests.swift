import Foundation
import TestSupport
import Testing

/// The ways in: stdin, gzip, delimiters, a log without a header, a configuration.
@Suite struct InputTests {
  private let shop = Logs.shop()

  private var rows: [Substring] { shop.split(separator: "\n").dropFirst().map { $0 } }

  /// A block of bzip2 is decoded as a whole: what was looked at first is not lost to the reading.
  @Test func compressedStandardInput() throws {
    let runner = try CommandRunner()
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<12_000).map { _ in
      "c\(Int.random(in: 0..<9_000, using: &generator)),"
        + "\(Int.random(in: 2_020...2_023, using: &generator))-01-02,"
        + "\(Int.random(in: 1...99_999_999, using: &generator))"
    }
    try runner.write(Logs.header + rows.joined(separator: "\n") + "\n", to: "orders.csv")
    let expected = try runner.expect(["features", "orders.csv"]).text
    for form in ["gzip", "bz2", "lzma"] {
      let packing =
        "import \(form), sys; sys.stdout.buffer.write(\(form).compress("
        + "open('orders.csv', 'rb').read()))"
      #expect(
        try runner.runShell("python3 -c \"\(packing)\" > packed").end == .status(0))
      let packed = try Array(Data(contentsOf: URL(fileURLWithPath: runner.path("packed"))))
      #expect(packed.count > 1 << 16)
      #expect(try runner.expect(["features", "-"], input: packed).text == expected)
    }
  }

  @Test func everyFormGivesTheSameFeatures() throws {
    let runner = try CommandRunner()
    try runner.write(shop, to: "orders.csv")
    let expected = try runner.expect(["features", "orders.csv"]).text
    #expect(csvRows(expected).count == 121)

    let piped = try runner.expect(["features", "-"], input: Array(shop.utf8))
    #expect(piped.text == expected)
    #expect(piped.errors.contains("customer = customer_id, time = date, amount = amount"))

    #expect(try runner.runShell("gzip -k orders.csv").end == .status(0))
    #expect(try runner.expect(["features", "orders.csv.gz"]).text == expected)
    for encoding in ["utf-8", "utf8", "latin1"] {
      #expect(
        try runner.expect(["features", "orders.csv", "--encoding", encoding]).text == expected)
    }

    try runner.write(rows.joined(separator: "\n"), to: "bare.csv")
    #expect(
      try runner.expect([
        "features", "bare.csv", "--no-header", "--columns", "customer=1,time=2,amount=3",
      ]).text == expected)

    let half = rows.count / 2
    try runner.write(Logs.header + rows[..<half].joined(separator: "\n") + "\n", to: "first.csv")
    try runner.write(
      "\u{FEFF}"
        + (Logs.header + rows[half...].joined(separator: "\n"))
        .replacingOccurrences(of: "\n", with: "\r\n"), to: "second.csv")
    #expect(try runner.expect(["features", "second.csv", "first.csv"]).text == expected)

    for (delimiter, character) in [(";", ";"), ("tab", "\t"), ("|", "|"), ("space", "  ")] {
      try runner.write(shop.replacingOccurrences(of: ",", with: character), to: "other.txt")
      #expect(
        try runner.expect(["features", "other.txt", "--delimiter", delimiter]).text == expected,
        "\(delimiter)")
    }

    let german = rows.map { row in
      let fields = row.split(separator: ",")
      let date = fields[1].split(separator: "-")
      return "\(fields[0]);\(date[2]).\(date[1]).\(date[0]);\(fields[2].replacing(".", with: ","))"
    }
    try runner.write(
      "Kunde;Datum;Betrag\n" + german.joined(separator: "\n"), to: "german.csv")
    #expect(
      try runner.expect([
        "features", "german.csv", "--columns", "customer=Kunde,time=Datum,amount=Betrag",
        "--date-format", "%d.%m.%Y", "--decimal-comma",
      ]).text == expected)
  }

  @Test func theWholePastCountsAndNoMore() throws {
    let runner = try CommandRunner()
    try runner.write(shop, to: "orders.csv")
    let asOf = Logs.date(200)
    let past = rows.filter { $0.split(separator: ",")[1] < asOf }
    try runner.write(Logs.header + past.joined(separator: "\n"), to: "past.csv")
    #expect(past.count < rows.count)
    let options = ["--as-of", asOf, "--quiet"]
    let whole = try runner.expect(["features", "orders.csv"] + options)
    #expect(whole.errors.isEmpty)
    #expect(try runner.expect(["features", "past.csv"] + options).text == whole.text)
    let filtered = try runner.expect(
      ["features", "orders.csv", "--where", "amount > 40"] + options)
    #expect(filtered.text != whole.text)
  }

  @Test func featuresListAndSelect() throws {
    let runner = try CommandRunner()
    try runner.write(shop, to: "orders.csv")
    let catalogue = try csvRecords(runner.expect(["features", "--list"]).text)
    let names = catalogue.compactMap { $0["name"] }
    #expect(names.count >= 45)
    #expect(Set(names).count == names.count)
    #expect(
      catalogue.allSatisfy { $0["meaning"]?.isEmpty == false && $0["unit"]?.isEmpty == false })
    let listed = try runner.expect(["features", "--list", "--format", "jsonl"]).text
    #expect(listed.split(separator: "\n").count == names.count)

    let all = try csvRows(runner.expect(["features", "orders.csv"]).text)
    #expect(all[0] == ["customer_id"] + names)
    let ids = all.dropFirst().map { $0[0] }
    #expect(ids == ids.sorted())
    let chosen = [names[7], names[0]]
    let selected = try csvRows(
      runner.expect(["features", "orders.csv", "--select", chosen.joined(separator: ", ")]).text)
    #expect(selected == all.map { [$0[0], $0[8], $0[1]] })
    try runner.expect(
      ["features", "orders.csv", "--select", "orders,days_since_last_ordr"], status: 64,
      says: ["--select: found 'days_since_last_ordr'", "Did you mean 'days_since_last_order'?"])

    // Cell by cell the same text, and null for empty.
    let lines = try runner.expect(["features", "orders.csv", "--format", "jsonl"]).text
      .split(separator: "\n").map(String.init)
    #expect(
      lines
        == all.dropFirst().map { row in
          let cells = zip(names, row.dropFirst()).map { "\"\($0)\":\($1.isEmpty ? "null" : $1)" }
          return "{\"customer_id\":\"\(row[0])\",\(cells.joined(separator: ","))}"
        })
  }

  /// `rfm.json`, computed by `rfm.py` with pandas ranks.
  private struct Reference: Decodable {
    struct Log: Decodable {
      let customers: Int
      let orders: Int
      let amount: Double
      let R: [String: Int]
      let F: [String: Int]
      let M: [String: Int]
      let segments: [String: Int]
    }
    let cdnow_sample: Log
  }

  @Test func segmentsAgreeWithPandas() throws {
    let reference = try oracle("rfm.json", as: Reference.self).cdnow_sample
    let runner = try CommandRunner()
    let run = try runner.expect(
      ["segment"] + Logs.cdnowSample + ["--score-window", "all", "--ledger", "ledger.json"])
    let rows = csvRecords(run.text)
    func counts(_ column: String) -> [String: Int] {
      rows.reduce(into: [:]) { $0[$1[column] ?? "", default: 0] += 1 }
    }
    #expect(
      csvRows(run.text)[0].prefix(7)
        == ["customer_id", "r_score", "f_score", "m_score", "e_score", "segment", "segments"])
    #expect(rows.count == reference.customers)
    #expect(counts("r_score") == reference.R)
    #expect(counts("f_score") == reference.F)
    #expect(counts("m_score") == reference.M)
    #expect(counts("segment") == reference.segments)
    let ledger = try #require(
      JSONSerialization.jsonObject(with: Data(runner.text(of: "ledger.json").utf8))
        as? [String: Any])
    #expect(ledger["rows_read"] as? Int == 6_919)
    #expect(ledger["orders"] as? Int == reference.orders)
    #expect(ledger["net"] as? String == "244091.94")
  }

  /// With a model, yesterday's cut-offs decide: half the shop scores as it does within the whole.
  @Test func segmentsWithAModelUseItsCutOffs() throws {
    let runner = try CommandRunner()
    try runner.write(shop, to: "orders.csv")
    let some = rows.filter { $0.split(separator: ",")[0].hasSuffix("1") }
    try runner.write(Logs.header + some.joined(separator: "\n"), to: "some.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--model", "model", "--quiet",
    ])
    let dataEnd = try #require(rows.map { $0.split(separator: ",")[1] }.max())
    let day = try #require(
      (0...800).first { Logs.date($0) == String(dataEnd) })
    let options = ["--model", "model", "--as-of", Logs.date(day + 1)]
    let whole = try csvRows(runner.expect(["segment", "orders.csv"] + options).text)
    let part = try csvRows(runner.expect(["segment", "some.csv"] + options).text)
    let own = try csvRows(runner.expect(["segment", "some.csv"]).text)
    let ids = Set(part.map { $0[0] })
    #expect(part.count == 13)
    #expect(part == whole.filter { ids.contains($0[0]) })
    #expect(part != own)
  }

  @Test func configurationOfCheckTrains() throws {
    let runner = try CommandRunner()
    try runner.write(shop.replacingOccurrences(of: ",", with: ";"), to: "orders.csv")
    try runner.expect([
      "check", "orders.csv", "--delimiter", ";", "--columns",
      "customer=customer_id,time=date,amount=amount", "--output", "perennial.yaml",
    ])
    let yaml = try runner.text(of: "perennial.yaml")
    #expect(yaml.contains("- orders.csv"), "\(yaml)")
    #expect(yaml.contains("horizon: "), "\(yaml)")
    try runner.expect(["train", "--accept-weak", "--config", "perennial.yaml", "--model", "model"])
    #expect(runner.holds("model/model.json"))
    try runner.expect(["predict", "--config=perennial.yaml", "--model", "model"])

    try runner.write(
      yaml + "\ntrain:\n  horizon: 30d\npredict:\n  top: 3\n",
      to: "twice.yaml")
    try runner.expect(["train", "--config", "twice.yaml", "--model", "model"], status: 64)
    try runner.write(
      "orders: orders.csv\ndelimiter: ;\nquiet: true\npredict:\n  top: 3\n  model: model\n",
      to: "own.yaml")
    let three = try runner.expect(["predict", "--config", "own.yaml"])
    #expect(csvRows(three.text).count == 4)
    #expect(three.errors.isEmpty)
    // The command line wins.
    let five = try runner.expect(["predict", "--config", "own.yaml", "--top", "5"])
    #expect(csvRows(five.text).count == 6)
    let equals = try runner.expect(["predict", "--config", "own.yaml", "--top=5"])
    #expect(equals.text == five.text)
    try runner.write(shop, to: "comma.csv")
    let other = try runner.expect(
      ["predict", "comma.csv", "--config", "own.yaml", "--delimiter", ",", "--top", "5"])
    #expect(other.text == five.text)
  }

  /// Every command that reads a log takes a configuration, and lists are lists of any option.
  @Test func configurationServesEveryCommand() throws {
    let runner = try CommandRunner()
    try runner.write(shop, to: "orders.csv")
    try runner.write(
      """
      orders: [orders.csv]
      quiet: true
      clv:
        models: [bg-nbd]
      compare:
        model: model
        rules: [rfm125, rf25]
        refits: 0
      """, to: "perennial.yaml")
    for command in ["clv", "horizon", "check"] {
      try runner.expect([command, "--config", "perennial.yaml"])
    }
    try runner.expect(["train", "--accept-weak", "--config", "perennial.yaml", "--model", "model"])
    let compared = try runner.expect(["compare", "--config", "perennial.yaml"])
    #expect(compared.text.contains("segments and rf25: "), "\(compared.text)")
  }

  /// `true` sets a flag; in quotes it is the text, as on the command line.
  @Test func configurationKeepsTextsInQuotes() throws {
    let runner = try CommandRunner()
    let rows = (0..<200).map { "c\($0),\($0 * 37 % 101),\($0 % 3 == 0 ? "true" : "perhaps")\n" }
    try runner.write("customer_id,a,gone\n" + rows.joined(), to: "t.csv")
    try runner.write(
      "train:\n  table: t.csv\n  label: gone\n  positive: \"true\"\n", to: "quoted.yaml")
    try runner.expect([
      "train", "--config", "quoted.yaml", "--model", "model", "--quiet",
    ])
    #expect(try runner.text(of: "model/model.json").contains("\"positive\" : \"true\""))
  }

  /// What a log needed to be read once it needs again.
  @Test func configurationKeepsWhatWasAllowed() throws {
    let runner = try CommandRunner()
    try runner.write(shop + "late,3026-01-01,1\nbad,no date,1\n", to: "orders.csv")
    try runner.expect([
      "check", "orders.csv", "--max-rejected", "5%", "--allow-future-dates", "--output", "c.yaml",
    ])
    let yaml = try runner.text(of: "c.yaml")
    #expect(yaml.contains("max-rejected: 5%") && yaml.contains("allow-future-dates: true"))
    try runner.expect(["features", "--config", "c.yaml"])
  }

  /// A thousand bytes of aliases can stand for more than any machine holds.
  @Test func configurationHasNoAliases() throws {
    let runner = try CommandRunner()
    var yaml = "a0: &a0 [x, x]\n"
    for level in 1...40 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    try runner.write(yaml + "? *a40\n: 1\n", to: "bomb.yaml")
    try runner.expect(
      ["train", "--config", "bomb.yaml", "--model", "model"], status: 64,
      says: ["bomb.yaml:1", "anchor or alias"])
  }

  @Test(arguments: [
    "colour: red\n", "predict:\n  colour: red\n", "predict: 3\n", "- orders.csv\n",
    "orders: {a: b}\n",
    "top: 3\n", ": :\n  - [", "\tx", "delimiter: [a, b\n",
  ])
  func faultsOfAConfigurationAre64(yaml: String) throws {
    let runner = try CommandRunner()
    try runner.write(shop, to: "orders.csv")
    try runner.write(yaml, to: "perennial.yaml")
    try runner.expect(
      ["predict", "orders.csv", "--model", "model", "--config", "perennial.yaml"], status: 64)
    try runner.expect(["--config", "perennial.yaml"], status: 64)
  }
}
