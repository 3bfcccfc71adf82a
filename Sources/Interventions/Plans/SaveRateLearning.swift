internal import Dense
internal import RealModule

/// What a campaign with a hold-out says of the save rate that its plan assumed.
package struct CampaignResult: Sendable, Equatable {
  /// One who was contacted, as the plan saw them.
  package struct Contact: Sendable, Equatable {
    /// q: the chance of an order without the contact, in [0, 1].
    package let orderProbability: Double
    /// s: the lift that was planned, 0 or more.
    package let lift: Double

    package init(orderProbability: Double, lift: Double) {
      (self.orderProbability, self.lift) = (orderProbability, lift)
    }
  }

  /// Those contacted.
  package let contacts: [Contact]
  /// That the plan had.
  package let assumed: SaveRate
  /// Share who ordered of those contacted, less that of those left alone; and its standard error, above 0.
  package let difference: Double
  package let standardError: Double

  package init(
    contacts: [Contact], assumed: SaveRate, difference: Double, standardError: Double
  ) {
    precondition(standardError > 0 && !contacts.isEmpty)
    self.contacts = contacts
    self.assumed = assumed
    self.difference = difference
    self.standardError = standardError
  }

  /// The save rate at which the plan's mean lift would have been the observed difference, and its standard
  /// error; nil where the plan expected no lift of anybody.
  ///
  /// With g = e^δ − 1 of the assumed rate and q, the planned lift s = (a − q)qg ÷ (a + qg) gives the chance of
  /// still being a customer, a = qg(q + s) ÷ (qg − s), and that the lift at any other rate. The mean lift
  /// rises with the rate, and is halved in until it is the difference. The standard error is the
  /// difference's over the slope of the mean lift.
  package var estimate: (rate: Double, standardError: Double)? {
    let g = assumed.oddsGain
    let customers = contacts.compactMap { contact -> (q: Double, a: Double)? in
      let (q, s) = (contact.orderProbability, contact.lift)
      guard s > 0, q * g > s else { return nil }
      return (q, min(1, q * g * (q + s) / (q * g - s)))
    }
    guard !customers.isEmpty else { return nil }
    func lift(_ rate: Double) -> Double {
      let g = 2 * rate / (0.5 - rate)
      var sum = CompensatedSum()
      for (q, a) in customers { sum.add((a - q) * q * g / (a + q * g)) }
      return sum.value / Double(contacts.count)
    }
    // A campaign that did harm has a rate below 0, by the line that the lift is near 0.
    let step = 1e-4
    var (low, high) = (-0.25, Self.most)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if lift(middle) < difference { low = middle } else { high = middle }
    }
    let rate = (low + high) / 2
    let at = min(max(rate, 0), Self.most - step)
    let slope = (lift(at + step) - lift(at)) / step
    return slope > 0 ? (rate, standardError / slope) : nil
  }

  private static let most = 0.499
}

extension SaveRate {
  /// A rate learned from campaigns: the mean of what each says and of what was assumed at first, each
  /// weighted by the inverse of its variance, given that no rate lies below 0.
  ///
  /// The assumption counts as if it had a standard error as large as itself, so that a first small campaign
  /// does not throw it over, and is outweighed by any campaign that tells more.
  /// - Parameters:
  ///   - campaigns: their results.
  ///   - start: assumed before the first campaign.
  /// - Returns: the rate, in [0, ½), and its standard error.
  package static func learned(
    from campaigns: [CampaignResult], start: SaveRate
  ) -> (rate: SaveRate, standardError: Double) {
    let doubt = max(start.rate, 0.01)
    var weight = 1 / (doubt * doubt)
    var sum = start.rate * weight
    for case let estimate? in campaigns.map(\.estimate) {
      let own = 1 / (estimate.standardError * estimate.standardError)
      weight += own
      sum += own * estimate.rate
    }
    let error = (1 / weight).squareRoot()
    guard !campaigns.isEmpty else { return (start, error) }
    let rate = min(aboveZero(mean: sum / weight, deviation: error), 0.499)
    return ((try? SaveRate(rate)) ?? start, error)
  }

  /// Mean of a normal number given that it is above 0: μ + σ·φ(μ ÷ σ) ÷ Φ(μ ÷ σ).
  ///
  /// A list by the plain mean would end with the first campaign that saw nothing by chance, and learn no more.
  private static func aboveZero(mean: Double, deviation: Double) -> Double {
    let z = mean / deviation
    // Beyond these the mean is that of the tail's exponential.
    guard z > -8 else { return deviation / -z }
    let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    return mean + deviation * density / normalCDF(z)
  }
}
