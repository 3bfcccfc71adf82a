internal import Dense

/// Members that go from groups of one partition to groups of another: what a flow picture draws.
package struct Flow: Sendable, Equatable {
  package let title: String
  package let subtitle: String
  package let left: [String]
  package let right: [String]
  /// Members by group on the left (rows) and on the right (columns).
  package let counts: [[Int]]

  package init(
    title: String, subtitle: String, left: [String], right: [String], counts: [[Int]]
  ) {
    precondition(counts.count == left.count && counts.allSatisfy { $0.count == right.count })
    self.title = title
    self.subtitle = subtitle
    self.left = left
    self.right = right
    self.counts = counts
  }

  var leftTotals: [Int] { counts.map { $0.reduce(0, +) } }
  var rightTotals: [Int] {
    right.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
  }
  var total: Int { leftTotals.reduce(0, +) }

  /// The same without groups that have no members, and with those beyond the largest put together.
  ///
  /// - Parameter most: groups on a side at most, those put together counted as one.
  /// - Returns: a flow of the same members.
  func reduced(to most: Int) -> Flow {
    let rows = Kept(leftTotals, most: most)
    let columns = Kept(rightTotals, most: most)
    return Flow(
      title: title, subtitle: subtitle, left: rows.names(left), right: columns.names(right),
      counts: rows.sums(counts).map(columns.sums(_:)))
  }
}

/// Which groups of a side are kept, and which are put together.
private struct Kept {
  private let kept: [Int]
  private let others: [Int]

  init(_ totals: [Int], most: Int) {
    let present = totals.indices.filter { totals[$0] > 0 }
    guard present.count > most else {
      (kept, others) = (present, [])
      return
    }
    let bySize = present.sorted { (totals[$1], $0) < (totals[$0], $1) }
    kept = bySize.prefix(most - 1).sorted()
    others = bySize.dropFirst(most - 1).sorted()
  }

  func names(_ names: [String]) -> [String] {
    kept.map { names[$0] } + (others.isEmpty ? [] : ["\(others.count) others"])
  }

  func sums(_ counts: [Int]) -> [Int] {
    kept.map { counts[$0] } + (others.isEmpty ? [] : [others.reduce(0) { $0 + counts[$1] }])
  }

  func sums(_ rows: [[Int]]) -> [[Int]] {
    let kept = kept.map { rows[$0] }
    guard let first = others.first else { return kept }
    let rest = others.dropFirst().reduce(rows[first]) { sum, row in
      zip(sum, rows[row]).map { $0 + $1 }
    }
    return kept + [rest]
  }
}
