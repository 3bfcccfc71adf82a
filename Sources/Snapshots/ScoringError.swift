package import Lifetime
package import Units

/// Why a model could not be trained, applied or compared.
package enum ScoringError: Error, Sendable {
  /// The log ends too early for one training window and one judging window.
  case logTooShort(first: Day, last: Day, horizonInDays: Int)
  /// A judging date leaves no room before or after it.
  case judgingDateOutside(Day, earliest: Day, latest: Day)
  /// A holdout needs an order before it and a day of the log in it.
  case splitOutside(Day, earliest: Day, latest: Day)
  /// The value horizon is shorter than the churn horizon that it is split by.
  case valueHorizonTooShort(Int, horizonInDays: Int)
  case tooFewCustomers(Int)
  /// Every customer of the training snapshots churned, or none did.
  case oneClass(allChurned: Bool, customers: Int, horizonInDays: Int)
  /// No customer has an order before the as-of date.
  case nobodyToScore(asOf: Day, firstOrder: Day?)
  /// The model lacks a section that this command needs.
  case sectionMissing(String, neededFor: String)
  /// The log's money has another currency than the model's.
  case otherCurrency(model: String, log: String)
  /// The model's features are of a catalogue that histories are not turned into here.
  case otherCatalogue(String)
  /// There is nothing to hold a partition against.
  case onePartition(String?)
  /// Two partitions, or a partition and a row or column of the results, have one name.
  case partitionNameTaken(String)
  /// Two models foretell windows of different length.
  case otherHorizon(model: Int, asked: Int)
  /// The model has no section of prospects.
  case noProspectsLearned
  /// Nobody is known by events alone.
  case noProspects(asOf: Day)
  /// A numeric method gave up on the data.
  case fit(String)
}

extension ScoringError {
  package static func lifetime(_ error: PurchaseDataError) -> ScoringError {
    .fit("the lifetime models cannot learn from these orders: \(error)")
  }
}
