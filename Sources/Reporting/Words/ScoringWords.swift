internal import Features
internal import Files
internal import Histories
internal import Ingestion
package import Models
package import Scoring
package import Segmentation
package import Segments
internal import Units

extension ModelCaution: FindingText {
  package var text: String {
    switch self {
    case .trainedLater(let asOf, let scored):
      "The model was trained on orders up to \(asOf), later than the scoring date \(scored). These "
        + "scores are not out-of-time predictions."
    case .eventsMissing(let feature):
      "The model was trained with events (\(feature), …) and none were given: their features are "
        + "missing, and the probabilities are less accurate than the evaluation says."
    case .seasonUnknown(let scored, let from, let until):
      "The model's level follows the time of year, which it knows from \(from) to \(until): at "
        + "\(scored) nothing is added for the season, and the mean probability may be too high or too low."
    case .gainUncertaintyUnknown:
      "The model, of an earlier version, does not say how far its forecasts may be off: whoever has an "
        + "expected gain above 0 is on `act`, sure or not. Train it again to leave out those of whom it is "
        + "not sure."
    case .otherTimeZone(let model, let log):
      "The model was trained on days in the time zone \(model); these are in \(log)."
    case .otherRefunds(let model, let log):
      "The model was trained with refunds read as '\(model.rawValue)'; these rows were read with "
        + "'\(log.rawValue)'."
    }
  }
}

extension Model {
  /// What to know of this model, a sentence each.
  package var noticeTexts: [String] {
    (outcome?.notices ?? []).map(\.text) + (scores?.cutOffs.notices ?? []).map(\.text)
  }

  /// Why nobody is on the list to act on; nil where the model is good enough.
  package var weaknessText: String? {
    guard let weaknesses = outcome?.weaknesses, !weaknesses.isEmpty else { return nil }
    if let target {
      let words = PredictedWords(target: target.rule)
      return "A weak model: "
        + "\(weaknesses.map { $0.finding?.text(words) ?? $0.text }.joined(separator: "; "))."
    }
    return "A weak model, so that nobody is on the list to act on: "
      + "\(weaknesses.map(\.text).joined(separator: "; "))."
  }

  /// What to know before budgeting on its values; nil where their total was unbiased.
  package var biasText: String? { value?.biasWarning?.text }
}

extension ScoreNotice: FindingText {
  package var text: String {
    switch self {
    case .unknown(let score):
      "The \(score.rawValue) score is unknown: no customer has an order or event in the score window."
    case .constant(let score):
      "The \(score.rawValue) score is 3 for all: every customer has the same value."
    }
  }
}

extension SegmentationNotice: FindingText {
  package var text: String {
    switch self {
    case .score(let notice): return notice.text
    case .unknownColumns(let columns, let ruleSet):
      let shown = columns.map { name in
        BehaviourFacts.needs(ofFact: name).map { "\(name) (needs \($0))" } ?? name
      }
      return "rules \(ruleSet): unknown for every customer here, so that no condition on it holds: "
        + shown.joined(separator: ", ") + "."
    }
  }
}

extension DriftNotice: FindingText {
  package var text: String {
    switch self {
    case .features(let shifts):
      let named = shifts.prefix(6).map { "\($0.name) (\(fixed($0.index, digits: 2)))" }
      let more = shifts.count > 6 ? " and \(shifts.count - 6) more" : ""
      return "Population drift: PSI above 0.25 for \(named.joined(separator: ", "))\(more). "
        + "Probabilities may be miscalibrated. Check that the input covers the same shop, period and "
        + "columns; otherwise retrain on recent data."
    case .scores(let mean, let trainingMean, let index):
      return "Score drift: mean churn probability \(fixed(mean, digits: 3)), in training "
        + "\(fixed(trainingMean, digits: 3)) (PSI of the scores \(fixed(index, digits: 2)))."
    }
  }
}

extension DriftNotice {
  /// The same of a model of another target than churn.
  package var textOfTarget: String {
    guard case .scores(let mean, let trainingMean, let index) = self else { return text }
    return "Score drift: mean probability of the target \(fixed(mean, digits: 3)), in training "
      + "\(fixed(trainingMean, digits: 3)) (PSI of the scores \(fixed(index, digits: 2)))."
  }
}

extension UnseenCategories: FindingText {
  package var text: String {
    "'\(column)': \(grouped(rows)) row\(rows == 1 ? " contains" : "s contain") categories not seen in "
      + "training (\(examples.joined(separator: ", "))); the column is ignored for them"
  }
}

extension FeatureFileNotice: FindingText {
  package var text: String {
    switch self {
    case .drift(let notice): notice.text
    case .ignored(let columns): "columns that are not features were ignored: \(listed(columns))."
    case .missing(let columns, let ranksByProbability):
      "left empty because the file lacks column\(columns.count == 1 ? "" : "s") \(listed(columns)): "
        + "whatever is computed from \(columns.count == 1 ? "it" : "them")"
        + (ranksByProbability ? "; customers are ranked by churn probability." : ".")
    case .unavailable(let parts):
      "not available from a feature file, left empty: "
        + parts.map(\.text).joined(separator: "; ") + "."
    }
  }
}

extension FeatureFileNotice.Unavailable {
  fileprivate var text: String {
    switch self {
    case .segments(let ruleSet, let columns):
      "segments by \(ruleSet), which use \(listed(columns))"
    case .lapse: "lapse, as the model is of an earlier version"
    case .rhythmOfOneOrder: "lifecycle of customers with one order day"
    case .histories: "journeys, prices, habits, channels and categories"
    }
  }
}

extension CutOffSource: FindingText {
  package var text: String {
    switch self {
    case .model(let asOf): "stored in the model, computed as of \(asOf)"
    case .earlierDate(let asOf): "computed as of \(asOf)"
    }
  }
}

extension MovementCaution: FindingText {
  package var text: String {
    switch self {
    case .periodIncomplete(let begin, let missing, let period, let before):
      "the orders begin on \(begin), \(missing) days into the period of \(period) days before "
        + "\(before): growth relative to that period is overstated."
    case .windowIncomplete(let window, let missingBefore, let before, let missingAfter, let after):
      "F and M use \(window) days, of which the log lacks \(missingBefore) at \(before) and "
        + "\(missingAfter) at \(after): some upgrades only reflect that more of the past is known. Use a "
        + "shorter score window."
    case .wholeHistory:
      "F and M use the whole history and can only rise, so upgrades are overstated. Use a score window."
    }
  }
}

extension UnusedColumn {
  package var text: String {
    switch reason {
    case .empty: "'\(name)' is empty and not used"
    case .dates: "'\(name)' is not used: it holds dates; days since them would be a feature"
    case .datesNeedFormat(let formats):
      "'\(name)' is not used: its dates can be read "
        + (formats.count == 1
          ? "as \(formats[0]) only: name that as the date format"
          : "as \(formats.joined(separator: " or ")): name one as the date format")
    case .hardlyRepeats(let texts, let rows):
      "'\(name)' is not used: its texts hardly repeat (\(grouped(texts)) in \(grouped(rows)) rows)"
    case .rareTexts(let texts, let arePercents, let fewest):
      "'\(name)' is not used: "
        + (texts == 1 ? "its one text" : "each of its \(grouped(texts)) texts")
        + " stands in fewer than \(fewest) rows"
        + (arePercents ? ". Write percents as numbers, without the sign" : "")
    }
  }
}
