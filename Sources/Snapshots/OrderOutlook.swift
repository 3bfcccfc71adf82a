package import Dense
package import Features
internal import Lifetime

/// A lifetime model (MBG/NBD, times in days) that gives the churn model a feature: the probability of an
/// order within the horizon.
///
/// It is learned from order days that lie before a date, without labels, so it may serve at that date.
package struct OrderOutlook: Sendable, Codable, Equatable {
  package let r: Double
  package let alpha: Double
  package let a: Double
  package let b: Double
  package let horizonInDays: Int

  enum CodingKeys: String, CodingKey {
    case r, alpha, a, b
    case horizonInDays = "horizon_days"
  }

  /// The feature that it gives.
  package static let feature = FeatureCatalogue.lifetimeOrderProbability.name
  /// What it is made of.
  package static let sources = ["frequency", "recency", "tenure"]

  /// Learns from the customers of one date.
  ///
  /// - Returns: nil where the order days of nobody can be used.
  package init?(learnedFrom features: FeatureMatrix, horizonInDays: Int, workers: Workers) {
    guard
      let customers = Self.customers(of: features.values, names: features.names),
      let summaries = try? PurchaseSummaries(
        frequency: customers.frequency, recencyInDays: customers.recencyInDays,
        tenureInDays: customers.tenureInDays, daysPerUnit: 1)
    else { return nil }
    let fitted = BetaGeometric.mbgNBD.fitted(to: summaries, settings: FitSettings(workers: workers))
    r = fitted.process.r
    alpha = fitted.process.alpha
    a = fitted.process.a
    b = fitted.process.b
    self.horizonInDays = horizonInDays
  }

  /// Whether parameters read from a file are those of a process.
  package var isUsable: Bool {
    [r, a].allSatisfy { (1e-12...2e4).contains($0) } && (1e-12...2e5).contains(b)
      && (1e-7...1e15).contains(alpha)
      && (1...365_000).contains(horizonInDays)
  }

  /// Features with this outlook as their last column, in place of another if they have one: without a copy
  /// where nobody else holds them.
  package func appended(
    to features: consuming FeatureMatrix, workers: Workers
  ) -> FeatureMatrix {
    let values = probabilities(of: features.values, names: features.names, workers: workers)
    guard features.names.last == Self.feature else {
      return features.appending(
        names: [Self.feature], values: Matrix(rows: values.count, columns: 1, storage: values))
    }
    features.replaceLastColumn(by: values)
    return features
  }

  /// The probability of an order of each row of some features that have its sources.
  package func probabilities(of values: Matrix, names: [String], workers: Workers) -> [Double] {
    guard let customers = Self.customers(of: values, names: names) else {
      preconditionFailure("features without \(Self.sources.joined(separator: ", "))")
    }
    return probabilities(of: customers, workers: workers)
  }

  private func probabilities(of customers: PurchaseColumns, workers: Workers) -> [Double] {
    let (process, window) = (process, 0...Double(horizonInDays))
    return customers.figures(workers: workers) { process.probabilityOfOrder($0, in: window) }
  }

  fileprivate var process: BetaGeometricProcess {
    BetaGeometricProcess(model: .mbgNBD, r: r, alpha: alpha, a: a, b: b)
  }

  private static func customers(of values: Matrix, names: [String]) -> PurchaseColumns? {
    let positions = sources.compactMap(names.firstIndex(of:))
    guard positions.count == sources.count else { return nil }
    let columns = positions.map(values.column)
    return PurchaseColumns(
      features: columns + [[Double](repeating: .nan, count: values.rows)])
  }
}

/// An outlook that is told of one row of features after the other.
struct OutlookCells: Sendable {
  private let process: BetaGeometricProcess
  private let window: ClosedRange<Double>
  /// Of the outlook's sources in a row.
  private let places: [Int]

  init(_ outlook: OrderOutlook, names: [String]) {
    process = outlook.process
    window = 0...Double(outlook.horizonInDays)
    places = OrderOutlook.sources.map { source in
      guard let place = names.firstIndex(of: source) else {
        preconditionFailure("features without '\(source)'")
      }
      return place
    }
  }

  /// The probability of an order of a row's customer.
  func probability(of row: Span<Double>) -> Double {
    process.probabilityOfOrder(
      PurchaseColumns.summary(
        frequency: row[places[0]], recency: row[places[1]], tenure: row[places[2]]),
      in: window)
  }
}
