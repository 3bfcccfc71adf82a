internal import Units

/// How figures of an axis are written.
package enum FigureForm: Sendable, Equatable {
  /// Whole numbers: 1,250.
  case count
  /// Shares as per cent: 12 %.
  case share
  /// Money and other amounts: 950, 34k, 1.2M.
  case amount
  /// So many digits after the point.
  case decimal(Int)

  /// Text for a person; files keep all digits.
  package func text(_ value: Double) -> String {
    switch self {
    case .count: abs(value) < 1e6 ? grouped(Int(value.rounded())) : compactText(value)
    case .share: percent(value, digits: 0)
    case .amount: compactText(value)
    case .decimal(let digits): fixed(value, digits: digits)
    }
  }

  /// Text of a tick, with the digits that tell it from the next one.
  func tick(_ value: Double, step: Double) -> String {
    switch self {
    case .share where step < 0.0099: percent(value, digits: step < 0.00099 ? 2 : 1)
    case .amount where step < 1, .count where step < 1:
      significant(value, digits: 2)
    case .amount, .count, .share, .decimal: text(value)
    }
  }
}

/// A number in few letters: 0.42, 5, 9.5, 950, 12,340, 345k, 1.2M, 3.4B.
package func compactText(_ value: Double) -> String {
  guard value.isFinite else { return "–" }
  let size = abs(value)
  func scaled(by unit: Double, _ letter: String) -> String {
    let part = value / unit
    let text = fixed(part, digits: abs(part) < 9.95 ? 1 : 0)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + letter
  }
  switch size {
  case ..<1: return significant(value, digits: 2)
  case ..<9.95: return scaled(by: 1, "")
  case ..<99_999.5: return grouped(Int(value.rounded()))
  case ..<999_500: return scaled(by: 1e3, "k")
  case ..<999_500_000: return scaled(by: 1e6, "M")
  case ..<999.5e9: return scaled(by: 1e9, "B")
  default: return scaled(by: 1e12, "T")
  }
}

/// One direction of a plot.
package struct Axis: Sendable {
  package let title: String
  package let form: FigureForm
  /// Where ticks stand and what they say; nil for round numbers.
  package let ticks: [(value: Double, text: String)]?
  /// Values that are shown in any case.
  package let includes: [Double]
  /// Whether it ends with the last value, not at the round number after it.
  package let isTight: Bool

  package init(
    _ title: String, _ form: FigureForm, including includes: [Double] = [],
    ticks: [(value: Double, text: String)]? = nil, isTight: Bool = false
  ) {
    self.title = title
    self.form = form
    self.ticks = ticks
    self.includes = includes
    self.isTight = isTight
  }
}

/// From values to places.
struct LinearScale: Sendable {
  let low: Double
  let high: Double
  let ticks: [(value: Double, text: String)]
  private let start: Double
  private let end: Double

  /// Encloses the values, of which those that are no numbers are passed over, by about so many ticks,
  /// between the places `start` of the low end and `end` of the high one.
  init(_ axis: Axis, values: [Double], from start: Double, to end: Double, ticks count: Int = 5) {
    let shown = (values + axis.includes + (axis.ticks ?? []).map(\.value)).filter(\.isFinite)
    let (least, most) = (shown.min() ?? 0, shown.max() ?? 1)
    if let given = axis.ticks {
      let margin = least == most ? 0.5 : 0
      (low, high, ticks) = (least - margin, most + margin, given)
    } else {
      let round = RoundTicks(from: least, to: most, count: count)
      let ends = axis.isTight && least < most
      (low, high) = ends ? (max(least, -1e300), min(most, 1e300)) : (round.low, round.high)
      ticks = round.values.filter { !ends || (least...most).contains($0) }.map {
        ($0, axis.form.tick($0, step: round.step))
      }
    }
    (self.start, self.end) = (start, end)
  }

  func callAsFunction(_ value: Double) -> Double {
    let share = (value / 2 - low / 2) / (high / 2 - low / 2)
    return start + min(max(share, 0), 1) * (end - start)
  }
}

/// Ticks at round numbers that enclose a range: steps of 1, 2 or 5 times a power of ten
/// (Heckbert, "Nice numbers for graph labels", Graphics Gems 1990).
package struct RoundTicks {
  package let values: [Double]
  package let step: Double

  package var low: Double { values[0] }
  package var high: Double { values[values.count - 1] }

  package init(from least: Double, to most: Double, count: Int) {
    precondition(least.isFinite && most.isFinite && least <= most && count >= 2)
    // Beyond this a difference is no number; below it one is lost in the digits of the values.
    let limit = 1e300
    let (least, most) = (max(least, -limit), min(most, limit))
    let size = max(abs(least), abs(most))
    let span = most - least > size * 1e-9 ? most - least : max(size, 1)
    let rough = span / Double(count - 1)
    let power = Self.powerOfTen(below: rough)
    let part = rough / power
    let step = (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10) * power
    let first = (least / step + 1e-9).rounded(.down)
    let last = max((most / step - 1e-9).rounded(.up), first + 1)
    self.step = step
    // Few by the choice of the step; the bound holds where digits are lost.
    values = (0...min(Int(last - first), 40)).map { (first + Double($0)) * step }
  }

  private static func powerOfTen(below value: Double) -> Double {
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    return power
  }
}
