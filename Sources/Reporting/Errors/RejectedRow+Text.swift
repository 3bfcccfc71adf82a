internal import Expressions
internal import Files
package import Intake
internal import Units

extension RejectedRow: Worded {
  package var sentence: Sentence {
    let place = column.isEmpty ? "\(file):\(line)" : "\(file):\(line): column '\(column)'"
    switch expected {
    case .customer, .oneRow:
      return "\(place): found \(personal: found), expected \(expected.sentence)"
    default: return "\(place): found \(found, in: column), expected \(expected.sentence)"
    }
  }
}

extension RejectedRow.Expectation: Worded {
  package var sentence: Sentence {
    switch self {
    case .fields(let count): "\(count) field\(count == 1 ? "" : "s"), as the header has"
    case .customer: "a customer id"
    case .utf8: "text in UTF-8"
    case .oneRow(.every): "one row per customer"
    case .oneRow(.firstIsUsed): "one row per customer; the first is used"
    case .oneRow(.undated):
      "one row per customer, or a column valid_from with the date from which each row holds"
    case .cell(let expected, let hint): "\(expected.words)\(hint.sentence)"
    case .eventValue(let expected, let hint):
      """
      \(expected.words)\(hint.sentence) (\(option: .columns, "event.value=") leaves the column out)
      """
    case .eventKind: "a kind of event"
    case .date(pattern: nil): "a date: yyyy-mm-dd, yyyymmdd or ISO 8601"
    case .date(let pattern?): "a date as in \(option: .dateFormat, pattern)"
    case .existingDay: "a day that exists"
    case .label: "a label as in the other rows"
    case .dateOrNothing:
      "a date as in the column's other rows, or nothing; \(option: .ignore) leaves the column out"
    case .splitDate: "a date: yyyy-mm-dd, yyyymmdd, or as \(option: .dateFormat) says"
    case .numberOrNothing:
      "a number of at most 1e100, or nothing (\(option: .categories) reads the column's texts as categories)"
    case .feature(let form, let hint): "\(form.words)\(hint.sentence)"
    case .atMost(let column): "at most the row's '\(column)'"
    case .amount: "an amount"
    case .orderAmount: "the order's amount on one of its lines"
    case .time(form: "iso"): "a date: yyyy-mm-dd, yyyymmdd or ISO 8601"
    case .time(let form): "a time of the form \(form)"
    case .orderAbove: "an order above that the line continues"
    case .count(let most): "a count from 0 to \(grouped(most))"
    case .arm(let arms): arms.isEmpty ? "the name of an arm" : "one of the arms \(listed(arms))"
    case .oneArm(let arm):
      "the arm of the customer's earlier row, '\(arm)': a customer is in one arm"
    case .armShare: "a share above 0 and below 1, the same for all customers of an arm"
    case .outcomeNotBefore(let day):
      "a date from \(day) on, when the customer was assigned: earlier outcomes do not count"
    case .outcome: "a number of at most 1e100, or yes or no"
    }
  }
}

extension CellError.Expectation {
  fileprivate var words: String {
    switch self {
    case .number(decimalComma: false): "a decimal number of at most 18 digits"
    case .number(decimalComma: true): "a number with a decimal comma, of at most 18 digits"
    case .divisor: "a divisor other than 0"
    case .date: "a date"
    case .smallResult: "numbers whose result has at most 18 digits"
    }
  }
}

extension FeatureForm {
  fileprivate var words: String {
    switch self {
    case .number: "a number of at most 1e100, or nothing"
    case .count: "a whole number of 0 or more, or nothing"
    case .positiveCount: "a whole number of 1 or more, as `perennial features` always writes"
    }
  }
}

extension RejectedRow.NumberHint? {
  fileprivate var sentence: Sentence {
    switch self {
    case nil: ""
    case .decimalComma: ". Pass \(option: .decimalComma) if commas are decimal"
    case .plainNumbers:
      ". Write plain numbers: no currency signs, thousands separators or units"
    }
  }
}
