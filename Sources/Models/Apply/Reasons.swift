package import Dense
package import Features
internal import Snapshots
package import Units

/// What each feature, and each family of features, adds to a customer's logit of churn.
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
  /// Of each family, the features that a case is told by, whatever weighs most.
  let leads: [[Int]]
  package let intercept: Double
  /// Row-major: one row a customer, one column a feature.
  package let values: [Double]

  /// The logit of a customer: intercept and the families' contributions, added in their order.
  package func logit(ofRow row: Int) -> Double {
    var sum = intercept
    for family in members.indices { sum += value(ofRow: row, family: family) }
    return sum
  }

  /// The probabilities of the first rows, one a row.
  package func probabilities(ofRows count: Int) -> [Double] {
    (0..<count).map { logistic(logit(ofRow: $0)) }
  }

  /// What a family adds to a customer's logit.
  package func value(ofRow row: Int, family: Int) -> Double {
    let start = row * features.count
    var sum = 0.0
    for feature in members[family] { sum += values[start + feature] }
    return sum
  }

  /// The families that move a customer's logit most, the largest first.
  package func strongest(ofRow row: Int, count: Int) -> [(family: Int, value: Double)] {
    members.indices
      .map { (family: $0, value: value(ofRow: row, family: $0)) }
      .filter { $0.value != 0 }
      .sorted { (abs($0.value), $1.family) > (abs($1.value), $0.family) }
      .prefix(count).map { $0 }
  }

  /// The feature of a family that moves a customer's logit most.
  func strongestFeature(ofRow row: Int, family: Int) -> Int {
    let start = row * features.count
    return members[family].max { first, second in
      (abs(values[start + first]), second) < (abs(values[start + second]), first)
    } ?? members[family].lowerBound
  }
}

/// How a part of what is known of a customer moves the risk.
package struct RiskChange: Sendable, Equatable {
  /// What the part adds to the logit.
  package let contribution: Double
  /// The customer's logit.
  package let logit: Double

  package init(contribution: Double, logit: Double) {
    self.contribution = contribution
    self.logit = logit
  }

  /// The risk of a customer who is average in this part, and else the same.
  package var riskWithout: Double { logistic(logit - contribution) }
  package var risk: Double { logistic(logit) }
}

/// One of the families of features that move a customer's logit most.
package struct Reason: Sendable {
  /// A feature that tells of the family, with the customer's own value; not-a-number where missing.
  package struct Detail: Sendable {
    package let feature: String
    package let value: Double
  }

  package let family: String
  /// What to tell the customer's case by: one fact or two.
  package let facts: [Detail]
  package let change: RiskChange
}

extension Contributions {
  /// The families that move a customer's logit most, the largest first, with the values to tell
  /// them by.
  ///
  /// - Parameters:
  ///   - row: the customer.
  ///   - count: reasons at most.
  ///   - value: a feature's value; nil where it is not at hand.
  /// - Returns: reasons, fewer than asked for where fewer families move the logit.
  package func reasons(
    ofRow row: Int, count: Int, value: (String) -> Double?
  ) -> [Reason] {
    let logit = logit(ofRow: row)
    return strongest(ofRow: row, count: count).map { strongest in
      var told = leads[strongest.family]
      if told.count < 2 {
        let telling = strongestFeature(ofRow: row, family: strongest.family)
        if told.first != telling { told.append(telling) }
      }
      return Reason(
        family: families[strongest.family],
        facts: told.compactMap { feature in
          value(features[feature]).map { Reason.Detail(feature: features[feature], value: $0) }
        },
        change: RiskChange(contribution: strongest.value, logit: logit))
    }
  }
}

extension ChurnModel {
  /// Features with the column that the model's own outlook on orders gives, if it has one.
  package func completed(_ features: FeatureMatrix, workers: Workers) -> FeatureMatrix {
    outlook?.appended(to: features, workers: workers) ?? features
  }

  /// Splits the logit of every row into contributions of features.
  package func contributions(of features: FeatureMatrix, workers: Workers) -> Contributions {
    let features = completed(features, workers: workers)
    let program = ContributionProgram(
      self, names: features.names, catalogue: .current, asOf: features.asOf)
    return program.contributions(of: features.values, workers: workers)
  }
}

