internal import Dense
package import Experiments
internal import Files
package import Ingestion

extension ExperimentRows {
  /// Outcomes of a table, by the arms of an assignment.
  ///
  /// - Parameters:
  ///   - table: outcomes.
  ///   - assignment: who is in which arm.
  ///   - plan: the arms.
  ///   - segmentedBy: name of the table's column of segments; without one they are the strata.
  package init(
    _ table: OutcomeTable, of assignment: AssignmentFile, plan: ArmPlan, segmentedBy: String?
  ) {
    let customers = assignment.ids.count
    let places = assignment.armNames.map { name in
      plan.arms.firstIndex { $0.name == name } ?? plan.control
    }
    let segments = table.segments.map {
      Segments(name: segmentedBy ?? "segment", names: $0.names, ofCustomer: $0.ofCustomer)
    }
    let strata = assignment.strata.map {
      Segments(name: "stratum", names: $0.names, ofCustomer: $0.ofCustomer)
    }
    let width = table.covariates.count
    var covariates = Matrix(rows: customers, columns: width)
    for (column, covariate) in table.covariates.enumerated() {
      for row in 0..<customers { covariates[row, column] = covariate.values[row] }
    }
    let days = assignment.days ?? []
    self.init(
      plan: plan, arms: assignment.arms.map { places[$0] },
      outcomes: table.outcomes.map { Outcome(name: $0.name, values: $0.values) },
      covariateNames: table.covariates.map(\.name), covariates: covariates,
      segments: segments ?? strata, isStaggered: Set(days).count > 1)
  }
}
