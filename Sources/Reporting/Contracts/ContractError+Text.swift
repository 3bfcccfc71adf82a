internal import Files
package import Ingestion
package import Scoring
package import Training
internal import Units

extension ContractError: Worded {
  package var sentence: Sentence {
    switch self {
    case .column(let fault): Sentence(fault) { $0.setting }
    case .datesInTwoForms(let place, let column, let read, let readRows, let unread, let rows):
      """
      \(place.text): column '\(column)': found \(unread, in: column) (\(counted(rows, "row"))) beside '\(read)' \
      (\(counted(readRows, "row"))), expected dates in one form: write them alike, and name the form \
      with \(option: .dateFormat) where it is not yyyy-mm-dd
      """
    case .datesInOtherForm(let place, let column, let found, let rows):
      """
      \(place.text): column '\(column)': found \(found, in: column) (\(counted(rows, "row"))), expected dates \
      yyyy-mm-dd, yyyymmdd, ISO 8601 or seconds since 1970. Name their form with \
      \(option: .dateFormat), such as \(option: .dateFormat, "%d/%m/%Y") or \
      \(option: .dateFormat, "%m/%d/%Y %H:%M").
      """
    case .endsBeforeStart(let place, let column, let end, let start, let rows):
      """
      \(place.text): column '\(column)': found an end on \(end), before the start on \(start) \
      (\(counted(rows, "row")) so), expected it on that day or later. Correct the dates, or name \
      other columns with \(option: .start) and \(option: .end).
      """
    case .overlapping(let place, let id, let start, let other, let end, let contracts):
      """
      \(place.text): found a contract of \(personal: id) from \(start) on while that of line \(other) \
      \(end.map { "runs until \($0)" } ?? "has no end") (\(counted(contracts, "contract")) so), \
      expected one in force at a time. Name the column that tells contracts apart with \(option: .id); \
      where rows are versions of one contract, the column from when each holds with \
      \(option: .validFrom).
      """
    case .versionsDisagree(
      let place, let id, let column, let fact, let found, let other, let otherFound):
      """
      \(place.text): column '\(column)': found \(cellOrNothing(found, column)) for a version \
      of contract \(personal: id), while line \(other) has \(cellOrNothing(otherFound, column)). \
      \(fact.expected) Correct the rows, or name the column that tells contracts apart with \(option: .id).
      """
    case .versionsOfOneDate(let place, let id, let column, let from, let other):
      """
      \(place.text): column '\(column)': found a second version of contract \(personal: id) that holds from \
      \(from?.description ?? "the start") on, as line \(other) does, expected one a date. Keep the row that \
      is right, or name the column of the dates with \(option: .validFrom).
      """
    case .datesAfterToday(let place, let column, let found, let rows, let latest):
      Sentence(
        """
        \(place.text): column '\(column)': found \(found) (\(counted(rows, "row"))), which is after \
        today, so that the day the table shows is not known. Say it with \(option: .asOf); later ends \
        have then not come yet.
        """, use: latest.map { Cure(.asOf, $0.description) })
    case .noEnds(let file, let column, let contracts, let asOf):
      """
      \(file): column '\(column)': found no contract of \(grouped(contracts)) that ended before \(asOf), \
      expected some. Name the column of ends with \(option: .end), the table's day with \
      \(option: .asOf), or fewer reasons with \(option: .running).
      """
    case .noneBegun(let file, let column, let contracts, let asOf):
      """
      \(file): column '\(column)': found no contract of \(grouped(contracts)) that began before \(asOf). \
      Pass a later \(option: .asOf).
      """
    case .unknownReason(let reason, let use, let file, let column, let found):
      """
      \(file): column '\(column)': found no reason '\(reason)' (\(option: use.setting)), expected one of \
      \(listed(found))
      """
    case .noReasonColumn(let use):
      "\(option: use.setting): expected \(option: .reason) with it, the column of reasons"
    case .reasonsWithoutEnds(let place, let column, let found, let rows, let end):
      """
      \(place.text): column '\(column)': found \(found, in: column) (\(counted(rows, "row"))), the reason of an end, \
      and no column '\(end)' that says when. Name the column of ends with \(option: .end), or keep only \
      contracts in force.
      """
    case .tooManyReasons(let found, let most, let file, let column):
      """
      \(file): column '\(column)' (\(option: .reason)): found \(grouped(found)) reasons, expected at most \(most): \
      each is a cause with a fit of its own. Join rare ones, or leave \(option: .reason) out
      """
    case .tooManyPeriods(let place, let found, let most, let period, let isOfModel, let asOf):
      """
      \(place.text): found a contract of \(grouped(found)) periods of \(period)\
      \(asOf.map { " by \($0)" } ?? ""), expected at most \(grouped(most)). \
      \(longContractCure(isOfModel: isOfModel, asOf: asOf))
      """
    case .termNotWholePeriods(let term, let period):
      """
      \(option: .term, term): found a term that is no whole number of periods (\
      \(option: .period, period)), expected one that is: months and years go together, weeks and days too
      """
    }
  }
}

