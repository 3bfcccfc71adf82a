internal import Dense
internal import Features
internal import Files
internal import Histories
package import Ingestion
internal import Segments
internal import Snapshots
internal import Units

/// Snapshots of customers that an engine took where the orders lie.
package struct FeatureLog: Sendable {
  /// Features that the rows must have, as facts are made of them.
  package static let counted = ["days_since_last_order", "orders", "order_days"]

  private let file: SnapshotFile
  private let snapshotOf: [Day: SnapshotFile.Snapshot]
  /// Places of features in the file's rows, by their places in the catalogue.
  private let places: [Int?]
  /// Millionths that one unit of money is.
  private let unit: Int64
  let moneyScale: Int

  /// - Parameter file: with at least one snapshot.
  package init(_ file: SnapshotFile) {
    self.file = file
    snapshotOf = Dictionary(uniqueKeysWithValues: file.snapshots.map { ($0.asOf, $0) })
    places = FeatureCatalogue.current.names.map(file.features.firstIndex)
    var (scale, unit) = (6, Int64(1))
    while scale > 0, file.snapshots.allSatisfy({ $0.isWhole(in: 10 * unit) }) {
      scale -= 1
      unit *= 10
    }
    moneyScale = scale
    self.unit = unit
  }

  /// Features of the catalogue that the rows do not have.
  package var missingFeatures: [String] {
    zip(FeatureCatalogue.current.names, places).filter { $0.1 == nil }.map(\.0)
  }

  private var last: SnapshotFile.Snapshot { file.snapshots[file.snapshots.count - 1] }

  private func features(
    of snapshot: SnapshotFile.Snapshot, _ rows: [Int]
  ) -> FeatureMatrix {
    let width = file.features.count
    var values: [Double] = []
    values.reserveCapacity(rows.count * places.count)
    for row in rows {
      for place in places {
        values.append(place.map { snapshot.features[row * width + $0] } ?? .nan)
      }
    }
    return FeatureMatrix(
      asOf: snapshot.asOf, customers: rows.map { snapshot.customers[$0] },
      names: FeatureCatalogue.current.names,
      values: Matrix(rows: rows.count, columns: places.count, storage: values))
  }

  private func facts(
    of snapshot: SnapshotFile.Snapshot, _ rows: [Int]
  ) -> CustomerFacts {
    let width = file.features.count
    func cells(_ name: String) -> (Int) -> Double? {
      let place = file.features.firstIndex(of: name)
      return { row in
        let value = place.map { snapshot.features[row * width + $0] } ?? .nan
        return value.isNaN ? nil : value
      }
    }
    let (silence, orders) = (cells(Self.counted[0]), cells(Self.counted[1]))
    let days = cells(Self.counted[2])
    let (mean, own) = (cells("average_days_between_orders"), cells("own_gap"))
    return CustomerFacts(
      asOf: snapshot.asOf, windowInDays: file.windowInDays, moneyScale: moneyScale,
      rows: rows.map { row in
        CustomerFacts.Row(
          customer: snapshot.customers[row], daysSinceLastOrder: Int(silence(row) ?? 1),
          orders: Int(orders(row) ?? 1), orderDays: Int(days(row) ?? 1),
          grossSpend: snapshot.gross[row] / unit, netSpend: snapshot.net[row] / unit,
          meanGap: mean(row), ownGap: own(row), ordersInWindow: snapshot.ordersInWindow[row],
          spendInWindow: snapshot.netInWindow[row] / unit)
      })
  }

  private func snapshot(
    asOf: Day, outlookHorizonInDays: Int?, among sample: CustomerSample, workers: Workers
  ) -> Snapshot {
    guard let taken = snapshotOf[asOf] else { preconditionFailure("no rows at \(asOf)") }
    let rows = taken.customers.indices.filter { sample.holds(taken.customers[$0]) }
    return Snapshot(
      features: features(of: taken, rows), facts: facts(of: taken, rows),
      churned: outlookHorizonInDays == nil
        ? [] : rows.map { taken.ordersInHorizon[$0] ?? 0 > 0 ? 0 : 1 },
      outlookHorizonInDays: outlookHorizonInDays, workers: workers)
  }
}

extension FeatureLog: LearningSource {
  var currency: String? { nil }
  var refundPolicy: RefundPolicy { file.refundPolicy }
  var ordersBegin: Day? { file.firstOrderDay }

  /// The last snapshot is of the day after the last order.
  var orderDayRange: ClosedRange<Day>? {
    let end = last.asOf - 1
    guard file.firstOrderDay <= end else { return nil }
    return file.firstOrderDay...end
  }

  func digest() -> String {
    var digest = SHA256()
    for offset in file.customers.offsets { digest.update(Int64(offset)) }
    digest.update(file.customers.bytes)
    for name in file.features { digest.update(name) }
    digest.update(file.refundPolicy.rawValue)
    digest.update(Int64(file.horizonInDays))
    digest.update(Int64(file.windowInDays ?? 0))
    digest.update(Int64(file.firstOrderDay.number))
    for snapshot in file.snapshots {
      digest.update(Int64(snapshot.asOf.number))
      for customer in snapshot.customers { digest.update(Int64(customer)) }
      for value in snapshot.features { digest.update(value.isNaN ? .nan : value) }
      for orders in snapshot.ordersInHorizon { digest.update(Int64(orders ?? -1)) }
      for orders in snapshot.ordersInWindow { digest.update(Int64(orders)) }
      for money in [snapshot.gross, snapshot.net, snapshot.netInWindow].joined() {
        digest.update(money)
      }
    }
    return digest.hexDigits()
  }

  func customerCount(orderedBefore asOf: Day, workers: Workers) -> Int {
    snapshotOf[asOf]?.customers.count ?? 0
  }

  func sample(most: Int, asOf: Day, workers: Workers) -> CustomerSample {
    CustomerSample(
      of: file.customers, most: most, known: customerCount(orderedBefore: asOf, workers: workers))
  }

  func visibleLog(asOf: Day) -> VisibleLog {
    VisibleLog(
      asOf: asOf, ordersBegin: file.firstOrderDay < asOf ? file.firstOrderDay : nil, eventsBegin: []
    )
  }

  func missing(_ dates: [Day], withOutcomes: Bool) -> [Day] {
    dates.filter { date in
      guard let snapshot = snapshotOf[date] else { return true }
      return withOutcomes && snapshot.ordersInHorizon.contains(nil)
    }
  }

  func snapshot(
    asOf: Day, horizonInDays: Int, target: Target?, scoreWindowInDays: Int?,
    among sample: CustomerSample, workers: Workers
  ) -> Snapshot {
    snapshot(asOf: asOf, outlookHorizonInDays: horizonInDays, among: sample, workers: workers)
  }

  func snapshot(
    asOf: Day, scoreWindowInDays: Int?, engagement: EngagementWeights, workers: Workers
  ) -> Snapshot {
    snapshot(asOf: asOf, outlookHorizonInDays: nil, among: .all, workers: workers)
  }
}

extension SnapshotFile.Snapshot {
  /// Whether all of its money is whole in some millionths.
  fileprivate func isWhole(in unit: Int64) -> Bool {
    [gross, net, netInWindow].allSatisfy { $0.allSatisfy { $0 % unit == 0 } }
  }
}
