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
  }
}
