import ArgumentParser
import Features
import Ingestion
import Units

/// The model that scores, and the day that it scores at.
struct ScoredModelOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown("Score as of this date (default: the day after the last order).", "date"))
  var asOf: DayArgument?
}

/// Where a contact stands to the order that it is meant to bring.
struct LeadOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Days between the contact date (contact_on) and the expected next order.", "days"))
  var lead = DurationArgument(value: DayCount(days: 7))
}

/// Days that the shop itself made special.
struct CalendarOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "CSV of the shop's sale days, in a column 'date' (default: days of orders beyond the usual).",
      "file"),
    completion: .file())
  var calendar: String?

  func saleCalendar() throws -> SaleCalendar? {
    try calendar.map { path in
      let table = try PlainTable(sheet: path)
      let dates = try table.required("date")
      let days = dates.days(format: nil)
      return SaleCalendar(
        days: try (0..<table.count).map { row in
          guard let day = days[Int(dates.codes[row])] else {
            throw table.fault(row, dates, .date)
          }
          return day
        })
    }
  }
}
