import Files
import Histories
import Intake
import Units
import Yams

/// An option of how files are read, as a configuration and a store keep it.
struct ReadingTerm: Sendable, Equatable {
  /// The option's name without dashes.
  let name: String
  /// Empty for a switch.
  let values: [String]
}

extension InputOptions {
  /// The options that say what rows mean, of those that are set; the time zone and refunds always.
  ///
  /// Options of single files, of customers files, and of what is bearable are not among them.
  var readingTerms: [ReadingTerm] { rowTerms(with: []) }

  /// The same with options of customers files in their place among the others.
  func rowTerms(with ofCustomers: [ReadingTerm]) -> [ReadingTerm] {
    var terms: [ReadingTerm] = []
    func add(_ name: String, _ values: [String]) {
      if !values.isEmpty { terms.append(ReadingTerm(name: name, values: values)) }
    }
    func add(_ name: String, _ value: String?) { if let value { add(name, [value]) } }
    func add(_ name: String, isOn: Bool) {
      if isOn { terms.append(ReadingTerm(name: name, values: [])) }
    }
    add("columns", columns)
    add("where", filter)
    add("profile", exports.profile)
    add("count-status", exports.countStatus)
    add("guest", exports.guest)
    add("keep-customer", exports.keepCustomer)
    add("keep-case", isOn: exports.keepCase)
    add("allow-unmatched", isOn: exports.allowUnmatched)
    add("decimal-point", isOn: exports.decimalPoint)
    add("event-kind", exports.eventKind)
    add("events-columns", exports.eventsColumns)
    add("events-where", exports.eventsWhere)
    add("events-date-format", exports.eventsDateFormat)
    add("events-delimiter", exports.eventsDelimiter?.argument)
    add("events-encoding", exports.eventsEncoding?.rawValue)
    add("events-profile", exports.eventsProfile)
    add("events-time-zone", exports.eventsTimeZone)
    terms += ofCustomers
    add("no-header", isOn: noHeader)
    add("delimiter", reading.delimiter?.argument)
    add("encoding", reading.encoding == .utf8 ? nil : reading.encoding.rawValue)
    add("date-format", reading.dateFormat)
    add("decimal-comma", isOn: reading.decimalComma)
    add("time-zone", timeZone)
    add("refunds", refunds.rawValue)
    add("amount-per", amountPer?.rawValue)
    add("known-after", knownAfter.map { "\($0.value.wholeDays)d" })
    add("drop-duplicates", isOn: dropDuplicates)
    return terms
  }

  /// Options of customers files.
  var customersTerms: [ReadingTerm] {
    let all: [(String, [String])] = [
      ("customers-columns", exports.customersColumns), ("customers-where", exports.customersWhere),
      ("customers-date-format", exports.customersDateFormat.map { [$0] } ?? []),
      ("customers-delimiter", exports.customersDelimiter.map { [$0.argument] } ?? []),
      ("customers-encoding", exports.customersEncoding.map { [$0.rawValue] } ?? []),
      ("customers-profile", exports.customersProfile.map { [$0] } ?? []),
      ("customers-time-zone", exports.customersTimeZone.map { [$0] } ?? []),
    ]
    return all.filter { !$0.1.isEmpty }.map { ReadingTerm(name: $0.0, values: $0.1) }
  }
}

extension ReadingTerm {
  /// The value in a configuration.
  var node: Node {
    switch values.count {
    case 0: Node("true", Tag(.bool))
    case 1: Node(values[0])
    default: Node(values.map { Node($0) })
    }
  }

  /// The words of a command line.
  var arguments: [String] { values.isEmpty ? ["--\(name)"] : values.map { "--\(name)=\($0)" } }
}
