import Dense
import Features
import Foundation
import Learning
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

private let horizon = 60
private let latest = day("2024-06-01")
private let names = FeatureCatalogue.current.names + [OrderOutlook.feature]

/// Rows of one date: three features that vary, all others the same; a label for each row.
private func rows(
  daysBefore: Int, customers: Range<Int>, seed: UInt64,
  churns: (_ x: Double, _ y: Double, _ z: Double) -> Double
) -> LabelledRows {
  var random = SeededGenerator(seed: seed)
  let positions = ["days_since_last_order", "engagement_30", "engagement_90"].compactMap(
    names.firstIndex(of:))
  var values = Matrix(rows: customers.count, columns: names.count, repeating: 1)
  var labels: [Double] = []
  for row in 0..<customers.count {
    let drawn = positions.map { _ in Double.random(in: -1...1, using: &random) }
    for (position, value) in zip(positions, drawn) {
      values[row, position] = exp(3 + 1.5 * value) - 1
    }
    for column in names.indices where names[column] == OrderOutlook.feature {
      values[row, column] = 0.5
    }
    let chance = 1 / (1 + exp(-churns(drawn[0], drawn[1], drawn[2])))
    labels.append(Double.random(in: 0..<1, using: &random) < chance ? 1 : 0)
  }
  return LabelledRows(
    date: latest - daysBefore, names: names, values: values, labels: labels,
    customers: Array(customers))
}

private func validation(_ counts: [Int]) -> ForwardValidation {
  var validation = ForwardValidation(horizonInDays: horizon, workers: 2, snapshotCounts: counts)
  validation.multiples = [30, 1, 0.1]
  return validation
}

/// The choice of a churn model's settings inside the training time.
@Suite struct ForwardValidationTests {
  /// Additive effects alone: the usual basis and number of dates stay.
  @Test(arguments: [[2, 4, 1], [4, 2, 1], [1, 2, 4]])
  func thePreferredAmongEqualsIsTaken(counts: [Int]) throws {
    let dates = (0..<6).map { number in
      rows(daysBefore: number * horizon, customers: 0..<3_000, seed: UInt64(number)) { x, y, _ in
        0.3 + x - 0.5 * y
      }
    }
    let choice = try validation(counts).run(on: dates).choice
    #expect(choice.settings.basis == .splines && choice.settings.snapshots == counts[0])
    #expect(choice.candidates.first?.settings.snapshots == counts[0])
    #expect(Set(choice.candidates.map(\.settings.snapshots)).isSuperset(of: counts))
    #expect(choice.candidates.map(\.excess).min() == 0)
    #expect(choice.sampledShare == 1)
  }

  /// Labels that nothing tells: whatever a weaker penalty finds is chance.
  @Test func noiseIsNotLearned() throws {
    let dates = (0..<4).map { number in
      rows(daysBefore: number * horizon, customers: 0..<600, seed: UInt64(20 + number)) { _, _, _ in
        0.2
      }
    }
    let choice = try validation([2, 1]).run(on: dates).choice
    #expect(choice.settings.basis == .splines)
    let learned = choice.settings.snapshots * 600
    #expect(choice.settings.l2Strength >= ChurnSettings.usualStrength(rows: learned))
  }

