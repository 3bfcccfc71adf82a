import ArgumentParser
import Expressions
import Features
import Units

/// A duration on the command line: `90d`, `12w`, `6m`, `1y`.
struct DurationArgument: ExpressibleByArgument {
  let value: DayCount

  init(value: DayCount) { self.value = value }

  init?(argument: String) {
    guard let value = DayCount(argument) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { "\(value.wholeDays)d" }
}

/// A day on the command line: `2026-01-31`.
struct DayArgument: ExpressibleByArgument {
  let value: Day

  init?(argument: String) {
    guard let value = Day(iso: argument) else { return nil }
    self.value = value
  }
}

/// A window on the command line: a duration, or `all`.
struct WindowArgument: ExpressibleByArgument {
  /// Nil for the whole history.
  let days: Int?

  init(days: Int?) { self.days = days }

  init?(argument: String) {
    if argument == "all" {
      days = nil
    } else {
      guard let value = DayCount(argument) else { return nil }
      days = value.wholeDays
    }
  }

  var defaultValueDescription: String { days.map { "\($0)d" } ?? "all" }
}

/// A share on the command line: `10%` or `0.1`.
struct ShareArgument: ExpressibleByArgument {
  let value: Double

  init(value: Double) { self.value = value }

  init?(argument: String) {
    let isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument),
      number.isFinite, number >= 0
    else { return nil }
    value = isPercent ? number / 100 : number
  }

  var defaultValueDescription: String { percentText(value) }
}

/// A share of money on the command line: from nothing to all of it.
struct MarginArgument: ExpressibleByArgument {
  let value: Double

  init(value: Double) { self.value = value }

  init?(argument: String) {
    guard let share = ShareArgument(argument: argument), share.value <= 1 else { return nil }
    value = share.value
  }

  var defaultValueDescription: String { percentText(value) }
}

/// A rate a year on the command line: `10%/y`.
struct YearlyRateArgument: ExpressibleByArgument {
  let value: Double

  init(value: Double) { self.value = value }

  init?(argument: String) {
    guard argument.hasSuffix("/y"),
      let share = ShareArgument(argument: String(argument.dropLast(2)))
    else { return nil }
    value = share.value
  }

  var defaultValueDescription: String { "\(percentText(value))/y" }
}

/// A share as people write it: `10%`, `49.9%`.
private func percentText(_ share: Double) -> String {
  let percent = fixed(100 * share, digits: 6)
  guard percent.contains("."), !percent.contains("e") else { return "\(percent)%" }
  let digits = percent.prefix(through: percent.lastIndex { $0 != "0" } ?? percent.startIndex)
  return "\(digits.last == "." ? digits.dropLast() : digits)%"
}

/// Splits `a,b,c` into features of the catalogue.
func featureNames(
  _ list: String, of catalogue: FeatureCatalogue = .current, option: String
) throws -> [String] {
  try listedNames(
    list, option: option, known: catalogue.names,
    what: "a feature of the catalogue (`perennial features --list`)")
}

/// Splits `a,b,c`, refusing what is unknown, with the nearest name, and what stands twice.
func listedNames(
  _ list: String, option: String, known: [String], what: String
) throws -> [String] {
  let names = list.split(separator: ",").map { $0.filter { $0 != " " } }
  try requireNames(names, option: option, known: known, what: what)
  return names
}

/// Refuses what is unknown, with the nearest name, and what stands twice.
func requireNames(
  _ names: [String], option: String, known: [String], what: String
) throws {
  for name in names where !known.contains(name) {
    let nearest = suggestion(for: name, among: known)
    throw UsageError(description: "\(option): found '\(name)', expected \(what)\(nearest)")
  }
  if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
    throw UsageError(
      description: "\(option): found '\(names[twice])' twice, expected each name once")
  }
  guard !names.isEmpty else {
    throw UsageError(description: "\(option): found no name, expected names with commas between")
  }
}
