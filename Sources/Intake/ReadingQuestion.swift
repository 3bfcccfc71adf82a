/// Something about a file that only its owner, or one more option, can settle.
package struct ReadingQuestion: Sendable, Equatable {
  /// An option that answers it.
  package struct Answer: Sendable, Equatable {
    package enum Option: String, Sendable {
      case columns, filter, countStatus, guest, dateFormat, decimalComma, decimalPoint, profile
      case encoding, amountPer, eventsColumns, keepCustomer, eventsDateFormat, eventsProfile
      case allowUnmatched
    }
    package var option: Option
    /// Nil for a switch.
    package var value: String?

    package init(_ option: Option, _ value: String? = nil) {
      self.option = option
      self.value = value
    }
  }

  /// A value of a status column, what is known of it, and what it would count for.
  package struct Value: Sendable, Equatable {
    package var value: String
    /// Nil where nobody knows it.
    package var group: String?
    package var rows: Int
    package var sum: String

    package init(value: String, group: String?, rows: Int, sum: String) {
      self.value = value
      self.group = group
      self.rows = rows
      self.sum = sum
    }
  }

  package enum Subject: Sendable, Equatable {
    /// Cells that are two amounts each, as `1,234`, with their lines.
    case moneyForm(column: String, cells: [String], lines: [Int])
    /// Cells that no one form fits, with their lines.
    case twoMoneyForms(column: String, cells: [String], lines: [Int])
    case currencies(column: String, cells: [String])
    case dateOrder(column: String, cell: String)
    case mixedZones(column: String, cells: [String])
    case statuses(column: String, values: [Value])
    case cancelled(column: String, rows: Int)
    case refunds(column: String, rows: Int)
    case guests(column: String, value: String, rows: Int, other: String)
    case idPerOrder(column: String, other: String, customers: Int)
    case mangledID(column: String, line: Int, cell: String)
    case houseAccount(customer: String, orders: Int, share: Double)
    case unknownRows(values: [Value])
    case twoTotals(order: String, lines: [Int], amounts: [String])
    case doubtfulTotal(line: Int, amount: String, sum: String)
    case remainders(column: String, zeros: Int, filled: Int)
    case repeatedTotal(order: String, amount: String)
    /// Orders of several lines of which one alone has an amount.
    case totalOnOneLine(column: String, orders: Int, line: Int)
    case refused(title: String, reason: String)
    case noColumn(title: String, role: String)
    /// Profiles that fit equally well.
    case profiles([String])
    case unmatched(file: String, column: String, customers: Int, other: String?)
  }

  package var file: String
  package var subject: Subject
  /// Options that all are needed, where evidence leaves one reading.
  package var use: [Answer]
  /// Options of which the owner chooses one.
  package var choose: [Answer]

  package init(
    file: String, _ subject: Subject, use: [Answer] = [], choose: [Answer] = []
  ) {
    self.file = file
    self.subject = subject
    self.use = use
    self.choose = choose
  }
}
