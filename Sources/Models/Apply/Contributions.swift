package import Dense
package import Features
internal import Snapshots

/// What each feature adds to a customer's logit of churn.
///
/// A feature may have several columns in the design (its value, "missing", the pieces of a spline):
/// its contribution is their sum, and a product of two features gives each of them half. The
/// contribution of a family is the sum of its features'. Columns are centred on training, so a
/// contribution is relative to the average training row. Intercept and the families'
/// contributions, added in order, are the logit to the bit.
package struct Contributions: Sendable {
  /// Names of the features that the model uses, those of one family next to each other.
  package let features: [String]
  /// Names of the families, in order.
  package let families: [String]
  /// The features of each family.
  package let members: [Range<Int>]
  package let intercept: Double
  /// Row-major: one row a customer, one column a feature.
  package let values: [Double]

  /// The logit of a customer: intercept and the families' contributions, added in their order.
  package func logit(ofRow row: Int) -> Double {
    var sum = intercept
    for family in members.indices { sum += value(ofRow: row, family: family) }
    return sum
  }

  /// What a family adds to a customer's logit.
  package func value(ofRow row: Int, family: Int) -> Double {
    let start = row * features.count
    var sum = 0.0
    for feature in members[family] { sum += values[start + feature] }
    return sum
  }
}

extension ChurnModel {
  /// Features with the column that the model's own outlook on orders gives, if it has one.
  package func completed(_ features: FeatureMatrix, workers: Workers) -> FeatureMatrix {
    outlook?.appended(to: features, workers: workers) ?? features
  }

  /// Splits the logits of rows that have all columns, the model's own outlook among them if it has one.
  package func program(of features: FeatureMatrix) -> ContributionProgram {
    ContributionProgram(self, names: features.names, catalogue: .current, asOf: features.asOf)
  }
}
