import Dense
import Features
import Files
import Histories
import TestSupport
import Testing
import Units

/// What happens at or after the as-of date leaves no trace in the features.
@Suite struct LeakTests {
  static let asOf = day("2024-01-01")

  @Test(arguments: UInt64(1)...25)
  func scramblingTheFutureLeavesEveryBit(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let log = randomLog(&generator)
    var scrambled = log
    scramble(&scrambled, &generator)
    let before = rows(of: log.store())
    #expect(before.count > 10)
    #expect(before == rows(of: scrambled.store()), "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...5)
  func scramblingThePastIsSeen(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var log = randomLog(&generator)
    let before = rows(of: log.store())
    guard let index = log.lines.firstIndex(where: { $0.instant < at("2024-01-01") }) else { return }
    log.lines[index].cents += 1
    #expect(before != rows(of: log.store()))
  }

  @Test func threadsDoNotMatter() {
    var generator = SeededGenerator(seed: 99)
    let store = randomLog(&generator, customers: 3_000).store()
    let one = store.features(asOf: Self.asOf, workers: 1)
    let two = store.features(asOf: Self.asOf, workers: 2)
    #expect(one.customers == two.customers && one.customers.count > 2_048)
    #expect(bits(one.values.storage) == bits(two.values.storage))
  }

  /// Bits of each customer's features, by id: indices shift when later rows bring new customers.
  private func rows(of store: HistoryStore) -> [String: [UInt64]] {
    let matrix = store.features(asOf: Self.asOf, workers: 1)
    return Dictionary(
      uniqueKeysWithValues: matrix.customers.enumerated().map {
        (store.customers[$0.element], bits(matrix.values.row($0.offset)))
      })
  }

  private func randomLog(
    _ generator: inout SeededGenerator, customers: Int = 30
  ) -> LogBuilder {
    var log = LogBuilder()
    log.refundPolicy = Bool.random(using: &generator) ? .net : .ignore
    let hasOrderIDs = Bool.random(using: &generator)
    for number in 0..<customers {
      let id = "c\(number)"
      for order in 0..<Int.random(in: 1...6, using: &generator) {
        let start = Self.asOf - Int.random(in: -200...500, using: &generator)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let day = start + Int.random(in: 0...1, using: &generator) * 10
          var line = randomLine(id, day, &generator)
          line.order = hasOrderIDs ? "\(id)-\(order)" : nil
          log.lines.append(line)
        }
      }
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        let day = Self.asOf - Int.random(in: -200...500, using: &generator)
        log.events.append(randomEvent(id, day, &generator))
      }
    }
    return log
  }

  private func randomLine(
    _ id: String, _ day: Day, _ generator: inout SeededGenerator
  ) -> LogBuilder.Line {
    var line = LogBuilder.Line(
      customer: id, instant: instant(in: day, &generator),
      cents: Int64.random(in: -3_000...9_000, using: &generator))
    line.quantity = Double(Int.random(in: 1...70, using: &generator)) / 10
    line.discounted = Bool.random(using: &generator)
    line.category = ["A", "B", "C", nil].randomElement(using: &generator) ?? nil
    line.channel = ["app", "web", nil].randomElement(using: &generator) ?? nil
    if Bool.random(using: &generator) {
      line.returnedAt = instant(
        in: day + Int.random(in: 0...300, using: &generator), &generator)
    }
    return line
  }

  private func randomEvent(
    _ id: String, _ day: Day, _ generator: inout SeededGenerator
  ) -> LogBuilder.Occurrence {
    let kinds = ["email_open", "visit", "cart_add", "cart_abandon", "review", "mailing", "other"]
    return LogBuilder.Occurrence(
      customer: id, instant: instant(in: day, &generator),
      kind: kinds.randomElement(using: &generator) ?? "visit",
      value: Double(Int.random(in: 1...5, using: &generator)))
  }

  /// Replaces, removes and adds rows at or after the date: orders, supplements and refunds of
  /// earlier orders, events, returns, new customers, kinds, categories, and a finer money scale.
  private func scramble(_ log: inout LogBuilder, _ generator: inout SeededGenerator) {
    let limit = Instant(startOf: Self.asOf)
    let earlier = log.lines.filter { $0.instant < limit }
    log.lines = earlier.map { line in
      var line = line
      let isKnown = line.returnedAt.map { $0 < limit } ?? false
      if !isKnown {
        line.returnedAt = Bool.random(using: &generator) ? instant(in: future(), &generator) : nil
      }
      return line
    }
    for line in earlier where Int.random(in: 0..<3, using: &generator) > 0 {
      var later = randomLine(line.customer, future(), &generator)
      later.order = line.order
      later.category = "0 new"
      log.lines.append(later)
    }
    log.lines.append(randomLine("0 new", future(), &generator))
    log.events.removeAll { $0.instant >= limit }
    for event in log.events where Bool.random(using: &generator) {
      var later = event
      later.instant = instant(in: future(), &generator)
      later.kind = "0 new"
      log.events.append(later)
    }
    log.moneyScale = 4

    func future() -> Day { Self.asOf + Int.random(in: 0...300, using: &generator) }
  }

  private func instant(in day: Day, _ generator: inout SeededGenerator) -> Instant {
    Instant(
      seconds: Instant(startOf: day).seconds + Int64.random(in: 0..<86_400, using: &generator))
  }
}

func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
