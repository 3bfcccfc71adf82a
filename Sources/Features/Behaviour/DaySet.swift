/// Some days, asked once an order.
struct DaySet: Sendable {
  private let days: Set<Int32>
  /// The same as flags from the first day on; empty where the days lie too far apart.
  private let flags: [Bool]
  private let first: Int32

  private static let longestSpan = 100_000

  init(_ days: Set<Int32>) {
    self.days = days
    first = days.min() ?? 0
    let span = Int(days.max() ?? 0) - Int(first) + 1
    var flags: [Bool] = []
    if !days.isEmpty, span <= Self.longestSpan {
      flags = [Bool](repeating: false, count: span)
      for day in days { flags[Int(day - first)] = true }
    }
    self.flags = flags
  }

  var isEmpty: Bool { days.isEmpty }

  func holds(_ day: Int32) -> Bool {
    if flags.isEmpty { return days.contains(day) }
    let offset = Int(day) - Int(first)
    return flags.indices.contains(offset) && flags[offset]
  }
}
