import Foundation
import TestSupport
import Testing

/// The page of `report`, read back as XML.
@Suite struct ReportPageTests {
  private static let hostileIDs = [
    "<script>alert(1)</script>", "\u{202E}moc", "=1+1", "a&b", "'\"><img src=x onerror=alert(1)>",
    String(repeating: "長", count: 3_000), "</td></table>",
  ]

  /// Forty segments with names that are long and full of markup.
  private static let rules =
    """
    name: "<b>rules</b>"
    segments:
    """ + "\n"
    + (1...40).map { number in
      """
        - name: "<i onclick=x>Segment \(number) \(String(repeating: "& very long ", count: 12))"
          when: "orders = \(number)"
      """
    }.joined(separator: "\n") + "\n"

  private func trained(_ log: String) throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(log, to: "orders.csv")
    _ = try runner.expect(
      ["train", "--accept-weak", "orders.csv", "--horizon", "60d", "--model", "shop"])
    return runner
  }

  @Test func runsNothingThatFilesSay() throws {
    let runner = try trained(
      Logs.shop { id in
        let hostile = Self.hostileIDs[id % Self.hostileIDs.count].replacing("\"", with: "\"\"")
        return "\"\(hostile) \(id)\""
      })
    try runner.write(Self.rules, to: "rules.yaml")
    let run = try runner.run([
      "report", "orders.csv", "--model", "shop", "--output", "page.html", "--charts", "charts",
      "--rules", "rules.yaml", "--even-if-unreliable",
    ])
    #expect(run.end == .status(0), "\(run)")
    let page = try runner.text(of: "page.html")
    try requireHarmless(page)
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.utf8.count < 1_500_000)
    for name in try runner.names(in: "charts") {
      try requireHarmless(runner.text(of: "charts/\(name)"))
    }
  }

  private func requireHarmless(_ text: String) throws {
    let reader = MarkupReader(text)
    #expect(reader.isWellFormed)
    #expect(
      reader.elements.isDisjoint(with: ["script", "img", "iframe", "link", "object", "i", "b"]))
    #expect(reader.attributes.isDisjoint(with: ["src", "onerror", "onclick", "onload"]))
    #expect(reader.links.allSatisfy { $0.hasPrefix("#") })
    #expect(!text.unicodeScalars.contains { $0.value == 0x202E })
  }

  /// Every number of customers in words is that of the lists that `predict` writes.
  @Test func saysWhatPredictSays() throws {
    let runner = try trained(Logs.shop())
    let page = try runner.expect(["report", "orders.csv", "--model", "shop", "--output", "-"]).text
    let rows = try runner.expect([
      "predict", "orders.csv", "--model", "shop", "--select", "customer_id,list,churn_probability",
    ]).text.split(separator: "\n").dropFirst()
    let act = rows.count { $0.contains(",act,") }
    let winBack = rows.count { $0.contains(",win_back,") }
    #expect(page.contains(">\(rows.count) customers as of"))
    #expect(
      page.contains(
        "<p>\(act) customer\(act == 1 ? "" : "s") to act on, \(winBack) to win back by one cheap"))
    let reader = MarkupReader(page)
    #expect(reader.ids.count == Set(reader.ids).count, "an id that stands twice")
    #expect(Set(reader.links.map { String($0.dropFirst()) }).isSubset(of: Set(reader.ids)))
  }

  @Test(arguments: [1, 2, 3]) func holdsForFewCustomers(count: Int) throws {
    let runner = try trained(Logs.shop())
    let few = (0..<count).map { "n\($0),\(Logs.date(350 + $0)),\(10 * $0 + 5).00\n" }.joined()
    try runner.write("customer_id,ordered_at,amount\n" + few, to: "few.csv")
    let run = try runner.run(["report", "few.csv", "--model", "shop", "--output", "few.html"])
    #expect(run.end == .status(0), "\(run)")
    try requireHarmless(runner.text(of: "few.html"))
  }

  /// The page has the figures of `replay` and of `segment movement`, its notices are those of the log, and
  /// a date whose horizon is open is refused before anything is written.
  @Test func showsWhatOtherCommandsSay() throws {
    let runner = try trained(Logs.shop())
    let past = "2024-09-01"
    let page = try runner.expect([
      "report", "orders.csv", "--model", "shop", "--output", "-", "--replay-as-of", past,
    ]).text
    let replay = try runner.expect([
      "replay", "orders.csv", "--as-of", past, "--horizon", "60d",
    ]).text
    let sizes = try #require(replay.firstMatch(of: /Lists of (\d+) of (\d+) customers/))
    #expect(page.contains("Lists of \(sizes.1) customers out of \(sizes.2) as of \(past)"))
    let movement = try #require(
      page.firstMatch(of: /From ([\d-]+) to ([\d-]+) (\d+) customers moved to a/))
    let moves = try runner.expect([
      "segment", "movement", "orders.csv", "--model", "shop", "--compare-to", "\(movement.1)",
    ]).text
    #expect(moves.contains("Movement from \(movement.1) to \(movement.2)"))
    #expect(moves.contains("\(movement.3) moved up"))

    let open = try runner.run([
      "report", "orders.csv", "--model", "shop", "--output", "open.html", "--replay-as-of",
      "2024-12-30",
    ])
    #expect(open.end != .status(0) && !runner.holds("open.html"), "\(open)")
    let late = try runner.expect([
      "report", "orders.csv", "--model", "shop", "--as-of", "2026-01-01", "--output", "-",
    ]).text
    #expect(late.contains("before the as-of date 2026-01-01"))
  }

  @Test func writesNothingIntoAFolderOfOthers() throws {
    let runner = try trained(Logs.shop())
    let run = try runner.run([
      "report", "orders.csv", "--model", "shop", "--output", "page.html", "--charts", ".",
    ])
    #expect(run.end == .status(73), "\(run)")
    #expect(!runner.holds("page.html"))
  }
}
