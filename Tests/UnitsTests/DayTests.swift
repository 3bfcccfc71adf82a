import Testing
import Units

@Suite struct DayTests {
  @Test(arguments: [
    // Unix day numbers from GNU date: date -ud DATE +%s / 86400.
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("1997-01-01", 9862),
    ("2100-03-01", 47541), ("1900-02-28", -25509), ("2026-11-21", 20778),
  ])
  func agreesWithGNUDate(text: String, number: Int) throws {
    let day = try #require(Day(iso: text))
    #expect(Int(day.number) == number)
    #expect(day.description == text)
  }

  @Test(arguments: [
    "2020-02-31", "1900-02-29", "2020-13-01", "2020-00-10", "2020-1-01", "20200101", "", "a-b-c",
    "2020-01-01T00", "0000-01-01", "+020-01-01",
  ])
  func refusesWhatIsNoDay(text: String) {
    #expect(Day(iso: text) == nil)
  }

  @Test func everyDayOfFourCenturiesReadsBack() throws {
    for number in Int32(-40_000)..<110_000 {
      let (year, month, day) = Day(number: number).civil
      #expect(Day(year: year, month: month, day: day) == Day(number: number))
    }
  }

  @Test func weekdaysStartOnMonday() throws {
    #expect(try #require(Day(iso: "2026-11-21")).weekday == 5)
    #expect(Day(number: 0).weekday == 3)
    #expect(Day(number: -4).weekday == 6)
  }

  @Test func instantsBeforeTheEpochBelongToTheEarlierDay() {
    #expect(Instant(seconds: -1).day == Day(number: -1))
    #expect(Instant(seconds: -1).hour == 23)
    #expect(Instant(seconds: 86_400 + 3_599).hour == 0)
  }
}
