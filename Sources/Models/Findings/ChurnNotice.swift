package import Features
package import Units

/// Something to know of a churn model before its probabilities or coefficients are used.
package enum ChurnNotice: StoredFinding {
  /// Features that took no part; of duplicates, `sameAs` names the other of each.
  case unused(DroppedColumn.Reason, features: [String], sameAs: [String])
  case constantColumn(String)
  case duplicateColumn(String, of: String)
  case collinearColumn(String, with: [String])
  /// A combination of these columns separates the classes.
  case separatingColumns([String])
  case fitEndedEarly(gradientNorm: Double)
  /// The strongest suspicions of leakage have a notice each.
  case leakage(LeakageWarning)
  /// Further features of which the same holds.
  case leakageOfOthers([String])

  package var fact: Fact {
    switch self {
    case .unused(let reason, let features, let sameAs):
      Fact(
        "features_\(reason.rawValue)",
        ["features": .texts(features)].merging(sameAs.isEmpty ? [:] : ["same_as": .texts(sameAs)]) {
          $1
        })
    case .constantColumn(let column): Fact("constant_column", ["column": .text(column)])
    case .duplicateColumn(let column, let other):
      Fact("duplicate_column", ["column": .text(column), "other": .text(other)])
    case .collinearColumn(let column, let others):
      Fact("collinear_column", ["column": .text(column), "others": .texts(others)])
    case .separatingColumns(let columns):
      Fact("separating_columns", ["columns": .texts(columns)])
    case .fitEndedEarly(let norm): Fact("fit_ended_early", ["gradient_norm": .number(norm)])
    case .leakage(let warning): warning.fact
    case .leakageOfOthers(let features): Fact("leakage_of_others", ["features": .texts(features)])
    }
  }

  package init?(_ fact: Fact) {
    let column = fact.text("column")
    switch (fact.code, column) {
    case ("constant_column", let column?): self = .constantColumn(column)
    case ("duplicate_column", let column?):
      guard let other = fact.text("other") else { return nil }
      self = .duplicateColumn(column, of: other)
    case ("collinear_column", let column?):
      guard let others = fact.texts("others") else { return nil }
      self = .collinearColumn(column, with: others)
    case ("separating_columns", _):
      guard let columns = fact.texts("columns") else { return nil }
      self = .separatingColumns(columns)
    case ("fit_ended_early", _):
      guard let norm = fact.number("gradient_norm") else { return nil }
      self = .fitEndedEarly(gradientNorm: norm)
    case ("leakage_of_others", _):
      guard let features = fact.texts("features") else { return nil }
      self = .leakageOfOthers(features)
    default:
      if let warning = LeakageWarning(fact) {
        self = .leakage(warning)
        return
      }
      guard let features = fact.texts("features"), fact.code.hasPrefix("features_"),
        let reason = DroppedColumn.Reason(rawValue: String(fact.code.dropFirst(9)))
      else { return nil }
      self = .unused(reason, features: features, sameAs: fact.texts("same_as") ?? [])
    }
  }
}

extension LeakageWarning {
  /// The warning as a finding of a model.
  package var fact: Fact {
    Fact("leakage", ["feature": .text(feature), "auc": .number(areaUnderCurve)])
  }

  init?(_ fact: Fact) {
    guard fact.code == "leakage", let feature = fact.text("feature"),
      let area = fact.number("auc")
    else { return nil }
    self.init(feature: feature, areaUnderCurve: area)
  }
}
