internal import Features

/// The stages that make the columns of a design of features: transformed, then imputed and clamped.
struct DesignStage {
  let design: FittedDesign
  /// Before the names of its columns.
  let prefix: String

  /// Features that its columns are made of, in the design's order.
  var used: [FittedFeature] {
    let names = Set(design.columns.flatMap { [$0.feature, $0.other ?? $0.feature] })
    return design.features.filter { names.contains($0.name) }
  }

  /// Adds stages of the transformed and of the prepared features.
  ///
  /// - Returns: the name of the last of them.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    let (transformed, prepared) = ("\(prefix)transformed", "\(prefix)prepared")
    query.add(
      transformed, "On the scale that the model learned on.", after: stage,
      columns: used.map {
        SQLColumn("\(prefix)t_\($0.name)", $0.transform.sql(of: featureColumn($0.name)))
      })
    query.add(
      prepared, "Missing values imputed, others kept within the range of training.",
      after: transformed,
      columns: used.map { feature in
        let name = "\(prefix)t_\(feature.name)"
        return SQLColumn(
          value(feature.name),
          "CASE WHEN \(name) IS NULL THEN \(number(feature.imputation)) "
            + "WHEN \(name) < \(number(feature.lowest)) THEN \(number(feature.lowest)) "
            + "WHEN \(name) > \(number(feature.highest)) THEN \(number(feature.highest)) "
            + "ELSE \(name) END")
      })
    return prepared
  }

  /// A column of the design, centred and scaled.
  func standardised(_ column: DesignColumn) -> String {
    "(\(raw(column)) - \(number(column.mean))) / \(number(column.standardDeviation))"
  }

  private func raw(_ column: DesignColumn) -> String {
    switch column.kind {
    case .value: value(column.feature)
    case .missing: "CASE WHEN \(featureColumn(column.feature)) IS NULL THEN 1e0 ELSE 0e0 END"
    case .hinge: hinge(column.feature, column.knot ?? 0)
    case .interaction:
      "\(factor(column.feature, column.knot)) * \(factor(column.other ?? column.feature, column.otherKnot))"
    }
  }

  private func factor(_ name: String, _ knot: Double?) -> String {
    guard let constants = design.features.first(where: { $0.name == name }) else { return "NULL" }
    let above = knot.map { hinge(name, $0) } ?? "\(value(name)) - \(number(constants.mean))"
    return "((\(above)) / \(number(constants.standardDeviation)))"
  }

  private func hinge(_ name: String, _ knot: Double) -> String {
    "CASE WHEN \(value(name)) > \(number(knot)) THEN \(value(name)) - \(number(knot)) ELSE 0e0 END"
  }

  private func value(_ name: String) -> String { "\(prefix)v_\(name)" }
}

/// The column of a feature.
func featureColumn(_ name: String) -> String { "f_\(name)" }

extension Transform {
  /// The transformed value of an expression; NULL stays.
  fileprivate func sql(of x: String) -> String {
    switch self {
    case .identity: x
    case .log1p: "LN(1e0 + CASE WHEN \(x) < 0e0 THEN 0e0 ELSE \(x) END)"
    case .signedLog1p: "SIGN(\(x)) * LN(1e0 + ABS(\(x)))"
    case .log: "LN(CASE WHEN \(x) < 1e-9 THEN 1e-9 ELSE \(x) END)"
    case .logit:
      {
        let most = number(1 - 1e-9)
        let kept = "CASE WHEN \(x) < 1e-9 THEN 1e-9 WHEN \(x) > \(most) THEN \(most) ELSE \(x) END"
        return "LN(\(kept)) - LN(1e0 - (\(kept)))"
      }()
    }
  }
}
