/// What other shops have taught: the coefficients that those of a small shop are drawn to.
///
/// The coefficients belong to terms of a few features, scaled by the horizon; the version says which.
package struct ShopPrior: Sendable, Codable, Equatable {
  package let version: Int
  /// The shops that it was learned from.
  package let donors: [String]
  /// Of the terms, the mean over the donors.
  package let coefficients: [Double]
  /// Which part of what a fit knows of the coefficients it took from here, from 0 (its own rows alone) to
  /// 1; nil before a fit.
  package var weight: Double?

  package init(version: Int, donors: [String], coefficients: [Double]) {
    self.version = version
    self.donors = donors
    self.coefficients = coefficients
  }
}
