import Dense
import Features
import Files
import Foundation
import Ingestion
import Models
import Scoring
import TestSupport
import Testing
import Training
import Units

/// Hazards of contracts against those that they were drawn by, and the traps of such tables.
@Suite struct ContractTrainingTests {
  private typealias Fixtures = ContractFixtures

  /// An effect and its standard error are right: in twenty tables the 95 % interval has the truth in
  /// nearly all.
  @Test func effectsAreFoundAndIntervalsCover() throws {
    var (covered, sum) = (0, 0.0)
    for seed in 1...20 {
      var process = Fixtures.Process()
      process.contracts = 1_500
      process.seed = UInt64(seed)
      let trained = try Fixtures.trained(Fixtures.text(Fixtures.drawn(process)))
      let effect = try #require(trained.model.effect(of: "x", cause: "cancelled"))
      sum += effect.value
      if abs(effect.value - process.effect) < 1.96 * effect.error { covered += 1 }
    }
    #expect(covered >= 17, "\(covered) of 20 intervals cover the truth")
    #expect(abs(sum / 20 - 0.6) < 0.05, "\(sum / 20)")
  }

  @Test func causesAreToldApart() throws {
    var process = Fixtures.Process()
    process.moved = -4.5
    let text = Fixtures.text(Fixtures.drawn(process))
    let model = try Fixtures.trained(text, cause: "cancelled").model
    #expect(model.causes.map(\.name) == ["cancelled", "moved"])
    let own = try #require(model.effect(of: "x", cause: "cancelled"))
    let other = try #require(model.effect(of: "x", cause: "moved"))
    #expect(abs(own.value - 0.6) < 3 * own.error && own.value > 5 * own.error)
    #expect(abs(other.value) < 3 * other.error)
    // Whoever is gone is gone of one cause.
    let rows = try Fixtures.rows(text, model: model)
    let contracts = (0..<rows.count).filter { rows.ends[$0] == nil }
    for forecast in model.forecasts(
      of: contracts, in: rows, from: rows.asOf, count: 24, workers: .one)
    {
      for count in 0...24 {
        let gone = forecast.incidence.reduce(0) { $0 + $1[count] }
        #expect(abs(gone + forecast.survival[count] - 1) < 1e-12)
      }
      #expect(zip(forecast.survival, forecast.survival.dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  /// Contracts that ended before 2021 are not in the table.
  ///
  /// Without that being said risks come out too
  /// low, and it is noticed; said, they are right.
  @Test func leftTruncationIsNoticedAndCured() throws {
    var process = Fixtures.Process()
    process.seenFrom = Day(iso: "2021-01-01")
    let text = Fixtures.text(Fixtures.drawn(process))
    let truth = 1 / (1 + exp(-process.intercept - process.effect / 2))
    func firstYear(_ model: ContractModel) -> Double {
      mean(Array(model.baselines.hazards[0][1...12]))
    }
    let naive = try Fixtures.trained(text).model
    #expect(firstYear(naive) < 0.75 * truth)
    #expect(naive.notices.contains { if case .noEndsBefore? = $0.finding { true } else { false } })
    let cured = try Fixtures.trained(text) { $0.observedFrom = process.seenFrom }.model
    #expect(abs(firstYear(cured) / truth - 1) < 0.15)
    #expect(!cured.notices.contains { if case .noEndsBefore? = $0.finding { true } else { false } })
  }

  /// A service that contracts take up at a random age, without any effect.
  ///
  /// As a column it seems to hold
  /// customers: only who stays long comes to have it (immortal time). Told from when it holds, it does
  /// nothing.
  @Test func immortalTimeIsNoEffect() throws {
    var random = RandomSource(seed: 8)
    var process = Fixtures.Process()
    process.effect = 0
    var fixed = "id,start,end,service\n"
    var dated = "id,start,end,service,from\n"
    for contract in Fixtures.drawn(process) {
      let taken = contract.start + 1 + random.index(below: 1_000)
      let isTaken = taken < contract.end ?? process.asOf
      let end = contract.end?.description ?? ""
      fixed += "\(contract.id),\(contract.start),\(end),\(isTaken ? "yes" : "no")\n"
      dated += "\(contract.id),\(contract.start),\(end),no,\(contract.start)\n"
      if isTaken { dated += "\(contract.id),\(contract.start),\(end),yes,\(taken)\n" }
    }
    func effect(_ model: ContractModel) throws -> (value: Double, error: Double) {
      let name = try #require(
        model.design.columns.first { $0.feature.hasPrefix("service=") }?.feature)
      let found = try #require(model.effect(of: name, cause: "ended"))
      return name.hasSuffix("yes") ? found : (-found.value, found.error)
    }
    let naive = try effect(Fixtures.trained(fixed) { $0.reason = nil }.model)
    #expect(naive.value < -0.5 && naive.value < -5 * naive.error)
    let right = try effect(
      Fixtures.trained(dated) {
        $0.reason = nil
        $0.validFrom = "from"
      }.model)
    #expect(abs(right.value) < 3 * right.error, "\(right)")
  }

  /// Where contracts end by not being renewed, the risk of the next months hangs on where the renewal is:
  /// with the term it is told, without it is not.
  @Test func renewalsAreWhereTheRiskIs() throws {
    var process = Fixtures.Process()
    (process.intercept, process.effect, process.renewal) = (-6.5, 0, 5.5)
    let text = Fixtures.text(Fixtures.drawn(process))
    func quarter(_ change: (inout ContractSchema) -> Void) throws -> TrainedContracts {
      var parameters = ContractParameters()
      parameters.horizon = 3
      parameters.replicates = 40
      return try train(
        on: Fixtures.rows(text, change), as: Fixtures.schema(change), parameters: parameters
      )
    }
    let told = try quarter { $0.term = .months(12) }
    // A quarter renews within three months, and of those a quarter ends: the truth itself has .88.
    #expect(try #require(told.evaluation.model.auc) > 0.84)
    #expect(abs(told.evaluation.model.predicted / told.evaluation.rate - 1) < 0.15)
    // Of contracts just renewed and of those about to be.
    let rows = try Fixtures.rows(text, model: told.model) { $0.term = .months(12) }
    let running = (0..<rows.count).filter { rows.ends[$0] == nil && rows.starts[$0] < rows.asOf }
    let forecasts = told.model.forecasts(
      of: running, in: rows, from: rows.asOf, count: 3, workers: .one)
    for (contract, forecast) in zip(running, forecasts) {
      let place = told.model.period.place(of: rows.asOf, from: rows.starts[contract]).period % 12
      if (1...8).contains(place) { #expect(forecast.survival[3] > 0.9) }
      if place == 11 { #expect(forecast.survival[3] < 0.9) }
    }
  }

  /// A column with the next renewal date lies in the future of contracts in force and at the end of the
  /// others: only its place in the term is looked at, so that it tells nothing of the end.
  @Test func aRenewalDateDoesNotTellTheEnd() throws {
    var process = Fixtures.Process()
    process.effect = 0
    let text =
      "id,start,end,renews\n"
      + Fixtures.drawn(process).map { contract in
        let last = contract.end ?? process.asOf
        let years = ContractPeriod.months(12).completed(from: contract.start, to: last) + 1
        let next = ContractPeriod.months(12).day(years, from: contract.start)
        return "\(contract.id),\(contract.start),\(contract.end?.description ?? ""),\(next)\n"
      }.joined()
    let trained = try Fixtures.trained(text) {
      $0.reason = nil
      $0.renewal = "renews"
      $0.term = .months(12)
    }
    #expect(abs(try #require(trained.evaluation.model.auc) - 0.5) < 0.06)
    #expect(!trained.evaluation.isInformative || trained.evaluation.model.auc! < 0.56)
  }

  /// Nothing of what comes on or after the evaluation date has a part in the model that is evaluated.
  @Test func theFutureHasNoPart() throws {
    let contracts = Fixtures.drawn(Fixtures.Process())
    let day = day("2023-01-01")
    var random = RandomSource(seed: 4)
    var scrambled = contracts
    for place in scrambled.indices where scrambled[place].end ?? day >= day {
      let ends = random.uniform() < 0.5
      scrambled[place].end =
        ends ? max(day, scrambled[place].start) + random.index(below: 300) : nil
      scrambled[place].reason = ends ? "cancelled" : ""
    }
    func known(_ contracts: [ContractFixtures.Drawn]) throws -> ContractModel {
      try Fixtures.trained(Fixtures.text(contracts)) { $0.asOf = day }.model
    }
    var (one, other) = (try known(contracts), try known(scrambled))
    #expect(one.digest == other.digest)
    // A control: an end before the day is seen.
    scrambled[contracts.firstIndex { $0.end == nil && $0.start < day - 400 }!].end = day - 100
    other = try known(scrambled)
    one.digest = ""
    #expect(one.digest != other.digest)
  }

  @Test func rowsInAnyOrderAndAnyThreads() throws {
    var process = Fixtures.Process()
    process.contracts = 2_000
    var contracts = Fixtures.drawn(process)
    let first = try Fixtures.trained(Fixtures.text(contracts))
    var random = RandomSource(seed: 2)
    random.shuffle(&contracts)
    let second = try Fixtures.trained(Fixtures.text(contracts), workers: 3)
    #expect(first.model == second.model)
    #expect(first.evaluation == second.evaluation)
  }

  /// A column that says how things stood at the end is said to be one.
  @Test func columnsOfTheEndAreNoticed() throws {
    let contracts = Fixtures.drawn(Fixtures.Process())
    let text =
      "id,start,end,reason,x,paid,index\n"
      + contracts.map { contract in
        let last = contract.end ?? day("2024-01-01")
        let month = Double(Month(of: last).number)
        return "\(contract.id),\(contract.start),\(contract.end?.description ?? ""),"
          + "\(contract.reason),\(contract.x),\(9 * ((last - contract.start) / 30)),"
          + "\(sin(month))\n"
      }.joined()
    let notices = try Fixtures.trained(text).model.notices.compactMap(\.finding)
    // It goes with the length, and tells which have ended: one of both is said.
    #expect(notices.contains { $0.leakingColumn == "paid" })
    #expect(
      notices.contains {
        if case .followsEnd(column: "index", _) = $0 { true } else { false }
      })
    #expect(!notices.contains { $0.leakingColumn == "x" })
  }

  /// What one cohort did once, at one age, is no course with age; what all do there is.
  @Test func aSingleAgeStandsOutWhereEveryCohortDoes() throws {
    let month = ContractPeriod.months(1)
    let drawn = Fixtures.drawn(Fixtures.Process())
    /// Of contracts of some cohorts that reach two years, a share ends in the month after.
    func surging(_ share: Double, _ isOfCohort: (Day) -> Bool) throws -> ContractModel {
      var random = RandomSource(seed: 7)
      let contracts = drawn.map { contract in
        var contract = contract
        let end = month.day(24, from: contract.start) + 10
        guard isOfCohort(contract.start), contract.end.map({ $0 > end }) ?? true,
          end < Fixtures.Process().asOf, random.uniform() < share
        else { return contract }
        (contract.end, contract.reason) = (end, "cancelled")
        return contract
      }
      return try Fixtures.trained(Fixtures.text(contracts)).model
    }
    #expect(try surging(0.4) { _ in true }.basis.singleAges.contains(25))
    let (first, last) = (day("2019-01-01"), day("2019-09-30"))
    #expect(try surging(0.7) { (first...last).contains($0) }.basis.singleAges.isEmpty)
  }

  /// Where an age stands out every year, but far more in one year, it keeps the part that came again: the
  /// forecast of that age lies nearer to the last year's than all years' ends do, and it still ranks first.
  @Test func aSingleAgeKeepsWhatOfItComesAgain() throws {
    let month = ContractPeriod.months(1)
    let (first, last) = (day("2019-01-01"), day("2019-09-30"))
    var random = RandomSource(seed: 7)
    let process = Fixtures.Process(contracts: 12_000)
    let contracts = Fixtures.drawn(process).map { contract in
      var contract = contract
      let end = month.day(24, from: contract.start) + 10
      let share = (first...last).contains(contract.start) ? 0.75 : 0.18
      guard contract.end.map({ $0 > end }) ?? true, end < process.asOf, random.uniform() < share
      else { return contract }
      (contract.end, contract.reason) = (end, "cancelled")
      return contract
    }
    let text = Fixtures.text(contracts)
    let trained = try Fixtures.trained(text)
    let model = trained.model
    #expect(model.basis.singleAges.contains(25))
    /// The hazard of a cell, of a contract without the effect, at an age.
    let rows = try Fixtures.rows(text, model: model)
    func hazard(at age: Int) throws -> Double {
      let started = month.day(1 - age, from: process.asOf)
      let contract = try #require(
        rows.inForce(on: process.asOf).min {
          abs(rows.starts[$0] - started) < abs(rows.starts[$1] - started)
        })
      return model.probability(
        model.forecasts(of: [contract], in: rows, from: process.asOf, count: 1, workers: .one)[0],
        within: 1)
    }
    let hazards = try (20...30).map { try hazard(at: $0) }
    #expect(hazards.max() == hazards[5], "\(hazards)")
    #expect((0.1...0.35).contains(hazards[5]), "\(hazards)")
    let (own, ages) = (trained.evaluation.model, trained.evaluation.byAge)
    #expect(own.integratedBrier < ages.integratedBrier)
    #expect(try #require(own.meanAUC) > #require(ages.meanAUC))
  }
}
