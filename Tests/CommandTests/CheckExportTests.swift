import Foundation
import TestSupport
import Testing

/// What `check` says of exports, and the configuration that it writes of them.
@Suite struct CheckExportTests {
  private static let shop = """
    Order Ref;Buyer;When;Sum;Status;Cancelled At
    1001;a1;03/04/2024;12,50;completed;
    1002;b2;04/04/2024;30,00;completed;
    1003;a1;05/04/2024;1.200,00;completed;2024-04-06
    1004;c3;28/04/2024;7,25;refunded;
    1005;c3;29/04/2024;7,00;on-hold;

    """
  private static let events = """
    email|at|what|site
    A@x.org|2024-04-01 10:00|page_view|web
    a@x.org|2024-04-02 10:00|session_start|web
    b@x.org|2024-04-02 10:00|Watched Video|web
    b@x.org|2024-04-03 10:00|scroll|web
    b@x.org|2024-04-03 10:00|Watched Video|web
    b@x.org|2024-04-03 10:00|Received Email|web
    z@x.org|2024-04-03 10:00|visit|app

    """
  private static let customers = "Nr\tmail\tcity\na1\ta@x.org\tRome\nb2\tB@x.org\tOslo\n"
  private static let flags = [
    "shop.csv", "--columns", "customer=Buyer,order=`Order Ref`,time=When,amount=Sum",
    "--count-status", "Status=completed,on-hold", "--where", "`Cancelled At` is missing",
    "--events", "ev.csv", "--events-columns", "customer=email,time=at,kind=what",
    "--events-where", "site = 'web'", "--events-delimiter", "|", "--events-date-format",
    "%Y-%m-%d %H:%M", "--event-kind", "scroll=visit", "--customers", "cu.csv",
    "--customers-columns", "id=Nr", "--customers-where", "city != 'Bonn'",
    "--customers-delimiter", "tab", "--customers-time-zone", "Asia/Tokyo", "--events-time-zone",
    "America/New_York",
  ]

  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Self.shop, to: "shop.csv")
    try runner.write(Self.events, to: "ev.csv")
    try runner.write(Self.customers, to: "cu.csv")
    return runner
  }

  @Test func theConfigurationReadsTheSameWithoutFlags() throws {
    let runner = try runner()
    try runner.expect(["check"] + Self.flags + ["--output", "p.yaml", "--ledger", "flags.json"])
    try runner.expect(["check", "--config", "p.yaml", "--ledger", "yaml.json"])
    let ledger = try runner.text(of: "flags.json")
    #expect(try runner.text(of: "yaml.json") == ledger)
    // By hand: 12.50 + 30.00 + 7.00 of three orders; the app's visit is filtered out.
    for part in ["\"net\" : \"49.50\"", "\"orders\" : 3", "\"customers\" : 3"] {
      #expect(ledger.contains(part), "\(part)\n\(ledger)")
    }
  }

  @Test func zonesOfFilesAreKnownOrRefused() throws {
    let runner = try runner()
    try runner.expect(["check"] + Self.flags + ["--output", "p.yaml"])
    let yaml = try runner.text(of: "p.yaml")
    #expect(yaml.contains("customers-time-zone: Asia/Tokyo"))
    #expect(yaml.contains("events-time-zone: America/New_York"))
    for option in ["--events-time-zone", "--customers-time-zone"] {
      try runner.expect(
        ["check", "shop.csv", option, "Nowhere"], status: 64,
        says: ["\(option) 'Nowhere': no such time zone. Expected an IANA name"])
    }
    try runner.expect(
      ["check", "shop.csv", "--of-file", "shop.csv: time-zone=Nowhere"], status: 64,
      says: ["shop.csv: time-zone 'Nowhere': no such time zone"])
  }

  @Test func kindsStatusesAndBridgesAreTold() throws {
    try runner().expect(
      ["check"] + Self.flags,
      says: [
        "  visit 3 (page_view, session_start, visit)", "  mailing 1 (Received Email)",
        "  unknown 2: Watched Video 2", "--event-kind 'Watched Video=visit'",
        "column 'Status' says which rows are sales:", "  completed: counted, 2 rows, 42.50",
        "  refunded: refunded, 1 row, 7.25",
        "column 'mail' joins events to the orders' 'Nr' for 2 customers",
        "2 of 2 customers with events have an order",
      ])
  }

  @Test func aRowIsExplained() throws {
    let runner = try runner()
    try runner.expect(
      ["check", "--explain", "6"] + Self.flags,
      says: [
        "shop.csv:6:", "amount: Sum '7,00', written as comma → 7.00",
        "status: Status 'on-hold' → counted", "the row counts as a sale",
      ])
    try runner.expect(
      ["check", "--explain", "4"] + Self.flags,
      says: ["the row is filtered out by the condition for rows"])
    try runner.expect(
      ["check", "--explain", "99"] + Self.flags, status: 64, says: ["no row of an order file"])
  }

  @Test func orderFilesOfTwoShapes() throws {
    let runner = try CommandRunner()
    try runner.write(
      "Buyer;When;Sum;Kind\na;01.02.2024;1,50;x\nb;13.02.2024;2,50;x\nb;14.02.2024;9,00;y\n",
      to: "a.csv")
    try runner.write("customer_id,date,amount\na,2024-03-01,4.25\nc,2024-03-02,5.00\n", to: "b.csv")
    let own = [
      "a.csv", "b.csv", "--of-file", "a.csv: columns=customer=Buyer,time=When,amount=Sum",
      "--of-file", "a.csv: where=Kind = 'x'", "--of-file", "a.csv: delimiter=;",
    ]
    try runner.expect(["check"] + own + ["--output", "p.yaml", "--ledger", "1.json"])
    let ledger = try runner.text(of: "1.json")
    // 1.50 + 2.50 + 4.25 + 5.00, by hand.
    #expect(ledger.contains("\"net\" : \"13.25\""), "\(ledger)")
    let yaml = try runner.text(of: "p.yaml")
    #expect(yaml.contains("file: a.csv"), "\(yaml)")
    try runner.expect(["check", "--config", "p.yaml", "--ledger", "2.json"])
    #expect(try runner.text(of: "2.json") == ledger)
    // A choice for all files is used where its columns are, and told where not.
    try runner.expect(
      [
        "check", "a.csv", "b.csv", "--columns", "customer=Buyer,time=When,amount=Sum", "--where",
        "Kind = 'x'", "--ledger", "3.json",
      ], says: ["is not for this file, which has no column 'Kind'"])
    #expect(try runner.text(of: "3.json").contains("\"net\" : \"13.25\""))
    try runner.expect(
      ["check", "a.csv", "b.csv", "--columns", "amount=Smu"], status: 65, says: ["Smu"])
  }
}
