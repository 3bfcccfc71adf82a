/// What scores are made from, one element a customer in each column.
package struct ScoreColumns: Sendable {
  /// Whole days since the last order, 1 or more.
  package let daysSinceLastOrder: [Int]
  /// Orders in the score window.
  package let orders: [Int]
  /// Money in the score window, in units of 10^−`moneyScale`.
  package let spend: [Int64]
  package let moneyScale: Int
  /// Weighted, faded events in the score window, in units of 10^−`EngagementWeights.scale`; 0 with none, nil
  /// where there is no event log.
  package let engagement: [Int64]?

  package init(
    daysSinceLastOrder: [Int], orders: [Int], spend: [Int64], moneyScale: Int,
    engagement: [Int64]? = nil
  ) {
    precondition(orders.count == daysSinceLastOrder.count)
    precondition(spend.count == daysSinceLastOrder.count)
    precondition(engagement.map(\.count) ?? orders.count == orders.count)
    self.daysSinceLastOrder = daysSinceLastOrder
    self.orders = orders
    self.spend = spend
    self.moneyScale = moneyScale
    self.engagement = engagement
  }

  package var count: Int { orders.count }
}

/// The cut-offs of all scores, learned at one date and kept with the model.
package struct RFMCutOffs: Sendable, Equatable, Codable {
  package let recency: ScoreCutOffs
  package let frequency: ScoreCutOffs
  package let monetary: ScoreCutOffs
  /// Nil where there was no event log to learn from.
  package let engagement: ScoreCutOffs?

  /// Learns cut-offs: of recency from all customers, of the others from those with an order, or an
  /// event, in the window; what the user gave is taken as it is.
  package init(learnedFrom columns: ScoreColumns, given: GivenCutOffs = GivenCutOffs()) {
    let buyers = columns.orders.indices.filter { columns.orders[$0] > 0 }
    recency =
      given.recency.map { ScoreCutOffs(given: $0, direction: .largerIsWorse) }
      ?? ScoreCutOffs(
        learnedFrom: columns.daysSinceLastOrder.lazy.map(Int64.init), direction: .largerIsWorse)
    frequency =
      given.frequency.map { ScoreCutOffs(given: $0, direction: .smallerIsWorse) }
      ?? ScoreCutOffs(
        learnedFrom: buyers.lazy.map { Int64(columns.orders[$0]) }, direction: .smallerIsWorse)
    monetary =
      given.monetary.map {
        ScoreCutOffs(given: $0, direction: .smallerIsWorse, scale: given.monetaryScale)
      }
      ?? ScoreCutOffs(
        learnedFrom: buyers.lazy.map { columns.spend[$0] }, direction: .smallerIsWorse,
        scale: columns.moneyScale)
    engagement = columns.engagement.map { sums in
      given.engagement.map {
        ScoreCutOffs(
          given: $0, direction: .smallerIsWorse, scale: EngagementWeights.scale)
      }
        ?? ScoreCutOffs(
          learnedFrom: sums.lazy.filter { $0 > 0 }, direction: .smallerIsWorse,
          scale: EngagementWeights.scale)
    }
  }

  /// Cut-offs refitted on other customers; those that a user set stay.
  package func relearned(from columns: ScoreColumns) -> RFMCutOffs {
    RFMCutOffs(keepingGivenOf: self, else: RFMCutOffs(learnedFrom: columns))
  }

  private init(keepingGivenOf given: RFMCutOffs, else learned: RFMCutOffs) {
    func chosen(_ given: ScoreCutOffs, _ learned: ScoreCutOffs) -> ScoreCutOffs {
      given.areGiven == true ? given : learned
    }
    recency = chosen(given.recency, learned.recency)
    frequency = chosen(given.frequency, learned.frequency)
    monetary = chosen(given.monetary, learned.monetary)
    engagement = learned.engagement.map { learned in
      given.engagement.map { chosen($0, learned) } ?? learned
    }
  }
}

/// Scores of each customer, one column a score.
package struct RFMScores: Sendable, Equatable {
  /// 1 … 5, for everyone.
  package let r: [Int]
  /// 1 … 5, or 0 with no order in the window.
  package let f: [Int]
  /// 1 … 5, or 0 with no order in the window.
  package let m: [Int]
  /// 1 … 5, or 0 with no event in the window; nil without an event log, now or when learned.
  package let e: [Int]?

  /// Scores that are known already.
  package init(r: [Int], f: [Int], m: [Int], e: [Int]?) {
    self.r = r
    self.f = f
    self.m = m
    self.e = e
  }

  package init(_ columns: ScoreColumns, by cutOffs: RFMCutOffs) {
    r = columns.daysSinceLastOrder.map { cutOffs.recency.score(of: Int64($0)) }
    f = columns.orders.map { $0 > 0 ? cutOffs.frequency.score(of: Int64($0)) : 0 }
    m = zip(columns.orders, columns.spend).map { orders, spend in
      orders > 0 ? cutOffs.monetary.score(of: spend, scale: columns.moneyScale) : 0
    }
    if let sums = columns.engagement, let engagement = cutOffs.engagement {
      e = sums.map {
        $0 > 0 ? engagement.score(of: $0, scale: EngagementWeights.scale) : 0
      }
    } else {
      e = nil
    }
  }
}
