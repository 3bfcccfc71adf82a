import Foundation
import Lifetime
import TestSupport
import Testing

/// Money, units of time and discounting.
@Suite struct ValueReports {
  /// lifetimes 137, 194, 215, 233 and 415, pymc-marketing 256, 987 and 2749: forecasts that held for days
  /// alone, with months of 30 days.
  ///
  /// A fit in another unit is the same fit: forecasts are equal, and the log-likelihood differs by the
  /// logarithm of the unit for each repeat order. A month is a twelfth of 365 days.
  @Test func lifetimes215TheUnitOfTimeChangesNoForecast() throws {
    struct Output: Decodable {
      struct Model: Decodable {
        struct Holdout: Decodable {
          let expected: Double
        }
        let log_likelihood: Double
        let holdout: Holdout
      }
      let models: [Model]
    }
    let runner = try CommandRunner()
    let log = Reported.shop()
    try runner.write(log, to: "orders.csv")
    let outputs = try ["day", "week", "month"].map { unit in
      try JSONDecoder().decode(
        Output.self,
        from: Data(
          try runner.text([
            "clv", "orders.csv", "--evaluate-at", "2024-01-01", "--unit", unit, "--json", "--quiet",
          ]).utf8))
    }
    let orderDays = Set(
      log.split(separator: "\n").dropFirst().map { $0.split(separator: ",").prefix(2) }
        .filter { $0[1] < "2024-01-01" })
    let repeats = Double(orderDays.count - Set(orderDays.map { $0[0] }).count)
    for (output, days) in zip(outputs, [1, 7, 365.0 / 12]) {
      #expect(output.models.count == 6)
      for (model, daily) in zip(output.models, outputs[0].models) {
        #expect(relativeDifference(model.holdout.expected, daily.holdout.expected) < 1e-6)
        let shift = model.log_likelihood - daily.log_likelihood
        #expect(abs(shift - repeats * log1(days)) < 1e-5 * repeats, "\(shift) \(days)")
      }
    }
  }

  private func log1(_ x: Double) -> Double { Foundation.log(x) }

  /// lifetimes 27 and 43: orders expected up to each month were added up as if they were of each month.
  @Test func lifetimes43MonthsAreNotCountedTwice() {
    let process = ParetoProcess(r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7)
    let customer = PurchaseSummary(frequency: 3, recency: 20, tenure: 30)
    let months = (1...12).map { month in
      process.expectedOrders(customer, in: Double(month - 1) * 52 / 12...Double(month) * 52 / 12)
    }
    let year = process.expectedOrders(customer, within: 52)
    #expect(relativeDifference(months.reduce(0, +), year) < 1e-9)
    #expect(process.discountedOrders(customer, rate: 0, horizon: 52) == year)
  }

  /// CLVTools 166 and 204: value to the end of all time was below that of the next years, as only one of
  /// them was discounted.
  @Test func clvTools166ALongerHorizonIsWorthMore() {
    let process = ParetoProcess(r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7)
    let customer = PurchaseSummary(frequency: 6, recency: 36, tenure: 39)
    let rate = Foundation.log(1.1) / 52
    let values = [13, 52, 156, 520, Double.infinity].map {
      process.discountedOrders(customer, rate: rate, horizon: $0)
    }
    for (shorter, longer) in zip(values, values.dropFirst()) { #expect(shorter < longer) }
    for (value, horizon) in zip(values, [13, 52, 156, 520.0]) {
      #expect(value < process.expectedOrders(customer, within: horizon))
    }
  }

  /// CLVTools 5 and 162, lifetimes 27: a yearly rate of discount was taken for one of weeks.
  @Test func clvTools162ARateOfDiscountSaysOfWhat() throws {
    let runner = try CommandRunner()
    try runner.write(Reported.shop(), to: "orders.csv")
    _ = try runner.text([
      "train", "orders.csv", "--horizon", "90d", "--model", "model", "--accept-weak", "--quiet",
    ])
    let scored = ["predict", "orders.csv", "--model", "model", "--quiet"]
    try runner.refusal(scored + ["--discount", "10%"], status: 64, says: ["--discount"])
    let values = try ["0%/y", "10%/y", "50%/y"].map { rate in
      try runner.cells(scored + ["--select", "customer_id,predicted_clv", "--discount", rate])
        .mapValues { try #require(Double($0["predicted_clv"] ?? "")) }
    }
    #expect(values[0].count == 300)
    for (customer, whole) in values[0] {
      let (some, much) = (values[1][customer] ?? .nan, values[2][customer] ?? .nan)
      // Nobody's value of one year can lose more than a year's discount.
      #expect(
        whole >= some && some >= whole / 1.1 && some >= much && much >= whole / 1.5, "\(customer)")
      #expect(whole == 0 || whole > much)
    }
  }

  /// lifetimes 77, 172, 211 and 378: mean values that are not above 0.
  @Test func lifetimes378MoneyThatIsNoSpendIsNamed() throws {
    #expect(throws: PurchaseDataError.spendOutOfRange(row: 1, found: -3)) {
      try GammaGamma().fitted(frequency: [2, 1], meanSpend: [4, -3])
    }
    let runner = try CommandRunner()
    try runner.write(
      Reported.header + """
        a,2024-01-01,10
        a,2024-02-01,-10
        a,2024-03-01,20
        b,2024-01-05,-5
        c,2024-01-06,0
        c,2024-02-06,0
        d,2024-01-01,3
        d,2024-02-02,9

        """, to: "orders.csv")
    struct Output: Decodable {
      struct Spend: Decodable {
        let customers: Int
      }
      let customers: Int
      let excluded: [String: Int]
      let spend: [Spend]
    }
    let output = try JSONDecoder().decode(
      Output.self, from: Data(try runner.text(["clv", "orders.csv", "--json", "--quiet"]).utf8))
    // a, c and d have orders; b has a refund alone. c's repeat order is of no money.
    #expect(output.customers == 3)
    #expect(output.excluded == ["repeat_orders_without_spend": 1])
    #expect(output.spend.map(\.customers) == [2])
    let ledger = try runner.run(["check", "orders.csv"])
    #expect(ledger.errors.contains("42 gross") || ledger.text.contains("42 gross"), "\(ledger)")
  }

  /// lifetimes 146 and 406: negative values, where the fitted mean of all customers is infinite (q ≤ 1).
  @Test func lifetimes146NoValueIsNegative() {
    let spend = GammaGammaSpend(p: 6, q: 0.8, gamma: 3, observedMean: 25)
    #expect(spend.expectedSpend(frequency: 0, meanSpend: 0) == 25)
    // p(γ + xz)/(px + q − 1)
    #expect(
      relativeDifference(spend.expectedSpend(frequency: 5, meanSpend: 20), 20.7382550335570) < 1e-12
    )
    for frequency in [0, 1, 2, 50] {
      #expect(spend.expectedSpend(frequency: frequency, meanSpend: 1) > 0)
    }
    // px + q below 1, where the formula would be negative.
    let steep = GammaGammaSpend(p: 0.05, q: 0.5, gamma: 3, observedMean: 25)
    for frequency in [1, 5, 9, 10, 11] {
      #expect(steep.expectedSpend(frequency: frequency, meanSpend: 20) > 0)
    }
  }
}
