internal import Files
package import Scoring

extension AudienceError: Worded {
  package var sentence: Sentence {
    switch self {
    case .sheet(let error): error.sentence
    case .scores(let error): error.sentence
    case .neitherPlanNorScores(let file, let columns):
      """
      \(file): found neither a column 'arm', as plans have, nor 'list', as score rows have; columns: \
      \(columns: columns)
      """
    case .armToName(let file, let arms):
      """
      \(file): found the arms \(listed(arms)) of an experiment, expected \(option: .arm) to name the one \
      that is written to
      """
    case .noSuchArm(let arm, let file, let arms):
      """
      \(option: .arm, arm): expected an arm of \(file) that is written to\
      \(arms.isEmpty ? ", which has none" : ": \(listed(arms))")
      """
    case .noColumn(let field, let file, let columns, let fits):
      fits.isEmpty
        ? """
        \(file): found no column of \(field.text), which this service needs; expected one, named as \
        \(field.rawValue)=COLUMN; columns: \(columns: columns)
        """
        : "\(file): found several columns of \(field.text) (\(listed(fits))), expected one, named as \(field.rawValue)=COLUMN"
    case .noConsentColumn(let file, let columns, let fits):
      fits.isEmpty
        ? """
        \(file): found no column that says who agreed to be written to, expected one, named by \
        \(option: .consent); columns: \(columns: columns)
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
      "\(file): found the columns \(columns: columns), expected those of this export: \(listed(expected))"
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
