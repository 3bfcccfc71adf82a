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
      \(place.key): found '\(column)', expected a column of \(file): \(columns: columns)
      """
    case .conditions(let faults):
      faults.map { "\($0.sentence)" }.joined(separator: "\n").sentence
    case .nobodyEligible(_, let name):
      "where: found no customer for whom the condition of the offer '\(name)' holds, expected some"
    case .noUpliftFile(_, let name):
      """
      save_rate: found 'measured' for the offer '\(name)' and no file, expected \(option: .uplift), or \
      `save_rate: {measured: uplift.csv}`
      """
    case .uplift(let error): error.sentence
    case .campaign(let error): error.sentence
    case .emptyColumn(let place, let column, let file):
      """
      \(place.key): found no value in column '\(column)' of \(file), expected some: this form of \
      \(place.key) needs it
      """
    case .otherAssumptions(let file, let line, let customer, let customers):
      """
      \(file):\(line): the expected gain of customer \(personal: customer)\
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

extension MeasuredUpliftError: Worded {
  package var sentence: Sentence {
    switch self {
    case .sheet(let error): error.sentence
    case .noColumn(let file, let expected, let columns):
      """
      \(file): found no column '\(expected.joined(separator: "' or '"))', expected the effect of a contact on the \
      chance of an order; columns: \(columns: columns)
      """
    case .otherUnit(let file, let found):
      """
      \(file): column 'unit': found \(found, in: "unit"), expected probability: the effect on whether customers order, an \
      outcome of 1 and 0, not on what they spend
      """
    case .nobodyKnown(let file, let scores, let customers):
      """
      \(file): found none of the \(counted(customers, "customer")) of \(scores), expected their ids as they stand \
      there: `uplift` writes a row for each customer of the file that it is to score
      """
    case .badCell(let file, let line, let column, let found):
      """
      \(file):\(line): column '\(column)': found \(found, in: column), expected a change of a probability, from -1 to 1: \
      `uplift` of an outcome that is 1 for an order and 0 for none
      """
    }
  }
}

extension PastCampaignError: Worded {
  package var sentence: Sentence {
    switch self {
    case .noFile(let path):
      """
      \(path): found no such file, expected it in a folder of `learned_from`: a plan with a hold-out, and as \
      \(PastCampaign.readout) what `experiment readout` writes of its assignment.csv
      """
    case .rows(let error): error.sentenceOfUTF8
    case .otherDocument(let path):
      "\(path): found something else, expected what a plan, or a readout as JSON, writes"
    case .otherExperiment(let file, let folder):
      """
      \(file): found another experiment, expected what `experiment readout` writes of \
      \(folder)/assignment.csv: the arms treat and hold_out, with no more customers than the plan has
      """
    case .sameCampaign(let folder, let other):
      "\(folder): found the campaign of \(other) again, expected each campaign once under `learned_from`"
    case .offerNotMade(let folder, let offer, let made):
      "\(folder): found no contact with the offer '\(offer)', expected some; made: \(listed(made))"
    case .noSaveRate(let folder, let offer):
      """
      \(folder): found several save rates, or measured ones, of the offer '\(offer)', expected a plan with one \
      to learn from
      """
    case .noEffect(let file, let offer):
      """
      \(file): found no effect of the offer '\(offer)' on who ordered, expected it: of all where the plan made one \
      offer, else by stratum, with at least 20 customers on either side
      """
    }
  }
}

extension PlanPlace {
  /// The key of the plan's file.
  package var key: String {
    switch self {
    case .plan(let key), .offer(_, let key), .trigger(_, let key): key
    }
  }
}