/// A logistic model with names resolved to positions, which splits logits.
package struct ContributionProgram: Sendable {
  let features: [String]
  let families: [String]
  let members: [Range<Int>]
  private let leads: [[Int]]
  private let design: DesignProgram
  private let intercept: Double
  private let coefficients: [Double]
  /// The features that each column belongs to; twice the same but for products.
  private let targets: [(Int, Int)]

  /// A model of a shop's churn.
  ///
  /// - Parameters:
  ///   - model: whose logit is split.
  ///   - names: names of the columns that rows will have, the model's outlook among them if it has one.
  ///   - catalogue: of the model's features.
  ///   - asOf: the date that rows are of, whose season the intercept holds; nil where nobody says.
  package init(
    _ model: ChurnModel, names: [String], catalogue: FeatureCatalogue, asOf: Day?
  ) {
    self.init(
      design: model.design, intercept: model.intercept(at: asOf), coefficients: model.coefficients,
      names: names, leads: catalogue.definitions.filter(\.reasons.leads).map(\.name),
      order: catalogue.names
        + model.design.features.map(\.name).filter { catalogue[$0] == nil }
    ) { catalogue.family(of: $0).rawValue }
  }

  /// - Parameters:
  ///   - design: turns features into columns.
  ///   - intercept: of the logit.
  ///   - coefficients: one a column.
  ///   - names: names of the columns that rows will have.
  ///   - leads: features that a case of their family is told by, whatever weighs most.
  ///   - order: names of features, the design's among them.
  ///   - family: the family of a feature.
  package init(
    design: FittedDesign, intercept: Double, coefficients: [Double], names: [String],
    leads: [String] = [], order: [String], family: (String) -> String
  ) {
    let used = Set(design.columns.flatMap { [$0.feature, $0.other ?? $0.feature] })
    let ordered = order.filter(used.contains)
    var families: [String] = []
    var features: [String] = []
    var members: [Range<Int>] = []
    let byFamily = Dictionary(grouping: ordered, by: family)
    for name in ordered.map(family) where !families.contains(name) {
      let own = byFamily[name] ?? []
      families.append(name)
      members.append(features.count..<features.count + own.count)
      features += own
    }
    let positions = Dictionary(uniqueKeysWithValues: features.enumerated().map { ($1, $0) })
    targets = design.columns.map { column in
      guard let first = positions[column.feature],
        let second = positions[column.other ?? column.feature]
      else { preconditionFailure("design column of an unknown feature \(column.name)") }
      return (first, second)
    }
    self.features = features
    self.families = families
    self.members = members
    self.leads = members.map { $0.filter { leads.contains(features[$0]) } }
    self.design = DesignProgram(design, names: names)
    self.intercept = intercept
    self.coefficients = coefficients
  }

  /// The contributions of some rows of features.
  package func contributions(ofRows rows: Range<Int>, in values: [Double]) -> Contributions {
    let columns = design.design(of: values, rows: rows)
    let width = features.count
    var contributions = [Double](repeating: 0, count: rows.count * width)
    for row in 0..<rows.count {
      for column in targets.indices {
        let value = coefficients[column] * columns[row * targets.count + column]
        let (first, second) = targets[column]
        if first == second {
          contributions[row * width + first] += value
        } else {
          contributions[row * width + first] += value / 2
          contributions[row * width + second] += value / 2
        }
      }
    }
    return contributionsOf(contributions)
  }

  /// The contributions of all rows of a matrix with the columns `names`.
  package func contributions(of values: Matrix, workers: Workers) -> Contributions {
    let chunks = Chunks(rows: values.rows, rowsPerChunk: 8_192)
    let parts = workers.map(chunks.count) { index in
      contributions(ofRows: chunks[index], in: values.storage).values
    }
    return contributionsOf(parts.flatMap { $0 })
  }

  private func contributionsOf(_ values: [Double]) -> Contributions {
    Contributions(
      features: features, families: families, members: members, leads: leads,
      intercept: intercept, values: values)
  }
}
