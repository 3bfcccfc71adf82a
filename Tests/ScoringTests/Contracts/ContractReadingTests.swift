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

  private func versions(
    _ text: String, _ change: (inout ContractSchema) -> Void = { _ in }
  ) throws -> ContractRows {
    try ContractFixtures.rows("id,start,end,reason,x,from\n" + text) {
      $0.validFrom = "from"
      change(&$0)
    }
  }

  /// Versions of one contract agree on its start, its end and why it ended; one written before the end
  /// may leave it empty.
  @Test func versionsThatContradictEachOther() throws {
    let early = "a,2020-01-01,,,1,2020-01-01\n"
    let rows = try versions(early + "a,2020-01-01,2021-05-01,left,2,2020-06-01\n")
    #expect(rows.count == 1 && rows.ends == [day("2021-05-01")])
    func fault(_ text: String) throws -> ContractError {
      try #require(throws: ContractError.self) { _ = try versions(text) }
    }
    guard
      case .versionsDisagree(
        let place, "a", "start", .start, "2020-02-01", other: 2, "2020-01-01") =
        try fault(early + "a,2020-02-01,,,2,2020-06-01\n")
    else {
      Issue.record("two starts")
      return
    }
    #expect(place.line == 3)
    let ended = "a,2020-01-01,2021-05-01,left,1,2020-01-01\n"
    guard
      case .versionsDisagree(_, _, "end", .end, "2021-06-01", other: 2, "2021-05-01") = try fault(
        ended + "a,2020-01-01,2021-06-01,left,2,2020-06-01\n")
    else {
      Issue.record("two ends")
      return
    }
    guard
      case .versionsDisagree(_, _, "end", .end, "", other: 2, "2021-05-01") = try fault(
        ended + "a,2020-01-01,,,2,2020-06-01\n")
    else {
      Issue.record("an end that is taken back")
      return
    }
    guard
      case .versionsDisagree(_, _, "reason", .reason, "moved", other: 2, "left") = try fault(
        ended + "a,2020-01-01,2021-05-01,moved,2,2020-06-01\n")
    else {
      Issue.record("two reasons")
      return
    }
    guard
      case .versionsOfOneDate(_, "a", "from", day("2020-01-01"), other: 2) = try fault(
        early + "a,2020-01-01,,,2,2020-01-01\n")
    else {
      Issue.record("two versions of one date")
      return
    }
    guard
      case .versionsOfOneDate(_, "a", "from", nil, other: 2) = try fault(
        "a,2020-01-01,,,1,\na,2020-01-01,,,2,\n")
    else {
      Issue.record("two versions from the start")
      return
    }
  }

  /// Seconds and thousandths of them since 1970, as payment services write them: the days are those of
  /// the same moments as ISO 8601 has them.
  @Test func datesThatAClockCounts() throws {
    let iso = try rows(
      "a,2023-05-01T22:15:00Z,,,1\nb,2022-11-30T00:00:00Z,2023-01-02T10:00:00Z,left,1\n")
    let seconds = try rows("a,1682979300,,,1\nb,1669766400,1672653600,left,1\n")
    let thousandths = try rows(
      "a,1682979300000,,,1\nb,1669766400000,1672653600000,left,1\n")
    #expect(iso.clockColumns.isEmpty)
    #expect(seconds.starts == iso.starts && seconds.ends == iso.ends)
    #expect(thousandths.starts == iso.starts && thousandths.ends == iso.ends)
    #expect(seconds.clockColumns.map(\.name) == ["start", "end"])
    #expect(thousandths.clockColumns.map(\.isInThousandths) == [true, true])
    // A time beside dates, other numbers, and seconds beside thousandths are no clock.
    guard case .datesInTwoForms = try fault("a,1682979300,,,1\nb,2020-01-01,,,1\n") else {
      Issue.record("two forms")
      return
    }
    for text in [
      "a,1682979300,,,1\nb,1682979300000,,,1\n", "a,16829793,,,1\n", "a,0682979300,,,1\n",
    ] {
      guard case .datesInOtherForm = try fault(text) else {
        Issue.record("\(text)")
        return
      }
    }
    // Another column of such numbers is of dates too, and none to learn from.
    let more = try ContractFixtures.rows(
      "id,start,end,reason,x,next\na,1682979300,,,1,1685571300\nb,1669766400,1672653600,left,1,\n")
    #expect(more.columns.map(\.name) == ["x"])
    #expect(more.unused.map(\.name) == ["next"])
  }

  /// To be scored, contracts in force need no column of ends; one with reasons of ends cannot be of these.
  @Test func contractsToScoreWithoutEnds() throws {
    func rows(_ text: String, _ change: (inout ContractSchema) -> Void = { _ in }) throws
      -> ContractRows
    {
      try ContractFixtures.rows(text) {
        ($0.isForScoring, $0.needsEnds, $0.needsReasons) = (true, false, false)
        change(&$0)
      }
    }
    let none = try rows("id,start,x\na,2020-01-01,1\n")
    #expect(none.missingEnds == "end" && none.inForce(on: none.asOf) == [0])
    #expect(try rows("id,start,end,x\na,2020-01-01,,1\n").missingEnds == nil)
    let ended = "id,start,reason,x\na,2020-01-01,,1\nb,2020-01-01,left,1\n"
    guard
      case .reasonsWithoutEnds(let place, "reason", "left", rows: 1, end: "end") = try #require(
        throws: ContractError.self, performing: { _ = try rows(ended) })
    else {
      Issue.record("reasons without ends")
      return
    }
    #expect(place.line == 3)
    // Where a reason says that an end is none, ends cannot do without reasons.
    guard
      case .column(.absent("reason", _, .reason, _)) = try #require(
        throws: ContractError.self,
        performing: {
          _ = try rows("id,start,end,x\na,2020-01-01,2021-01-01,1\n") { $0.running = ["in force"] }
        })
    else {
      Issue.record("ends that may be none")
      return
    }
    // As many reasons as there are, and none of the model's.
    let many = (0..<30).map { "b\($0),2020-01-01,2021-01-01,r\($0),1\n" }.joined()
    #expect(try rows("id,start,end,reason,x\na,2020-01-01,,,1\n" + many).count == 31)
    #expect(
      try rows("id,start,end,reason,x\na,2020-01-01,,,1\n") { $0.running = ["away"] }.count == 1)
  }
}
