package import Experiments
internal import Files
package import Ingestion
package import Training
internal import Units

extension ExperimentError: Worded {
  package var sentence: Sentence {
    switch self {
    case .figure(let figure, let found): figure.sentence(found)
    case .tooFewArms(let arms):
      """
      found \(arms.isEmpty ? "no arm" : "one arm, '\(arms[0])'"), expected two or more, one of which \
      is left alone, such as \(option: .arms, "control:10%,offer:90%")
      """
    case .repeatedArm(let arm): "\(option: .arms): found '\(arm)' twice, expected each arm once"
    case .sharesDoNotAddUp(let sum):
      "\(option: .arms): found shares that add up to \(percent(sum, digits: 4)), expected 100 %"
    case .noSuchControl(let name, let arms):
      "found no arm '\(name)' (\(option: .control)); the arms are \(listed(arms))"
    case .tooFewInArm(let arm, let found, let needed):
      """
      arm '\(arm)': found \(grouped(found)) customer\(found == 1 ? "" : "s"), expected at least \
      \(grouped(needed))
      """
    case .constantOutcome(let name):
      "outcome '\(name)': found the same value for all customers, expected some that differ"
    case .constantInArm(let name, let arm):
      """
      outcome '\(name)': found the same value for all customers of the arm '\(arm)', expected some that \
      differ in each arm, and a column other than the treatment
      """
    case .uselessCovariates(let names):
      """
      found no covariate that varies within arms among \(listed(names)); leave them out
      """
    case .tooManyColumns(let found, let most, let widest):
      """
      the columns and their categories make \(grouped(found)) columns of the model, expected at most \
      \(grouped(most)). Leave some out with \(option: .exclude); the widest is '\(widest)'.
      """
    case .noShares(let column, let columns):
      """
      \(option: .shareOf): found no column of numbers '\(column)', expected one of 0 to 1, as silent_probability of score \
      rows; columns: \(columns: columns)
      """
    case .badShare(let column, let file, let line, let found):
      """
      \(file)\(line > 0 ? ":\(line)" : ""): column '\(column)': found \
      \(found.isNaN ? "nothing" : "\(found)"), expected a number from 0 to 1 for everybody
      """
    case .noOverlap(let lowest, let highest):
      """
      the chance of treatment, as told by the columns, goes from \(percent(lowest, digits: 2)) to \
      \(percent(highest, digits: 2)): some customers are never or always treated, and no data tell \
      what treatment changes for them. Leave out the columns that decide on treatment \
      (\(option: .exclude)), or the rows that they decide on.
      """
    }
  }
}

extension ExperimentFigure {
  fileprivate func sentence(_ found: Double) -> Sentence {
    let shown = significant(found, digits: 6)
    return switch self {
    case .alpha: "\(option: .alpha): found \(shown), expected a share above 0 and below 1"
    case .power:
      "\(option: .power): found \(shown), expected a share above the false-alarm rate and below 1"
    case .baselineRate: "\(option: .rate): found \(shown), expected a share above 0 and below 1"
    case .treatedRate:
      """
      \(option: .rate) and \(option: .effect) make a rate of \(shown), expected one above 0 and below 1
      """
    case .standardDeviation:
      "\(option: .standardDeviation): found \(shown), expected a number above 0"
    case .effect:
      """
      \(option: .effect): found \(shown), expected an effect other than 0 and not so small that no \
      number of customers shows it
      """
    case .correlation: "\(option: .correlation): found \(shown), expected a number between -1 and 1"
    case .skewness: "\(option: .skewness): found \(shown), expected a number"
    case .armShare: "\(option: .arms): found the share \(shown), expected one above 0 and below 1"
    case .customers: "found \(shown) customers, expected at least 1"
    case .look: "\(option: .look): found \(shown), expected a number from 1 to 10,000"
    case .margin: "\(option: .margin): found \(shown), expected a share above 0 and at most 1"
    case .contactCost: "\(option: .contactCost): found \(shown), expected an amount of at least 0"
    case .incentiveCost:
      "\(option: .incentiveCost): found \(shown), expected an amount of at least 0"
    }
  }
}

extension ExperimentFileError: Worded {
  package var sentence: Sentence {
    switch self {
    case .badRows(let rows, let count, let read):
      rows.reduce(
        "\(grouped(count)) of \(grouped(read)) rows cannot be used, so none is:" as Sentence
      ) { $0 + Sentence(lines: "\n  ") + $1.sentence }
        + Sentence(lines: count > rows.count ? "\n  and \(grouped(count - rows.count)) more" : "")
    case .noShares(let file):
      """
      \(file): found no column 'share' with the planned share of each arm. Pass \
      \(option: .arms, "control:50%,offer:50%").
      """
    case .noStart(let file):
      """
      \(file): found no column 'assigned_on' with the day from which outcomes count. Pass \
      \(option: .starts).
      """
    case .withoutOutcome(let count, let all, let first, let file):
      """
      \(file): found no row of \(grouped(count)) of the \(grouped(all)) assigned customers, such as \
      \(personal: first). Leaving them out would bias the result; where no row means that nothing happened, \
      pass \(option: .absentAreZero).
      """
    case .nobodyInBoth(let assignment, let outcomes):
      """
      found none of the customers of \(assignment) in \(outcomes), expected the same ids in both
      """
    case .unclearTreatment(let column, let found, let file):
      """
      \(file): column '\(column)': found the values \(listed(found)), expected two of which one is \
      yes, true or 1. Pass \(option: .treated) and, with more than two, \(option: .control).
      """
    case .noSuchTreatment(let value, let column, let found, let file):
      "\(file): column '\(column)': found no '\(value)' among its values \(listed(found))"
    case .nothingToLearnFrom(let file):
      """
      \(file): found no column to learn from beside treatment and outcome, expected at least one that \
      was known before the treatment
      """
    }
  }
}

extension LoggedOutcomesError: Worded {
  package var sentence: Sentence {
    switch self {
    case .assignedAfterLog(let count, let last, let ends):
      """
      found \(grouped(count)) customer\(count == 1 ? "" : "s") assigned up to \(last), and the log ends \
      before \(ends): expected orders after the assignment
      """
    case .noWindowOver(let window, let ends, let from):
      """
      found no customer whose \(window) days after the assignment are over: the log ends before \
      \(ends), expected one that reaches \(from), or a shorter \(option: .window)
      """
    }
  }
}
