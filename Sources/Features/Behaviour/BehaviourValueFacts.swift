internal import Expressions
internal import Histories
internal import Units

/// What a customer is worth beside the others.
struct ValueBehaviour {
  private let net: Double
  private let orders: Int
  /// In units of the money scale, so that equal values are equal numbers.
  private let orderValue: Double
  private let visitDays: Int

  init(_ prefix: HistoryPrefix, _ terms: BehaviourTerms) {
    let gross = prefix.orders.reduce(Int64(0)) { $0 + $1.amount }
    let refunded =
      terms.money.refundPolicy == .net ? prefix.refunds.reduce(Int64(0)) { $0 + $1.amount } : 0
    net = terms.money.value(gross - refunded)
    orders = prefix.orders.count
    orderValue = ratio(Double(gross), to: Double(prefix.orders.count))
    visitDays = prefix.sessionDays(terms.kinds)
  }
}

extension ValueBehaviour {
  /// Facts that hold a customer against everybody's figures.
  static let comparisons = facts.map(\.column.name).filter { $0 != "visit_days" }
}

extension ValueBehaviour: BehaviourFamily {
  static let facts: [BehaviourFact<Self>] = [
    BehaviourFact(
      SchemaColumn(
        "spend_multiple", .ratio, range: -Double.infinity...Double.infinity, better: .high)
    ) { ratio($0.net, to: $1.population.meanSpend) },
    BehaviourFact(SchemaColumn("orders_multiple", .ratio, better: .high)) {
      ratio(Double($0.orders), to: $1.population.meanOrders)
    },
    BehaviourFact(SchemaColumn("spend_rank", .share, better: .high)) {
      $0.orders == 0 ? .nan : $1.population.rank($0.net, in: $1.population.netSpend)
    },
    BehaviourFact(SchemaColumn("orders_rank", .share, better: .high)) {
      $0.orders == 0 ? .nan : $1.population.rank(Double($0.orders), in: $1.population.orders)
    },
    BehaviourFact(SchemaColumn("order_value_rank", .share, better: .high)) {
      $0.orders == 0 ? .nan : $1.population.rank($0.orderValue, in: $1.population.orderValue)
    },
    BehaviourFact(
      SchemaColumn("visit_days", .count, isWhole: true, better: .high), needs: "sessions"
    ) { $1.kinds.hasPages ? Double($0.visitDays) : .nan },
    BehaviourFact(SchemaColumn("visits_rank", .share, better: .high), needs: "sessions") {
      $1.kinds.hasPages
        ? $1.population.rank(Double($0.visitDays), in: $1.population.visitDays) : .nan
    },
  ]
}
