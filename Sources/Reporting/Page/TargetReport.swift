internal import Charts
internal import Dense
internal import Features
package import Models
package import Scoring
internal import Segmentation
internal import Snapshots
internal import Training
internal import Units

/// What a shop is told of a target of its own on one page: for whom it is likely to hold and why, how well
/// that is known; then the evidence.
///
/// A pure function of plain results, as `ShopReport` of churn. Values, lists and segments rest on churn and
/// are not here.
package struct TargetReport {
  let name: String
  let model: Model
  let evaluation: Evaluation
  let scored: TargetScores
  /// What was read.
  let log: RunSummary.Log
  /// That the model learned from and was not given.
  let missingInputs: [String]
  let context: PageContext

  /// - Parameters:
  ///   - name: of the model's folder.
  ///   - model: of the target, that scored the customers.
  ///   - evaluation: of the model, out of time.
  ///   - scored: the customers at the as-of date.
  ///   - log: what was read.
  ///   - missingInputs: that the model learned from and was not given.
  ///   - context: what stands around the scores, as of the same date.
  package init(
    name: String, model: Model, evaluation: Evaluation, scored: TargetScores,
    log: RunSummary.Log, missingInputs: [String], context: PageContext
  ) {
    self.name = name
    self.model = model
    self.evaluation = evaluation
    self.scored = scored
    self.log = log
    self.missingInputs = missingInputs
    self.context = context
  }

  private var sections: [PageSection] {
    [
      answer, likeliest, EvaluationSection(evaluation).section, clusters,
      ReturningSection(loyalty: context.loyalty).section,
      .data(log, model: scored.modelDigest, trainedAsOf: model.data.asOf),
      .limits(
        of: model, evaluation, missingInputs: missingInputs,
        notices: context.warnings + context.notices,
        drift: scored.drift?.notices.map(\.textOfTarget) ?? []),
    ]
  }

  /// The page: HTML in one text, without scripts and without requests.
  package var page: String {
    PageText(
      title: "Customers of \(name)",
      subtitle:
        "\(counted(scored.count, "customer")) as of \(scored.asOf); the target is "
        + "\(shortRule), of the \(scored.horizonInDays) days from then",
      sections: sections
    ).html
  }

  /// The pictures by file name, in the order of the page.
  package var charts: [(file: String, svg: String)] { sections.flatMap(\.chartFiles) }

  private var shortRule: String {
    scored.rule.count > 160 ? "\(scored.rule.prefix(159))…" : scored.rule
  }

  // MARK: The answer first

  private var answer: PageSection {
    let active = CustomerGroup.active.members(
      of: scored.facts, horizonInDays: scored.horizonInDays)
    let expected = active.reduce(0.0) { $0 + scored.probability[$1] }
    var blocks = context.warnings.map(PageBlock.warning)
    if let weakness = model.weaknessText { blocks.append(.warning(weakness)) }
    blocks.append(
      .figures([
        PageFigure(
          title: "The target will hold", figure: "for \(Self.count(expected))",
          meaning: "of \(counted(active.count, "active customer")), as expected for the next "
            + "\(scored.horizonInDays) days: \(Self.share(expected / Double(max(1, active.count)))) of them"
        ),
        PageFigure(
          title: "And of all", figure: "for \(Self.count(scored.probability.reduce(0, +)))",
          meaning: "of \(counted(scored.count, "customer")), those inactive for long among them"),
        held, sureness,
      ]))
    return PageSection(id: "answer", title: "The answer first", blocks: blocks)
  }

  /// For how many active customers it held where that was evaluated.
  private var held: PageFigure {
    let title = "It held before"
    guard let group = evaluation.group(.active),
      let seen = DataSufficiency(evaluatedIn: evaluation)
    else {
      return PageFigure(
        title: title, figure: "unknown", meaning: "the log was too short to evaluate it")
    }
    return PageFigure(
      title: title, figure: "for \(Self.share(group.baseRate))",
      meaning: "of \(counted(group.customers, "active customer")) of \(evaluation.asOf): "
        + "for \(grouped(seen.churners)) in \(evaluation.horizonInDays) days"
        + (seen.isEnough
          ? ""
          : "; figures of so few are rough, they settle from about \(DataSufficiency.enough) of the rarer "
            + "kind on"))
  }

  /// The AUC on active customers as pairs out of a hundred, beside the simplest rule.
  private var sureness: PageFigure {
    let title = "How sure"
    guard let group = evaluation.group(.active), let auc = group.model.auc.value else {
      return PageFigure(
        title: title, figure: "unknown",
        meaning:
          "at the evaluation date the target held for all active customers, for none, or could not "
          + "be evaluated")
    }
    func outOf100(_ share: Double) -> String { fixed(100 * share, digits: 0) }
    let interval = group.model.auc
    let range =
      zip2(interval.low, interval.high).map { " (\(outOf100($0)) to \(outOf100($1)))" } ?? ""
    let rule = group.recency.auc.value.map {
      "; by days since the last order alone \(outOf100($0))"
    }
    return PageFigure(
      title: title, figure: "\(outOf100(auc)) of 100",
      meaning:
        "times the model gave the higher probability to the one of two active customers for whom the "
        + "target held\(range)\(rule ?? ""), on the \(evaluation.horizonInDays) days from "
        + "\(evaluation.asOf)")
  }

  // MARK: The likeliest

  private static let rowsShown = 20
  private static let bands = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8]

  private var likeliest: PageSection {
    let table = scored.table
    let rows = table.ranking.prefix(Self.rowsShown)
    return PageSection(
      id: "likeliest", title: "For whom it is likeliest",
      blocks: [
        .paragraph(
          "In the order of the probability. Whether a customer for whom the target holds is worth acting on "
            + "is for you to say: the model knows nothing of what they are worth or what a contact does."
        ),
        .table(
          PageTable(
            title: "The first \(rows.count) of \(counted(scored.count, "customer"))",
            header: [
              "customer", "probability", "days since last order", "orders", "order value", "why",
            ],
            rows: rows.map { row in
              [
                shownID(table.idText(ofRow: row)), Self.share(scored.probability[row]),
                grouped(scored.facts.daysSinceLastOrder[row]), grouped(scored.facts.orders[row]),
                amount(orderValue(row)),
                table.reasons(row, 2).map(\.sentence).joined(separator: "; "),
              ]
            }, texts: [0, 5])),
        .charts([bandChart]),
      ])
  }

  /// Customers by probability.
  private var bandChart: BarChart {
    let edges = Self.bands + [1]
    let bands = zip(edges, edges.dropFirst()).map { low, high in
      let own = scored.probability.filter { $0 >= low && ($0 < high || high == 1) }
      return (
        name: "\(percent(low, digits: 0)) to \(percent(high, digits: 0))", customers: own.count,
        expected: own.reduce(0, +)
      )
    }
    return BarChart(
      title: "Customers by probability",
      summary:
        "How many customers have which probability, and for how many of them the target is expected "
        + "to hold.",
      bars: bands.map {
        BarChart.Bar($0.name, Double($0.customers), figure: grouped($0.customers))
      },
      table: ChartTable(
        header: ["probability", "customers", "expected to hold for"],
        rows: bands.map { [$0.name, grouped($0.customers), Self.count($0.expected)] }))
  }

  // MARK: Clusters

  private var clusters: PageSection {
    let facts = scored.facts
    let members = Dictionary(grouping: scored.cluster.indices) { scored.cluster[$0] }
      .sorted { $0.key < $1.key }
    let rows = members.map { cluster, rows -> [String] in
      [
        "cluster \(cluster)", grouped(rows.count),
        fixed(median(rows.map { Double(facts.daysSinceLastOrder[$0]) }), digits: 0),
        fixed(median(rows.map { Double(facts.orders[$0]) }), digits: 0),
        amount(median(rows.map(orderValue))), Self.share(mean(rows.map { scored.probability[$0] })),
        Self.count(rows.reduce(0) { $0 + scored.probability[$1] }),
      ]
    }
    let map = context.clusterMap.flatMap { BubbleChart($0, of: scored.cluster) }
    return PageSection(
      id: "clusters", title: "Clusters",
      blocks: [
        .paragraph(
          "Groups that k-means found by behaviour, without the target. Medians of their customers, and what "
            + "the model expects of them:"),
        .table(
          PageTable(
            title: "Clusters in their customers' own units",
            header: [
              "cluster", "customers", "days since last order", "orders", "order value",
              "mean probability", "expected to hold for",
            ], rows: rows, texts: [0])),
      ] + (map.map { [.charts([$0])] } ?? []))
  }

  private func orderValue(_ row: Int) -> Double {
    money(scored.facts.averageOrderValue(of: row), scale: scored.moneyScale)
  }

  /// A share of customers; of a rare target two digits tell it from 0.
  private static func share(_ share: Double) -> String {
    percent(share, digits: share < 0.1 ? 2 : 1)
  }

  /// An expected number of customers.
  private static func count(_ expected: Double) -> String {
    expected < 10 ? fixed(expected, digits: 1) : grouped(Int(expected.rounded()))
  }
}
