import ArgumentParser
import Files
import Intake
import Reporting

/// How exports of shops, marketplaces and mail services are read, where they do not tell themselves.
struct ExportOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Read exports by this profile: a name of `perennial profiles`, a file, or none.", "profile"),
    completion: .file())
  var profile: String?
  @Option(
    name: .long,
    help: .more(
      "Values of a status column that are sales: 'status=completed,shipped'; may be repeated.",
      "column=values"))
  var countStatus: [String] = []
  @Option(name: .long, help: .more("An id that names nobody, as of a till; may be repeated.", "id"))
  var guest: [String] = []
  @Option(
    name: .long,
    help: .more("An id that is one customer however many orders it has; may be repeated.", "id"))
  var keepCustomer: [String] = []
  @Flag(name: .long, help: .more("E-mail addresses that differ in case are two customers."))
  var keepCase = false
  @Flag(name: .long, help: .more("Numbers have decimal points, and commas between thousands."))
  var decimalPoint = false
  @Flag(name: .long, help: .more("Read events of which none belongs to a customer of the orders."))
  var allowUnmatched = false
  @Option(
    name: .long,
    help: .more("What an event is: 'Watched Video=visit'; may be repeated.", "name=kind"))
  var eventKind: [String] = []
  @Option(
    name: .long,
    help: .more(
      "Columns of event files: customer=Email,time=At,kind=What; may be repeated.", "roles"))
  var eventsColumns: [String] = []
  @Option(name: .long, help: .more("Use only event rows that meet this.", "condition"))
  var eventsWhere: [String] = []
  @Option(
    name: .long, help: .more("Date format of event files (default: as --date-format).", "format"))
  var eventsDateFormat: String?
  @Option(
    name: .long, help: .more("Delimiter of event files (default: as --delimiter).", "character"))
  var eventsDelimiter: DelimiterArgument?
  @Option(name: .long, help: .more("Encoding of event files (default: as --encoding)."))
  var eventsEncoding: TextEncoding?
  @Option(name: .long, help: .more("Profile of event files (default: as --profile).", "profile"))
  var eventsProfile: String?
  @Option(
    name: .long,
    help: .more("IANA zone of times without one in event files (default: the shop's).", "zone"))
  var eventsTimeZone: String?
  @Option(
    name: .long,
    help: .more("Columns of customers files: id=Code; may be repeated.", "roles"))
  var customersColumns: [String] = []
  @Option(
    name: .long,
    help: .more("Use only customers rows that meet this; may be repeated.", "condition"))
  var customersWhere: [String] = []
  @Option(
    name: .long,
    help: .more("Date format of customers files (default: as --date-format).", "format"))
  var customersDateFormat: String?
  @Option(
    name: .long,
    help: .more("Delimiter of customers files (default: as --delimiter).", "character"))
  var customersDelimiter: DelimiterArgument?
  @Option(name: .long, help: .more("Encoding of customers files (default: as --encoding)."))
  var customersEncoding: TextEncoding?
  @Option(
    name: .long, help: .more("Profile of customers files (default: as --profile).", "profile"))
  var customersProfile: String?
  @Option(
    name: .long,
    help: .more("IANA zone of times without one in customers files (default: the shop's).", "zone"))
  var customersTimeZone: String?
  @Option(
    name: .long,
    help: .more(
      "An option of one order file: 'a.csv: profile=x'; in a configuration, orders: "
        + "[{file: a.csv, profile: x}]. May be repeated.", "file: option=value"))
  var ofFile: [FileOptionArgument] = []

  /// Adds what is said to the options of reading.
  func apply(to read: inout ReadOptions) throws {
    read.profile = profile
    for text in countStatus {
      let (column, values) = try Self.pair(
        text, option: "--count-status", form: "column=value,value")
      read.countStatus(values.split(separator: ",").map(String.init), in: column)
    }
    read.addGuests(guest)
    read.keepCustomers(keepCustomer)
    read.keepsCase = keepCase
    read.decimalPoint = decimalPoint
    read.allowsUnmatched = allowUnmatched
    for text in eventKind {
      let (name, kind) = try Self.pair(text, option: "--event-kind", form: "name=kind")
      read.mapEvent(name, to: kind)
    }
    for text in eventsColumns { try read.columns.addEvents(parsing: text) }
    read.eventsOnly.filter = combinedConditions(eventsWhere)
    read.eventsOnly.dateFormat = try eventsDateFormat.map {
      try Self.dateFormat($0, option: "--events-date-format")
    }
    read.eventsOnly.delimiter = eventsDelimiter?.value
    read.eventsOnly.encoding = eventsEncoding
    read.eventsOnly.profile = eventsProfile
    read.eventsOnly.timeZone = try eventsTimeZone.map { try zone($0, of: "--events-time-zone") }
    for text in customersColumns { try read.columns.addCustomers(parsing: text) }
    read.customersOnly.filter = combinedConditions(customersWhere)
    read.customersOnly.dateFormat = try customersDateFormat.map {
      try Self.dateFormat($0, option: "--customers-date-format")
    }
    read.customersOnly.delimiter = customersDelimiter?.value
    read.customersOnly.encoding = customersEncoding
    read.customersOnly.profile = customersProfile
    read.customersOnly.timeZone = try customersTimeZone.map {
      try zone($0, of: "--customers-time-zone")
    }
    for option in ofFile { try option.apply(to: &read.ofFile[option.file, default: .init()]) }
  }

  /// The first option that is of event files alone, as the user wrote it; nil where there is none.
  var optionOfEvents: String? {
    Self.first(
      of: "--events-",
      [
        ("columns", eventsColumns.first), ("where", eventsWhere.first),
        ("date-format", eventsDateFormat), ("delimiter", eventsDelimiter?.argument),
        ("encoding", eventsEncoding?.rawValue), ("profile", eventsProfile),
        ("time-zone", eventsTimeZone),
      ])
  }

  /// The same of customers files.
  var optionOfCustomers: String? {
    Self.first(
      of: "--customers-",
      [
        ("columns", customersColumns.first), ("where", customersWhere.first),
        ("date-format", customersDateFormat), ("delimiter", customersDelimiter?.argument),
        ("encoding", customersEncoding?.rawValue), ("profile", customersProfile),
        ("time-zone", customersTimeZone),
      ])
  }

  private static func first(of prefix: String, _ options: [(name: String, value: String?)])
    -> String?
  {
    options.lazy.compactMap { option in
      option.value.map { "\(prefix)\(option.name) \(shellQuoted($0))" }
    }.first
  }

  /// A format of dates, whose faults name the option that it was given by.
  private static func dateFormat(_ pattern: String, option: String) throws -> DateFormat {
    do throws(FileError) {
      return try DateFormat(pattern)
    } catch {
      throw UsageError(
        description: error.sentence.text { setting, value in
          let name = setting == .dateFormat ? option : setting.spelling
          return value.map { "\(name) \(shellQuoted($0))" } ?? name
        })
    }
  }

  private static func pair(
    _ text: String, option: String, form: String
  ) throws -> (String, String) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw UsageError(description: "\(option): found '\(text)', expected \(form)")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}

/// The name of a zone that there is.
func zone(_ name: String, of option: String) throws -> String {
  if ZoneClock(name) == nil {
    throw UsageError(
      description: "\(option) '\(name)': no such time zone. Expected an IANA name, such as "
        + "Europe/Berlin or UTC.")
  }
  return name
}
