import Dense
import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Testing
import Units

@Suite struct CanonicalOrderTests {
  private let header = "customer_id,order_id,date,amount,category,channel,quantity,discount"

  private func rows(_ count: Int, using generator: inout SeededGenerator) -> [String] {
    (0..<count).map { _ in
      let customer = pick(from: ["a", "A", "b", "é", "0012", "12"], using: &generator)
      let order = pick(from: ["", "x", "y", "z"], using: &generator)
      let day = Int.random(in: 1...9, using: &generator)
      let amount = pick(from: ["5", "-5", "0", "2.50", "7.125"], using: &generator)
      let category = pick(from: ["", "tea", "jam"], using: &generator)
      let channel = pick(from: ["web", "shop", ""], using: &generator)
      let quantity = pick(from: ["", "1", "2"], using: &generator)
      let discount = pick(from: ["0", "5%"], using: &generator)
      return [
        customer, order, "2020-01-0\(day)", amount, category, channel, quantity, discount,
      ].joined(separator: ",")
    }
  }

  @Test func theOrderOfRowsDoesNotMatter() throws {
    var generator = SeededGenerator(seed: 11)
    var rows = rows(400, using: &generator)
    var events = (0..<200).map { index in
      "\(["a", "b", "new"][index % 3]),2020-01-0\(1 + index % 7),\(["open", "click"][index % 2]),"
        + (index % 5 == 0 ? "" : "\(index % 4)")
    }
    var digests: Set<String> = []
    var ledgers: [Ledger] = []
    for _ in 0..<5 {
      let loaded = try load(
        ([header] + rows).joined(separator: "\n"),
        events: (["customer_id,date,kind,value"] + events).joined(separator: "\n"))
      digests.insert(loaded.store.digest())
      ledgers.append(loaded.ledger)
      rows.shuffle(using: &generator)
      events.shuffle(using: &generator)
    }
    #expect(digests.count == 1)
    #expect(ledgers.allSatisfy { $0 == ledgers[0] })
    rows[0] = rows[0].replacing("2020", with: "2019")
    let changed = try load(([header] + rows).joined(separator: "\n"))
    #expect(!digests.contains(changed.store.digest()))
  }

  @Test func customersAreInTheOrderOfTheirBytes() throws {
    let store = try load(
      "customer_id,date,amount\nb,2020-01-01,1\né,2020-01-01,1\n 00123 ,2020-01-01,1\nB,2020-01-01,1"
    ).store
    #expect((0..<store.customerCount).map { store.customers[$0] } == ["00123", "B", "b", "é"])
  }

  @Test func columnsMayStandInAnotherOrderInEachFile() throws {
    let folder = try TemporaryFolder()
    let one = try folder.write("customer_id,date,amount\na,2020-01-01,1\n", to: "1.csv")
    let two = try folder.write("amount;when;customer_id\n2;2020-01-02;a\n", to: "2.csv")
    let three = try folder.write("amount;date;customer_id\n2;2020-01-02;a\n", to: "3.csv")
    #expect(
      try loadHistories(orders: [one, three], options: ReadOptions(today: today)).ledger.gross
        == "3")
    #expect(throws: IngestionError.self) {
      try loadHistories(orders: [one, two], options: ReadOptions(today: today))
    }
  }
}
