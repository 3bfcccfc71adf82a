import Files
import Foundation
import Intake
import Reporting
import TestSupport
import Testing

/// What messages say of persons: the form alone in errors, unless somebody asks for all; nothing under
/// `--mask`.
@Suite struct DisclosureTests {
  @Test func formsTellSignsAndLengthAlone() {
    #expect(maskedForm("C-17") == "A-99")
    #expect(maskedForm("ann.b9@Example.com") == "aaa.a9@Aaaaaaa.aaa")
    #expect(maskedForm("Zoë 漢") == "Aaa a")
    #expect(maskedForm("") == "")
    #expect(
      maskedForm(String(repeating: "7", count: 60)) == String(repeating: "9", count: 40) + "…")
  }

  @Test(arguments: [
    "customer_id", "Kundennummer", "E-Mail", "Billing Phone", "Name", "First name",
    "Shipping Address 1",
    "Postcode", "date_of_birth", "user",
  ])
  func columnsOfPersonsArePersonal(column: String) { #expect(isPersonal(column: column)) }

  /// What cures a fault is shown: amounts, dates, kinds, products.
  @Test(arguments: [
    "amount", "order_date", "Lineitem name", "product_name", "kind", "channel", "category", "event",
    "currency", "valid_from", "quantity", "country", "segment",
  ])
  func columnsOfThingsAreNot(column: String) { #expect(!isPersonal(column: column)) }

  @Test func rejectedRowsShowTheFormOfWhatIsPersonal() {
    func row(_ column: String, _ reason: RejectedRow.Reason) -> String {
      RejectedRow(
        file: "f.csv", line: 3, column: column, found: "ann9",
        expected: reason == .repeatedCustomer ? .oneRow(.every) : .amount, reason: reason
      ).sentence.plain
    }
    #expect(
      row("amount", .amount) == "f.csv:3: column 'amount': found 'ann9', expected an amount")
    for text in [row("E-Mail", .value), row("whatever", .repeatedCustomer)] {
      #expect(text.contains("found 'aaa9' (4 characters; ") && !text.contains("ann9"), "\(text)")
    }
  }

  @Test func errorsShowAnIDUnderVerboseAlone() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write("customer_id,plan\nAnn.7,x\nAnn.7,y\n", to: "customers.csv")
    let command = [
      "features", "orders.csv", "--customers", "customers.csv", "--max-rejected", "0",
    ]
    for (switches, shows) in [
      ([], "found 'Aaa.9' (5 characters; --verbose shows them)"), (["--verbose"], "found 'Ann.7',"),
      (["--mask"], "found 'Aaa.9' (5 characters)"),
      (["--mask", "--verbose"], "found 'Aaa.9' (5 characters)"),
    ] {
      let run = try runner.run(command + switches)
      #expect(run.end == .status(65) && run.errors.contains(shows), "\(switches): \(run)")
      #expect(run.errors.contains("Ann.7") == (switches == ["--verbose"]), "\(switches): \(run)")
    }
    // From a configuration as from the command line.
    try runner.write("verbose: true\n", to: "c.yaml")
    let run = try runner.run(command + ["--config", "c.yaml"])
    #expect(run.errors.contains("found 'Ann.7',"), "\(run)")
  }

  @Test func notesAndReportsAreMaskedOnDemand() throws {
    let runner = try CommandRunner()
    // One customer has far more orders than all others.
    var text = Logs.shop()
    for number in 0..<100 { text += "once\(number),\(Logs.date(number)),5.00\n" }
    for day in 0..<300 { text += "House-1,\(Logs.date(day)),5.00\n" }
    try runner.write(text, to: "orders.csv")
    let plain = try runner.run(["check", "orders.csv"])
    let masked = try runner.run(["check", "orders.csv", "--mask"])
    #expect((plain.text + plain.errors).contains("'House-1'"), "\(plain)")
    #expect(!(masked.text + masked.errors).contains("House-1"), "\(masked)")
    #expect((masked.text + masked.errors).contains("'Aaaaa-9'"), "\(masked)")
    #expect(try runner.run(["store", "build", "s", "orders.csv"]).end == .status(0))
    try runner.write("customer_id\nNobody-7\nc1\n", to: "ids.csv")
    let forgotten = try runner.run(["store", "forget", "s", "--ids", "ids.csv", "--mask"])
    #expect(forgotten.end == .status(0) && forgotten.text.contains("'Aaaaaa-9'"), "\(forgotten)")
    let report = try runner.expect(["store", "forget", "s", "--ids", "ids.csv", "--mask", "--json"])
    #expect(!report.text.contains("Nobody-7") && report.text.contains("Aaaaaa-9"), "\(report)")
  }

  /// In a row that is shifted by a column, somebody's address stands where an amount or a date should.
  @Test(arguments: [
    ("c1,2024-02-01,Ann.Lee@mail.example", "'Aaa.Aaa@aaaa.aaaaaaa' (20 characters)", "Ann"),
    ("c1,+49 151 2345678,5", "'+99 999 9999999' (15 characters)", "2345678"),
    ("c1,Ann Lee,5", "'Aaa Aaa' (7 characters)", "Ann"),
  ])
  func cellsOfShiftedRowsAreMasked(row: String, form: String, own: String) throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop() + row + "\n", to: "orders.csv")
    let plain = try runner.run(["check", "orders.csv"])
    #expect((plain.text + plain.errors).contains(own), "\(plain)")
    let masked = try runner.run(["check", "orders.csv", "--mask"])
    let said = masked.text + masked.errors
    #expect(said.contains(form) && !said.contains(own), "\(masked)")
  }

  @Test func whatIsNoCurrencyIsMasked() throws {
    let runner = try CommandRunner()
    let lines = Logs.shop().split(separator: "\n").enumerated().map { number, line in
      "\(line),\(["currency", "EUR", "ann@x.de"][min(number, 1) + (number == 90 ? 1 : 0)])"
    }
    try runner.write(lines.joined(separator: "\n") + "\n", to: "orders.csv")
    let plain = try runner.run(["check", "orders.csv"])
    #expect(plain.errors.lowercased().contains("ann@x.de"), "\(plain)")
    let masked = try runner.run(["check", "orders.csv", "--mask"])
    #expect(!(masked.text + masked.errors).lowercased().contains("ann@x.de"), "\(masked)")
    #expect(masked.end == .status(65) && masked.errors.contains("currency = 'EUR'"), "\(masked)")
  }

  /// In a row that is shifted by a column, somebody's address stands where a status should.
  @Test func statusesThatAreSomebodysAreMasked() throws {
    let runner = try CommandRunner()
    let lines = Logs.shop().split(separator: "\n").enumerated().map { number, line in
      "\(line),\(number == 0 ? "state" : number == 90 ? "ann@x.de" : "paid")"
    }
    try runner.write(lines.joined(separator: "\n") + "\n", to: "orders.csv")
    let check = ["check", "orders.csv", "--count-status"]
    let plain = try runner.expect(check + ["state=paid"])
    #expect((plain.text + plain.errors).contains("ann@x.de: not counted"), "\(plain)")
    for values in ["state=paid", "state=paid,sold"] {
      let masked = try runner.run(check + [values, "--mask"])
      let said = masked.text + masked.errors
      #expect(said.contains("paid") && !said.contains("ann@x.de"), "\(masked)")
      #expect(said.contains("'sold'") == (values == "state=paid,sold"), "\(masked)")
    }
  }

  /// Of a column whose name says that its cells are somebody's no value is shown unasked.
  @Test func valuesOfPersonalColumnsAreNotQuoted() throws {
    let runner = try CommandRunner()
    let lines = Logs.shop().split(separator: "\n").enumerated().map { number, line in
      "\(line),\(number == 0 ? "lastname" : "Miller")"
    }
    try runner.write(lines.joined(separator: "\n") + "\n", to: "orders.csv")
    let check = ["check", "orders.csv", "--count-status", "lastname=paid"]
    for options in [[], ["--mask"]] {
      let run = try runner.run(check + options)
      #expect(run.end == .status(65) && run.errors.contains("'Aaaaaa'"), "\(run)")
      #expect(!(run.text + run.errors).contains("Miller"), "\(run)")
    }
    let whole = try runner.run(check + ["--verbose"])
    #expect(whole.errors.contains("'Miller'"), "\(whole)")
  }

  /// The rarest texts of a column are the ones most likely to be a person's.
  @Test func textsOfUnusedColumnsStayWhereTheyAre() throws {
    let runner = try CommandRunner()
    let rows = (0..<200).map {
      "c\($0),\($0 * 7 % 3 == 0 ? 1 : 0),Contact\($0 % 20),\($0 % 13)\n"
    }
    try runner.write("customer_id,churned,contact,n\n" + rows.joined(), to: "t.csv")
    let run = try runner.expect(["table", "train", "t.csv", "--label", "churned", "--model", "m"])
    #expect(run.text.contains("'contact' is not used: each of its 20 texts"), "\(run)")
    for text in [run.text, try runner.text(of: "m/card.md"), try runner.text(of: "m/model.json")] {
      #expect(!text.contains("Contact1"))
    }
  }

  @Test func cellsThatDifferAreMasked() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop { "Ann\($0)" }, to: "orders.csv")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "60d", "--model", "m", "--quiet",
    ])
    try runner.expect(["predict", "orders.csv", "--model", "m", "--quiet", "--output", "s.csv"])
    // Texts with commas stand behind it.
    var rows = try runner.text(of: "s.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let place = try #require(rows[0].firstIndex(of: "churn_probability"))
    // As in a row that is shifted by a column.
    let list = try #require(rows[0].firstIndex(of: "list"))
    (rows[1][place], rows[1][list], rows[2][place]) = ("Bea Miller", "Bea Miller", "0.123456")
    try runner.write(
      rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", to: "s.csv")
    let verify = ["verify", "orders.csv", "--model", "m", "--against", "s.csv", "--mask"]
    for options in [[], ["--json"]] {
      let run = try runner.run(verify + options)
      #expect(run.end == .status(1) && run.text.contains("Aaa9"), "\(run)")
      #expect(run.text.contains("Aaa Aaaaaa") && run.text.contains("0.123456"), "\(run)")
      #expect(!run.text.contains("Ann") && !run.text.contains("Bea"), "\(run)")
    }
  }

  @Test func aRowIsExplainedByItsForm() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop { "Ann\($0)" }, to: "orders.csv")
    let plain = try runner.run(["check", "orders.csv", "--explain", "2"])
    #expect(plain.errors.contains("'Ann0' → Ann0"), "\(plain)")
    let masked = try runner.run(["check", "orders.csv", "--explain", "2", "--mask"])
    #expect(masked.errors.contains("'Aaa9' → Aaa9") && !masked.errors.contains("Ann"), "\(masked)")
  }

  /// Ids of those who are gone are for who reads the terminal; `summary.json` holds none.
  @Test func whoIsGoneIsShownAsOtherIDsAre() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write("a key of sixteen bytes", to: "key")
    _ = try runner.runShell("chmod 600 key")
    try runner.expect([
      "train", "--accept-weak", "orders.csv", "--horizon", "60d", "--model", "m", "--quiet",
    ])
    let predict = ["predict", "orders.csv", "--model", "m"]
    try runner.expect(
      predict + ["--as-of", "2024-09-01", "--quiet", "--output", "earlier.csv"])
    var rows = try runner.text(of: "earlier.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let place = try #require(rows[0].firstIndex(of: "customer_id"))
    rows[1][place] = "Gone-Ann7"
    try runner.write(
      rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n", to: "earlier.csv")
    let pseudonym = Pseudonyms(key: Array("a key of sixteen bytes".utf8)).name(of: "Gone-Ann7")
    for (options, shown) in [
      ([], "scored: Gone-Ann7"), (["--mask"], "scored: Aaaa-Aaa9"),
      (["--pseudonymise", "key"], pseudonym),
    ] {
      let run = try runner.expect(
        predict + ["--previous", "earlier.csv", "--output", "now.csv", "--summary", "s.json"]
          + options)
      let said = run.text + run.errors
      #expect(said.contains("Gone-Ann7") == options.isEmpty, "\(options): \(run)")
      // With a key all of the earlier customers are others, of whom the first three are told.
      #expect(said.contains(shown), "\(options): \(run)")
      let summary = try runner.text(of: "s.json")
      #expect(summary.contains("\"gone\"") && !summary.contains("gone_examples"), "\(summary)")
      #expect(!summary.contains("Ann7"), "\(summary)")
    }
  }
}
