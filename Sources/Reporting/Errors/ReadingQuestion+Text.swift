internal import Files
package import Intake
internal import Units

// What is asked about files, with the options that answer.

extension ReadingQuestion.Value {
  /// `shipped: counted, 12 rows, 340.00`.
  var line: String {
    "\(value.isEmpty ? "(blank)" : shownValue(value)): \(group ?? "unknown"), "
      + "\(counted(rows, "row")), \(sum)"
  }
}

extension ReadingQuestion {
  /// What is asked, then the options that answer, a line each.
  package var worded: Sentence {
    var text: Sentence = "\(file): \(sentence)"
    for line in table { text = text + Sentence(lines: "\n  ") + "\(line)" }
    for answer in use { text = text + Sentence(lines: "\nuse: ") + answer.sentence }
    for answer in choose where !isOfHidden(answer) {
      text = text + Sentence(lines: "\nchoose: ") + answer.sentence
    }
    return text
  }

  private var table: [String] {
    switch subject {
    case .statuses(_, let values), .unknownRows(let values):
      values.map(\.line)
    default: []
    }
  }

  /// Values that are shown by their form alone.
  private var hidden: [String] {
    switch subject {
    case .statuses(_, let values), .unknownRows(let values):
      values.map(\.value).filter { !mayBeShown(value: $0) }
    case .currencies(_, let cells): cells.filter { !mayBeShown(currency: $0) }
    default: []
    }
  }

  /// Whether an answer would show what the question does not.
  private func isOfHidden(_ answer: Answer) -> Bool {
    guard let value = answer.value?.lowercased() else { return false }
    return hidden.contains { value.contains($0.lowercased()) }
  }

  private var sentence: String {
    switch subject {
    case .moneyForm, .twoMoneyForms, .currencies: aboutMoney
    case .dateOrder, .mixedZones: aboutTimes
    case .statuses, .cancelled, .refunds, .unknownRows, .doubtfulTotal, .remainders, .twoTotals,
      .repeatedTotal, .totalOnOneLine:
      aboutRows
    default: aboutCustomers
    }
  }

  private var aboutMoney: String {
    switch subject {
    case .moneyForm(let column, let cells, let lines):
      "column '\(column)': found \(quoted(cells, lines)), which may be thousands or decimals; expected cells "
        + "that tell. Say which mark stands before the decimals."
    case .twoMoneyForms(let column, let cells, let lines):
      "column '\(column)': found \(quoted(cells, lines)), written in two ways; expected one form in the whole "
        + "column. Write the amounts alike."
    case .currencies(let column, let cells):
      "column '\(column)': found \(quoted(cells.map(shownCurrency))); amounts in two currencies cannot be added. "
        + (choose.isEmpty ? "Write those of each currency to a file of its own." : "Choose one.")
    default: ""
    }
  }

  private var aboutTimes: String {
    switch subject {
    case .dateOrder(let column, let cell):
      "column '\(column)': found '\(cell)', and no row tells which part is the day."
    case .mixedZones(let column, let cells):
      "column '\(column)': found \(quoted(cells)); times with and without a zone cannot be compared. "
        + "Export them alike."
    default: ""
    }
  }

  private var aboutRows: String {
    switch subject {
    case .statuses(let column, _):
      "column '\(column)' says what became of the orders; say which of its values are sales:"
    case .cancelled(let column, let rows):
      "column '\(column)' marks \(counted(rows, "row")) as cancelled; cancelled orders are no sales. Leave "
        + "\(rows == 1 ? "it" : "them") out."
    case .refunds(let column, let rows):
      "column '\(column)' has money given back on \(counted(rows, "row")). Take it off the amounts."
    case .unknownRows:
      "rows of a kind that is not known; say whether they are sales:"
    case .doubtfulTotal(let line, let amount, let sum):
      "line \(line): found a total of \(amount), where the rows above add up to \(sum). Leave the row "
        + "out, or correct it."
    case .remainders(let column, let zeros, let filled):
      "column '\(column)' is 0 on \(grouped(zeros)) of \(grouped(filled)) rows: it is not clear whether "
        + "those orders were given back. Read the file without its profile, or correct the column."
    case .twoTotals(let order, let lines, let amounts):
      "order \(order): found the amount \(amounts.first ?? "") on line \(lines.first ?? 0) and "
        + "\(amounts.last ?? "") on line \(lines.last ?? 0), expected one amount an order."
    case .totalOnOneLine(let column, let orders, let line):
      "column '\(column)': \(counted(orders, "order")) of several lines \(orders == 1 ? "has" : "have") an "
        + "amount on one of them alone; line \(line) is the first without. Say that the amount is the "
        + "whole order's."
    case .repeatedTotal(let order, let amount):
      "order \(order): each of its lines has the amount \(amount)."
    default: ""
    }
  }

  private var aboutCustomers: String {
    switch subject {
    case .guests(let column, let value, let rows, let other):
      "column '\(column)': '\(value)' on \(counted(rows, "row")) names nobody; column '\(other)' tells "
        + "the customers apart."
    case .idPerOrder(let column, let other, let customers):
      "column '\(column)' has another value on each of \(grouped(customers)) orders; column '\(other)' "
        + "repeats, so it is the customer."
    case .mangledID(let column, let line, let cell):
      "line \(line): column '\(column)': found '\(cell)': a spreadsheet has rounded the id, and its digits "
        + "are lost. Export again, and open the file with that column as text."
    case .houseAccount(let customer, let orders, let share):
      "customer '\(customer)' has \(grouped(orders)) orders, \(fixed(100 * share, digits: 0)) % of all. Say "
        + "whether it is a till or a person."
    case .refused(let title, let reason):
      "this is \(title): \(reason). It names no customer, or cannot be read as sales."
    case .noColumn(let title, let role):
      "this is \(title), and none of its columns of the \(role) is there."
    case .profiles(let names):
      "\(listed(names)) fit the file equally well. Say which it is."
    case .unmatched(_, let column, let customers, let other):
      "column '\(column)': 0 of \(grouped(customers)) customers have an order"
        + (other.map { "; column '\($0)' has ids that the orders have." }
          ?? ". Export both with the same id.")
    default: ""
    }
  }

  private func quoted(_ cells: [String], _ lines: [Int]) -> String {
    zip(cells, lines).map { "'\($0)' (line \($1))" }.joined(separator: " and ")
  }

  private func quoted(_ cells: [String]) -> String {
    cells.map { "'\($0)'" }.joined(separator: " and ")
  }
}

extension ReadingQuestion.Answer {
  /// The option and its value.
  fileprivate var sentence: Sentence { "\(option: setting, value)" }

  private var setting: Setting {
    switch option {
    case .columns: .columns
    case .filter: .filter
    case .countStatus: .countStatus
    case .guest: .guest
    case .keepCustomer: .keepCustomer
    case .dateFormat: .dateFormat
    case .decimalComma: .decimalComma
    case .decimalPoint: .decimalPoint
    case .profile: .profile
    case .encoding: .encoding
    case .amountPer: .amountPer
    case .eventsColumns: .eventsColumns
    case .eventsDateFormat: .eventsDateFormat
    case .eventsProfile: .eventsProfile
    case .allowUnmatched: .allowUnmatched
    }
  }
}
