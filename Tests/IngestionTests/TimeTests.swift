import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

@Suite struct TimeTests {
  /// The wall-clock second of a text, as text; nil where its row is refused.
  private func read(
    _ text: String, format: String? = nil, zone: String = "UTC"
  ) throws -> String? {
    var options = try lenient()
    options.timeZone = zone
    options.dateFormat = try format.map { pattern in try DateFormat(pattern) }
    options.delimiter = Delimiter(";")
    options.allowFutureDates = true
    let loaded: LoadedHistories
    do {
      loaded = try load("customer_id;date;amount\na;\(text);1\n", options)
    } catch IngestionError.noRowsUsed {
      return nil
    }
    let instant = Instant(seconds: loaded.store.allLines(of: 0)[0].instant)
    let second = instant.seconds - Instant(startOf: instant.day).seconds
    let parts = [second / 3_600, second / 60 % 60, second % 60]
    return "\(instant.day) "
      + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  @Test(arguments: [
    ("2020-02-29", "2020-02-29 00:00:00"), ("20200229", "2020-02-29 00:00:00"),
    ("2020-02-29T23:59", "2020-02-29 23:59:00"), ("2020-02-29 08:26:31", "2020-02-29 08:26:31"),
    ("2020-02-29T08:26:31.999", "2020-02-29 08:26:31"),
    ("2020-02-29T08:26:31Z", "2020-02-29 08:26:31"),
    ("2020-02-29T08:26:31 UTC", "2020-02-29 08:26:31"),
    ("2020-02-29T08:26:31+02:00", "2020-02-29 06:26:31"),
    ("2020-02-29T23:26:31.5-0530", "2020-03-01 04:56:31"),
    ("1969-12-31T23:59:59", "1969-12-31 23:59:59"),
  ])
  func iso8601(text: String, expected: String) throws {
    #expect(try read(text) == expected)
  }

  @Test(arguments: [
    "2020-13-01", "2021-02-29", "20201301", "2020-1-1x", "2020-01-01T25:00", "2020-01-01T10",
    "2020-01-01T10:00:61", "2020-01-01T10:00+2", "yesterday", "", "2020-01-01T10:00:00+25:00",
  ])
  func refused(text: String) throws {
    #expect(try read(text) == nil)
  }

  @Test(arguments: [
    ("%d.%m.%Y %H:%M", "29.2.2020 8:05", "2020-02-29 08:05:00"),
    ("%m/%d/%y", "12/1/68", "2068-12-01 00:00:00"), ("%m/%d/%y", "12/1/69", "1969-12-01 00:00:00"),
    ("%d %b %Y %I:%M:%S %p", "1 September 2020  12:00:09 am", "2020-09-01 00:00:09"),
    ("%b-%d-%Y %I%p", "DEC-31-2020 12PM", "2020-12-31 12:00:00"),
    ("%Y%%%m%%%d", "2020%1%2", "2020-01-02 00:00:00"),
    ("%Y-%m-%d", "2020-01-02 10:00", nil),
  ])
  func formats(format: String, text: String, expected: String?) throws {
    #expect(try read(text, format: format) == expected)
  }

  @Test(arguments: ["%Q", "%m/%d", "%Y-%d", "%Y-%m", "%"])
  func malformedFormats(pattern: String) {
    let error = #expect(throws: FileError.self) { try DateFormat(pattern) }
    #expect(error?.kind == .usage)
  }

  /// Offsets as in the IANA database: New York −5 and −4, Berlin +1 and +2, Moscow +4 until 2014.
  @Test(arguments: [
    ("America/New_York", "2020-01-01T03:00:00Z", "2019-12-31 22:00:00"),
    ("America/New_York", "2020-07-01T03:00:00Z", "2020-06-30 23:00:00"),
    ("Europe/Berlin", "2020-03-29T00:59:59Z", "2020-03-29 01:59:59"),
    ("Europe/Berlin", "2020-03-29T01:00:00Z", "2020-03-29 03:00:00"),
    ("Europe/Berlin", "2020-03-29T01:00:00", "2020-03-29 01:00:00"),
    ("Europe/Moscow", "2014-10-25T21:59:59Z", "2014-10-26 01:59:59"),
    ("Europe/Moscow", "2014-10-25T22:00:00Z", "2014-10-26 01:00:00"),
  ])
  func offsetsMoveToTheShopsClock(zone: String, text: String, expected: String) throws {
    #expect(try read(text, zone: zone) == expected)
  }

  @Test func unknownZonesAreNamed() throws {
    var options = ReadOptions(today: today)
    options.timeZone = "Mars/Olympus"
    #expect(
      try failure("customer_id,date,amount\na,2020-01-01,1\n", options)?.kind == .usage)
  }
}
