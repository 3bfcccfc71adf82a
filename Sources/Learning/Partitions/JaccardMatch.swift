/// A group of one partition, and the group of another that it resembles most.
public struct JaccardMatch: Sendable, Equatable {
  /// Label of the group.
  public let group: Int
  /// Label of the other partition's group; of equally good ones the one of the least label.
  public let best: Int
  /// Members of both ÷ members of either (Jaccard 1901), above 0 and at most 1.
  public let similarity: Double
}

extension ContingencyTable {
  /// For each group of the first partition, in order of label, the most similar group of the second.
  ///
  /// Unlike `bestMatching` several groups may have the same best one.
  public var jaccardMatches: [JaccardMatch] {
    var best = [JaccardMatch?](repeating: nil, count: rowTotals.count)
    for cell in cells {
      let either = rowTotals[cell.row] + columnTotals[cell.column] - cell.count
      let similarity = Double(cell.count) / Double(either)
      guard similarity > best[cell.row]?.similarity ?? 0 else { continue }
      best[cell.row] = JaccardMatch(
        group: rowLabels[cell.row], best: columnLabels[cell.column], similarity: similarity)
    }
    return best.compactMap(\.self)
  }
}
