internal import Learning

/// Where the bars, ribbons and labels of a flow picture stand.
struct FlowLayout {
  struct Bar {
    let name: String
    let count: Int
    let top: Double
    let height: Double
    /// Middle of its label, apart enough from the labels beside it.
    var labelMiddle: Double
  }

  struct Ribbon {
    let left: Int
    let right: Int
    let count: Int
    let leftTop: Double
    let rightTop: Double
    let height: Double
  }

  static let width = 1_000.0
  static let leftEdge = 290.0
  static let rightEdge = 665.0
  static let barWidth = 14.0
  private static let top = 78.0
  private static let bottomMargin = 24.0
  private static let gap = 7.0
  private static let labelDistance = 18.0

  let flow: Flow
  let height: Double
  let left: [Bar]
  let right: [Bar]
  let ribbons: [Ribbon]

  init(_ flow: Flow) {
    self.flow = flow
    let most = max(flow.left.count, flow.right.count, 1)
    let room = max(440, Self.labelDistance * Double(most + 1) + Self.gap * Double(most))
    height = Self.top + room + Self.bottomMargin
    // One scale for both sides, so that a ribbon is as wide where it ends as where it begins.
    let scale = (room - Self.gap * Double(most - 1)) / Double(max(1, flow.total))
    func bars(_ names: [String], _ totals: [Int]) -> [Bar] {
      let used =
        Double(totals.reduce(0, +)) * scale + Self.gap * Double(max(0, names.count - 1))
      var top = Self.top + (room - used) / 2
      var bars: [Bar] = []
      for (name, count) in zip(names, totals) {
        let height = Double(count) * scale
        bars.append(
          Bar(name: name, count: count, top: top, height: height, labelMiddle: top + height / 2))
        top += height + Self.gap
      }
      return Self.apart(bars, from: Self.top + 8, to: Self.top + room - 2)
    }
    left = bars(flow.left, flow.leftTotals)
    right = bars(flow.right, flow.rightTotals)
    ribbons = Self.ribbons(flow, left: left, right: right, scale: scale)
  }

  private static func ribbons(
    _ flow: Flow, left: [Bar], right: [Bar], scale: Double
  ) -> [Ribbon] {
    var leftTops = left.map(\.top)
    var rightTops = right.map(\.top)
    var ribbons: [Ribbon] = []
    for row in flow.left.indices {
      for column in flow.right.indices where flow.counts[row][column] > 0 {
        let count = flow.counts[row][column]
        let height = Double(count) * scale
        ribbons.append(
          Ribbon(
            left: row, right: column, count: count, leftTop: leftTops[row],
            rightTop: rightTops[column], height: height))
        leftTops[row] += height
        rightTops[column] += height
      }
    }
    return ribbons
  }

  /// Moves labels down where they would touch, then up again where the last leaves the picture.
  private static func apart(_ bars: [Bar], from top: Double, to bottom: Double) -> [Bar] {
    var bars = bars
    var limit = top
    for index in bars.indices {
      bars[index].labelMiddle = max(bars[index].labelMiddle, limit)
      limit = bars[index].labelMiddle + labelDistance
    }
    limit = bottom
    for index in bars.indices.reversed() {
      bars[index].labelMiddle = min(bars[index].labelMiddle, limit)
      limit = bars[index].labelMiddle - labelDistance
    }
    return bars
  }
}