/// What to do about a contract of too many periods.
private func longContractCure(isOfModel: Bool, asOf: Day?) -> Sentence {
  switch (isOfModel, asOf) {
  case (true, nil): "Correct its start."
  case (true, _?): "Pass an earlier \(option: .asOf), or correct its start."
  case (false, nil): "Pass a longer \(option: .period), or correct its start."
  case (false, _?):
    "Pass an earlier \(option: .asOf) or a longer \(option: .period), or correct its start."
  }
}

extension ContractError.VersionFact {
  fileprivate var expected: String {
    switch self {
    case .start:
      "Expected one start for all versions of a contract, and no contract of an id while another is in force."
    case .end: "Expected one end, that versions from before it may leave empty."
    case .reason: "Expected one reason."
    }
  }
}

extension ContractTrainingError: Worded {
  package var sentence: Sentence {
    switch self {
    case .tooFewEnds(let found, let needed, let day, let contracts):
      """
      found \(counted(found, "end")) among \(grouped(contracts)) contracts known by \(day), expected at \
      least \(needed). Pass a later \(option: .evaluateAt), a shorter \(option: .horizon), or more rows.
      """
    case .noneInForce(let day, let contracts):
      """
      found \(counted(contracts, "contract")) in force on \(day), expected at least 50 to evaluate on. \
      Pass another \(option: .evaluateAt), or keep the contracts that have not ended in the table.
      """
    case .oneOutcome(let day, let contracts, let ended, let periods, let period):
      """
      \(ended == 0 ? "none" : "all") of the \(grouped(contracts)) contracts in force on \(day) ended \
      within \(periods) × \(period), expected some that did and some that did not. Pass another \
      \(option: .horizon) or \(option: .evaluateAt).
      """
    case .evaluationOutside(let day, let first, let last) where first > last:
      """
      evaluation date \(day): found no date with contracts before it and the horizon after it. Pass a \
      shorter \(option: .horizon), an earlier \(option: .observedFrom) if it was passed, or more rows.
      """
    case .evaluationOutside(let day, let first, let last):
      """
      evaluation date \(day): expected one from \(first) to \(last), with contracts before it and the \
      horizon after it. Pass another \(option: .evaluateAt) or a shorter \(option: .horizon).
      """
    }
  }
}

extension ContractScoringError: Worded {
  package var sentence: Sentence {
    switch self {
    case .noneInForce(let file, let asOf, let contracts):
      """
      \(file): found none of \(grouped(contracts)) contracts in force on \(asOf), expected some to score. \
      Pass the table's day with \(option: .asOf).
      """
    }
  }
}

extension ContractError.Place {
  fileprivate var text: String { "\(file):\(line)" }
}

extension ContractError.ReasonOption {
  fileprivate var setting: Setting { self == .running ? .running : .cause }
}

extension ContractError.ColumnUse {
  fileprivate var setting: Setting {
    switch self {
    case .id: .id
    case .start: .start
    case .end: .end
    case .reason: .reason
    case .renewal: .renewal
    case .validFrom: .validFrom
    case .ignore: .ignore
    case .categories: .categories
    case .knownAtStart: .knownAtStart
    case .value: .value
    }
  }
}

private func cellOrNothing(_ cell: String, _ column: String) -> Sentence {
  cell.isEmpty ? "nothing" : "\(cell, in: column)"
}
