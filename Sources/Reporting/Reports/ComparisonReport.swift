package import Comparison
internal import Expressions
internal import Snapshots
internal import Training
internal import Units

/// What `compare` prints.
package enum ComparisonReport {
  package static func text(of comparison: PartitionComparison) -> String {
    var lines = [
      "Comparison of "
        + enumerated(comparison.partitions.map { "\($0.name) (\($0.title))" })
        + ": \(grouped(comparison.customers)) customers as of \(comparison.asOf)", "",
    ]
    lines += contingency(comparison)
    lines += agreement(comparison)
    lines += matching(comparison)
    lines += tightness(comparison)
    lines += worth(comparison)
    lines += additions(comparison)
    lines += clusterChoice(comparison)
    if comparison.pairs.count > 1 {
      lines += comparison.pairs.map { "\($0.first) and \($0.second): \($0.verdict.text)" }
    }
    lines.append("Verdict: \(comparison.verdict.text)")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Customers of the first pair: a column for each group of the first partition.
  private static func contingency(_ comparison: PartitionComparison) -> [String] {
    let pair = comparison.pairs[0]
    func groups(_ index: Int) -> [String] { comparison.partitions[index].groups.map(\.name) }
    let flow = Flow(
      title: "", subtitle: "", left: groups(1), right: groups(0),
      counts: groups(1).indices.map { row in pair.counts.map { $0[row] } }
    ).reduced(to: 12)
    let corner = pair.second == "segments" ? "segment" : pair.second
    var table = TextTable(
      [("\(corner) \\ \(pair.first)", .left)]
        + flow.right.map { ($0, TextTable.Alignment.right) } + [("all", .right)])
    for (row, name) in flow.left.enumerated() {
      table.append([name] + flow.counts[row].map(grouped) + [grouped(flow.leftTotals[row])])
    }
    table.append(["all"] + flow.rightTotals.map(grouped) + [grouped(flow.total)])
    return table.lines + [""]
  }

  private static func agreement(_ comparison: PartitionComparison) -> [String] {
    var table = TextTable([
      ("agreement", .left), ("adjusted Rand", .right), ("adjusted mutual information", .right),
      ("V-measure", .right), ("homogeneity", .right), ("completeness", .right),
      ("best one-to-one matching", .right),
    ])
    for pair in comparison.pairs {
      let figures = [
        pair.adjustedRand, pair.adjustedMutualInformation, pair.vMeasure, pair.homogeneity,
        pair.completeness,
      ]
      table.append(
        ["\(pair.first) × \(pair.second)"] + figures.map { fixed($0, digits: 4) }
          + [percent(pair.matchedShare)])
    }
    return table.lines + [""]
  }

  /// Names the groups of the first partition by those of the second.
  private static func matching(_ comparison: PartitionComparison) -> [String] {
    let pair = comparison.pairs[0]
    let similar = Dictionary(uniqueKeysWithValues: pair.firstJaccard.map { ($0.group, $0) })
    let sizes = Dictionary(
      uniqueKeysWithValues: comparison.partitions[0].groups.map { ($0.name, $0.customers) })
    var table = TextTable([
      (pair.first, .left), ("customers", .right), ("best match", .left), ("in both", .right),
      ("most similar", .left), ("Jaccard", .right), ("stability", .right),
    ])
    for group in comparison.partitions[0].groups where group.customers > 0 {
      let match = pair.matching.first { $0.first == group.name && $0.customers > 0 }
      let best = similar[group.name]
      table.append([
        group.name, grouped(sizes[group.name] ?? 0), match?.second ?? "–",
        match.map { grouped($0.customers) } ?? "–", best?.best ?? "–",
        figure(best?.jaccard, digits: 2), figure(group.stability, digits: 2),
      ])
    }
    return table.lines + [""]
  }

  private static func tightness(_ comparison: PartitionComparison) -> [String] {
    var table = TextTable([
      ("in the clusters' space", .left), ("silhouette", .right), ("Davies–Bouldin", .right),
      ("refits, adjusted Rand", .right), ("middle 90 %", .left), ("least stable group", .left),
    ])
    for partition in comparison.partitions {
      let stability = partition.stability
      let least = partition.groups.filter { $0.stability != nil }
        .min { ($0.stability ?? 1) < ($1.stability ?? 1) }
      table.append([
        partition.name, figure(partition.silhouette), figure(partition.daviesBouldin),
        figure(stability?.adjustedRand),
        stability.map { range($0.adjustedRandLow, $0.adjustedRandHigh) } ?? "given, not fitted",
        least.map { "\($0.name) (\(figure($0.stability, digits: 2)))" } ?? "–",
      ])
    }
    let refits = comparison.partitions.compactMap(\.stability?.refits).max() ?? 0
    return table.lines + [
      "Silhouette (\(grouped(comparison.silhouetteCustomers)) customers) and Davies–Bouldin are shown for "
        + "information; k-means optimises this space, so they do not enter the verdict. Stability: adjusted "
        + "Rand index against refits on \(refits) bootstrap samples; mean Jaccard similarity per group "
        + "(Hennig 2007; below 0.6 is unstable).", "",
    ]
  }

  private static func worth(_ comparison: PartitionComparison) -> [String] {
    var table = worthTable("D² out of time")
    for name in comparison.partitions.map(\.name) + PartitionComparison.references {
      if let worth = comparison.worth[name] {
        append(name, worth, to: &table)
      } else {
        table.append([name, "–", "not evaluated: no validity date", "–", ""])
      }
    }
    for pair in comparison.pairs {
      guard let difference = pair.difference else { continue }
      append("\(pair.first) − \(pair.second)", difference, to: &table)
    }
    return [
      "Fitted as of \(comparison.learnedAsOf), evaluated on the \(comparison.horizonInDays) days from "
        + "\(comparison.evaluatedAsOf); D², deviance explained relative to one rate for all:", "",
    ] + table.lines + [""]
  }

  private static func additions(_ comparison: PartitionComparison) -> [String] {
    var table = worthTable("D² added")
    for pair in comparison.pairs {
      if let adds = pair.firstAdds {
        append("\(pair.first) within \(pair.second)", adds, to: &table)
      }
      if let adds = pair.secondAdds {
        append("\(pair.second) within \(pair.first)", adds, to: &table)
      }
    }
    guard comparison.pairs.contains(where: { $0.firstAdds != nil }) else { return [] }
    return table.lines + [""]
  }

  private static func clusterChoice(_ comparison: PartitionComparison) -> [String] {
    guard let choice = comparison.clusterChoice else { return [] }
    let ours = comparison.partitions.first { $0.name == "clusters" }?.groups.count
    return clusterChoice(choice)
      + (ours == choice.recommended
        ? [] : ["Train with \(choice.recommended) clusters to keep them in a model.", ""])
  }

  /// Numbers of clusters side by side, and the one that is recommended.
  static func clusterChoice(_ choice: ClusterChoice) -> [String] {
    var table = TextTable([
      ("clusters", .right), ("churn", .right), ("behind best", .right), ("error", .right),
      ("spend", .right), ("behind best", .right), ("error", .right), ("silhouette", .right),
      ("Davies–Bouldin", .right), ("", .left),
    ])
    for candidate in choice.candidates {
      table.append([
        "\(candidate.clusters)", figure(candidate.worth.churn), figure(candidate.churnBehindBest),
        figure(candidate.churnError), figure(candidate.worth.spend),
        figure(candidate.spendBehindBest), figure(candidate.spendError),
        figure(candidate.silhouette), figure(candidate.daviesBouldin),
        candidate.clusters == choice.recommended ? "◄" : "",
      ])
    }
    return table.lines + ["How many clusters: \(choice.recommended). \(choice.reason.text)", ""]
  }

  // MARK: Cells

  private static func worthTable(_ title: String) -> TextTable {
    TextTable([
      (title, .left), ("churn", .right), ("95 %", .left), ("spend", .right), ("95 %", .left),
    ])
  }

  private static func append(_ name: String, _ worth: DevianceExplained, to table: inout TextTable)
  {
    table.append([
      name, figure(worth.churn), range(worth.churnLow, worth.churnHigh), figure(worth.spend),
      range(worth.spendLow, worth.spendHigh),
    ])
  }

  private static func figure(_ value: Double?, digits: Int = 4) -> String {
    value.map { fixed($0, digits: digits) } ?? "–"
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    "\(fixed(low, digits: 4)) … \(fixed(high, digits: 4))"
  }
}
