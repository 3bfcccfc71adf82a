internal import Files
package import Scoring

extension AudienceError: Worded {
  package var sentence: Sentence {
    switch self {
    case .unreadable(let error): error.sentence
    case .otherFields(let file, let line, let found):
      "\(file):\(line): found \(found), expected as many as the header has"
    case .neitherPlanNorScores(let file, let columns):
      """
      \(file): found neither a column 'arm', as plans have, nor 'list', as score rows have; columns: \
      \(listed(columns))
      """
    case .noIDs(let file, let columns):
      "\(file): found no column 'customer_id', expected a plan or score rows; columns: \(listed(columns))"
    case .noColumn(let field, let file, let columns, let fits):
      fits.isEmpty
        ? """
        \(file): found no column of \(field.text), which this service needs; expected one, named as \
        \(field.rawValue)=COLUMN; columns: \(listed(columns))
        """
        : "\(file): found several columns of \(field.text) (\(listed(fits))), expected one, named as \(field.rawValue)=COLUMN"
    case .unknownColumn(let name, let file, let columns):
      "\(file): found no column '\(name)', expected one of \(listed(columns))"
    case .noConsentColumn(let file, let columns, let fits):
      fits.isEmpty
        ? """
        \(file): found no column that says who agreed to be written to, expected one, named by \
        \(option: .consent); columns: \(listed(columns))
        """
        : "\(file): found several columns of consent (\(listed(fits))), expected one, named by \(option: .consent)"
    case .noSuchField(let field, let target):
      "found \(field.rawValue), which \(target.rawValue) has no column for"
    case .partOfAddress(let missing, let target):
      """
      \(target.rawValue) takes first and last name, country and zip together or not at all: found no \
      \(missing.map(\.rawValue).joined(separator: ", "))
      """
    case .otherExport(let file, let columns, let expected):
      "\(file): found the columns \(listed(columns)), expected those of this export: \(listed(expected))"
    }
  }
}

extension AudienceField {
  fileprivate var text: String {
    switch self {
    case .customerID: "customer ids"
    case .email: "e-mail addresses"
    case .phone: "telephone numbers"
    case .firstName: "first names"
    case .lastName: "last names"
    case .country: "countries"
    case .zip: "postal codes"
    case .offer: "offers"
    }
  }
}
