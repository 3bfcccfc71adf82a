package import Histories
package import Units

/// What to know of scores: the log is read in another way than the model was trained, or the model knows
/// less than later ones do.
package enum ModelCaution: Finding {
  /// The model has seen orders after the date that is scored.
  case trainedLater(asOf: Day, scoredAt: Day)
  /// The model uses features of events, of which one is named, and there are none.
  case eventsMissing(feature: String)
  /// The model's level follows the season, which it does not know at the scored date.
  case seasonUnknown(scoredAt: Day, from: Day, until: Day)
  /// The model does not say how far its level may be off, so that a list rests on the gain as expected.
  case gainUncertaintyUnknown
  case otherTimeZone(model: String, log: String)
  case otherRefunds(model: RefundPolicy, log: RefundPolicy)

  package var fact: Fact {
    switch self {
    case .trainedLater(let asOf, let scored):
      Fact("trained_later", ["trained_as_of": .day(asOf), "as_of": .day(scored)])
    case .eventsMissing(let feature): Fact("events_missing", ["feature": .text(feature)])
    case .seasonUnknown(let scored, let from, let until):
      Fact("season_unknown", ["as_of": .day(scored), "from": .day(from), "until": .day(until)])
    case .gainUncertaintyUnknown: Fact("gain_uncertainty_unknown")
    case .otherTimeZone(let model, let log):
      Fact("other_time_zone", ["model": .text(model), "log": .text(log)])
    case .otherRefunds(let model, let log):
      Fact("other_refunds", ["model": .text(model.rawValue), "log": .text(log.rawValue)])
    }
  }
}

extension Model {
  /// What to know before acting on this model's scores of a log that was read this way.
  package func cautions(
    timeZone: String, refunds: RefundPolicy, hasEvents: Bool, asOf: Day
  ) -> [ModelCaution] {
    var cautions: [ModelCaution] = []
    if asOf < data.asOf { cautions.append(.trainedLater(asOf: data.asOf, scoredAt: asOf)) }
    if !hasEvents, let feature = outcome?.eventFeatures(in: catalogue).first {
      cautions.append(.eventsMissing(feature: feature))
    }
    if let season = outcome?.season, season.shift(at: asOf) == nil,
      let from = season.levels.first?.asOf, let until = season.levels.last?.asOf
    {
      cautions.append(.seasonUnknown(scoredAt: asOf, from: from, until: until))
    }
    if let gainCaution { cautions.append(gainCaution) }
    if timeZone != data.timeZone {
      cautions.append(.otherTimeZone(model: data.timeZone, log: timeZone))
    }
    if refunds != data.refunds {
      cautions.append(.otherRefunds(model: data.refunds, log: refunds))
    }
    return cautions
  }
}

extension Model {
  /// Nil where it is known how far an expected gain may be off, or where there are no values.
  package var gainCaution: ModelCaution? {
    value == nil || gainUncertainty != nil ? nil : .gainUncertaintyUnknown
  }
}
