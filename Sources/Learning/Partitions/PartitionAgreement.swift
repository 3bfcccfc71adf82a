private import RealModule

/// How far two partitions of the same members agree.
///
/// Definitions and degenerate cases are scikit-learn's; the first partition takes the place of its
/// `labels_true`.
public struct PartitionAgreement: Sendable, Equatable {
  /// Rand index adjusted for chance (Hubert & Arabie 1985): 1 is the same partition, 0 is chance.
  public let adjustedRand: Double
  /// Mutual information adjusted for chance (Vinh, Epps & Bailey 2010), normalised by the mean of
  /// the two entropies.
  public let adjustedMutualInformation: Double
  /// How little of the first partition is left open by the second: 1 − H(first | second) /
  /// H(first).
  public let homogeneity: Double
  /// How little of the second partition is left open by the first.
  public let completeness: Double
  /// The harmonic mean of homogeneity and completeness.
  public let vMeasure: Double

  public init(_ first: [Int], _ second: [Int]) {
    self.init(ContingencyTable(first, second))
  }

  public init(_ table: ContingencyTable) {
    let information = table.mutualInformation
    let rowEntropy = entropy(of: table.rowTotals)
    let columnEntropy = entropy(of: table.columnTotals)
    adjustedRand = table.adjustedRand
    adjustedMutualInformation = table.adjusted(
      information, meanEntropy: (rowEntropy + columnEntropy) / 2)
    let homogeneity = rowEntropy == 0 ? 1 : information / rowEntropy
    let completeness = columnEntropy == 0 ? 1 : information / columnEntropy
    let sum = homogeneity + completeness
    self.homogeneity = homogeneity
    self.completeness = completeness
    vMeasure = sum == 0 ? 0 : 2 * homogeneity * completeness / sum
  }
}

extension ContingencyTable {
  fileprivate var adjustedRand: Double {
    // Counts of ordered pairs, and products of two of them, outgrow 64 bits.
    let n = Int128(total)
    let together = cells.reduce(Int128(0)) { $0 + Int128($1.count) * Int128($1.count) } - n
    let inFirst = rowTotals.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) } - n
    let inSecond = columnTotals.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) } - n
    let firstOnly = inFirst - together
    let secondOnly = inSecond - together
    let apart = n * (n - 1) - together - firstOnly - secondOnly
    if firstOnly == 0, secondOnly == 0 { return 1 }
    let numerator = 2 * (together * apart - firstOnly * secondOnly)
    let denominator =
      inFirst * (firstOnly + apart) + inSecond * (secondOnly + apart)
    return Double(numerator) / Double(denominator)
  }

  /// Mutual information in nats, at least 0.
  fileprivate var mutualInformation: Double {
    guard rowTotals.count > 1, columnTotals.count > 1 else { return 0 }
    let n = Double(total)
    let sum = cells.reduce(0.0) { sum, cell in
      let count = Double(cell.count)
      let product = Double(rowTotals[cell.row]) * Double(columnTotals[cell.column])
      return sum + count / n * .log(n * count / product)
    }
    // What independence leaves of rounding is no information.
    return sum <= .ulpOfOne ? 0 : sum
  }

  fileprivate func adjusted(_ information: Double, meanEntropy: Double) -> Double {
    if rowTotals.count <= 1, columnTotals.count <= 1 { return 1 }
    if rowTotals.count == 1 || columnTotals.count == 1 { return 0 }
    let expected = expectedMutualInformation
    // Both differences are 0 but for rounding where chance alone agrees fully; as in scikit-learn
    // their ratio is then 1 in size.
    func awayFromZero(_ value: Double) -> Double {
      value < 0 ? min(value, -.ulpOfOne) : max(value, .ulpOfOne)
    }
    return awayFromZero(information - expected) / awayFromZero(meanEntropy - expected)
  }

  /// Expected mutual information of random partitions with the same group sizes.
  package var expectedMutualInformation: Double {
    let rowSizes = Self.multiplicities(of: rowTotals)
    let columnSizes = Self.multiplicities(of: columnTotals)
    let n = total
    var sum = 0.0
    for row in rowSizes {
      for column in columnSizes {
        let expected = expectedInformation(a: row.size, b: column.size, n: n)
        sum += Double(row.groups) * Double(column.groups) * expected
      }
    }
    return sum
  }

  /// Group sizes and how many groups have each, in order of size.
  private static func multiplicities(of totals: [Int]) -> [(size: Int, groups: Int)] {
    var result: [(size: Int, groups: Int)] = []
    for total in totals.sorted() {
      if let last = result.last, last.size == total {
        result[result.count - 1].groups += 1
      } else {
        result.append((total, 1))
      }
    }
    return result
  }
}

/// E[x/n · log(n·x / (a·b))] for x hypergeometric: the overlap of a group of a with one of b.
///
/// Probabilities follow from that of the mode by their ratios, up and down, and are divided by
/// their sum. Through log-gamma, as this is mostly computed, the rounding of log n! (about n · ε ·
/// log n) would be the error of every probability: 1e-9 for two million members.
private func expectedInformation(a: Int, b: Int, n: Int) -> Double {
  let (lowest, highest) = (max(0, a + b - n), min(a, b))
  let mode = min(max(Int(Double(a + 1) * Double(b + 1) / Double(n + 2)), lowest), highest)
  let (n, product) = (Double(n), Double(a) * Double(b))
  let (da, db) = (Double(a), Double(b))
  func information(_ x: Int) -> Double {
    x == 0 ? 0 : Double(x) / n * .log(n * Double(x) / product)
  }
  var (mass, sum) = (1.0, information(mode))
  // Beyond the mode probabilities fall at least geometrically, so what is cut off is no bit.
  let negligible = 1e-30
  var (probability, x) = (1.0, mode)
  while x < highest, probability > negligible {
    let overlap = Double(x)
    probability *= (da - overlap) * (db - overlap) / ((overlap + 1) * (n - da - db + overlap + 1))
    x += 1
    mass += probability
    sum += probability * information(x)
  }
  (probability, x) = (1, mode)
  while x > lowest, probability > negligible {
    let overlap = Double(x)
    probability *= overlap * (n - da - db + overlap) / ((da - overlap + 1) * (db - overlap + 1))
    x -= 1
    mass += probability
    sum += probability * information(x)
  }
  return sum / mass
}

/// Entropy of group sizes in nats.
private func entropy(of totals: [Int]) -> Double {
  guard totals.count > 1 else { return 0 }
  let n = Double(totals.reduce(0, +))
  return -totals.reduce(0.0) { $0 + Double($1) / n * .log(Double($1) / n) }
}
