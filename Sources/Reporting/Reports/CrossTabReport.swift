internal import Expressions
package import Files
package import Models
package import Segmentation
internal import Units

/// What `segment --by` prints and writes.
package enum CrossTabReport {
  package static let kind = FolderContents(
    marker: "crosstab.json", others: ["groups.csv", "cells.csv"], readers: .anyone)

  package static func text(of table: CrossTab) -> String {
    let revenue = table.revenueDays.map { "in \($0) days" } ?? "in the whole history"
    var groups = TextTable([
      (table.by, .left), ("customers", .right), ("share", .right), ("revenue", .right),
      ("share", .right), ("per customer", .right), ("churned", .right), ("95 %", .left),
      ("predicted", .right),
    ])
    for group in table.groups {
      groups.append([
        group.group, grouped(group.customers), percent(group.share), group.revenue,
        percent(group.revenueShare), fixed(group.revenuePerCustomer, digits: 2),
        percent(group.churn),
        group.churnLow.flatMap { low in
          group.churnHigh.map {
            "\(fixed(100 * low, digits: 1)) … \(fixed(100 * $0, digits: 1)) of \(grouped(group.observed))"
          }
        } ?? "", percent(group.churnProbability),
      ])
    }
    var cells = TextTable(
      [("customers by \(table.by)", .left)]
        + table.segments.map { ($0, TextTable.Alignment.right) })
    for group in table.groups {
      cells.append(
        [group.group] + group.cells.map { $0.customers == 0 ? "·" : grouped($0.customers) })
    }
    let lines =
      [
        "Customers by \(table.by) (\(table.source)) as of \(table.asOf), segments by rule set "
          + table.ruleSet,
        "Revenue \(revenue); churned: customers known \(table.churnDays) days ago without an order since; "
          + "predicted: mean churn probability of the model.", "",
      ] + groups.lines + [""] + cells.lines + [
        "",
        "Adjusted mutual information between \(table.by) and segment: "
          + fixed(table.adjustedMutualInformation, digits: 4),
      ]
    return lines.joined(separator: "\n") + "\n"
  }

  package static func folder(_ table: CrossTab) throws(UndefinedFigure) -> AtomicFolder {
    let document = try reportJSON(table)
    var groups = RowWriter(
      columns: [
        "group", "customers", "share", "revenue", "revenue_share", "revenue_per_customer",
        "observed", "churn", "churn_low", "churn_high", "churn_probability",
      ], format: .csv)
    var cells = RowWriter(
      columns: ["group", "segment", "customers", "share", "revenue"], format: .csv)
    for group in table.groups {
      groups.append(text: group.group)
      groups.append(integer: group.customers)
      groups.append(number: group.share)
      groups.append(decimal: group.revenue)
      groups.append(number: group.revenueShare)
      groups.append(number: group.revenuePerCustomer)
      groups.append(integer: group.observed)
      for number in [group.churn, group.churnLow, group.churnHigh, group.churnProbability] {
        groups.append(number: number)
      }
      groups.endRow()
      for cell in group.cells {
        cells.append(text: group.group)
        cells.append(text: cell.segment)
        cells.append(integer: cell.customers)
        cells.append(number: cell.share)
        cells.append(decimal: cell.revenue)
        cells.endRow()
      }
    }
    return AtomicFolder(
      files: [
        (kind.marker, document), ("groups.csv", groups.takeBytes()),
        ("cells.csv", cells.takeBytes()),
      ],
      kind: kind)
  }

  private static func percent(_ share: Double?) -> String {
    share.map { "\(fixed(100 * $0, digits: 1)) %" } ?? "–"
  }
}
