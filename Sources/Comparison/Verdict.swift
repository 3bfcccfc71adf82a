package import Training
package import Units

/// What the predictive value of partitions is measured by.
package enum Measure: String, Sendable, CaseIterable {
  case churn, spend

  package func point(_ explained: DevianceExplained) -> Double {
    self == .churn ? explained.churn : explained.spend
  }

  package func low(_ explained: DevianceExplained) -> Double {
    self == .churn ? explained.churnLow : explained.spendLow
  }

  package func high(_ explained: DevianceExplained) -> Double {
    self == .churn ? explained.churnHigh : explained.spendHigh
  }

  /// 1 where the interval of a difference is above 0, −1 where it is below, 0 where it holds 0.
  ///
  /// An end that is 0 to the four digits that are printed holds 0: which side of 0 it falls on is the
  /// luck of the resamples.
  func sign(_ difference: DevianceExplained) -> Int {
    low(difference) >= 0.00005 ? 1 : high(difference) <= -0.00005 ? -1 : 0
  }
}

/// What has to be said beside which partition explains more.
package struct VerdictRemarks: Sendable, Equatable {
  /// References that explain more than every partition, by paired intervals.
  package var aheadOfChurn: [String] = []
  package var aheadOfSpend: [String] = []
  /// Whether no partition explains significantly more than one rate, or one mean, for all.
  package var nothingOfChurn = false
  package var nothingOfSpend = false
  /// Partitions that are compared.
  package var partitions = 2

  package init() {}

  package func ahead(of measure: Measure) -> [String] {
    measure == .churn ? aheadOfChurn : aheadOfSpend
  }

  package func isNothing(of measure: Measure) -> Bool {
    measure == .churn ? nothingOfChurn : nothingOfSpend
  }
}

/// Two partitions with the predictive value of the first minus that of the second.
package struct PairedDifference: Sendable, Equatable {
  package let first: String
  package let second: String
  package let explained: DevianceExplained

  package init(first: String, second: String, explained: DevianceExplained) {
    self.first = first
    self.second = second
    self.explained = explained
  }
}

/// Which of several partitions explains most of churn or spend.
package struct Standing: Sendable, Equatable {
  package let measure: Measure
  package let leader: String
  /// Those whose paired difference from the leader may be 0.
  package var tied: [String] = []
  package var behind: [String] = []
}

/// Which partition explains more out of time.
///
/// Of two, one is better on churn or spend only where the paired interval of the difference excludes 0,
/// and overall only where it is better on one and not worse on the other.
package enum Verdict: Finding {
  /// One of two partitions explains more by these measures, and no less by the others.
  case better(String, measures: [Measure], PairedDifference, VerdictRemarks)
  /// Each of two partitions explains more by one measure.
  case split(churn: String, spend: String, PairedDifference, VerdictRemarks)
  /// No significant difference between two partitions.
  case tie(PairedDifference, VerdictRemarks)
  /// More than two partitions, measure by measure; `undated` could not be evaluated.
  case standings([Standing], VerdictRemarks, undated: [String])
  /// Fewer than two partitions have groups that are known at past dates.
  case notEvaluated(undated: [String])

  /// The verdict on two partitions.
  package init(_ difference: PairedDifference, remarks: VerdictRemarks) {
    func winner(_ measure: Measure) -> String? {
      switch measure.sign(difference.explained) {
      case 1: difference.first
      case -1: difference.second
      default: nil
      }
    }
    switch (winner(.churn), winner(.spend)) {
    case (nil, nil): self = .tie(difference, remarks)
    case (let winner?, nil): self = .better(winner, measures: [.churn], difference, remarks)
    case (nil, let winner?): self = .better(winner, measures: [.spend], difference, remarks)
    case (let churn?, let spend?) where churn != spend:
      self = .split(churn: churn, spend: spend, difference, remarks)
    case (let winner?, _):
      self = .better(winner, measures: [.churn, .spend], difference, remarks)
    }
  }

  /// Nil where no partition was evaluated.
  package var remarks: VerdictRemarks? {
    switch self {
    case .better(_, _, _, let remarks), .split(_, _, _, let remarks), .tie(_, let remarks),
      .standings(_, let remarks, _):
      remarks
    case .notEvaluated: nil
    }
  }

  package var fact: Fact {
    switch self {
    case .better(let name, let measures, let difference, let remarks):
      Fact(
        "better",
        ["partition": .text(name), "measures": .texts(measures.map(\.rawValue))]
          .merging(difference.values) { $1 }.merging(remarks.values) { $1 })
    case .split(let churn, let spend, let difference, let remarks):
      Fact(
        "split",
        ["better_on_churn": .text(churn), "better_on_spend": .text(spend)]
          .merging(difference.values) { $1 }.merging(remarks.values) { $1 })
    case .tie(let difference, let remarks):
      Fact("tie", difference.values.merging(remarks.values) { $1 })
    case .standings(let standings, let remarks, let undated):
      Fact(
        "standings",
        standings.reduce(into: remarks.values) { $0.merge($1.values) { $1 } }
          .merging(["undated": .texts(undated)]) { $1 })
    case .notEvaluated(let undated): Fact("not_evaluated", ["undated": .texts(undated)])
    }
  }
}

extension PairedDifference {
  fileprivate var values: [String: Fact.Value] {
    var values: [String: Fact.Value] = ["first": .text(first), "second": .text(second)]
    for measure in Measure.allCases {
      values["\(measure.rawValue)_difference"] = .number(measure.point(explained))
      values["\(measure.rawValue)_difference_low"] = .number(measure.low(explained))
      values["\(measure.rawValue)_difference_high"] = .number(measure.high(explained))
    }
    return values
  }
}

extension VerdictRemarks {
  fileprivate var values: [String: Fact.Value] {
    var values: [String: Fact.Value] = [:]
    for measure in Measure.allCases {
      values["references_ahead_on_\(measure.rawValue)"] = .texts(ahead(of: measure))
      values["\(measure.rawValue)_explained_by_none"] = .flag(isNothing(of: measure))
    }
    return values
  }
}

extension Standing {
  fileprivate var values: [String: Fact.Value] {
    let name = measure.rawValue
    return [
      "leader_on_\(name)": .text(leader), "tied_on_\(name)": .texts(tied),
      "behind_on_\(name)": .texts(behind),
    ]
  }
}
