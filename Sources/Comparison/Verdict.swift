internal import Files
internal import Ingestion
internal import Learning
internal import Snapshots
package import Training
internal import Units

/// What worth is measured by.
enum Measure: String, CaseIterable {
  case churn, spend

  func point(_ worth: DevianceExplained) -> Double { self == .churn ? worth.churn : worth.spend }
  func low(_ worth: DevianceExplained) -> Double {
    self == .churn ? worth.churnLow : worth.spendLow
  }
  func high(_ worth: DevianceExplained) -> Double {
    self == .churn ? worth.churnHigh : worth.spendHigh
  }

  /// 1 where the interval of a difference is above 0, −1 where it is below, 0 where it holds 0.
  ///
  /// An end that is 0 to the four digits that are printed holds 0: which side of 0 it falls on is the
  /// luck of the resamples.
  func sign(_ difference: DevianceExplained) -> Int {
    low(difference) >= 0.00005 ? 1 : high(difference) <= -0.00005 ? -1 : 0
  }
}

/// What has to be said beside which partition is ahead.
package struct VerdictRemarks: Sendable {
  /// Reference rows that tell more than every partition, by paired intervals.
  package var aheadOfChurn: [String] = []
  package var aheadOfSpend: [String] = []
  /// Whether no partition is sure to tell more than one rate, or one mean, for all.
  package var nothingOfChurn = false
  package var nothingOfSpend = false
  /// Partitions that are compared.
  package var partitions = 2

  package init() {}

  /// What follows the figures.
  fileprivate var sentence: String {
    let (none, all) = partitions == 2 ? ("neither", "both") : ("none", "all")
    let measures = [
      (Measure.churn, nothingOfChurn, aheadOfChurn), (.spend, nothingOfSpend, aheadOfSpend),
    ]
    return measures.map { measure, isNothing, ahead in
      var words = isNothing ? "; of \(measure) \(none) is sure to tell anything" : ""
      if !ahead.isEmpty {
        words += "; of \(measure), \(list(ahead)) \(ahead.count == 1 ? "beats" : "beat") \(all)"
      }
      return words
    }.joined()
  }
}

/// Who tells most of churn or spend among several partitions.
struct Standing {
  let measure: Measure
  let leader: String
  /// Those whose paired difference from the leader may be 0.
  var tied: [String] = []
  var behind: [String] = []
}

/// Says in words which of two partitions tells more out of time.
///
/// A side wins on churn or spend only where the paired interval of the difference excludes 0, and
/// overall only where it wins on one and does not lose on the other.
/// - Parameters:
///   - first: name of one partition.
///   - second: name of the other.
///   - difference: worth of the first minus that of the second.
///   - remarks: what else has to be said.
/// - Returns: a sentence that begins with `tie` or the winner's name.
package func verdictText(
  first: String, second: String, difference: DevianceExplained, remarks: VerdictRemarks
) -> String {
  func winner(_ measure: Measure) -> String? {
    switch measure.sign(difference) {
    case 1: first
    case -1: second
    default: nil
    }
  }
  let finding: String
  switch (winner(.churn), winner(.spend)) {
  case (nil, nil): finding = "tie"
  case (let winner?, nil): finding = "\(winner): more of churn, a tie on spend"
  case (nil, let winner?): finding = "\(winner): more of spend, a tie on churn"
  case (let churn?, let spend?) where churn != spend:
    finding = "tie overall: more of churn by \(churn), more of spend by \(spend)"
  case (let winner?, _): finding = "\(winner): more of churn and of spend"
  }
  let figures = Measure.allCases.map { measure in
    "\(measure) worth \(signed(measure.point(difference))) (\(signed(measure.low(difference))) to "
      + "\(signed(measure.high(difference))))"
  }
  return "\(finding); \(first) − \(second): \(figures.joined(separator: ", "))"
    + remarks.sentence
}

/// Says in words which of several partitions tells most out of time.
func verdictText(standings: [Standing], remarks: VerdictRemarks, undated: [String]) -> String {
  let parts = standings.map { standing in
    var words = "of \(standing.measure), \(standing.leader) first"
    if !standing.tied.isEmpty { words += ", a tie with \(list(standing.tied))" }
    if !standing.behind.isEmpty { words += ", ahead of \(list(standing.behind))" }
    return words
  }
  // Where the leader of each measure ties with everybody nothing is told apart.
  let isTie = standings.allSatisfy(\.behind.isEmpty)
  return (isTie ? "tie; " : "") + parts.joined(separator: "; ") + remarks.sentence
    + (undated.isEmpty ? "" : "; not judged: \(list(undated))")
}

/// Why there is no verdict.
func noVerdict(undated: [String]) -> String {
  "no verdict: nobody says since when the groups of \(list(undated)) hold, so they may have been "
    + "made from what they would foretell; give the rows a column valid_from, or hold that they never "
    + "change (--static)"
}

private func list(_ names: [String]) -> String {
  names.count < 2
    ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
}

private func signed(_ value: Double) -> String {
  (value < 0 ? "" : "+") + fixed(value, digits: 4)
}
