import Files
import Reporting
import Testing

/// What is shown of the words of a program of a database.
@Suite struct EngineWordsTests {
  @Test(arguments: [
    "FATAL:  terminating connection due to administrator command",
    "psql:<stdin>:7: FATAL:  terminating connection due to administrator command",
    "psql:<stdin>:12: ERROR:  relation \"orders\" does not exist",
    "ERROR:  permission denied for table orders", "psql: error: connection refused",
  ])
  func wordsThatQuoteNoRowAreShown(said: String) {
    let shown = shownWords(of: .postgreSQL, said, .usual)
    #expect(shown.text == said && !shown.isCut)
  }

  /// A cell may say whatever those words say.
  @Test(arguments: [
    "ERROR:  invalid input syntax for type bigint: \"FATAL:  terminating connection due to ann\"",
    "psql:<stdin>:7: ERROR:  invalid input syntax for type bigint: \"ERROR:  relation ann\"",
    "psql:<stdin>:7: FATAL:  ann", "psql:ann: ERROR:  relation \"orders\" does not exist",
  ])
  func otherWordsAreHeldBack(said: String) {
    let shown = shownWords(of: .postgreSQL, said, .usual)
    #expect(shown.text == "an error" && shown.isCut)
    #expect(shownWords(of: .postgreSQL, said, .whole).text == said)
  }
}
