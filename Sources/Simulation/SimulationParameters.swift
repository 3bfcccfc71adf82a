package import Units

/// A gamma distribution of rates: mean shape ÷ rate.
package struct RateDistribution: Sendable, Codable, Equatable {
  package var shape: Double
  package var rate: Double

  package init(shape: Double, rate: Double) {
    self.shape = shape
    self.rate = rate
  }
}

/// How amounts are drawn: those of one customer are gamma with shape `p` and a rate of the customer's
/// own, which is gamma with shape `q` and rate `gamma`; the mean over customers is p·γ ÷ (q − 1).
package struct SpendDistribution: Sendable, Codable, Equatable {
  package var p: Double
  package var q: Double
  package var gamma: Double

  package init(p: Double, q: Double, gamma: Double) {
    self.p = p
    self.q = q
    self.gamma = gamma
  }
}

/// A contact of randomly chosen customers, with a known effect.
package struct Treatment: Sendable, Codable, Equatable {
  /// Share of the eligible customers who are contacted, above 0 and below 1.
  package var share: Double
  /// What the contact adds to the rate of orders: 0.5 for half as many again.
  package var uplift: Double
  /// Day of the contact; eligible is who had an order before it.
  package var at: Day
  /// Days for which the rate stays raised.
  package var days: Int
  /// Chance, before factors of what the log tells, that a contact brings an order within `days` of a
  /// customer who would place none; nil for a contact that raises the rate by `uplift` instead.
  package var saves: Double?

  package init(share: Double, uplift: Double, at: Day, days: Int, saves: Double? = nil) {
    self.share = share
    self.uplift = uplift
    self.at = at
    self.days = days
    self.saves = saves
  }
}

/// The process that histories are drawn from.
package struct SimulationParameters: Sendable, Codable, Equatable {
  package var customers: Int
  package var seed: UInt64 = 1
  /// First day of the log.
  package var from: Day
  /// The day after the last one of the log: truth is told as of its start.
  package var until: Day
  /// Days from `until` on that expected and actual orders are counted over.
  package var horizonDays = 90
  /// Orders a day while alive.
  package var purchase = RateDistribution(shape: 0.9, rate: 22)
  /// Chance a day to drop out for ever.
  package var dropout = RateDistribution(shape: 0.75, rate: 260)
  package var spend = SpendDistribution(p: 4, q: 3.2, gamma: 28)
  /// Half the difference between the best and the worst day of a year, over the mean: 0 … 1.
  package var season = 0.0
  package var treatment: Treatment?
  /// Factor on all rates of engagement; 0 for a log without events.
  package var engagement = 1.0
  /// Whether pages, reasons, touches, referrals, prospects and a customers file are made too; nil for no.
  package var behaviour: Bool?

  package init(customers: Int, from: Day, until: Day) {
    self.customers = customers
    self.from = from
    self.until = until
  }

  enum CodingKeys: String, CodingKey {
    case customers, seed, from, until
    case horizonDays = "horizon_days"
    case purchase, dropout, spend, season, treatment, engagement, behaviour
  }

  /// Days of the log.
  package var logDays: Int { until - from }

  /// These parameters, if they describe a process.
  ///
  /// - Throws: every fault at once.
  package func validated() throws(SimulationError) -> SimulationParameters {
    var faults: [String] = []
    func require(_ condition: Bool, _ fault: String) {
      if !condition { faults.append(fault) }
    }
    func isPositive(_ value: Double) -> Bool { value > 0 && value <= 1e9 }
    require((1...1_000_000_000).contains(customers), "customers: expected 1 to 1000000000")
    require(logDays >= 1, "until: found \(until), expected a day after \(from)")
    // Years have four digits where logs are read.
    require(
      Day(year: 9999, month: 12, day: 31).map { until + horizonDays <= $0 } ?? false,
      "until: found \(until), expected the horizon after it to end by 9999-12-31")
    require(logDays <= 36_525, "from: found \(from), expected at most 100 years before \(until)")
    require((1...3_650).contains(horizonDays), "horizon: expected 1 to 3650 days")
    for (name, distribution) in [("purchase", purchase), ("dropout", dropout)] {
      require(
        isPositive(distribution.shape) && isPositive(distribution.rate),
        "\(name): expected a shape and a rate above 0")
    }
    // Beyond these a few customers would order without end.
    require(
      purchase.shape >= 0.01 && purchase.rate >= 0.1 && purchase.shape <= 10 * purchase.rate,
      "purchase: expected a shape of 0.01 or more, a rate of 0.1 or more, and a mean of at most 10 "
        + "orders a day, shape / rate")
    require(
      isPositive(spend.p) && spend.q > 1 && spend.q <= 1e9 && isPositive(spend.gamma)
        && spend.p * spend.gamma / (spend.q - 1) <= 1e7,
      "spend: expected p above 0, q above 1, gamma above 0, and a mean order of at most 1e7, "
        + "p · gamma / (q − 1)")
    require(season >= 0 && season <= 1, "season: expected 0 to 1")
    require(engagement >= 0 && engagement <= 20, "engagement: expected 0 to 20")
    if let treatment {
      require(
        treatment.share > 0 && treatment.share < 1, "treatment: expected a share between 0 and 1")
      require(
        treatment.uplift >= -1 && treatment.uplift <= 10, "uplift: expected -100% to 1000%")
      require(
        treatment.at > from && treatment.at < until,
        "treatment-at: found \(treatment.at), expected a day after \(from) and before \(until)")
      require(treatment.days >= 1, "treatment: expected at least one day of effect")
      if let saves = treatment.saves {
        require(
          saves > 0 && saves * SavingContact.largestFactor <= 1,
          "saves: expected above 0% and at most 30%, so that no customer's chance exceeds 1")
        require(
          treatment.uplift == 0, "uplift: expected 0 with saves: a contact does one or the other")
        require(
          treatment.at + treatment.days <= until,
          "treatment-at: found \(treatment.at), expected the effect to end by \(until)")
      }
    }
    guard faults.isEmpty else { throw SimulationError(faults: faults) }
    return self
  }
}

/// Parameters that describe no process.
package struct SimulationError: Error, Sendable, CustomStringConvertible {
  package let faults: [String]

  package var description: String { faults.joined(separator: "\n") }
}
