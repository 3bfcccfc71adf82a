internal import Files
internal import Ingestion
package import Scoring
internal import Units

/// The rows of `plan.csv`.
package enum PlanRows {
  package static let columns = [
    "customer_id", "offer", "channel", "arm", "cost", "expected_gain", "expected_cost",
    "churn_probability", "lift", "break_even_incentive", "break_even_discount", "why_not",
  ]

  /// The bytes of all rows, those to contact first.
  package static func csv(of plan: RetentionPlan) -> [UInt8] {
    var writer = RowWriter(columns: columns, format: .csv)
    for row in plan.rows {
      writer.append(text: row.customer)
      writer.append(text: row.offer)
      writer.append(text: row.channel)
      writer.append(text: row.arm?.rawValue)
      writer.append(decimal: row.cost.map { decimalText(Int128($0), scale: plan.scale) })
      writer.append(number: row.expectedGain)
      writer.append(number: row.expectedCost)
      writer.append(number: row.churnProbability)
      writer.append(number: row.lift)
      writer.append(number: row.breakEvenIncentive)
      writer.append(number: row.breakEvenDiscount)
      writer.append(text: row.whyNot?.rawValue)
      writer.endRow()
    }
    return writer.takeBytes()
  }

  /// The bytes of an assignment as `experiment readout` reads it: those contacted and those left alone in
  /// their place, by offer; nil where nobody is left alone.
  package static func assignment(of plan: RetentionPlan) -> [UInt8]? {
    let share = plan.summary.assumptions.holdOutShare
    guard share > 0 else { return nil }
    var writer = RowWriter(columns: AssignmentFile.columns, format: .csv)
    let day = plan.day.description
    for row in plan.rows.filter({ $0.arm != nil }).sorted(by: {
      $0.customer.utf8.lexicographicallyPrecedes($1.customer.utf8)
    }) {
      writer.append(text: "plan of \(day)")
      writer.append(text: row.customer)
      writer.append(text: row.arm?.rawValue)
      writer.append(number: row.arm == .holdOut ? share : 1 - share)
      writer.append(text: row.offer)
      writer.append(text: day)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
