package import Ingestion
package import Units

/// Something to know of a model of contracts.
package enum ContractNotice: StoredFinding {
  case unused(UnusedColumn)
  /// A column that is constant, or repeats an earlier one.
  case withoutInformation(String)
  /// A column that rises or falls with how long ended contracts lasted: it may have been filled in at
  /// their end.
  case growsWithAge(column: String, correlation: Double)
  /// A column that tells the date of the end: of what was so then, and unknown before.
  case followsEnd(column: String, share: Double)
  /// A column left out, as its values (all that are there where empty) stand on contracts that have ended
  /// and on none in force.
  case filledAtEnd(column: String, contracts: Int, values: [String])
  /// A column of which contracts that have ended have larger numbers, or smaller ones, than those in
  /// force that began about then.
  case tellsEnded(column: String, area: Double)
  /// A column that tells why contracts ended, of so many of them.
  case tellsReason(column: String, share: Double)
  /// No contract ended before a day by which many had begun: ended ones may be missing.
  case noEndsBefore(Day, begun: Int)
  /// Contracts that had ended before observation began, and were left out.
  case endedBeforeObservation(Int)
  /// Contracts that were seen for less than one whole period by the table's day, and were left out.
  case seenTooShort(Int, by: Day)
  /// Contracts that ended on the day they began, counted as ended in their first period.
  case endedAtOnce(Int)
  /// Contracts learned from, of all.
  case sampled(contracts: Int, of: Int)
  /// A cause with few ends.
  case fewEnds(cause: String, ends: Int)
  /// A cause whose fit did not converge.
  case notConverged(cause: String, iterations: Int)

  package var fact: Fact {
    switch self {
    case .unused(let column): TableNotice.unused(column).fact
    case .withoutInformation(let column): TableNotice.withoutInformation(column).fact
    case .growsWithAge(let column, let correlation):
      Fact(
        "column_grows_with_age", ["column": .text(column), "correlation": .number(correlation)])
    case .followsEnd(let column, let share):
      Fact("column_follows_end", ["column": .text(column), "share": .number(share)])
    case .filledAtEnd(let column, let contracts, let values):
      Fact(
        "column_filled_at_end",
        ["column": .text(column), "contracts": .count(contracts), "values": .texts(values)])
    case .tellsEnded(let column, let area):
      Fact("column_tells_ended", ["column": .text(column), "area": .number(area)])
    case .tellsReason(let column, let share):
      Fact("column_tells_reason", ["column": .text(column), "share": .number(share)])
    case .noEndsBefore(let day, let begun):
      Fact("no_ends_before", ["date": .day(day), "begun": .count(begun)])
    case .endedBeforeObservation(let contracts):
      Fact("ended_before_observation", ["contracts": .count(contracts)])
    case .seenTooShort(let contracts, let day):
      Fact("seen_too_short", ["contracts": .count(contracts), "date": .day(day)])
    case .endedAtOnce(let contracts): Fact("ended_at_once", ["contracts": .count(contracts)])
    case .sampled(let contracts, let all):
      Fact("contracts_sampled", ["contracts": .count(contracts), "of": .count(all)])
    case .fewEnds(let cause, let ends):
      Fact("few_ends", ["cause": .text(cause), "ends": .count(ends)])
    case .notConverged(let cause, let iterations):
      Fact("not_converged", ["cause": .text(cause), "iterations": .count(iterations)])
    }
  }

  package init?(_ fact: Fact) {
    switch fact.code {
    case "column_grows_with_age":
      guard let column = fact.text("column"), let correlation = fact.number("correlation") else {
        return nil
      }
      self = .growsWithAge(column: column, correlation: correlation)
    case "column_follows_end":
      guard let column = fact.text("column"), let share = fact.number("share") else { return nil }
      self = .followsEnd(column: column, share: share)
    case "column_filled_at_end":
      guard let column = fact.text("column"), let contracts = fact.count("contracts"),
        let values = fact.texts("values")
      else { return nil }
      self = .filledAtEnd(column: column, contracts: contracts, values: values)
    case "column_tells_ended":
      guard let column = fact.text("column"), let area = fact.number("area") else { return nil }
      self = .tellsEnded(column: column, area: area)
    case "column_tells_reason":
      guard let column = fact.text("column"), let share = fact.number("share") else { return nil }
      self = .tellsReason(column: column, share: share)
    case "not_converged":
      guard let cause = fact.text("cause"), let iterations = fact.count("iterations") else {
        return nil
      }
      self = .notConverged(cause: cause, iterations: iterations)
    case "no_ends_before":
      guard let day = fact.day("date"), let begun = fact.count("begun") else { return nil }
      self = .noEndsBefore(day, begun: begun)
    case "ended_before_observation":
      guard let contracts = fact.count("contracts") else { return nil }
      self = .endedBeforeObservation(contracts)
    case "seen_too_short":
      guard let contracts = fact.count("contracts"), let day = fact.day("date") else { return nil }
      self = .seenTooShort(contracts, by: day)
    case "ended_at_once":
      guard let contracts = fact.count("contracts") else { return nil }
      self = .endedAtOnce(contracts)
    case "contracts_sampled":
      guard let contracts = fact.count("contracts"), let all = fact.count("of") else { return nil }
      self = .sampled(contracts: contracts, of: all)
    case "few_ends":
      guard let cause = fact.text("cause"), let ends = fact.count("ends") else { return nil }
      self = .fewEnds(cause: cause, ends: ends)
    default:
      switch TableNotice(fact) {
      case .unused(let column): self = .unused(column)
      case .withoutInformation(let column): self = .withoutInformation(column)
      case .directionWithoutEffect, .leakage, .leakageGivenOthers, .filledInAfter, .toldByValue,
        nil:
        return nil
      }
    }
  }
}

extension ContractNotice {
  /// The column that may hold what was not known before the end; nil where it is of something else.
  package var leakingColumn: String? {
    switch self {
    case .growsWithAge(let column, _), .followsEnd(let column, _), .filledAtEnd(let column, _, _),
      .tellsEnded(let column, _), .tellsReason(let column, _):
      column
    case .unused, .withoutInformation, .noEndsBefore, .endedBeforeObservation, .seenTooShort,
      .endedAtOnce, .sampled, .fewEnds, .notConverged:
      nil
    }
  }
}
