import Foundation
import TestSupport
import Testing

/// `triggers` on a log of which each customer was made for one of them; the expected lists are told by hand.
@Suite struct TriggersCommandTests {
  /// A Monday.
  private static let today = "2026-03-09"

  private static let orders = """
    customer_id,ordered_at,amount
    carter,2026-01-01,50
    viewer,2026-01-02,50
    child,2026-01-03,50
    monday,2026-01-12,50
    monday,2026-01-19,50
    monday,2026-01-26,50
    monday,2026-02-02,50
    monday,2026-02-09,50
    monday,2026-02-16,50
    monday,2026-02-23,50
    monday,2026-03-02,50
    skipper,2026-01-14,50
    skipper,2026-01-24,50
    skipper,2026-02-03,50
    skipper,2026-02-13,50
    smaller,2025-12-01,100
    smaller,2026-01-15,100
    smaller,2026-02-20,20
    buyer,2026-01-04,50
    buyer,2026-03-08T12:00:00,50
    refuser,2026-01-05,50

    """
  private static let events = """
    customer_id,occurred_at,kind
    carter,2026-03-07T10:00:00,cart_add
    viewer,2026-03-08T10:00:00,product_view
    buyer,2026-03-07T10:00:00,cart_add
    refuser,2026-03-08T10:00:00,cart_add
    child,2026-01-08T10:00:00,cart_add

    """
  private static let customers = """
    customer_id,birthday,accepts_offers
    carter,1980-07-01,yes
    viewer,1981-07-01,yes
    child,1990-03-12,yes
    monday,1982-07-01,yes
    skipper,1983-07-01,yes
    smaller,1984-07-01,yes
    buyer,1985-07-01,yes
    refuser,1986-07-01,no

    """
  private static let plan = """
    plan:
      offers:
        - {name: reminder, consent: accepts_offers, save_rate: 5%}
        - {name: voucher, save_rate: 5%}
      triggers:
        - {trigger: carted_then_left, offer: reminder, cool_down: 2d}
        - {trigger: viewed_then_left, offer: reminder}
        - {trigger: birthday, offer: voucher}
        - {trigger: usual_day, offer: reminder}
        - {trigger: skipped_rhythm, offer: voucher}
        - {trigger: downgrade, offer: reminder}
        - {name: cart of yesterday, where: days_since_cart_add <= 1d and orders = 1, offer: voucher}

    """

  private func shop() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Self.orders, to: "orders.csv")
    try runner.write(Self.events, to: "events.csv")
    try runner.write(Self.customers, to: "customers.csv")
    try runner.write(Self.plan, to: "perennial.yaml")
    return runner
  }

  private static let command = [
    "triggers", "orders.csv", "--events", "events.csv", "--customers", "customers.csv", "--offers",
    "perennial.yaml", "--quiet", "--output", "triggers", "--as-of",
  ]

  private func listed(_ runner: CommandRunner) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: csvRecords(try runner.text(of: "triggers/triggers.csv")).map {
        ($0["customer_id"] ?? "", "\($0["trigger"] ?? "") \($0["offer"] ?? "")")
      })
  }

  @Test func everyCustomerMeetsTheirOwn() throws {
    let runner = try shop()
    let report = try runner.expect(Self.command + [Self.today])
    #expect(
      try listed(runner) == [
        "carter": "carted_then_left reminder", "viewer": "viewed_then_left reminder",
        "child": "birthday voucher", "monday": "usual_day reminder",
        "skipper": "skipped_rhythm voucher", "smaller": "downgrade reminder",
        "refuser": "cart of yesterday voucher",
      ])
    #expect(report.text.hasPrefix("Triggers of \(Self.today): 7 of 8 customers"))
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(try runner.text(of: "triggers/triggers.json").utf8))
        as? [String: Any])
    let first = try #require((document["triggers"] as? [[String: Any]])?.first)
    #expect(first["holds"] as? Int == 2 && first["no_consent"] as? Int == 1, "\(first)")
  }

  /// The same day again gives the same bytes; the next day keeps cool-downs, and the day after the shortest is
  /// over.
  @Test func coolDownsLastOverRuns() throws {
    let runner = try shop()
    try runner.expect(Self.command + [Self.today])
    let first = try runner.text(of: "triggers/state.csv")
    try runner.expect(Self.command + [Self.today, "--threads", "1"])
    #expect(try runner.text(of: "triggers/state.csv") == first)
    try runner.expect(Self.command + ["2026-03-10"])
    #expect(try listed(runner).isEmpty)
    #expect(try runner.text(of: "triggers/state.csv") == first)
    try runner.write(
      Self.plan.replacing("{trigger: carted", with: "{within: 9d, trigger: carted"),
      to: "perennial.yaml")
    try runner.expect(Self.command + ["2026-03-11"])
    #expect(try listed(runner) == ["carter": "carted_then_left reminder"])
    #expect(try runner.text(of: "triggers/state.csv").hasPrefix(first))
  }

  /// A customer whom a plan left alone by lot is left alone here, too.
  @Test func holdOutsAreLeftAlone() throws {
    let runner = try shop()
    try runner.write(
      "customer_id,date,offer,arm\ncarter,2026-03-01,voucher,hold_out\n", to: "contacts.csv")
    try runner.expect(Self.command + [Self.today, "--contacts", "contacts.csv"])
    #expect(try listed(runner)["carter"] == nil && listed(runner)["viewer"] != nil)
  }

  @Test func whatTheFilesCannotTellIsNamed() throws {
    let runner = try shop()
    try runner.write(
      Self.plan.replacing("consent: accepts_offers, ", with: ""), to: "perennial.yaml")
    let report = try runner.expect([
      "triggers", "orders.csv", "--offers", "perennial.yaml", "--as-of", Self.today, "--quiet",
    ])
    for name in ["carted_then_left", "viewed_then_left", "birthday", "cart of yesterday"] {
      #expect(report.text.contains("\(name) cannot be told"), "\(report.text)")
    }
    #expect(!report.text.contains("usual_day cannot be told"))
  }

  @Test(arguments: [
    ("{trigger: birthdy, offer: voucher}", "Did you mean 'birthday'?"),
    ("{trigger: birthday, offer: vouchr}", "Did you mean 'voucher'?"),
    ("{trigger: usual_day, offer: voucher, within: 3d}", "within: found it"),
    ("{trigger: birthday, offer: voucher, within: soon}", "within: found 'soon'"),
    ("{name: x, offer: voucher}", "expected `trigger:`"),
    ("{name: x, where: oders > 1, offer: voucher}", "Did you mean 'orders'?"),
    ("{trigger: birthday, offer: reminder}", "no column 'accepts_offers'"),
    ("{trigger: birthday, offer: voucher, colour: red}", "found 'colour'"),
  ])
  func badTriggersAreNamedWithTheirLine(trigger: String, message: String) throws {
    let runner = try shop()
    let head = Self.plan.split(separator: "\n").prefix(5).joined(separator: "\n")
    try runner.write(head + "\n    - \(trigger)\n", to: "perennial.yaml")
    let run = try runner.run([
      "triggers", "orders.csv", "--offers", "perennial.yaml", "--output", "out",
    ])
    #expect(run.end == .status(65), "\(run)")
    #expect(
      run.errors.contains(message) && run.errors.contains("perennial.yaml:6:"), "\(run.errors)")
    #expect(!runner.holds("out"))
  }
}
