import Foundation
import Lifetime

/// The 1/10 sample of CDNOW (Fader, Hardie & Lee 2005) as the reference values took it: rows of a
/// customer on one day are one order, and weeks are days / 7.
struct CDNOW: Sendable {
  let frequency: [Int]
  let recencyInDays: [Int]
  let tenureInDays: [Int]
  /// Mean value of the repeat orders in cents, 0 without.
  let meanSpend: [Double]
  /// Orders from 1997-10-01 to 1998-06-30.
  let holdoutOrders: [Int]
  let sumOfLogGapsInDays: Double

  static let holdoutWeeks = 39.0

  static let sample: CDNOW = {
    do {
      return try CDNOW()
    } catch {
      fatalError("CDNOW_sample.txt: \(error)")
    }
  }()

  func summaries(daysPerUnit: Double = 7) throws -> PurchaseSummaries {
    try PurchaseSummaries(
      frequency: frequency, recencyInDays: recencyInDays, tenureInDays: tenureInDays,
      daysPerUnit: daysPerUnit)
  }

  /// One customer, times in weeks.
  func customer(_ row: Int) -> PurchaseSummary {
    PurchaseSummary(
      frequency: frequency[row], recency: Double(recencyInDays[row]) / 7,
      tenure: Double(tenureInDays[row]) / 7)
  }

  private init() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("datasets/cdnow/CDNOW_sample.txt")
    // customer → day → cents
    var customers: [String: [Int: Int]] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ")
      let date = Int(fields[2]) ?? 0
      let day = dayNumber(date / 10_000, date / 100 % 100, date % 100)
      let cents = Int(((Double(fields[4]) ?? 0) * 100).rounded())
      customers[String(fields[1]), default: [:]][day, default: 0] += cents
    }
    let end = dayNumber(1997, 9, 30)
    var (x, recency, tenure, spend, holdout): ([Int], [Int], [Int], [Double], [Int]) =
      ([], [], [], [], [])
    var logGaps = 0.0
    for id in customers.keys.sorted() {
      guard let orders = customers[id] else { continue }
      let days = orders.keys.filter { $0 <= end }.sorted()
      let repeats = days.dropFirst()
      for (day, next) in zip(days, repeats) { logGaps += log(Double(next - day)) }
      x.append(repeats.count)
      recency.append(days[days.count - 1] - days[0])
      tenure.append(end - days[0])
      let cents = repeats.reduce(0) { $0 + (orders[$1] ?? 0) }
      spend.append(repeats.isEmpty ? 0 : Double(cents) / Double(repeats.count))
      holdout.append(orders.keys.count { $0 > end })
    }
    frequency = x
    recencyInDays = recency
    tenureInDays = tenure
    meanSpend = spend
    holdoutOrders = holdout
    sumOfLogGapsInDays = logGaps
  }
}

/// Days since 1970-01-01 by Howard Hinnant's civil-date arithmetic.
private func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = y / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
