internal import Files
internal import Ingestion
package import Models
internal import Units

extension ContractNotice: FindingText {
  package var text: String { sentence.plain }

  /// The text, with settings as a caller spells them.
  package var sentence: Sentence {
    switch self {
    case .unused(let column): "\(TableNotice.unused(column).text)"
    case .withoutInformation(let column): "\(TableNotice.withoutInformation(column).text)"
    case .growsWithAge(let column, let correlation):
      """
      possible leakage: column '\(column)' goes with how long ended contracts lasted (rank correlation \
      \(fixed(correlation, digits: 2))): if it was filled in at their end, leave it out \
      (\(option: .ignore)), or give rows with the date from which each holds (\(option: .validFrom))
      """
    case .followsEnd(let column, let share):
      """
      possible leakage: column '\(column)' tells the date on which a contract ended (\(percent(share)) of \
      it): it says what was so at the end, which nobody knew before. Leave it out (\(option: .ignore)), or \
      give rows with the date from which each holds (\(option: .validFrom))
      """
    case .filledAtEnd(let column, let contracts, let values):
      """
      leakage: column '\(column)' is left out. \
      \(values.isEmpty ? "Whether it is filled" : values.map { "'\($0)'" }.joined(separator: ", ")) \
      \(values.count > 1 ? "tell" : "tells") which contracts have ended (\(grouped(contracts)) ended and none in force), so it was filled in at \
      their end. Name it with \(option: .reason) if it says why they ended, or with \
      \(option: .knownAtStart) if it was known when they began
      """
    case .tellsEnded(let column, let area):
      """
      possible leakage: column '\(column)' alone tells which contracts have ended (AUC \
      \(fixed(area, digits: 3)) among those that began about then): if it was filled in later than at the \
      start, leave it out (\(option: .ignore)), or give rows with the date from which each holds \
      (\(option: .validFrom))
      """
    case .tellsReason(let column, let share):
      """
      possible leakage: column '\(column)' tells why contracts ended (\(percent(share)) of them): if it was \
      filled in at their end, leave it out (\(option: .ignore))
      """
    case .noEndsBefore(let day, let begun):
      """
      no contract ended before \(day), though \(grouped(begun)) had begun: if contracts that ended earlier \
      are not in the table, say from when they are (\(option: .observedFrom)), or every risk is too low \
      (left truncation)
      """
    case .endedBeforeObservation(let contracts):
      """
      \(counted(contracts, "contract")) ended before observation began, and \
      \(contracts == 1 ? "is" : "are") left out
      """
    case .seenTooShort(let contracts, let day):
      """
      \(counted(contracts, "contract")) \(contracts == 1 ? "was" : "were") observed for less than one whole \
      period by \(day), and \(contracts == 1 ? "is" : "are") left out
      """
    case .endedAtOnce(let contracts):
      """
      \(counted(contracts, "contract")) ended on the day of the start, counted in the first period
      """
    case .sampled(let contracts, let all):
      """
      learned from \(grouped(contracts)) of \(grouped(all)) contracts, drawn by number, to fit into \
      memory; all are evaluated
      """
    case .fewEnds(let cause, let ends):
      "cause '\(cause)' has only \(counted(ends, "end")): its part is uncertain"
    case .notConverged(let cause, let iterations):
      """
      the fit of cause '\(cause)' did not converge within \(counted(iterations, "step")): its coefficients \
      are not final. Leave out columns that are nearly alike (\(option: .ignore))
      """
    }
  }
}
