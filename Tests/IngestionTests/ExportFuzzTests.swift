import Exports
import Files
import Foundation
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// Random profiles and files of which the totals are counted while they are written.
///
/// A file may be read, with just that total, or something may be asked or refused; nothing crashes, and
/// no total changes silently. `PERENNIAL_FUZZ=10000` runs as many cases.
@Suite struct ExportFuzzTests {
  static let count = ProcessInfo.processInfo.environment["PERENNIAL_FUZZ"].flatMap(Int.init) ?? 150

  @Test func totalsAreNeverChangedSilently() throws {
    var generator = SeededGenerator(seed: 71)
    let folder = try TemporaryFolder()
    var read = 0
    for number in 0..<Self.count {
      let shop = RandomExport(using: &generator)
      let options = try options(shop, in: folder)
      do {
        let ledger = try loadHistories(
          orders: [try folder.write(shop.file, to: "orders.csv")], options: options
        ).ledger
        read += 1
        #expect(
          Decimal(string: ledger.net) == shop.net,
          "case \(number): \(ledger.net), not \(shop.net)\n\(shop.profile)\n\(shop.file)")
        if !shop.hasRefunds {
          #expect(ledger.orders == shop.orders, "case \(number)\n\(shop.profile)\n\(shop.file)")
        }
        let left = ledger.exports?.leftOut.values.reduce(0) { $0 + $1.rows } ?? 0
        #expect(
          ledger.rowsRead == ledger.rowsUsed + ledger.rowsFiltered + ledger.rowsRefused + left,
          "case \(number)")
      } catch {
        guard let error = error as? IngestionError else { throw error }
        // A profile is never at fault: all are well formed.
        if case .malformedProfile = error { Issue.record("case \(number): \(error)") }
      }
    }
    // The test would be worth nothing if most were refused.
    #expect(Double(read) > 0.8 * Double(Self.count), "\(read) of \(Self.count) were read")
  }

  @Test func damagedBytesNeverCrash() throws {
    var generator = SeededGenerator(seed: 72)
    let folder = try TemporaryFolder()
    for number in 0..<Self.count {
      let shop = RandomExport(using: &generator)
      var file = Array(shop.file.utf8)
      var profile = Array(shop.profile.utf8)
      if number.isMultiple(of: 2) { Self.damage(&file, &generator) }
      if number.isMultiple(of: 3) { Self.damage(&profile, &generator) }
      var options = ExportFixtureTests.options
      options.profile = try folder.write(profile, to: "shop.yaml")
      let orders = try folder.write(file, to: "orders.csv")
      #expect(throws: Never.self) {
        do {
          _ = try loadHistories(orders: [orders], options: options)
        } catch is IngestionError {}
      }
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let marks = Array("\"',;\t\n\r\0.-()€ :{}[]&*".utf8)
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.insert(pick(from: marks, using: &generator), at: place)
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + 5))
      default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
      }
      if bytes.isEmpty { bytes = [0] }
    }
  }

  private func options(
    _ shop: RandomExport, in folder: borrowing TemporaryFolder
  ) throws -> ReadOptions {
    var options = ExportFixtureTests.options
    options.maxRefused = 0
    options.profile = try folder.write(shop.profile, to: "shop.yaml")
    return options
  }

  /// What two readings of a column would mean is asked, never guessed.
  @Test(arguments: [
    (["1,234", "5,678", "9,000"], ["2024-01-01", "2024-01-02", "2024-01-03"]),
    (["1.234", "2.500", "3.000"], ["2024-01-01", "2024-01-02", "2024-01-03"]),
    (["1,50", "2.50", "3.00"], ["2024-01-01", "2024-01-02", "2024-01-03"]),
    (["$5.00", "€6.00", "$7.00"], ["2024-01-01", "2024-01-02", "2024-01-03"]),
    (["5.00", "6.00", "7.00"], ["01/02/2024", "03/04/2024", "05/06/2024"]),
    (
      ["5.00", "6.00", "7.00"],
      ["2024-01-01T10:00:00Z", "2024-01-02T10:00:00", "2024-01-03T10:00:00"]
    ),
  ])
  func ambiguityIsAsked(amounts: [String], days: [String]) throws {
    var generator = SeededGenerator(seed: 73)
    for _ in 0..<10 {
      var rows = "Customer,Order ID,Date,Total,Status\n"
      for index in 0..<Int.random(in: 3...30, using: &generator) {
        let cells = [amounts, days].map { $0[index % $0.count] }
        rows += "c\(index % 7),\(1_000 + index),\"\(cells[1])\",\"\(cells[0])\",paid\n"
      }
      guard case .questions(let questions)? = try failure(rows, ExportFixtureTests.options) else {
        Issue.record("read without a question:\n\(rows)")
        continue
      }
      #expect(questions.allSatisfy { $0.use.isEmpty })
    }
  }
}

/// A profile, a file that it fits, and what the file's orders add up to.
private struct RandomExport {
  private(set) var profile = ""
  private(set) var file = ""
  private(set) var net = Decimal(0)
  private(set) var orders = 0
  private(set) var hasRefunds = false

  private enum Money: CaseIterable { case plain, grouped, comma, signed, brackets }

  private struct Line {
    var quantity: Int
    var cents: Int
    var discount: Int
  }

