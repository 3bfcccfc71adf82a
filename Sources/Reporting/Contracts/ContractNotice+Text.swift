internal import Files
internal import Ingestion
package import Models
internal import Units

extension ContractNotice: FindingText {
  package var text: String {
    switch self {
    case .unused(let column): TableNotice.unused(column).text
    case .withoutInformation(let column): TableNotice.withoutInformation(column).text
    case .growsWithAge(let column, let correlation):
      "possible leakage: column '\(visibleText(column))' goes with how long ended contracts lasted (rank "
        + "correlation \(fixed(correlation, digits: 2))): if it was filled in at their end, leave it out, "
        + "or give rows with the date from which each holds"
    case .followsEnd(let column, let share):
      "possible leakage: column '\(visibleText(column))' tells the date on which a contract ended ("
        + "\(percent(share)) of it): it says what was so at the end, which nobody knew before. Leave it out, "
        + "or give rows with the date from which each holds"
    case .noEndsBefore(let day, let begun):
      "no contract ended before \(day), though \(grouped(begun)) had begun: if contracts that ended earlier "
        + "are not in the table, say from when they are, or every risk is too low (left truncation)"
    case .endedBeforeObservation(let contracts):
      "\(grouped(contracts)) contract\(contracts == 1 ? "" : "s") ended before observation began, and "
        + "\(contracts == 1 ? "is" : "are") left out"
    case .endedAtOnce(let contracts):
      "\(grouped(contracts)) contract\(contracts == 1 ? "" : "s") ended on the day of the start, counted in "
        + "the first period"
    case .sampled(let contracts, let all):
      "learned from \(grouped(contracts)) of \(grouped(all)) contracts, drawn by number, to fit into memory; "
        + "all are evaluated"
    case .fewEnds(let cause, let ends):
      "cause '\(visibleText(cause))' has only \(grouped(ends)) end\(ends == 1 ? "" : "s"): its part is "
        + "uncertain"
    }
  }
}
