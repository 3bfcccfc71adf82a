package import Dense
internal import Features
internal import Files
package import Histories
package import Ingestion
internal import Learning
internal import Lifetime
package import Models
internal import Segments
package import Units

/// People without an order, each beside the segment and the cluster whose customers resemble them most.
package struct ProspectPlacing: Sendable {
  package let asOf: Day
  package let prospects: [PlacedProspect]
  /// Names of the features that they are placed by.
  package let features: [String]
  /// How well customers with an order are placed by the same features.
  package let checks: [PlacementCheck]
}

/// Somebody without an order.
package struct PlacedProspect: Sendable, Equatable {
  package let id: String
  /// Features that are known of them.
  package let knownFeatures: Int
  package let events: Int
  package let lastEventOn: Day?
  /// Nil where nothing is known of them that is known of customers.
  package let segment: String?
  /// Root mean squared difference from the segment's mean, in standard deviations of customers.
  package let segmentDistance: Double?
  package let cluster: String?
  package let clusterDistance: Double?
}

/// How often placing finds the group that customers with an order are in.
package struct PlacementCheck: Sendable, Equatable {
  /// `segment` or `cluster`.
  package let groups: String
  /// Customers of whom a feature is known.
  package let customers: Int
  /// Share of them placed in their own group, and of the largest group among them.
  package let placedRight: Double
  package let largestGroup: Double
}

/// Places people without an order by the features that they have.
package struct ProspectFinding {
  let store: HistoryStore
  let columns: CustomerColumns?
  let segmentation: Segmentation
  /// The model's clusters at the same date; nil without a model.
  let clusters: [Int]?

  /// Prepares to place.
  ///
  /// - Parameters:
  ///   - store: the histories.
  ///   - columns: what the customers files say.
  ///   - segmentation: of the customers with an order.
  ///   - model: whose clusters are looked at too; nil for segments alone.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    store: HistoryStore, columns: CustomerColumns?, segmentation: Segmentation, model: Model?,
    workers: Workers
  ) {
    self.store = store
    self.columns = columns
    self.segmentation = segmentation
    clusters = model?.clusters.map { clusters in
      clusters.assignments(
        of: store.features(asOf: segmentation.asOf, workers: workers), workers: workers)
    }
  }

  package func found() -> ProspectPlacing {
    let customers = segmentation.customers
    let space = PlacementSpace(
      store: store, columns: columns, customers: customers, asOf: segmentation.asOf)
    let known = space.features(of: customers.map(person))
    let people = prospects
    let features = space.features(of: people.map(\.person))
    let names = segmentation.rules.segments
    let segments = NearestGroups(
      known, groups: segmentation.assignments.primary, count: names.count)
    let count = clusters?.max() ?? 0
    let clusterGroups = clusters.map {
      NearestGroups(known, groups: $0.map { $0 - 1 }, count: count)
    }
    var prefix = HistoryPrefix()
    let placed = people.indices.map { index -> PlacedProspect in
      let segment = segments.nearest(to: index, of: features)
      let cluster = clusterGroups.flatMap { $0.nearest(to: index, of: features) }
      var events: ArraySlice<Event> = []
      if let customer = people[index].person.customer {
        store.read(customer: customer, asOf: segmentation.asOf, into: &prefix)
        events = prefix.events
      }
      return PlacedProspect(
        id: people[index].id, knownFeatures: features.known(of: index), events: events.count,
        lastEventOn: events.last?.instant.day, segment: segment.map { names[$0.group] },
        segmentDistance: segment?.distance, cluster: cluster.map { "\($0.group + 1)" },
        clusterDistance: cluster?.distance)
    }
    var checks = [segments.check(known, groups: segmentation.assignments.primary, named: "segment")]
    if let clusters, let clusterGroups {
      checks.append(clusterGroups.check(known, groups: clusters.map { $0 - 1 }, named: "cluster"))
    }
    return ProspectPlacing(
      asOf: segmentation.asOf, prospects: placed, features: known.names,
      checks: checks.compactMap(\.self))
  }

  private func person(_ customer: Int) -> Person {
    let row = columns.map { Int($0.rowOfCustomer[customer]) } ?? -1
    return Person(customer: customer, row: row < 0 ? nil : row)
  }

  /// In the order of the bytes of their ids.
  private var prospects: [(id: String, person: Person)] {
    var found: [(id: String, person: Person)] = []
    var prefix = HistoryPrefix()
    let withOrder = segmentation.customers
    var next = 0
    for customer in 0..<store.customerCount {
      while next < withOrder.count, withOrder[next] < customer { next += 1 }
      if next < withOrder.count, withOrder[next] == customer { continue }
      let person = person(customer)
      store.read(customer: customer, asOf: segmentation.asOf, into: &prefix)
      // Whoever comes later is nobody's prospect yet.
      if person.row == nil, prefix.events.isEmpty { continue }
      found.append((store.customers[customer], person))
    }
    if let columns {
      for (index, row) in columns.rowsWithoutHistory.enumerated() {
        found.append(
          (columns.idsWithoutHistory[index], Person(customer: nil, row: Int(row))))
      }
    }
    return found.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }
}
