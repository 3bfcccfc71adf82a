internal import Dense
internal import Expressions
internal import Features
package import Files
internal import Learning
package import Models
internal import Scoring
package import Segmentation
internal import Units

/// The folder that `segment --compare-to --output` writes: everything as JSON, and a CSV a table.
package enum MovementFiles {
  package static let kind = FolderContents(
    marker: "movement.json",
    others: [
      "segments.csv", "transitions.csv", "moves.csv", "alerts.csv", "cohorts.csv", "ladder.csv",
      "months.csv", "categories.csv",
    ])

  package static func folder(
    _ movement: Movement, moves: [CustomerMove], moneyScale: Int, id: (Int) -> String
  ) throws(UndefinedFigure) -> AtomicFolder {
    AtomicFolder(
      files: [
        (kind.marker, try reportJSON(movement)), ("segments.csv", segments(movement)),
        ("transitions.csv", transitions(movement)),
        ("moves.csv", rows(moves, moneyScale: moneyScale, id: id)),
        ("alerts.csv", alerts(movement)), ("cohorts.csv", cohorts(movement)),
        ("ladder.csv", ladder(movement)), ("months.csv", months(movement)),
        ("categories.csv", categories(movement)),
      ],
      kind: kind)
  }

  private static func table<Row>(
    _ columns: [String], _ rows: [Row], _ append: (Row, inout RowWriter) -> Void
  ) -> [UInt8] {
    var writer = RowWriter(columns: columns, format: .csv)
    for row in rows {
      append(row, &writer)
      writer.endRow()
    }
    return writer.takeBytes()
  }

  private static func segments(_ movement: Movement) -> [UInt8] {
    let columns = [
      "rank", "segment", "customers_before", "customers_after", "customers_growth",
      "share_before", "share_after", "revenue_before", "revenue_after", "revenue_growth",
      "revenue_share_before", "revenue_share_after", "arrived", "departed",
    ]
    return table(columns, movement.segments) { change, writer in
      writer.append(integer: change.rank)
      writer.append(text: change.segment)
      writer.append(integer: change.customersBefore)
      writer.append(integer: change.customersAfter)
      writer.append(number: change.customersGrowth)
      writer.append(number: change.shareBefore)
      writer.append(number: change.shareAfter)
      writer.append(decimal: change.revenueBefore)
      writer.append(decimal: change.revenueAfter)
      writer.append(number: change.revenueGrowth)
      writer.append(number: change.revenueShareBefore)
      writer.append(number: change.revenueShareAfter)
      writer.append(integer: change.arrived)
      writer.append(integer: change.departed)
    }
  }

  private static func transitions(_ movement: Movement) -> [UInt8] {
    table(["from", "to", "customers", "share"], movement.transitions) { move, writer in
      writer.append(text: move.from)
      writer.append(text: move.to)
      writer.append(integer: move.customers)
      writer.append(number: move.share)
    }
  }

  private static func rows(
    _ moves: [CustomerMove], moneyScale: Int, id: (Int) -> String
  ) -> [UInt8] {
    let columns = ["customer_id", "from", "to", "direction", "spend_before", "spend_after"]
    return table(columns, moves) { move, writer in
      writer.append(text: id(move.customer))
      writer.append(text: move.before)
      writer.append(text: move.after)
      writer.append(text: move.direction.rawValue)
      for amount in [move.spendBefore, move.spendAfter] {
        writer.append(decimal: FixedDecimal(mantissa: amount, scale: moneyScale).description)
      }
    }
  }

  private static func alerts(_ movement: Movement) -> [UInt8] {
    let rows = movement.alerts.flatMap { alert in alert.customers.map { (alert, $0) } }
    return table(["from", "to", "customer_id"], rows) { row, writer in
      writer.append(text: row.0.from)
      writer.append(text: row.0.to)
      writer.append(text: row.1)
    }
  }

  private static func cohorts(_ movement: Movement) -> [UInt8] {
    let rows = movement.cohorts.flatMap { cohort in cohort.months.map { (cohort, $0) } }
    let columns = [
      "began_in", "cohort_customers", "months_since", "customers", "share", "revenue",
      "is_complete",
    ]
    return table(columns, rows) { row, writer in
      writer.append(text: row.0.month.description)
      writer.append(integer: row.0.customers)
      writer.append(integer: row.1.monthsSince)
      writer.append(integer: row.1.customers)
      writer.append(number: row.1.share)
      writer.append(decimal: row.1.revenue)
      writer.append(text: row.1.isComplete ? "yes" : "no")
    }
  }

  private static func ladder(_ movement: Movement) -> [UInt8] {
    let columns = [
      "order", "customers", "went_on", "share", "median_days", "followed",
      "share_within_\(movement.ladder.withinDays)_days",
    ]
    return table(columns, movement.ladder.steps) { step, writer in
      writer.append(integer: step.order)
      writer.append(integer: step.customers)
      writer.append(integer: step.wentOn)
      writer.append(number: step.share)
      writer.append(number: step.medianDays)
      writer.append(integer: step.followed)
      writer.append(number: step.shareWithin)
    }
  }

  private static func months(_ movement: Movement) -> [UInt8] {
    let columns = [
      "month", "orders", "customers", "new_customers", "revenue", "returning_revenue",
      "returning_share", "is_complete",
    ]
    return table(columns, movement.months) { month, writer in
      writer.append(text: month.month.description)
      writer.append(integer: month.orders)
      writer.append(integer: month.customers)
      writer.append(integer: month.newCustomers)
      writer.append(decimal: month.revenue)
      writer.append(decimal: month.returningRevenue)
      writer.append(number: month.returningShare)
      writer.append(text: month.isComplete ? "yes" : "no")
    }
  }

  private static func categories(_ movement: Movement) -> [UInt8] {
    let columns = [
      "segment", "category", "revenue_before", "revenue_after", "growth", "share_before",
      "share_after", "share_change",
    ]
    return table(columns, movement.categories) { change, writer in
      writer.append(text: change.segment)
      writer.append(text: change.category)
      writer.append(decimal: change.revenueBefore)
      writer.append(decimal: change.revenueAfter)
      writer.append(number: change.growth)
      writer.append(number: change.shareBefore)
      writer.append(number: change.shareAfter)
      writer.append(number: change.shareChange)
    }
  }
}