  /// The usual strength is that of the rows that are learned from.
  @Test func theUsualStrengthFollowsTheRows() throws {
    let dates = (0..<6).map { number in
      rows(daysBefore: number * horizon, customers: 0..<600, seed: UInt64(number)) { x, y, _ in
        0.3 + x - 0.5 * y
      }
    }
    var narrow = validation([2])
    narrow.multiples = [1]
    #expect(
      try narrow.run(on: dates).choice.settings.l2Strength
        == ChurnSettings.usualStrength(rows: 1_200))
    // It is worth a number of customers: fewer where rows are many, and never less than 1,000 rows' worth.
    let worth = [100, 1_000, 10_000, 1_000_000].map {
      Double($0) * ChurnSettings.usualStrength(rows: $0)
    }
    #expect(worth == worth.sorted(by: >) && worth.allSatisfy { $0 > 1_000 })
    #expect(relativeDifference(worth[3], 1_000 + 8e-2 * 5.0.squareRoot() / 2) < 1e-9)
    #expect(ChurnSettings.usualStrength(rows: 0).isFinite)
  }

  /// A level that one window alone has tells nothing: candidates are compared as if it were known.
  @Test func theLevelOfAWindowHasNoSay() throws {
    func choice(level: Double) throws -> ChurnChoice {
      try validation([2, 1]).run(
        on: (0..<5).map { number in
          rows(daysBefore: number * horizon, customers: 0..<600, seed: UInt64(70 + number)) {
            x, y, _ in (number == 0 ? level : 0) + x - 0.5 * y
          }
        }
      ).choice
    }
    let (plain, moved) = (try choice(level: 0), try choice(level: 1.5))
    #expect(plain.settings == moved.settings)
    // More customers are sure to leave, so that less is left to be told; with the level left in, more.
    #expect(moved.candidates[0].logLoss < plain.candidates[0].logLoss - 0.05)
  }

  /// Two features that matter together and in no other way; without the product nothing is told.
  @Test func aPlantedInteractionIsChosen() throws {
    func choice(_ effect: Double) throws -> ChurnChoice {
      try validation([2, 1]).run(
        on: (0..<5).map { number in
          rows(daysBefore: number * horizon, customers: 0..<900, seed: UInt64(40 + number)) {
            x, y, _ in x + effect * x * y
          }
        }
      ).choice
    }
    #expect(try choice(4).settings.basis == .interactions)
    #expect(try choice(0).settings.basis == .splines)
  }

  /// Before the last horizon everything was the other way round: fewer dates do better.
  @Test func theUsualNumberIsLeftWhereThePastMisleads() throws {
    let dates = (0..<6).map { number in
      rows(daysBefore: number * horizon, customers: 0..<600, seed: UInt64(60 + number)) { x, _, _ in
        number < 3 ? 1.5 * x : -1.5 * x
      }
    }
    let choice = try validation([4, 1]).run(on: dates).choice
    #expect(choice.settings.snapshots == 1)
    let usual = try #require(choice.candidates.first)
    #expect(usual.settings.snapshots == 4 && usual.excess > 2 * usual.error && usual.error > 0)
  }

  /// Dates half a horizon apart: labels of those within a horizon before an evaluated one had not ended, and
  /// whatever they hold changes nothing.
  @Test func learnsOnlyFromLabelsThatHadEnded() throws {
    func choice(scrambled: [Int]) throws -> ChurnChoice {
      try validation([2, 1]).run(
        on: (0..<7).map { number in
          rows(
            daysBefore: number * horizon / 2, customers: 0..<300,
            seed: UInt64(scrambled.contains(number) ? 900 + number : 80 + number)
          ) { x, _, _ in x }
        }
      ).choice
    }
    let plain = try choice(scrambled: [])
    // Evaluated are the latest date and the latest whose labels had ended by then.
    #expect(plain.evaluatedAt == [latest, latest - horizon])
    #expect(try same(plain, choice(scrambled: [1])))
    for number in [0, 2, 3, 4, 5] {
      #expect(try !same(plain, choice(scrambled: [number])), "\(number)")
    }
    // Two dates at most are learned from: the last is never reached.
    #expect(try same(plain, choice(scrambled: [6])))
  }

  /// Whether the same was tried and chosen, to the bit; the test of calibration looks at all dates.
  private func same(_ one: ChurnChoice, _ other: ChurnChoice) -> Bool {
    one.evaluatedAt == other.evaluatedAt && one.candidates == other.candidates
      && one.settings.basis == other.settings.basis
      && one.settings.snapshots == other.settings.snapshots
      && one.settings.l2Strength == other.settings.l2Strength
  }

  /// One date alone has nothing to be evaluated by.
  @Test func withoutAnEarlierDateTheUsualIsTaken() throws {
    let date = rows(daysBefore: 0, customers: 0..<200, seed: 1) { x, _, _ in x }
    let choice = try validation([3, 1]).run(on: [date]).choice
    #expect(choice.evaluatedAt.isEmpty && choice.candidates.isEmpty)
    #expect(choice.settings.snapshots == 3 && choice.settings.basis == .splines)
  }

  /// Among many customers some are drawn, by their place at the latest date.
  @Test func theSampleIsStable() throws {
    let count = 12_000
    func date(_ daysBefore: Int, _ owners: [Int]) -> LabelledRows {
      LabelledRows(
        date: latest - daysBefore, names: ["x"],
        values: Matrix(rows: owners.count, columns: 1, storage: owners.map(Double.init)),
        labels: owners.map { Double($0 % 2) }, customers: owners)
    }
    let dates = [date(0, Array(0..<count)), date(60, Array(stride(from: 1, to: count, by: 2)))]
    let (sample, share) = sampledCustomers(of: dates)
    #expect(abs(Double(sample[0].count) - 10_000) < 300)
    #expect(share == Double(sample[0].count) / Double(count))
    // Whole customers, each row with its own values and label.
    let drawn = Set(sample[0].customers)
    #expect(sample[1].customers == dates[1].customers.filter(drawn.contains))
    for rows in sample {
      #expect(rows.values.storage == rows.customers.map(Double.init))
      #expect(rows.labels == rows.customers.map { Double($0 % 2) })
    }
    // Customers who come later, or stand between, shift everybody's number and not who is drawn.
    func renumbered(_ owners: [Int]) -> [Int] { owners.map { 3 * $0 + 5 } }
    let grown = sampledCustomers(
      of: dates.map { rows in
        LabelledRows(
          date: rows.date, names: rows.names, values: rows.values, labels: rows.labels,
          customers: renumbered(rows.customers))
      })
    #expect(grown.share == share)
    for (one, other) in zip(sample, grown.dates) {
      #expect(other.customers == renumbered(one.customers))
      #expect(other.values == one.values && other.labels == one.labels)
    }
    // Few customers are all looked at.
    let few = sampledCustomers(of: [date(0, Array(0..<500))])
    #expect(few.share == 1 && few.dates[0].count == 500)
    // Another number may be asked for; among so many of them the drawn ones stay drawn.
    let more = sampledCustomers(of: dates, most: 11_000)
    #expect(abs(Double(more.dates[0].count) - 11_000) < 200)
    #expect(drawn.isSubset(of: more.dates[0].customers))
  }

  /// Through the whole of training: rows at or after the evaluation date have no say.
  @Test func rowsFromTheEvaluationDateOnLeaveTheChoice() throws {
    let example = try TrainedShop.example.get()
    var parameters = quickParameters(60)
    parameters.evaluateAt = SyntheticShop.start + 600
    func choice(_ shop: SyntheticShop) throws -> ChurnChoice {
      try #require(try train(on: shop.store(), parameters: parameters).evaluation.choice)
    }
    let before = try choice(example.shop)
    #expect(!before.candidates.isEmpty)
    #expect(before.evaluatedAt.allSatisfy { $0 + 60 <= SyntheticShop.start + 600 })
    let after = try choice(example.shop.scrambled(from: SyntheticShop.start + 600, seed: 9))
    #expect(try canonicalJSON(before) == canonicalJSON(after))
    #expect(
      try !same(before, choice(example.shop.scrambled(from: SyntheticShop.start + 560, seed: 9))))
  }
}

