import Files
import Ingestion
import Models
import Testing
import Units

/// Periods of contracts, and tables that contradict themselves.
@Suite struct ContractReadingTests {
  /// A contract's month ends on its day of the month, or the last where there is none, whatever the year.
  @Test func monthsAreOfTheCalendar() {
    let month = ContractPeriod.months(1)
    #expect(month.day(1, from: day("2023-01-31")) == day("2023-02-28"))
    #expect(month.day(2, from: day("2023-01-31")) == day("2023-03-31"))
    #expect(month.day(-1, from: day("2024-03-31")) == day("2024-02-29"))
    for years in 1...30 {
      // The day before a renewal, and the renewal itself, are of the year that ends.
      let start = day("2001-05-17")
      let renewal = ContractPeriod.months(12).day(years, from: start)
      #expect(month.place(of: renewal, from: start) == (12 * years, 1))
      #expect(month.place(of: renewal - 1, from: start).period == 12 * years)
      #expect(month.place(of: renewal + 1, from: start).period == 12 * years + 1)
    }
    #expect(month.place(of: day("2001-05-17"), from: day("2001-05-17")) == (1, 0))
    for number in 0..<800 {
      let (start, later) = (day("2020-01-29") + number % 40, day("2020-01-29") + number)
      let completed = month.completed(from: start, to: later)
      #expect(later <= start || month.day(completed, from: start) <= later)
      #expect(month.day(completed + 1, from: start) > later)
    }
    #expect(ContractPeriod("1y") == .months(12) && ContractPeriod("2w") == .days(14))
    for text in ["", "y", "0m", "1.5m", "-1m", "١m", "9999999999999999999m", "101y"] {
      #expect(ContractPeriod(text) == nil, "\(text)")
    }
  }

  private func rows(_ text: String, _ change: (inout ContractSchema) -> Void = { _ in }) throws
    -> ContractRows
  {
    try ContractFixtures.rows("id,start,end,reason,x\n" + text) {
      $0.asOf = day("2024-01-01")
      change(&$0)
    }
  }

  private func fault(
    _ text: String, _ change: (inout ContractSchema) -> Void = { _ in }
  ) throws -> ContractError {
    try #require(throws: ContractError.self) { _ = try rows(text, change) }
  }

  @Test func anEndBeforeTheStart() throws {
    let fault = try fault("a,2020-01-01,,,1\nb,2021-05-01,2021-04-30,left,2\n")
    guard case .endsBeforeStart(let place, let column, let end, let start, 1) = fault else {
      Issue.record("\(fault)")
      return
    }
    #expect(place.line == 3 && column == "end" && end == day("2021-04-30"))
    #expect(start == day("2021-05-01"))
  }

  @Test func contractsOfOneIdInForceAtOnce() throws {
    let apart = "a,2020-01-01,2021-01-01,left,1\na,2021-01-01,,,1\n"
    #expect(try rows(apart).count == 2)
    guard
      case .overlapping(let place, "a", _, other: 2, _, contracts: 1) = try fault(
        "a,2020-01-01,2021-01-02,left,1\na,2021-01-01,,,1\n")
    else {
      Issue.record("no overlap")
      return
    }
    #expect(place.line == 3)
    // Without a word on versions, two rows of one contract overlap.
    guard case .overlapping = try fault("a,2020-01-01,,,1\na,2020-01-01,,,2\n") else {
      Issue.record("no overlap")
      return
    }
  }

  @Test func datesInTwoForms() throws {
    let text = "a,2020-01-01,,,1\nb,01/02/2020,,,2\nc,2020-03-01,,,2\n"
    guard
      case .datesInTwoForms(let place, column: "start", read: "2020-01-01", 2, "01/02/2020", 1) =
        try fault(text)
    else {
      Issue.record("no two forms")
      return
    }
    #expect(place.line == 3)
    guard case .datesInOtherForm = try fault("a,01/02/2020,,,1\n") else {
      Issue.record("no other form")
      return
    }
  }

  @Test func endsInTheFutureNeedADay() throws {
    let text = "a,2020-01-01,9999-12-31,,1\nb,2020-01-01,2022-01-01,left,1\n"
    guard
      case .datesAfterToday(_, column: "end", _, rows: 1, let latest) = try fault(
        text, { $0.asOf = nil })
    else {
      Issue.record("no word on the future")
      return
    }
    #expect(latest == day("2022-01-02"))
    #expect(try rows(text).ends == [nil, day("2022-01-01")])
  }

  /// Rows of one contract by the date from which each holds.
  @Test func versionsHoldFromTheirDates() throws {
    let text =
      "id,start,end,x,from\na,2020-01-01,,2,2021-06-01\na,2020-01-01,,1,2020-01-01\n"
    let rows = try ContractFixtures.rows(text) {
      $0.reason = nil
      $0.validFrom = "from"
    }
    #expect(rows.count == 1 && rows.versions == [0..<2])
    #expect(rows.row(of: 0, on: day("2021-05-31")) == 0)
    #expect(rows.row(of: 0, on: day("2021-06-01")) == 1)
    #expect(rows.row(of: 0, on: day("2019-01-01")) == 0)
  }

  @Test func reasonsThatAreNoEnd() throws {
    let text = "a,2020-01-01,2024-01-01,in force,1\nb,2020-01-01,2022-01-01,left,1\n"
    let found = try rows(text) {
      $0.running = ["in force"]
      $0.asOf = nil
    }
    #expect(found.ends == [nil, day("2022-01-01")] && found.lost == [nil, nil])
    #expect(found.reasons == ["left"])
    let earlier = try rows("a,2020-01-01,2021-01-01,in force,1\n") { $0.running = ["in force"] }
    #expect(earlier.lost == [day("2021-01-01")])
    guard
      case .unknownReason("away", option: .running, _, _, _) = try fault(
        text, { $0.running = ["away"] })
    else {
      Issue.record("no word on the reason")
      return
    }
  }
}
