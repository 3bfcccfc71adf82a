internal import Dense
internal import Learning
internal import Snapshots

/// Lengths of silence in days, counted: every one, and those of customers who count once each.
struct Silences {
  /// Between successive order days.
  var ended: [Int]
  /// From the last order day to the last day of the log.
  var cutOff: [Int]
  /// Between successive order days, each divided by how many its customer has.
  var endedByCustomer: [Double]
  /// From the only order day to the last day of the log.
  var cutOffOfOneOrder: [Int]
  /// From the first order day to the last day of the log: how long a customer is followed.
  var followed: [Int]

  var endedCount: Int { ended.reduce(0, +) }
  var cutOffCount: Int { cutOff.reduce(0, +) }

  init(of days: OrderDays, workers: Workers) {
    let span = days.spanInDays
    let parts = workers.map(days.parts.count) { index in
      var part = Silences(spanInDays: span)
      days.parts[index].forEachCustomer { part.add($0, spanInDays: span) }
      return part
    }
    self.init(spanInDays: span)
    for part in parts {
      for day in 0..<span {
        ended[day] += part.ended[day]
        cutOff[day] += part.cutOff[day]
        endedByCustomer[day] += part.endedByCustomer[day]
        cutOffOfOneOrder[day] += part.cutOffOfOneOrder[day]
        followed[day] += part.followed[day]
      }
    }
  }

  private init(spanInDays span: Int) {
    ended = [Int](repeating: 0, count: span)
    cutOff = ended
    endedByCustomer = [Double](repeating: 0, count: span)
    cutOffOfOneOrder = ended
    followed = ended
  }

  private mutating func add(_ dates: ArraySlice<Int32>, spanInDays span: Int) {
    guard let first = dates.first, let last = dates.last else { return }
    let weight = 1 / Double(max(1, dates.count - 1))
    for (day, next) in zip(dates, dates.dropFirst()) {
      ended[Int(next - day)] += 1
      endedByCustomer[Int(next - day)] += weight
    }
    cutOff[span - 1 - Int(last)] += 1
    if dates.count == 1 { cutOffOfOneOrder[span - 1 - Int(last)] += 1 }
    followed[span - 1 - Int(first)] += 1
  }
}

extension OrderDays {
  /// Of customers who were silent for a window, the share who order again.
  ///
  /// Each counts once, with the first silence that outlasts the window: later ones, and those that
  /// the log's end cuts off, would be selected by how earlier ones ended.
  /// - Parameters:
  ///   - window: days of silence.
  ///   - days: the last day after an order on which a return counts; sooner, where fewer than
  ///     `atRisk` silences (in small logs, half of them) are still observed.
  ///   - atRisk: how many must be observed.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: 0 … 1; nil where nobody was silent for so long, or the window is as long as `days`.
  func shareReturning(
    afterSilenceOf window: Int, within days: Int, atRisk: Int, workers: Workers
  ) -> Double? {
    guard window < days else { return nil }
    let span = spanInDays
    let counts = workers.map(parts.count) { index in
      var counts = [Int32: (ended: Int, cutOff: Int)]()
      parts[index].forEachCustomer { dates in
        guard let last = dates.last else { return }
        for (day, next) in zip(dates, dates.dropFirst()) where Int(next - day) > window {
          counts[next - day, default: (0, 0)].ended += 1
          return
        }
        let silence = Int32(span) - 1 - last
        if Int(silence) > window { counts[silence, default: (0, 0)].cutOff += 1 }
      }
      return counts
    }
    var (ended, cutOff) = ([Int](repeating: 0, count: span), [Int](repeating: 0, count: span))
    for (day, count) in counts.joined() {
      ended[Int(day)] += count.ended
      cutOff[Int(day)] += count.cutOff
    }
    let curve = SurvivalCurve(ended: ended, cutOff: cutOff)
    let all = curve.atRisk.first ?? 0
    guard all > 0, let followed = curve.lastDay(withAtRisk: min(atRisk, (all + 1) / 2)) else {
      return nil
    }
    return 1 - curve.survival[min(followed, days)]
  }
}