  init(using generator: inout SeededGenerator) {
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
    let names = Self.names.map { pick(from: $0, using: &generator) }
    let (hasOrder, isOrderLevel) = (chance(80), chance(40))
    let level = hasOrder && isOrderLevel ? "order" : "line"
    let form = pick(from: Money.allCases, using: &generator)
    let pattern = pick(from: ["%Y-%m-%d", "%d.%m.%Y", "%b %d, %Y"], using: &generator)
    let hasStatus = chance(50)
    let (hasDiscount, isProduct) = (level == "line" && chance(40), level == "line" && chance(40))
    hasRefunds = chance(30) && level == "order"
    var value = isProduct ? "quantity * total" : "total"
    if hasDiscount { value += " - (discount ?? 0)" }
    var lines = [
      "name: fuzzed", "title: Fuzzed", "kind: orders", "columns:",
      "  customer: ['\(names[0])']", "  order: ['\(names[1])']", "  date: ['\(names[2])']",
      "  total: ['\(names[3])']", "  quantity: ['\(names[4])']", "  discount: ['\(names[5])']",
      "  status: ['\(names[6])']", "  refund: ['\(names[7])']",
      "matches: {all: [customer, date, total]}", "customer: [customer]",
      "guests: ['guest', '0']", "time: {cells: [[date]], forms: ['\(pattern)']}",
      "amount: [{level: \(level), value: \"\(value)\"}]", "means: {text: invented}",
    ]
    if hasOrder { lines.append("order: order") }
    if hasRefunds { lines.append("refund: {value: refund}") }
    if hasOrder { lines.append("fill_down: [customer, date, status]") }
    if hasStatus {
      lines.append(
        "status: [{column: status, counted: [paid, shipped], cancelled: [void], unpaid: [open]}]")
    }
    profile = lines.joined(separator: "\n") + "\n"

    let delimiter = pick(from: [",", ";", "\t"], using: &generator)
    func quoted(_ cell: String) -> String {
      cell.contains(delimiter) || cell.contains(",") || chance(5) ? "\"\(cell)\"" : cell
    }
    let end = chance(30) ? "\r\n" : "\n"
    if chance(20) { file += "\u{feff}" }
    if chance(20) { file += "Report of the shop\(end)" }
    file += names.map(quoted).joined(separator: delimiter) + end
    for number in 0..<Int.random(in: 1...25, using: &generator) {
      let status = pick(from: ["paid", "Shipped", "VOID", "open", "paid"], using: &generator)
      let customer = pick(from: ["a@x.org", "b", "c 7", "guest", "d'e", "ü"], using: &generator)
      let isCounted = (!hasStatus || !["VOID", "open"].contains(status)) && customer != "guest"
      let cells = (0..<(hasOrder ? Int.random(in: 1...3, using: &generator) : 1)).map { _ in
        Line(
          quantity: Int.random(in: 1...4, using: &generator),
          cents: Int.random(in: 100...2_500_000, using: &generator),
          discount: Int.random(in: 0...99, using: &generator))
      }
      let day = Self.day(number, pattern)
      let refund = hasRefunds && chance(30) ? cells[0].cents / 2 : 0
      var cents = -refund
      for (place, line) in cells.enumerated() {
        let isFirst = place == 0
        let isTold = isFirst || level == "line"
        if isTold {
          cents += line.cents * (isProduct ? line.quantity : 1) - (hasDiscount ? line.discount : 0)
        }
        let isBlank = !isFirst && hasOrder && chance(60)
        let row = [
          isBlank ? "" : customer, hasOrder ? "\(5_000 + number)" : "", isBlank ? "" : day,
          isTold ? Self.text(line.cents, form) : "", "\(line.quantity)",
          hasDiscount ? Self.text(line.discount, form) : "", isBlank ? "" : status,
          isFirst && refund > 0 ? Self.text(refund, form) : "",
        ]
        file += row.map(quoted).joined(separator: delimiter) + end
        if chance(3) { file += end }
      }
      if isCounted {
        net += Decimal(cents) / 100
        orders += 1
      }
    }
  }

  private static let names = [
    ["Customer Name", "Käufer", "buyer_id"], ["Order", "Bestell-Nr.", "ref no"],
    ["Placed", "Datum", "when it was"], ["Sum Total", "Betrag", "Item Amount"],
    ["Pieces", "Menge", "n"], ["Rebate", "Nachlass", "Voucher Cut"], ["State", "Zustand", "how"],
    ["Given Back", "Erstattet", "back"],
  ]

  private static func day(_ number: Int, _ pattern: String) -> String {
    let day = String(format: "%02d", 1 + number % 28)
    switch pattern {
    case "%Y-%m-%d": return "2024-03-\(day)"
    case "%d.%m.%Y": return "\(day).03.2024"
    default: return "Mar \(day), 2024"
    }
  }

  private static func text(_ cents: Int, _ form: Money) -> String {
    var digits = Array(String(cents / 100).reversed())
    let mark: Character? =
      switch form {
      case .plain: nil
      case .grouped, .signed, .brackets: ","
      case .comma: "."
      }
    if let mark {
      var groups: [Character] = []
      for (place, digit) in digits.enumerated() {
        if place > 0, place.isMultiple(of: 3) { groups.append(mark) }
        groups.append(digit)
      }
      digits = groups
    }
    let number = String(digits.reversed()) + (form == .comma ? "," : ".")
    let all = number + String(format: "%02d", cents % 100)
    return form == .signed ? "$\(all)" : form == .comma ? "\(all) €" : all
  }
}