/// Products that a model on splines lacks.
@Suite struct InteractionScreenTests {
  private static let features = ["days_since_last_order", "engagement_30", "engagement_90"]

  private func products(
    workers: Workers = .one, churns: @escaping (_ x: Double, _ y: Double, _ z: Double) -> Double
  ) throws -> [DesignRecipe.Interaction] {
    let recipe = DesignRecipe(
      terms: Self.features.map { .init(feature: $0, transform: .log1p, knots: 3) })
    return try InteractionScreen(workers: workers).selected(
      beside: recipe, among: Self.features,
      from: (0..<2).map {
        rows(
          daysBefore: $0 * horizon, customers: 0..<8_000, seed: UInt64(70 + $0), churns: churns)
      })
  }

  /// One feature matters to the other only above its median, where the second knot is.
  @Test func aBendIsFound() throws {
    let found = try products { x, y, _ in x * max(0, y) * 4 }
    #expect(
      found.first
        == .init(.init(feature: Self.features[0]), .init(feature: Self.features[1], knot: 2)))
    #expect(try products(workers: 3) { x, y, _ in x * max(0, y) * 4 } == found)
  }

  @Test func aProductWithoutABendIsTakenAsItIs() throws {
    let found = try products { x, y, _ in x * y * 4 }
    #expect(found.first == .init(Self.features[0], Self.features[1]))
  }

  /// Each is above two standard errors by chance once in twenty.
  @Test func littleIsFoundWhereNothingIs() throws {
    #expect(try products { x, y, z in x - y + z }.count <= 4)
  }
}
