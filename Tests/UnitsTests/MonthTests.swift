import Testing
import Units

@Suite struct MonthTests {
  @Test func isThatOfItsDays() throws {
    for text in ["2024-02-29", "1999-12-31", "2000-01-01", "0001-01-01", "9999-12-31"] {
      let day = try #require(Day(iso: text))
      #expect(Month(of: day).description == String(text.prefix(7)))
    }
  }

  @Test func monthsAreCounted() throws {
    let (december, march) = (
      Month(of: try #require(Day(iso: "2023-12-15"))),
      Month(of: try #require(Day(iso: "2024-03-01")))
    )
    #expect(march - december == 3 && december + 3 == march && december < march)
    #expect(!december.isComplete(asOf: try #require(Day(iso: "2023-12-31"))))
    #expect(december.isComplete(asOf: try #require(Day(iso: "2024-01-01"))))
  }
}
