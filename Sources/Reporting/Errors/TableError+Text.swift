internal import Files
package import Ingestion
package import Training
internal import Units

extension TableError: Worded {
  package var sentence: Sentence {
    switch self {
    case .column(let fault): Sentence(fault) { $0.setting }
    case .directionOfText(let file, let column, let found):
      """
      \(file): column '\(column)' (\(option: .monotone)): found \(found.map { "'\($0)'" } ?? "no value"), \
      expected numbers or dates
      """
    case .unknownLabels(let column, let found, let file):
      """
      \(file): column '\(column)': found the labels \(listed(found)), expected yes and no, true and \
      false, 1 and 0, or two texts of which \(option: .positive) names the one that means churn, \
      such as \(option: .positive, found.first ?? "churned")
      """
    case .tooManyLabels(let column, let positive, let found, let file):
      """
      \(file): column '\(column)': found the labels \(listed(found)), expected '\(positive)' \
      (\(option: .positive)) and one other
      """
    case .noPositive(let column, let positive, let found, let file):
      """
      \(file): column '\(column)': found no '\(positive)' (\(option: .positive)) among its labels \
      \(listed(found))
      """
    case .nothingToLearnFrom(let file, let notices):
      """
      \(file): found no column to learn from\(notices.isEmpty ? "" : ": ")\
      \(notices.map(\.text).joined(separator: "; ")). Expected at least one column of numbers or categories \
      beside label and id.
      """
    case .datesInTwoForms(
      let file, let line, let column, let read, let readRows, let unread, let rows):
      """
      \(file):\(line): column '\(column)': found \(unread, in: column) (\(counted(rows, "row"))) beside \(read, in: column) \
      (\(counted(readRows, "row"))), expected dates in one form: write them alike, and name the form \
      with \(option: .dateFormat) where it is not yyyy-mm-dd; or leave the column out with \
      \(option: .ignore, column)
      """
    }
  }
}

extension TableError.ColumnUse {
  fileprivate var setting: Setting {
    switch self {
    case .id: .id
    case .label: .label
    case .splitColumn: .splitColumn
    case .ignore: .ignore
    case .categories: .categories
    case .monotone: .monotone
    case .value: .value
    case .arm: .armColumn
    case .stratifyBy: .stratifyBy
    case .outcome: .metrics
    case .covariate: .covariates
    case .segment: .by
    case .outcomeDate: .outcomeDate
    case .treatment: .treatment
    case .effectOutcome: .outcome
    case .exclude: .exclude
    }
  }
}

extension TableTrainingError: Worded {
  package var sentence: Sentence {
    switch self {
    case .oneClass(let column, let allPositive, let rows):
      """
      column '\(column)': \(allPositive ? "all" : "none") of \(grouped(rows)) \
      row\(rows == 1 ? "" : "s") churned; expected some of each class
      """
    case .tooFewOfAClass(let column, let found, let needed, let rows):
      """
      column '\(column)': found \(grouped(found)) of the rarer class among \(grouped(rows)) rows, \
      expected at least \(needed) (one per fold and one more). Pass fewer \(option: .folds) or more \
      rows; metrics are stable from some hundreds of each class.
      """
    case .tooManyColumns(let found, let most, let widest):
      """
      the columns and their categories make \(grouped(found)) columns of the model, expected at most \
      \(grouped(most)). Leave some out with \(option: .ignore); the widest is '\(widest)'.
      """
    case .oneClassBySplit(let date, let column, let before, let after):
      """
      \(option: .splitColumn, column): found \(grouped(before)) rows before \(date) and \
      \(grouped(after)) from then on, and on one side all are of one class. Pass another \
      \(option: .splitAt).
      """
    case .fit(let error): "the churn model could not be fitted: \(error)"
    }
  }
}
