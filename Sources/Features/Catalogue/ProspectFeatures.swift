package import Dense
package import Histories
package import Units

extension HistoryStore {
  /// The names of the features of prospects: what they did, without anything that an order is part of.
  package static let prospectFeatureNames =
    EngagementSummary.definitions.filter { !$0.logs.contains(.orders) }.map(\.name)
    + [daysSinceFirstEvent]

  private static let daysSinceFirstEvent = FeatureCatalogue.daysSinceFirstEvent.name

  /// The features of every customer with an event and no order before `asOf`, in the order of the store.
  ///
  /// - Parameters:
  ///   - asOf: the date that separates what features see from what they do not.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: one row a prospect, one column a name of `prospectFeatureNames`.
  package func prospectFeatures(asOf: Day, workers: Workers) -> FeatureMatrix {
    let terms = StoreTerms(self, asOf: asOf)
    let kinds = terms.kinds.map(EventKind.init(spelling:))
    let observed = ObservedFeatures(log: terms.log, kinds: kinds).engagement
    let isKept = EngagementSummary.definitions.map { !$0.logs.contains(.orders) }
    let chunks = Chunks(rows: customerCount, rowsPerChunk: 512)
    let parts = workers.map(chunks.count) {
      index -> (customers: [Int], values: [Double]) in
      var prefix = HistoryPrefix()
      var scratch: [Int32] = []
      var customers: [Int] = []
      var values: [Double] = []
      var row: [Double] = []
      for customer in chunks[index] {
        read(customer: customer, asOf: asOf, into: &prefix)
        guard prefix.orders.isEmpty, let first = prefix.events.first else { continue }
        customers.append(customer)
        row.removeAll(keepingCapacity: true)
        EngagementSummary(prefix, kinds: kinds, scratch: &scratch)
          .append(to: &row, where: observed)
        for (value, kept) in zip(row, isKept) where kept { values.append(value) }
        values.append(Double(asOf - first.instant.day))
      }
      return (customers, values)
    }
    let customers = parts.flatMap(\.customers)
    return FeatureMatrix(
      asOf: asOf, customers: customers, names: Self.prospectFeatureNames,
      values: Matrix(
        rows: customers.count, columns: Self.prospectFeatureNames.count,
        storage: parts.flatMap(\.values)))
  }

  /// How prospects' features enter a model: by the unit of each.
  package static func prospectRecipe() -> DesignRecipe {
    let definitions = EngagementSummary.definitions.filter { !$0.logs.contains(.orders) }
    var recipe = DesignRecipe(definitions, knots: ["days_since_last_engagement": 2])
    recipe.terms.append(
      DesignRecipe.Term(feature: daysSinceFirstEvent, transform: .log1p, knots: 2))
    return recipe
  }

  /// What a prospect's feature tells of: a kind of event, engagement as a whole, or acquaintance.
  package static func prospectFamily(of feature: String) -> String {
    if feature == daysSinceFirstEvent { return "acquaintance" }
    // The longest name first: a product view is no view of another kind.
    let kinds = EventKind.allCases.map(\.name).sorted { ($0.count, $1) > ($1.count, $0) }
    return kinds.first { feature.contains($0) } ?? "engagement"
  }
}
