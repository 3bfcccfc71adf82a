internal import Files
package import Models
internal import Snapshots
internal import Units

/// The card as JSON, `card.json`: the same as the Markdown, with keys that stay.
package enum CardDocument {
  /// - Throws: where a figure is not finite.
  package static func bytes(
    of model: Model, evaluation: Evaluation
  ) throws(UndefinedFigure) -> [UInt8] {
    try reportJSON(OrderLogCard(model, evaluation))
  }

  /// - Throws: where a figure is not finite.
  package static func bytes(
    of model: TableModel, evaluation: TableEvaluation
  ) throws(UndefinedFigure) -> [UInt8] {
    try reportJSON(LabelledTableCard(model, evaluation))
  }
}

/// What every card begins with.
enum CardFormat {
  static let name = "perennial-card"
  static let version = 1
}

private struct OrderLogCard: Encodable {
  let format = CardFormat.name
  let version = CardFormat.version
  let kind = "order_log"
  let model: String
  let intendedUse: IntendedUse
  let data: TrainingData
  let churn: Churn
  let value: CardValue?
  let clusters: Int?
  let drift: WatchedDrift?
  let limits: [CardStatement]
  let warnings: [String]

  struct Churn: Encodable {
    let definition: String
    let asOf: Day
    let horizonInDays: Int
    let trainedAsOf: [Day]
    let groups: [String: CardGroup]
    let dates: [CardDate]

    enum CodingKeys: String, CodingKey {
      case definition
      case asOf = "as_of"
      case horizonInDays = "horizon_days"
      case trainedAsOf = "trained_as_of"
      case groups, dates
    }
  }

  enum CodingKeys: String, CodingKey {
    case format, version, kind, model
    case intendedUse = "intended_use"
    case data, churn, value, clusters, drift, limits, warnings
  }

  init(_ model: Model, _ evaluation: Evaluation) {
    self.model = model.digest
    intendedUse = .ofOrderLog(
      horizonInDays: model.data.horizonInDays, words: evaluation.words)
    data = model.data
    churn = Churn(
      definition: evaluation.target.map {
        "\($0), of the \(model.data.horizonInDays) days from the as-of date"
      }
        ?? "no order in the \(model.data.horizonInDays) days from the as-of date",
      asOf: evaluation.asOf, horizonInDays: evaluation.horizonInDays,
      trainedAsOf: evaluation.trainedAsOf,
      groups: Dictionary(
        uniqueKeysWithValues: evaluation.groups.map { ($0.key.rawValue, CardGroup($0.value)) }),
      dates: (evaluation.snapshots ?? []).compactMap(CardDate.init))
    value = evaluation.value.flatMap(CardValue.init)
    clusters = model.clusters?.centroids.count
    drift = model.population.map(WatchedDrift.init)
    limits = model.limits(evaluation)
    warnings = model.noticeTexts
  }
}

private struct LabelledTableCard: Encodable {
  let format = CardFormat.name
  let version = CardFormat.version
  let kind = "labelled_table"
  let model: String
  let intendedUse = IntendedUse.ofTable
  let data: Table
  let churn: Churn
  let drift: WatchedDrift
  let limits: [CardStatement]
  let warnings: [String]

  struct Table: Encodable {
    let rows: Int
    let churned: Int
    let label: String
    let positive: String?
    let columns: Int
    let rowsSHA256: String

    enum CodingKeys: String, CodingKey {
      case rows, churned, label, positive, columns
      case rowsSHA256 = "rows_sha256"
    }
  }

  struct Churn: Encodable {
    let split: TableEvaluation.Split
    let folds: Int?
    let splitColumn: String?
    let splitAt: Day?
    let groups: [String: CardGroup]

    enum CodingKeys: String, CodingKey {
      case split, folds
      case splitColumn = "split_column"
      case splitAt = "split_at"
      case groups
    }
  }

  enum CodingKeys: String, CodingKey {
    case format, version, kind, model
    case intendedUse = "intended_use"
    case data, churn, drift, limits, warnings
  }

  init(_ model: TableModel, _ evaluation: TableEvaluation) {
    self.model = model.digest
    data = Table(
      rows: model.rows, churned: model.churners, label: model.label, positive: model.positive,
      columns: model.columns.count, rowsSHA256: model.rowsSHA256)
    churn = Churn(
      split: evaluation.split, folds: evaluation.folds, splitColumn: evaluation.splitColumn,
      splitAt: evaluation.splitAt, groups: evaluation.groups.mapValues(CardGroup.init))
    drift = WatchedDrift(model.population)
    limits = CardStatement.common + (model.isInformative ? [] : [.uninformative])
    warnings = model.notices.map(\.text)
  }
}

extension WatchedDrift {
  init(_ population: PopulationReference) {
    self.init(
      columns: population.columns.count, rows: population.rows, meanScore: population.meanScore)
  }
}

extension CardStatement {
  /// True of every model here.
  static let common = common(.churn)

  static func common(_ words: PredictedWords) -> [CardStatement] {
    let isChurn = words.target == nil
    return [
      CardStatement(
        "groups_not_persons",
        "A probability says \(isChurn ? "how many" : "for how many") of a hundred such customers "
          + "\(isChurn ? "leave" : "the target holds"), not what one person will do."),
      CardStatement(
        "not_causes",
        "What raises or lowers \(isChurn ? "a risk goes along with leaving" : "a probability goes along with the target"); "
          + "it need not cause it."),
    ]
  }

  static let uninformative = CardStatement(
    "no_better_than_base_rate", "On holdout rows the model is no better than one rate for all.")
}

extension Model {
  /// What not to expect of it, in the order of the card.
  func limits(_ evaluation: Evaluation) -> [CardStatement] {
    var limits = CardStatement.common(evaluation.words)
    if let weakness = weaknessText { limits.append(CardStatement("weak_model", weakness)) }
    for group in evaluation.groups.filter({ !$0.value.isInformative }).map(\.key.rawValue).sorted()
    {
      limits.append(
        CardStatement(
          "uninformative_group",
          "Of \(group) customers the model says no more than one rate for all of them."))
    }
    limits.append(CardStatement("season", data.seasonSentence(evaluation.words)))
    if let bias = evaluation.value?.bias { limits.append(CardStatement("value_bias", bias.text)) }
    if evaluation.group(.active) == nil {
      limits.append(
        CardStatement("not_evaluated", "The log was too short to evaluate it on later orders."))
    }
    return limits
  }
}
