import Dense
import Files
import Histories
import Ingestion
import Intake
import Lifetime
import Scoring
import Segmentation
import Segments
import Snapshots
import TestSupport
import Testing
import Units

@Suite struct ProspectTests {
  private static let asOf = SyntheticShop.start + 400

  /// Forty who look and buy all the time and forty who did so long ago, then people without an order.
  private static var shop: SyntheticShop {
    var shop = SyntheticShop()
    func visits(_ id: String, _ count: Int, before day: Day) {
      for number in 0..<count {
        shop.events.append(
          SyntheticShop.EventRow(
            customer: id, day: day - 1 - number, second: 60, kind: "visit", value: nil))
      }
    }
    for number in 0..<40 {
      for order in 0..<8 {
        shop.addOrder(
          "k\(number)-\(order)", of: "keen\(number)", on: asOf - 3 - 20 * order - number % 5,
          cents: Int64(9_000 + 100 * number))
      }
      visits("keen\(number)", 20 + number % 7, before: asOf)
      shop.addOrder("g\(number)", of: "gone\(number)", on: asOf - 330 + number % 9, cents: 900)
      visits("gone\(number)", 1 + number % 2, before: asOf - 300)
    }
    visits("looks", 22, before: asOf)
    visits("looked", 1, before: asOf - 305)
    visits("to come", 30, before: asOf + 60)
    // Visits from the as-of date on alone.
    shop.events.removeAll { $0.customer == "to come" && $0.day < asOf }
    shop.addOrder("later", of: "looks", on: asOf + 30, cents: 100)
    return shop
  }

  /// A group of ten is large enough to be somebody's place, one of nine is not.
  @Test(arguments: [(9, false), (10, true)])
  func groupsThatAreTooSmall(customers: Int, isPlace: Bool) throws {
    var shop = Self.shop
    // Thirty others, so that scores part them from these.
    shop.orders.removeAll {
      (Int($0.customer.dropFirst(4)) ?? 0) >= ($0.customer.hasPrefix("gone") ? customers : 30)
    }
    for index in shop.orders.indices where shop.orders[index].customer.hasPrefix("gone") {
      shop.orders[index].day = Self.asOf - 330
    }
    let found = try placingBesideSegments(shop)
    let looked = try #require(found.placing.prospects.first { $0.id == "looked" })
    #expect(found.gone.count == 1 && found.gone.isDisjoint(with: found.keen))
    #expect(found.gone.contains(looked.segment ?? "") == isPlace, "\(looked)")
  }

  private func placing(_ shop: SyntheticShop, customers: String? = nil) throws -> ProspectPlacing {
    try placingBesideSegments(shop, customers: customers).placing
  }

  /// The placing, and the segments of customers whose ids begin with `keen` and with `gone`.
  private func placingBesideSegments(
    _ shop: SyntheticShop, customers: String? = nil
  ) throws -> (placing: ProspectPlacing, keen: Set<String>, gone: Set<String>) {
    let folder = try TemporaryFolder()
    let loaded = try loadHistories(
      orders: [try folder.write(shop.orderText, to: "o.csv")],
      events: [try folder.write(shop.eventText, to: "e.csv")],
      customers: try customers.map { [try folder.write($0, to: "c.csv")] } ?? [],
      options: ReadOptions(today: day("2030-01-01")))
    let segmentation = try Segmentation(
      of: loaded.store, asOf: Self.asOf, model: nil, settings: ScoreSettings(windowInDays: 365),
      rules: RuleSet(.rfm125), workers: 1)
    let placing = ProspectFinding(
      store: loaded.store, columns: loaded.customerColumns, segmentation: segmentation, model: nil,
      workers: 1
    ).found()
    func segments(_ prefix: String) -> Set<String> {
      Set(
        segmentation.customers.indices.filter {
          loaded.store.customers[segmentation.customers[$0]].hasPrefix(prefix)
        }.map { segmentation.segment[$0] })
    }
    return (placing, segments("keen"), segments("gone"))
  }

  @Test func eventsPlaceThoseWhoLook() throws {
    let (found, keen, gone) = try placingBesideSegments(Self.shop)
    #expect(keen.isDisjoint(with: gone))
    // She who orders later is a prospect now; who comes later is nobody yet.
    #expect(found.prospects.map(\.id) == ["looked", "looks"])
    let (looked, looks) = (found.prospects[0], found.prospects[1])
    #expect(keen.contains(looks.segment ?? ""), "\(found)")
    #expect(gone.contains(looked.segment ?? ""), "\(found)")
    #expect(looks.events == 22 && looks.lastEventOn == Self.asOf - 1)
    #expect(try #require(looks.segmentDistance) < 0.5)
    let check = try #require(found.checks.first)
    #expect(check.customers == 80 && check.placedRight > check.largestGroup)
  }

  @Test func columnsPlaceThoseWithoutEvents() throws {
    var text = "id,land,name\n"
    for number in 0..<40 {
      text += "keen\(number),\(number % 8 == 0 ? "FR" : "DE"),k\(number)\n"
      text += "gone\(number),\(number % 8 == 0 ? "DE" : "FR"),g\(number)\n"
    }
    text += "new,DE,x\nother,FR,y\nblank,,z\nstrange,JP,\n"
    let (found, keen, gone) = try placingBesideSegments(Self.shop, customers: text)
    // A column in which everybody differs parts nobody.
    #expect(found.features.contains("land") && !found.features.contains("name"))
    let placed = Dictionary(uniqueKeysWithValues: found.prospects.map { ($0.id, $0) })
    #expect(keen.contains(placed["new"]?.segment ?? ""), "\(found.prospects)")
    #expect(gone.contains(placed["other"]?.segment ?? ""), "\(found.prospects)")
    for id in ["blank", "strange"] {
      #expect(placed[id]?.knownFeatures == 0 && placed[id]?.segment == nil)
    }
    #expect(placed["new"]?.events == 0 && placed["new"]?.lastEventOn == nil)
  }

  @Test func rowOrderAndTheFutureChangeNothing() throws {
    let found = try placing(Self.shop)
    let shuffled = try placing(Self.shop.shuffled(seed: 6))
    #expect(shuffled.prospects == found.prospects && shuffled.checks == found.checks)
    let scrambled = try placing(Self.shop.scrambled(from: Self.asOf, seed: 7))
    #expect(scrambled.prospects == found.prospects)
  }
}
