package import Experiments
package import Files
package import Ingestion
internal import Units

/// What `experiment assign` says and writes.
package enum AssignmentReport {
  private static let mostStrata = 30

  /// Sizes, strata and balance.
  package static func lines(
    of balance: ArmBalance, plan: ArmPlan, strata: Strata, withinStrata: Bool
  ) -> [String] {
    var lines = [
      withinStrata
        ? "Arms are drawn within strata: every stratum has its shares; a customer's arm depends on who "
          + "else is in it."
        : "Arms are drawn by a keyed hash of each id alone: nobody's arm depends on who else is there. "
          + "Strata are for the balance below and the readout."
    ]
    for cut in strata.cuts where !cut.cutOffs.isEmpty {
      let ends = cut.cutOffs.map { significant($0, digits: 4) }.joined(separator: ", ")
      lines.append("\(cut.column) is cut after \(ends)")
    }
    var table = TextTable(
      [("stratum", .left), ("customers", .right)] + plan.arms.map { ($0.name, .right) })
    func row(_ name: String, _ counts: [Int]) -> [String] {
      let total = counts.reduce(0, +)
      return [name, grouped(total)]
        + counts.map {
          "\(grouped($0)) (\(percent(total > 0 ? Double($0) / Double(total) : 0)))"
        }
    }
    table.append(row("all", balance.ratio.counts))
    if balance.strata.count > 1 {
      for stratum in balance.strata.prefix(mostStrata) {
        table.append(row(stratum.name, stratum.counts))
      }
    }
    lines += table.lines
    if balance.strata.count > mostStrata {
      lines.append("and \(grouped(balance.strata.count - mostStrata)) strata more")
    }
    lines.append(
      "sizes against the planned shares: \(pText(balance.ratio.pValue))"
        + (balance.strataPValue.map { "; by stratum: \(pText($0))" } ?? ""))
    for difference in balance.differences {
      let isLarge = abs(difference.standardised) >= ArmBalance.Difference.large
      lines.append(
        "\(difference.column), \(difference.arm) less \(plan.controlArm.name): "
          + "\(signed(difference.standardised, digits: 2)) standard deviations"
          + (isLarge ? ", which is large: chance, or too few customers" : ""))
    }
    return lines
  }

  /// Writes one row a customer, by id.
  package static func write<Failure: Error>(
    _ table: AssignmentTable, arms: [Int], plan: ArmPlan, strata: Strata, experiment: String,
    starts: String, format: RowFormat, to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = RowWriter(columns: AssignmentFile.columns, format: format)
    for row in 0..<table.ids.count {
      writer.append(text: experiment)
      writer.append(text: table.ids, row)
      writer.append(text: plan.arms[arms[row]].name)
      writer.append(number: plan.arms[arms[row]].share)
      writer.append(text: strata.names[strata.ofCustomer[row]])
      writer.append(text: starts)
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}

/// A p-value as reports write it.
func pText(_ value: Double) -> String {
  value < 0.0001 ? "p < 0.0001" : "p = \(fixed(value, digits: value < 0.01 ? 4 : 2))"
}
