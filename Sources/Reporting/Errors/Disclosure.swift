internal import Expressions
internal import Files
internal import Intake
internal import Synchronization

// What texts for people say of persons: the one place where it is decided.
//
// - A cell of a personal column (`isPersonal`) that an error quotes, and the id of a customer in an error,
//   are shown by their form, `'A9999' (5 characters)`, unless the user asks for all. Where the user asks for none, so
//   is a cell of any column that could not be read, since in a shifted row it may be somebody's.
// - Ids in notes and reports, which people need to look a customer up, are shown unless the user asks for
//   none.

/// How much is shown of persons.
package enum Disclosure: Sendable {
  /// Ids in notes and reports, and the form alone of what errors quote.
  case usual
  /// Neither, and no cell of any column.
  case masked
  /// Both.
  case whole

  private static let chosen = Mutex(Disclosure.usual)

  /// Of this run of the program.
  package static var current: Disclosure { chosen.withLock { $0 } }

  package static func choose(_ disclosure: Disclosure) { chosen.withLock { $0 = disclosure } }
}

/// An id for a note or a report, by its form alone where the user wants it masked.
package func shownID(_ id: String) -> String {
  Disclosure.current == .masked ? maskedForm(id) : id
}

/// A cell of any column for a message, by its form alone where the user wants none shown: in a row that is shifted by
/// a column somebody's address stands where an amount should.
func shownCell(_ cell: String) -> String {
  Disclosure.current == .masked ? maskedForm(cell) : cell
}

/// The name of a currency for a message; by its form where cells are masked and it is none: too long, or with digits.
func shownCurrency(_ cell: String) -> String {
  mayBeShown(currency: cell) ? cell : maskedForm(cell)
}

/// Whether what stands in a column of currencies may be shown, and be part of a cure.
func mayBeShown(currency cell: String) -> Bool {
  Disclosure.current != .masked || cell.count <= 4 && !cell.contains { $0.isNumber || $0 == "@" }
}

/// Whether one of the values of a column may be shown in a question: where cells are masked, not what looks like an
/// address or a telephone number.
func mayBeShown(value: String) -> Bool {
  Disclosure.current != .masked
    || !value.contains("@") && value.count(where: \.isNumber) < 7
}

/// One of the values of a column, by its form where it may not be shown.
func shownValue(_ value: String) -> String {
  mayBeShown(value: value) ? value : maskedForm(value)
}

/// The same of a column whose name may say that its cells are somebody's: those are shown where all are.
func shownValue(_ value: String, in column: String) -> String {
  isPersonal(column: column) && Disclosure.current != .whole
    ? maskedForm(value) : shownValue(value)
}

/// The form of a text: a letter for every letter, `A` or `a`, 9 for every digit, and other signs of ASCII as
/// they are; `…` after 40.
package func maskedForm(_ text: String) -> String {
  let most = 40
  let form = text.prefix(most).map { sign -> Character in
    if sign.isNumber { return "9" }
    if sign.isLetter { return sign.isUppercase ? "A" : "a" }
    return sign.isASCII ? sign : "?"
  }
  return String(form) + (text.count > most ? "…" : "")
}

/// Names of a file's columns for a message, at most twelve.
///
/// A file without a header has a row of somebody's in their place: where it looks like one, all of them are shown by
/// their form, unless the user asks for all. Where ids are masked they always are.
/// - Parameter names: the first line of the file.
/// - Returns: the text, and whether it is a row that is shown by its form.
/// - Complexity: O(length of the line).
package func listedColumns(_ names: [String]) -> (text: String, isRow: Bool) {
  let isRow =
    switch Disclosure.current {
    case .usual: looksLikeRow(names)
    case .masked: true
    case .whole: false
    }
  return (listed(isRow ? names.map(maskedForm) : names), isRow)
}

/// The column that a mistyped name may mean; nil where it may be a cell of a row that is not shown.
package func shownNearest(to name: String, among names: [String]) -> String? {
  listedColumns(names).isRow ? nil : nearestName(to: name, among: names)
}

/// Whether cells of a column tell who somebody is, by its name: ids of customers, addresses of mail and
/// post, telephone numbers, names and birthdays of people.
package func isPersonal(column name: String) -> Bool {
  let plain = plainName(name)
  if !ColumnRole.customerID.candidates(in: [plain]).isEmpty { return true }
  return personalNames.contains(plain) || personalParts.contains(where: plain.contains)
}

private let personalNames: Set<String> = [
  "name", "tel", "fax", "zip", "plz", "city", "town", "dob", "ip", "vorname", "nachname", "company",
  "login", "username", "nickname", "vat", "ssn",
]

private let personalParts = [
  "mail", "phone", "telefon", "mobile", "address", "adresse", "street", "strasse", "postcode",
  "postal",
  "zipcode", "firstname", "lastname", "surname", "fullname", "middlename", "givenname",
  "familyname",
  "customername", "clientname", "contactname", "billingname", "shippingname", "birth", "iban",
  "passport",
]
