internal import Charts
internal import Dense
internal import Segmentation
internal import Units

/// Who comes back: cohorts by month, and the way from order to order.
struct ReturningSection {
  let loyalty: CohortAnalysis

  private static let mostCohorts = 13
  private static let mostSteps = 8

  var section: PageSection {
    var section = PageSection(id: "returning", title: "Who comes back")
    var charts: [any Chart] = []
    if let map = retention { charts.append(map) }
    let steps = loyalty.ladder.steps.filter { $0.followed > 0 }.prefix(Self.mostSteps)
    if !steps.isEmpty { charts.append(funnel(Array(steps))) }
    if charts.isEmpty {
      section.blocks.append(.paragraph("The log is too short to tell."))
    } else {
      section.blocks.append(.charts(charts))
    }
    return section
  }

  /// Share of each month's new customers with an order in the months after.
  private var retention: HeatMap? {
    let cohorts = loyalty.cohorts.suffix(Self.mostCohorts).filter { cohort in
      cohort.months.contains { $0.monthsSince > 0 && $0.isComplete }
    }
    let most = cohorts.map { $0.months.filter(\.isComplete).count - 1 }.max() ?? 0
    guard most >= 1 else { return nil }
    let columns = Array(1...min(most, 12))
    let cells = cohorts.map { cohort in
      columns.map { since in
        cohort.months.first { $0.monthsSince == since && $0.isComplete }?.share
      }
    }
    let names = cohorts.map { "\($0.month) (\(grouped($0.customers)))" }
    return HeatMap(
      title: "Months after the first order",
      summary:
        "Of the customers whose first order fell in a month (and how many they are), the share with "
        + "an order in the first, second and later months after it. Darker is more.",
      rows: names, columns: columns.map { "\($0)" }, cells: cells, form: .share,
      table: ChartTable(
        header: ["first order in"] + columns.map { "month \($0)" },
        rows: zip(names, cells).map { name, cells in
          [name] + cells.map { $0.map { percent($0) } ?? "" }
        }))
  }

  private func funnel(_ steps: [LadderStep]) -> BarChart {
    BarChart(
      title: "From order to order",
      summary:
        "Of the customers whose n-th order is long enough ago, the share who placed the next one "
        + "within \(loyalty.ladder.withinDays) days.",
      bars: steps.map { step in
        let share = step.shareWithin ?? 0
        return BarChart.Bar(
          "\(step.order) → \(step.order + 1)", share, figure: percent(share, digits: 0),
          interval: wilson(Int((share * Double(step.followed)).rounded()), of: step.followed)
            .map { $0.low...$0.high })
      },
      table: ChartTable(
        header: ["orders", "customers followed", "went on in time", "median days between"],
        rows: steps.map { step in
          [
            "\(step.order) → \(step.order + 1)", grouped(step.followed),
            percent(step.shareWithin ?? 0), step.medianDays.map { fixed($0, digits: 0) } ?? "",
          ]
        }))
  }
}
