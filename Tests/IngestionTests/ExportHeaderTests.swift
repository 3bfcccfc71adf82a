import Files
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Which record of an export is its header, and what JSON is read as one.
@Suite struct ExportHeaderTests {
  private static let german = """
    Bestellnummer;Bestelldatum;Status;E-Mail (Rechnung);Bestellsumme
    1001;05.01.2026;Abgeschlossen;ann@example.com;12,50
    1002;06.01.2026;Storniert;bob@example.com;1.012,50
    1003;17.02.2026;Abgeschlossen;bob@example.com;1.000,00
    1004;18.02.2026;Abgeschlossen;ann@example.com;7,50

    """

  /// A decimal comma in a row makes no header of the row: the user's names are the header's.
  @Test func namesThatTheUserGivesAreTheHeader() throws {
    var options = ExportFixtureTests.options
    options.columns = try ColumnChoices(
      parsing: "customer=E-Mail (Rechnung),time=Bestelldatum,amount=Bestellsumme")
    options.countStatus(["Abgeschlossen"], in: "Status")
    // By hand: 12.50 + 1000.00 + 7.50; what was cancelled is no sale.
    #expect(try load(Self.german, options).ledger.net == "1020.00")
  }

  @Test func anArrayOfObjectsIsReadAsLinesAre() throws {
    let objects = [
      #"{"customer_id": "a", "date": "2024-01-01", "amount": 5, "shop": {"name": "x"}}"#,
      #"{"customer_id": "b", "amount": 7.5,\#n "date": "2024-01-02"}"#,
    ]
    let array = "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    #expect(try load(array, ExportFixtureTests.options).ledger.gross == "12.5")
    let cut = try failure(String(array.dropLast(3)), ExportFixtureTests.options)
    guard case .malformedJSON(let place)? = cut else {
      Issue.record("\(String(describing: cut))")
      return
    }
    #expect(place.line == 4)
  }

  /// A name that would be the 4,097th is told, with its line, and not left out.
  @Test func tooManyNamesAreTold() throws {
    let many = (0..<4_094).map { "\"k\($0)\": 1" }.joined(separator: ", ")
    let first = #"{"customer_id": "a", "date": "2024-01-01", \#(many)}"#
    let text = first + "\n" + #"{"customer_id": "b", "amount": 7}"# + "\n"
    let error = try failure(text, ExportFixtureTests.options)
    guard case .file(.tooManyColumns(let place))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.line == 2)
  }

  /// Rows that each have names of their own: 4,000 rows of 4,000 columns are not 16 million cells.
  @Test(.timeLimit(.minutes(1))) func sparseRowsStaySmall() throws {
    let rows = (0..<4_000).map {
      #"{"customer_id": "c\#($0)", "date": "2024-01-01", "amount": 1, "k\#($0)": 1}"#
    }
    let loaded = try load(rows.joined(separator: "\n"), ExportFixtureTests.options)
    #expect(loaded.ledger.gross == "4000")
  }
}
