/// What a column of score rows is: its unit, meaning, source, and what leaves it empty.
///
/// Help, documentation and rows come from this one place. Texts are Markdown.
package struct ScoreColumnDeclaration: Sendable {
  /// Where the cells come from.
  package enum Source: String, Sendable {
    case none = ""
    case observed
    case churn = "churn model"
    case lifetime = "lifetime model"
    case value, rules, clusters, evaluation
    case prospects = "prospect model"
    case target = "target model"
  }

  package let unit: String
  package let source: Source
  /// When a cell is empty, that is, unknown.
  package let empty: String
  /// What has to be computed for it beyond rank, probability and list.
  package let parts: ScoreParts
  package let meaning: String

  init(
    _ unit: String, _ source: Source, empty: String, parts: ScoreParts = [], _ meaning: String
  ) {
    self.unit = unit
    self.source = source
    self.empty = empty
    self.parts = parts
    self.meaning = meaning
  }
}

extension ScoreColumn {
  /// The one place that says what the column is.
  package var declaration: ScoreColumnDeclaration {
    switch self {
    case .rank:
      ScoreColumnDeclaration(
        "1, 2, …", .none, empty: "never",
        "place in the order of action: by `list` (`act`, `win_back`, `none`), then "
          + "`expected_gain`, then `churn_probability`, then id. Without values: "
          + "`churn_probability`, then id")
    case .customerID:
      ScoreColumnDeclaration(
        "text", .observed, empty: "never",
        "as in the data: `00123` stays `00123`")
    case .list:
      ScoreColumnDeclaration(
        "`act`, `win_back`, `none`", .none, empty: "without values",
        "`win_back`: no order for more than two horizons and more than four times the "
          + "customer's median inter-purchase time (with one order day: more than two horizons); "
          + "and a `churn_probability` of at least .5; a reminder will not do. Else `act` where the "
          + "prediction is reliable and `expected_gain_low` > 0. Else, and without consent, `none`; "
          + "`why_not` says why")
    case .churnProbability:
      ScoreColumnDeclaration(
        "0 … 1", .churn, empty: "never",
        "probability of no order in the `horizon_days` from `as_of`")
    case .reliable:
      ScoreColumnDeclaration(
        "`yes`, `no`", .evaluation, empty: "never",
        "`no` where, on holdout customers of the same group (one order, or more), the model's "
          + "log-loss did not beat the base rate's")
    case .probabilityAlive:
      ScoreColumnDeclaration(
        "0 … 1", .lifetime, empty: "no lifetime model", parts: .values,
        "probability that the customer has not dropped out")
    case .predictedNumberOfOrders:
      ScoreColumnDeclaration(
        "order days", .lifetime, empty: "no lifetime model", parts: .values,
        "expected number of days with an order within the value horizon")
    case .historicCLV:
      ScoreColumnDeclaration(
        "money", .observed, empty: "never", parts: .observed,
        "margin on what the customer has spent so far, net of refunds")
    case .predictedCLV:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "expected discounted margin over the value horizon: (1 − p) · `value_if_kept` + p · "
          + "`value_if_not`, p = `churn_probability`. Unconditional, so it sums to a forecast")
    case .totalCLV:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: [.values, .observed],
        "`historic_clv` + `predicted_clv`")
    case .valueIfKept:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "expected discounted margin over the value horizon, given an order within the churn "
          + "horizon")
    case .valueIfNot:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "the same, given none")
    case .clvAtRisk:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "p · (`value_if_kept` − `value_if_not`)")
    case .expectedGain:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "s · (`value_if_kept` − v) − contact cost, s the assumed lift in the probability of staying, "
          + "v the value of one who is still a customer and places no order within the churn horizon "
          + "([Expected gain](methods/expected-gain.md))")
    case .daysSinceLastOrder:
      ScoreColumnDeclaration(
        "days", .observed, empty: "never", parts: .observed,
        "from the last order to the as-of date; an order on the day before is 1 day ago")
    case .orders:
      ScoreColumnDeclaration(
        "count", .observed, empty: "never", parts: .observed,
        "orders before the as-of date")
    case .averageOrderValue:
      ScoreColumnDeclaration(
        "money", .observed, empty: "never", parts: .observed,
        "gross value of the orders ÷ their number")
    case .averageDaysBetweenOrders:
      ScoreColumnDeclaration(
        "days", .observed, empty: "one order day", parts: .observed,
        "mean inter-purchase time, between successive order days")
    case .expectedDateOfNextOrder:
      ScoreColumnDeclaration(
        "date", .lifetime, empty: "more than a year away", parts: .values,
        "first day by whose end the next order is at least as likely as not to have come; "
          + "never before `as_of`")
    case .rScore:
      ScoreColumnDeclaration(
        "1 … 5", .rules, empty: "never", parts: .scores,
        "recency, 5 is best, by the model's stored cut-offs")
    case .fScore:
      ScoreColumnDeclaration(
        "0 … 5", .rules, empty: "never", parts: .scores,
        "number of orders in the score window (365 days); 0: none")
    case .mScore:
      ScoreColumnDeclaration(
        "0 … 5", .rules, empty: "never", parts: .scores,
        "spend in the score window; 0: no order")
    case .eScore:
      ScoreColumnDeclaration(
        "0 … 5", .rules, empty: "no events", parts: .scores,
        "engagement in the score window ([Segments](segments.md#the-e-score))")
    case .segment:
      ScoreColumnDeclaration(
        "text", .rules, empty: "never", parts: .scores,
        "primary segment: of those that hold, the one with the lowest `priority`")
    case .cluster:
      ScoreColumnDeclaration(
        "1, 2, …", .clusters, empty: "no clusters", parts: .clusters,
        "k-means cluster, numbered by descending mean value, or as an earlier model numbers "
          + "them; `inspect` prints the centroids")
    case .reason1:
      ScoreColumnDeclaration(
        "sentence", .churn, empty: "no group moves it", parts: .reasons,
        "the feature group that moves this probability most, with the customer's own values "
          + "and the risk without and with them ([Reasons](methods/reasons.md)). An association, "
          + "not a cause")
    case .reason2:
      ScoreColumnDeclaration(
        "sentence", .churn, empty: "fewer than two", parts: .reasons,
        "the group that comes second")
    case .reason3:
      ScoreColumnDeclaration(
        "sentence", .churn, empty: "fewer than three", parts: .reasons,
        "the group that comes third")
    case .asOf:
      ScoreColumnDeclaration(
        "date", .none, empty: "never¹",
        "start of the day that separates past from future")
    case .horizonDays:
      ScoreColumnDeclaration(
        "days", .none, empty: "never",
        "churn horizon")
    case .model:
      ScoreColumnDeclaration(
        "12 hex digits", .none, empty: "never",
        "first digits of the model's digest")
    case .predictedCLVLow:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "lower end of the 80 % prediction interval of spend, as margin "
          + "([Intervals](methods/intervals.md)); the card has its measured coverage")
    case .predictedCLVHigh:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model", parts: .values,
        "upper end of the same interval, or `predicted_clv` where that is more: where most customers "
          + "spend nothing and a few spend much, the mean lies above the 90th percentile")
    case .segments:
      ScoreColumnDeclaration(
        "text", .rules, empty: "never", parts: .scores,
        "all segments that hold, by priority, separated by `;`")
    case .lifecycle:
      ScoreColumnDeclaration(
        "stage", .rules, empty: "not known²", parts: .rhythm,
        "acquisition, onboarding, active, retention, loyalty, likely to become inactive, "
          + "inactive")
    case .lapse:
      ScoreColumnDeclaration(
        "stage", .rules, empty: "not known²", parts: .rhythm,
        "how many of the customer's inter-purchase times last as long as today's inactivity: on "
          + "time, one in four or more; skipped once, one in ten; high risk, 3 in 100; lost, fewer; within "
          + "what `churn_probability` allows ([One reading](#one-reading)). Not due: on time, and the next "
          + "order is due after the horizon"
      )
    case .journey:
      ScoreColumnDeclaration(
        "stage", .rules, empty: "no session events", parts: .histories,
        "how far the last session went")
    case .priceLow:
      ScoreColumnDeclaration(
        "money", .observed, empty: "not known", parts: .histories,
        "first quartile of prices paid (per piece where pieces are known, else per order)")
    case .priceHigh:
      ScoreColumnDeclaration(
        "money", .observed, empty: "not known", parts: .histories,
        "third quartile of the same")
    case .usualWeekday:
      ScoreColumnDeclaration(
        "weekday", .observed, empty: "not known", parts: .histories,
        "the customer's commonest day of the week, where that is beyond chance")
    case .preferredChannel:
      ScoreColumnDeclaration(
        "text", .observed, empty: "log has no channel", parts: .histories,
        "commonest channel")
    case .favouriteCategory:
      ScoreColumnDeclaration(
        "text", .observed, empty: "log has no category", parts: .histories,
        "commonest category")
    case .nextCategory:
      ScoreColumnDeclaration(
        "text", .observed, empty: "log has no category", parts: .histories,
        "what other customers most often buy after this customer's last category")
    case .contactOn:
      ScoreColumnDeclaration(
        "date", .none, empty: "`expected_date_of_next_order` empty", parts: .values,
        "expected next order minus the lead (7 days), never in the past")
    case .action:
      ScoreColumnDeclaration(
        "text", .rules, empty: "rule has none", parts: [.scores, .rhythm],
        "what to do: by `list`, then risk and `lapse`; where they leave it open, what the segment's "
          + "rule suggests")
    case .secondOrderProbability:
      ScoreColumnDeclaration(
        "0 … 1", .churn, empty: "more than one order", parts: .observed,
        "1 − `churn_probability`, for customers with one order")
    case .whyNot:
      ScoreColumnDeclaration(
        "code", .none, empty: "on `act`, or without values",
        "why not to act: `no_consent`, `long_inactive`, `weak_model`, `unreliable`, "
          + "`uncertain_gain`, `no_gain`")
    case .expectedGainLow:
      ScoreColumnDeclaration(
        "money", .value, empty: "no value model, or an earlier model", parts: .values,
        "what is left of `expected_gain` where churn and spend are off against it, each by two "
          + "standard errors ([Expected gain](methods/expected-gain.md#uncertainty))")
    case .silentProbability:
      ScoreColumnDeclaration(
        "0 … 1", .value, empty: "no value model", parts: .values,
        "of still being a customer and placing no order within the horizon: whom an offer may change"
      )
    case .changes:
      ScoreColumnDeclaration(
        "codes", .none, empty: "nothing of it changed",
        "what is not as it was in the earlier run: `new` (no row then), `list`, `segment`, `lapse`, "
          + "`cluster`, separated by `;`")
    case .changeCause:
      ScoreColumnDeclaration(
        "code", .none, empty: "`changes` empty, `new`, or not known",
        "why, the first that holds: `ordered` since, `orders_withdrawn` (fewer orders than then), "
          + "`consent` given or withdrawn, another `model`, `silence` (days without an order)")
    case .previousRank:
      ScoreColumnDeclaration(
        "1, 2, …", .none, empty: "`new`", "`rank` in the earlier run")
    case .previousList:
      ScoreColumnDeclaration(
        "`act`, `win_back`, `none`", .none, empty: "`new`", "`list` in the earlier run")
    case .previousSegment:
      ScoreColumnDeclaration(
        "text", .none, empty: "`new`", "`segment` in the earlier run")
    case .previousChurnProbability:
      ScoreColumnDeclaration(
        "0 … 1", .none, empty: "`new`", "`churn_probability` in the earlier run")
    case .firstOrderProbability:
      ScoreColumnDeclaration(
        "0 … 1", .prospects, empty: "never",
        "probability of a first order within the horizon")
    case .baseRate:
      ScoreColumnDeclaration(
        "0 … 1", .evaluation, empty: "never",
        "share of holdout prospects who placed one")
    case .targetProbability:
      ScoreColumnDeclaration(
        "0 … 1", .target, empty: "never",
        "probability that the target of the model holds in the days from `as_of`")
    case .value:
      ScoreColumnDeclaration(
        "money", .observed, empty: "no column named, or an empty cell",
        "the column of the table that was named as the value")
    case .expectedLoss:
      ScoreColumnDeclaration(
        "money", .churn, empty: "no `value`",
        "`churn_probability` · `value`")
    }
  }
}
