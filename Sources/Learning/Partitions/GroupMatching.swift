internal import Dense

/// The one-to-one matching of two partitions' groups that shares the most members.
public struct GroupMatching: Sendable, Equatable {
  /// A group of each partition, and how many members they share.
  public struct Pair: Sendable, Equatable {
    public let first: Int
    public let second: Int
    public let overlap: Int
  }

  /// Matched groups by label, in order of the first partition's.
  ///
  /// As many as the coarser partition has groups; an overlap may be 0.
  public let pairs: [Pair]
  /// Share of all members that lie in both groups of a pair; nil without members.
  public let share: Double?
}

extension ContingencyTable {
  /// The one-to-one matching of groups that shares the most members.
  ///
  /// - Complexity: O(s² · l) for s groups in the coarser and l in the finer partition, memory
  ///   O(s · l).
  public var bestMatching: GroupMatching {
    var overlaps = Matrix(rows: rowTotals.count, columns: columnTotals.count)
    for cell in cells { overlaps[cell.row, cell.column] = Double(cell.count) }
    let assignment = LinearAssignment(maximizing: overlaps)
    let pairs = assignment.columnOfRow.enumerated().compactMap { row, column in
      column.map { column in
        GroupMatching.Pair(
          first: rowLabels[row], second: columnLabels[column],
          overlap: Int(overlaps[row, column]))
      }
    }
    return GroupMatching(
      pairs: pairs, share: total == 0 ? nil : assignment.total / Double(total))
  }
}
