internal import Models
internal import Units

/// What is said of the prior that a small shop's coefficients are drawn to.
enum PriorWords {
  /// Nothing where there was none at hand, or it was not used.
  static func lines(of churn: ChurnModel) -> [String] {
    guard let prior = churn.prior else { return [] }
    let weight =
      prior.weight.map {
        " Of what the fit knows of the coefficients that it has a say in, \(percent($0)) comes from there and the rest "
          + "from this log's rows."
      } ?? ""
    return [
      "**Prior.** As rows are few, coefficients are drawn to those of other shops "
        + "(\(prior.donors.joined(separator: ", ")); version \(prior.version)) in place of 0; the level is this "
        + "log's own.\(weight)", "",
    ]
  }
}
