package import Histories
package import Units

/// The data and settings that a model was trained with.
package struct TrainingData: Sendable, Codable, Equatable {
  /// The day after the last order: the as-of date of cut-offs and clusters.
  package var asOf: Day
  package var horizonInDays: Int
  package var firstOrderDay: Day
  package var lastOrderDay: Day
  /// Customers with an order.
  package var customers: Int
  package var timeZone: String
  package var currency: String?
  package var refunds: RefundPolicy
  package var seed: UInt64
  /// Name of the feature catalogue, nil for the program's own.
  package var catalogue: String?
  package var catalogueVersion: Int
  /// SHA-256 of the used rows in canonical order.
  package var rowsSHA256: String

  package init(
    asOf: Day, horizonInDays: Int, firstOrderDay: Day, lastOrderDay: Day, customers: Int,
    timeZone: String, currency: String? = nil, refunds: RefundPolicy, seed: UInt64,
    catalogue: String? = nil, catalogueVersion: Int, rowsSHA256: String
  ) {
    self.asOf = asOf
    self.horizonInDays = horizonInDays
    self.firstOrderDay = firstOrderDay
    self.lastOrderDay = lastOrderDay
    self.customers = customers
    self.timeZone = timeZone
    self.currency = currency
    self.refunds = refunds
    self.seed = seed
    self.catalogue = catalogue
    self.catalogueVersion = catalogueVersion
    self.rowsSHA256 = rowsSHA256
  }

  enum CodingKeys: String, CodingKey {
    case asOf = "as_of"
    case horizonInDays = "horizon_days"
    case firstOrderDay = "first_order_day"
    case lastOrderDay = "last_order_day"
    case customers
    case timeZone = "time_zone"
    case currency, refunds, seed, catalogue
    case catalogueVersion = "catalogue_version"
    case rowsSHA256 = "rows_sha256"
  }
}
