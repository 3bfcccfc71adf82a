package import Models

/// The shops that the prior of small shops is learned from, and what each has taught.
package enum DonorPrior {
  /// One shop's coefficients of `PriorTerms`.
  struct Donor: Sendable {
    let name: String
    let coefficients: [Double]
  }

  /// Rows that a model learns from, at most, for other shops to have a say: of more, forecasts of whole logs
  /// gain as often as they lose (docs/decisions/021-prior-of-other-shops.md).
  static let mostRows = 4_000

  /// The names of all donors.
  package static var names: [String] { donors.map(\.name) }

  /// The mean of all donors but some; nil where none is left.
  package static func mean(without left: Set<String> = []) -> ShopPrior? {
    let taken = donors.filter { !left.contains($0.name) }
    guard let first = taken.first else { return nil }
    return ShopPrior(
      version: currentVersion, donors: taken.map(\.name),
      coefficients: first.coefficients.indices.map { term in
        taken.reduce(0) { $0 + $1.coefficients[term] } / Double(taken.count)
      })
  }
}
