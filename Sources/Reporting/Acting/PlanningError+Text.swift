internal import Files
package import Scoring
internal import Units

extension PlanningError: Worded {
  package var sentence: Sentence {
    switch self {
    case .scores(let error): error.sentence
    case .customers(let error): error.sentence
    case .noColumn(let place, let column, let file, let columns):
      """
      \(place.key): found '\(column)', expected a column of \(file): \(listed(columns))
      """
    case .conditions(let faults):
      faults.map { "\($0.sentence)" }.joined(separator: "\n").sentence
    case .nobodyEligible(_, let name):
      "where: found no customer for whom the condition of the offer '\(name)' holds, expected some"
    case .emptyColumn(let place, let column, let file):
      """
      \(place.key): found no value in column '\(column)' of \(file), expected some: this form of \
      \(place.key) needs it
      """
    case .otherAssumptions(let file, let line, let customer, let customers):
      """
      \(file):\(line): the expected gain of customer \(customer)\
      \(customers > 1 ? ", and of \(grouped(customers - 1)) more," : "") cannot come from the save rate \
      and contact cost stated for these rows; expected those that they were scored with, under \
      `scored_with: {save_rate: 10%, contact_cost: 0}`
      """
    case .noDate(let file):
      "\(file): found no date in column 'as_of', expected it, or the day of the contacts by \(option: .on)"
    case .noSalt:
      """
      found a hold-out and no salt, expected \(option: .saltFile): a secret of your own that stays the same, so \
      that everybody has the same lot in every plan
      """
    }
  }
}

extension String {
  fileprivate var sentence: Sentence { Sentence(lines: self) }
}

extension PlanPlace {
  /// The key of the plan's file.
  package var key: String {
    switch self {
    case .plan(let key), .offer(_, let key): key
    }
  }
}

extension ContactStateError: Worded {
  package var sentence: Sentence {
    switch self {
    case .unreadable(let error): error.sentence
    case .noColumn(let file, let column, let columns):
      """
      \(file): found no column '\(column)', expected the file that earlier plans were recorded in; \
      columns: \(listed(columns))
      """
    case .badCell(let file, let line, let column, let found, let expected):
      """
      \(file):\(line): \(column.isEmpty ? "" : "column '\(column)': ")found '\(found)', expected \
      \(expected.text)
      """
    }
  }
}

extension ContactStateError.Expectation {
  fileprivate var text: String {
    switch self {
    case .fields: "as many fields as the header has"
    case .id: "a customer id"
    case .date: "a date as 2026-01-31"
    case .arm: PlanArm.allCases.map(\.rawValue).joined(separator: " or ")
    }
  }
}
