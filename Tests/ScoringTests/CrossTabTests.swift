import Dense
import Files
import Foundation
import Histories
import Ingestion
import Intake
import Learning
import Reporting
import Scoring
import Segmentation
import Segments
import Snapshots
import TestSupport
import Testing
import Units

@Suite struct CrossTabTests {
  private static let shop = SyntheticShop(customers: 200, days: 500, seed: 61)
  private static let asOf = SyntheticShop.start + 450

  private static func table(_ shop: SyntheticShop, workers: Workers = .one) throws -> (
    table: CrossTab, segmentation: Segmentation, store: HistoryStore
  ) {
    let store = try shop.store()
    let folder = try TemporaryFolder()
    let rows = (0..<200).filter { $0 % 7 != 0 }.map { "c\($0),\(land("c\($0)"))\n" }.joined()
    let column = try GroupColumn(
      path: try folder.write("id,land\n" + rows, to: "c.csv"), column: "land",
      customers: store.customers, options: ReadOptions(today: day("2030-01-01")))
    let segmentation = try Segmentation(
      of: store, asOf: asOf, model: nil, settings: ScoreSettings(windowInDays: 365),
      rules: RuleSet(.rfm125), workers: workers)
    let tabbing = CrossTabbing(
      store: store, column: GivenPartition(name: "land", column: column, isStatic: false),
      segmentation: segmentation, churnDays: 60, churnProbability: nil, workers: workers)
    return (tabbing.crossTab(), segmentation, store)
  }

  private static func land(_ id: String) -> String {
    guard let number = Int(id.dropFirst()), number % 7 != 0 else { return "(unknown)" }
    return ["DE", "FR", "UK"][number % 3]
  }

  @Test func countsSumsAndRatesAreThoseOfTheRows() throws {
    let (table, segmentation, store) = try Self.table(Self.shop)
    let plain = PlainHistories(Self.shop)
    let ids = segmentation.customers.map { store.customers[$0] }
    #expect(table.groups.map(\.group) == ["DE", "FR", "UK", "(unknown)", "(all)"])
    for group in table.groups {
      func belongs(_ id: String) -> Bool { group.group == "(all)" || Self.land(id) == group.group }
      let members = ids.indices.filter { belongs(ids[$0]) }
      #expect(group.customers == members.count)
      for cell in group.cells {
        #expect(
          cell.customers == members.count { segmentation.segment[$0] == cell.segment })
      }
      #expect(group.cells.reduce(0) { $0 + $1.customers } == members.count)
      // Orders of the score window in whole, less refunds in it: what M is made of.
      let cents = members.reduce(0) { sum, row in
        let history = plain.history(of: ids[row], before: Self.asOf)
        func recent(_ rows: [(day: Day, cents: Int)]) -> Int {
          rows.reduce(0) { $0 + ($1.day >= Self.asOf - 365 ? $1.cents : 0) }
        }
        return sum + recent(history.orders) - recent(history.refunds)
      }
      #expect(group.revenue == FixedDecimal(mantissa: Int64(cents), scale: 2).description)
      let earlier = plain.customers(before: Self.asOf - 60).map(\.id).filter(belongs)
      let left = earlier.count { !plain.orders($0, from: Self.asOf - 60, days: 60) }
      #expect(group.observed == earlier.count)
      #expect(group.churn == Double(left) / Double(earlier.count))
      #expect(try #require(group.churnLow) < group.churn ?? 0)
      #expect(try #require(group.churnHigh) > group.churn ?? 1)
    }
    #expect(table.adjustedMutualInformation < 0.1)
  }

  @Test func rowOrderThreadsAndTheFutureChangeNothing() throws {
    let table = try Self.table(Self.shop).table
    let shuffled = try Self.table(Self.shop.shuffled(seed: 2), workers: 2).table
    #expect(shuffled.groups == table.groups && shuffled.segments == table.segments)
    #expect(shuffled.adjustedMutualInformation == table.adjustedMutualInformation)
    let scrambled = try Self.table(Self.shop.scrambled(from: Self.asOf, seed: 3)).table
    #expect(scrambled.groups.map(\.cells.count) == table.groups.map(\.cells.count))
    #expect(scrambled.groups.map(\.churn) == table.groups.map(\.churn))
    #expect(scrambled.groups.map { Double($0.revenue) } == table.groups.map { Double($0.revenue) })
  }
}
