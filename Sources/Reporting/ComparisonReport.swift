package import Scoring
internal import Units

/// What `compare` prints.
package enum ComparisonReport {
  package static func text(of comparison: Comparison) -> String {
    var lines = [
      "\(comparison.clusterCount) clusters against rule set \(comparison.ruleSet), "
        + "\(grouped(comparison.customers)) customers as of \(comparison.asOf)", "",
    ]
    lines += contingency(comparison)
    lines += agreement(comparison)
    lines += worth(comparison)
    lines.append("Verdict: \(comparison.verdict)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func contingency(_ comparison: Comparison) -> [String] {
    let contingency = comparison.contingency
    var table = TextTable(
      [("segment", .left)]
        + contingency.clusters.map { ("\($0)", TextTable.Alignment.right) })
    for (column, segment) in contingency.segments.enumerated() {
      table.append([segment] + contingency.counts.map { grouped($0[column]) })
    }
    return table.lines + [""]
  }

  private static func agreement(_ comparison: Comparison) -> [String] {
    func figure(_ value: Double?) -> String { value.map { fixed($0, digits: 4) } ?? "–" }
    let matched = comparison.matching.map {
      "\($0.cluster) ↔ \($0.segment) (\(grouped($0.customers)))"
    }
    return [
      "Agreement: adjusted Rand \(figure(comparison.adjustedRand)), adjusted mutual information "
        + "\(figure(comparison.adjustedMutualInformation)), V-measure "
        + "\(figure(comparison.vMeasure)) (homogeneity \(figure(comparison.homogeneity)), "
        + "completeness \(figure(comparison.completeness)))",
      "Best one-to-one matching covers \(fixed(100 * comparison.matchedShare, digits: 1)) %: "
        + matched.joined(separator: ", "),
      "Silhouette in the clusters' space (\(grouped(comparison.silhouetteCustomers)) customers): "
        + "clusters \(figure(comparison.silhouetteClusters)), segments "
        + "\(figure(comparison.silhouetteSegments)); it informs, k-means optimises it",
      "",
    ]
  }

  private static func worth(_ comparison: Comparison) -> [String] {
    var table = TextTable([
      ("worth out of time", .left), ("churn", .right), ("95 %", .left), ("spend", .right),
      ("95 %", .left),
    ])
    func append(_ name: String, _ worth: Worth) {
      table.append([
        name, fixed(worth.churn, digits: 4),
        "\(fixed(worth.churnLow, digits: 4)) … \(fixed(worth.churnHigh, digits: 4))",
        fixed(worth.spend, digits: 4),
        "\(fixed(worth.spendLow, digits: 4)) … \(fixed(worth.spendHigh, digits: 4))",
      ])
    }
    for name in ["clusters", "segments", "recency_5", "frequency_5", "model_deciles"] {
      if let worth = comparison.worth[name] { append(name, worth) }
    }
    append("clusters − segments", comparison.difference)
    return [
      "Learned at \(comparison.learnedAsOf), scored on the \(comparison.horizonInDays) days from "
        + "\(comparison.judgedAsOf); 1 − deviance ÷ deviance of one rate for all:", "",
    ] + table.lines + [""]
  }
}
