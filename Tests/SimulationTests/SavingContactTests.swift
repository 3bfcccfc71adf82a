import Dense
import Simulation
import Testing
import Units

/// A contact that brings orders: draws against the probabilities that the truth states; seeds are fixed, and
/// bounds are five standard errors.
@Suite struct SavingContactTests {
  private static let from = Day(year: 2022, month: 1, day: 1) ?? Day(number: 0)

  private func parameters(
    _ customers: Int, saves: Double? = 0.25, season: Double = 0
  ) -> SimulationParameters {
    var parameters = SimulationParameters(
      customers: customers, from: Self.from, until: Self.from + 730)
    parameters.seed = 5
    parameters.engagement = 0
    parameters.season = season
    parameters.treatment = Treatment(
      share: 0.5, uplift: 0, at: Self.from + 640, days: 90, saves: saves)
    return parameters
  }

  private func rows(_ parameters: SimulationParameters) throws -> SimulatedRows {
    try Simulation(parameters).rows(of: 0..<parameters.customers)
  }

  private func records(
    _ file: SimulationFile, _ rows: SimulatedRows, _ parameters: SimulationParameters
  ) -> [[String: String]] {
    let names = file.header(of: parameters).dropLast().split(separator: ",").map(String.init)
    return String(decoding: rows.bytes(of: file), as: UTF8.self).split(separator: "\n").map {
      line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(names, cells))
    }
  }

  private func expectMean(
    _ values: [Double], _ expected: Double, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let error = (variance / n).squareRoot()
    #expect(
      abs(mean - expected) <= 5 * error, "\(what): \(mean) ± \(error), not \(expected)",
      sourceLocation: sourceLocation)
  }

  /// The shares who ordered differ by the mean of the stated effects, and so they do by channel: nothing by
  /// phone, most in the app.
  @Test(arguments: [0, 0.4])
  func bringsWhatTheTruthSays(season: Double) throws {
    let parameters = parameters(60_000, season: season)
    let rows = try rows(parameters)
    let effects = Dictionary(
      uniqueKeysWithValues: records(.truth, rows, parameters).map {
        ($0["customer_id"] ?? "", Double($0["treatment_effect"] ?? "") ?? 0)
      })
    let history = records(.treatments, rows, parameters)
    #expect(history.count > 40_000)
    var effectOfChannel: [String: Double] = [:]
    for channel in ["app", "web", "store", "phone"] {
      let own = history.filter { $0["last_channel"] == channel }
      let control = own.filter { $0["treated"] == "0" }
      func ordered(_ rows: [[String: String]]) -> [Double] {
        rows.map { $0["ordered"] == "1" ? 1 : 0 }
      }
      let base = ordered(control).reduce(0, +) / Double(control.count)
      let effect =
        own.reduce(0) { $0 + (effects[$1["customer_id"] ?? ""] ?? 0) }
        / Double(own.count)
      effectOfChannel[channel] = effect
      // The control's own error is as large as that of the treated.
      let treated = ordered(own.filter { $0["treated"] == "1" })
      let mean = treated.reduce(0, +) / Double(treated.count)
      let error = (mean * (1 - mean) * (1 / Double(treated.count) + 1 / Double(control.count)))
        .squareRoot()
      #expect(abs(mean - base - effect) < 5 * error, "\(channel): \(mean - base), not \(effect)")
    }
    #expect(effectOfChannel["phone"] == 0)
    #expect(effectOfChannel["app"] ?? 0 > 3 * (effectOfChannel["store"] ?? 1))
  }

  /// Orders of the horizon come as often as the truth says; a contact at the end only adds to that.
  @Test(arguments: [0, 0.5])
  func orderProbabilitiesAreThoseOfTheHorizon(season: Double) throws {
    let parameters = parameters(60_000, season: season)
    let truth = try Simulation(parameters).truth(of: 0..<parameters.customers)
    expectMean(
      truth.map { ($0.actualOrders > 0 ? 1 : 0) - $0.orderProbability }, 0, "ordered in the horizon"
    )
    for customer in truth {
      let contacted = try #require(customer.orderProbabilityIfContacted)
      #expect(contacted >= customer.orderProbability && contacted <= 1)
      #expect(customer.isAlive || contacted == 0)
      let spend = try #require(customer.expectedSpendIfContacted)
      #expect(spend >= customer.expectedSpend)
    }
    #expect(truth.contains { ($0.orderProbabilityIfContacted ?? 0) > $0.orderProbability + 0.2 })
  }

  /// Nobody's other orders move, and each who was saved has one order more, within the contact's days.
  @Test func allOtherOrdersAreThoseWithoutIt() throws {
    let with = try rows(parameters(8_000))
    let without = try rows(parameters(8_000, saves: nil))
    func lines(_ rows: SimulatedRows) -> [[Substring]] {
      String(decoding: rows.orders, as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
    }
    // Without the number of the order, which those after a saved one have one higher.
    func keys(_ rows: SimulatedRows) -> Set<String> {
      Set(lines(rows).map { "\($0[0])\($0[2])\($0[3])" })
    }
    let usual = keys(without)
    #expect(usual.isSubset(of: keys(with)))
    let added = lines(with).filter { !usual.contains("\($0[0])\($0[2])\($0[3])") }
    #expect(added.count > 50 && added.count == with.orderCount - without.orderCount)
    let (first, last) = ((Self.from + 640).description, (Self.from + 730).description)
    #expect(added.allSatisfy { $0[2].prefix(10) >= first && $0[2].prefix(10) < last })
    #expect(Set(added.map { $0[0] }).count == added.count)
    #expect(without.treatments.isEmpty && without.observed.isEmpty)
  }

  @Test func refusesWhatIsNoSuchContact() {
    for change: (inout Treatment) -> Void in [
      { $0.saves = 0.5 }, { $0.saves = 0 }, { $0.uplift = 0.5 }, { $0.days = 91 },
    ] {
      var wrong = parameters(10)
      var treatment = Treatment(share: 0.5, uplift: 0, at: Self.from + 640, days: 90, saves: 0.2)
      change(&treatment)
      wrong.treatment = treatment
      #expect(throws: SimulationError.self) { try Simulation(wrong) }
    }
  }
}
