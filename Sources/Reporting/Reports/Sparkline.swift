internal import Charts
internal import Models
internal import Snapshots
internal import Units

/// Figures as a row of eight heights, for a terminal.
///
/// - Parameters:
///   - values: from left to right; what is no number is a blank.
///   - low: what the lowest height stands for.
///   - high: what the highest stands for.
/// - Returns: one character a value.
func sparkline(_ values: [Double], from low: Double, to high: Double) -> String {
  let heights = Array("▁▂▃▄▅▆▇█")
  return String(
    values.map { value -> Character in
      guard value.isFinite else { return " " }
      let share = high > low ? (value - low) / (high - low) : 1
      return heights[min(max(Int((share * 7).rounded()), 0), 7)]
    })
}

/// An amount of money as tables for people show it: whole from 1,000 on, in few letters from ten million.
func tableAmount(_ value: Double) -> String {
  switch abs(value) {
  case ..<1_000: fixed(value, digits: 2)
  case ..<1e7: grouped(Int(value.rounded()))
  default: compactText(value)
  }
}

/// How active customers did by tenths of their predicted risk, as rows of heights.
enum ReliabilityBars {
  /// - Returns: no lines where there is nothing to show.
  static func lines(of evaluation: Evaluation) -> [String] {
    guard let group = evaluation.group(.active), group.reliability.count > 1, group.baseRate > 0
    else { return [] }
    let bins = Array(group.reliability.reversed())
    let lifts = bins.map { $0.observedRate / group.baseRate }
    let words = evaluation.words
    let (most, least) = words.ends
    var table = TextTable([
      ("active customers by \(words.ordered)", .left), ("", .left), (most, .right), (least, .right),
    ])
    func row(
      _ name: String, _ values: [Double], upTo high: Double, _ text: (Double) -> String
    ) {
      guard let first = values.first, let last = values.last else { return }
      table.append([name, sparkline(values, from: 0, to: high), text(first), text(last)])
    }
    row(
      words.target == nil ? "predicted to leave" : "predicted", bins.map(\.meanProbability), upTo: 1
    ) { percent($0) }
    row(words.target == nil ? "left" : "actual", bins.map(\.observedRate), upTo: 1) { percent($0) }
    row("lift over all", lifts, upTo: lifts.max() ?? 1) { "\(fixed($0, digits: 2))×" }
    return table.lines + [""]
  }
}
