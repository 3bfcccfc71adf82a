internal import Dense
package import Features

/// What each feature adds to a customer's logit of churn.
///
/// A feature may have several columns in the design (its value, "missing", the pieces of a spline):
/// its contribution is their sum. Intercept and contributions sum to the logit.
package struct Contributions: Sendable {
  /// Names of the features that the model uses, in catalogue order.
  package let features: [String]
  package let intercept: Double
  /// Row-major: one row a customer, one column a feature.
  package let values: [Double]

  /// The logit of a customer: intercept and contributions, added in the order of the features.
  package func logit(ofRow row: Int) -> Double {
    var sum = intercept
    for index in row * features.count..<(row + 1) * features.count { sum += values[index] }
    return sum
  }

  /// The features that move a customer's logit most, the largest first.
  package func strongest(ofRow row: Int, count: Int) -> [(feature: Int, value: Double)] {
    let start = row * features.count
    return (0..<features.count)
      .map { (feature: $0, value: values[start + $0]) }
      .filter { $0.value != 0 }
      .sorted { (abs($0.value), $1.feature) > (abs($1.value), $0.feature) }
      .prefix(count).map { $0 }
  }
}

/// One of the features that move a customer's logit most.
package struct Reason: Sendable {
  package let feature: String
  /// Of the feature; not-a-number where it is missing.
  package let value: Double
  /// What it adds to the logit.
  package let contribution: Double

  package init(feature: String, value: Double, contribution: Double) {
    self.feature = feature
    self.value = value
    self.contribution = contribution
  }
}

extension ChurnModel {
  /// Features with the column that the model's own outlook on orders gives, if it has one.
  package func completed(_ features: FeatureMatrix, threads: Int) -> FeatureMatrix {
    outlook?.appended(to: features, threads: threads) ?? features
  }

  /// Splits the logit of every row into contributions of features.
  package func contributions(of features: FeatureMatrix, threads: Int) -> Contributions {
    let features = completed(features, threads: threads)
    let program = ContributionProgram(self, names: features.names, catalogue: .current)
    let chunks = Chunks(rows: features.values.rows, rowsPerChunk: 8_192)
    let parts = parallelMap(count: chunks.count, threads: threads) { index in
      program.contributions(ofRows: chunks[index], in: features.values.storage).values
    }
    return Contributions(
      features: program.features, intercept: intercept, values: parts.flatMap { $0 })
  }
}

/// A model of churn with names resolved to positions.
struct ContributionProgram: Sendable {
  /// Names of the features that the model uses, in catalogue order.
  let features: [String]
  private let design: DesignProgram
  private let intercept: Double
  private let coefficients: [Double]
  /// The feature that each column belongs to.
  private let targets: [Int]

  /// - Parameters:
  ///   - model: whose logit is split.
  ///   - names: names of the columns that rows will have, the model's outlook among them if it has one.
  ///   - catalogue: of the model's features.
  init(_ model: ChurnModel, names: [String], catalogue: FeatureCatalogue) {
    let sources = model.design.columns.map(\.feature)
    let used = (catalogue.names + [OrderOutlook.feature]).filter(Set(sources).contains)
    let positions = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    features = used
    targets = sources.map { source in
      guard let index = positions[source] else {
        preconditionFailure("design column of an unknown feature \(source)")
      }
      return index
    }
    design = DesignProgram(model.design, names: names)
    intercept = model.intercept
    coefficients = model.coefficients
  }

  /// The contributions of some rows of features.
  func contributions(ofRows rows: Range<Int>, in values: [Double]) -> Contributions {
    let columns = design.design(of: values, rows: rows)
    let width = features.count
    var contributions = [Double](repeating: 0, count: rows.count * width)
    for row in 0..<rows.count {
      for column in targets.indices {
        contributions[row * width + targets[column]] +=
          coefficients[column] * columns[row * targets.count + column]
      }
    }
    return Contributions(features: features, intercept: intercept, values: contributions)
  }
}
