package import Ingestion
internal import Interventions
package import Models
package import Units

/// What a run of predictions found: figures for a script, and for the person who reads it next month.
package struct RunSummary: Sendable, Encodable {
  package let asOf: Day
  package let horizonInDays: Int
  /// First digits of the model's digest, and the day it was trained as of.
  package let model: String
  package let modelTrainedAsOf: Day
  package let log: Log
  package let customers: Int
  package let lists: [String: Int]
  package let whyNot: [String: Int]
  /// The largest first.
  package let segments: [Segment]
  package let meanChurnProbability: Double
  /// Expected margin of all customers over `valueHorizonInDays`.
  package let predictedCLV: Double
  package let valueHorizonInDays: Int
  /// Sum over `act`.
  package let expectedGain: Double
  /// Nil where the model does not say what its customers looked like.
  package let drift: Drift?
  /// `events`, where the model learned from them and there are none.
  package let missingInputs: [String]
  /// Nil without an earlier run.
  package let previous: Comparison?
  /// Of earlier runs whose horizon has passed, the latest; nil where there is none.
  package let outcome: RunOutcome?
  /// Nil where nothing was required.
  package internal(set) var requirements: [RequirementResult]?

  /// The log that the rows were scored from.
  package struct Log: Sendable, Encodable {
    package let rowsRead: Int
    package let rowsRefused: Int
    package let customers: Int
    package let firstOrder: Day?
    package let lastOrder: Day?
    package let lastEvent: Day?

    package init(_ ledger: Ledger) {
      rowsRead = ledger.rowsRead
      rowsRefused = ledger.rowsRefused
      customers = ledger.customers
      firstOrder = ledger.first
      lastOrder = ledger.last
      lastEvent = ledger.events?.last
    }

    enum CodingKeys: String, CodingKey {
      case rowsRead = "rows_read"
      case rowsRefused = "rows_refused"
      case customers
      case firstOrder = "first_order"
      case lastOrder = "last_order"
      case lastEvent = "last_event"
    }
  }

  package struct Segment: Sendable, Encodable {
    package let name: String
    package let customers: Int
    package let meanChurnProbability: Double
    package let meanPredictedCLV: Double

    enum CodingKeys: String, CodingKey {
      case name, customers
      case meanChurnProbability = "mean_churn_probability"
      case meanPredictedCLV = "mean_predicted_clv"
    }
  }

  /// How far the customers are from those that the model learned from.
  package struct Drift: Sendable, Encodable {
    /// The largest population stability index of a feature, and that feature.
    package let index: Double
    package let feature: String?
    package let scoreIndex: Double
    /// Features whose shift is beyond chance and above 0.25.
    package let alarming: [String]

    enum CodingKeys: String, CodingKey {
      case index, feature
      case scoreIndex = "score_index"
      case alarming
    }
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case model
    case modelTrainedAsOf = "model_trained_as_of"
    case log, customers, lists
    case whyNot = "why_not"
    case segments
    case meanChurnProbability = "mean_churn_probability"
    case predictedCLV = "predicted_clv"
    case valueHorizonInDays = "value_horizon_days"
    case expectedGain = "expected_gain"
    case drift
    case missingInputs = "missing_inputs"
    case previous, outcome, requirements
  }
}

extension RunSummary {
  /// - Parameters:
  ///   - scored: the customers.
  ///   - table: their rows.
  ///   - model: that scored them.
  ///   - ledger: of the log.
  ///   - changes: since an earlier run; nil without one.
  ///   - outcome: of an earlier run whose horizon has passed; nil without one.
  package init(
    of scored: ScoredCustomers, table: ScoreTable, by model: Model, ledger: Ledger,
    changes: ScoreChanges?, outcome: RunOutcome?
  ) {
    asOf = scored.asOf
    horizonInDays = scored.horizonInDays
    self.model = scored.modelDigest
    modelTrainedAsOf = model.data.asOf
    log = Log(ledger)
    customers = scored.count
    lists = Self.countedByName(
      scored.list.map(\.rawValue), of: InterventionList.allCases.map(\.rawValue))
    whyNot = Self.countedByName(
      scored.decisions.compactMap { $0.whyNot?.rawValue }, of: WhyNot.allCases.map(\.rawValue)
    ).filter { $0.value > 0 }
    segments = Self.segmentFigures(of: scored, named: table[.segment])
    meanChurnProbability = mean(scored.churnProbability)
    predictedCLV = scored.predictedValue.reduce(0, +)
    valueHorizonInDays = scored.valueHorizonInDays
    expectedGain = zip(scored.decisions, scored.expectedGain).reduce(0) {
      $0 + ($1.0.list == .act ? $1.1 : 0)
    }
    drift = scored.drift.map { drift in
      Drift(
        index: drift.features.first?.index ?? 0, feature: drift.features.first?.name,
        scoreIndex: drift.scores.index, alarming: drift.alarming.map(\.name))
    }
    missingInputs = model.missingInputs(of: ledger)
    self.outcome = outcome
    previous = changes.map { Comparison($0, scored: scored, columns: table.layout) }
  }

  private static func countedByName(_ names: [String], of all: [String]) -> [String: Int] {
    names.reduce(into: Dictionary(uniqueKeysWithValues: all.map { ($0, 0) })) { counts, name in
      counts[name, default: 0] += 1
    }
  }

  private static func segmentFigures(
    of scored: ScoredCustomers, named cells: ScoreCells
  ) -> [Segment] {
    let members = Dictionary(grouping: scored.segment.indices) {
      cells.name($0) ?? scored.segment[$0]
    }
    return members.map { name, rows in
      Segment(
        name: name, customers: rows.count,
        meanChurnProbability: mean(rows.map { scored.churnProbability[$0] }),
        meanPredictedCLV: mean(rows.map { scored.predictedValue[$0] }))
    }.sorted { ($1.customers, $0.name) < ($0.customers, $1.name) }
  }
}

extension Model {
  /// `events`, where it learned from them and a log has none.
  package func missingInputs(of ledger: Ledger) -> [String] {
    let wantsEvents = outcome?.eventFeatures(in: catalogue).isEmpty == false
    return wantsEvents && ledger.events == nil ? ["events"] : []
  }
}
