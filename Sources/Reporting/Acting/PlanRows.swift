internal import Files
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
}
