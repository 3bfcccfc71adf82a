package import Dense
package import Features
internal import Snapshots
package import Units

/// A logistic model with names resolved to positions, which splits logits.
package struct ContributionProgram: Sendable {
  private let features: [String]
  private let families: [String]
  private let members: [Range<Int>]
  /// Where each feature stands in a row.
  private let places: [Int]
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
    let columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    places = features.map { feature in
      guard let place = columns[feature] else {
        preconditionFailure("rows without a column '\(feature)'")
      }
      return place
    }
    self.design = DesignProgram(design, names: names)
    self.intercept = intercept
    self.coefficients = coefficients
  }

  /// Rows whose columns are worked on together: few enough to stay in cache.
  private static let rowsPerChunk = 256

  /// The contributions of all rows of a matrix with the columns `names`, feature by feature.
  package func contributions(of values: Matrix, workers: Workers) -> Contributions {
    let chunks = Chunks(rows: values.rows, rowsPerChunk: Self.rowsPerChunk)
    let parts = workers.map(chunks.count) { index in
      var part: [Double] = []
      part.reserveCapacity(chunks[index].count * features.count)
      forEachRow(of: chunks[index], in: values.storage) { features in
        for feature in features.indices { part.append(features[feature]) }
      }
      return part
    }
    return Contributions(
      features: features, families: families, members: members, intercept: intercept,
      values: parts.flatMap(\.self))
  }

  /// The contributions of all rows of a matrix with the columns `names`, family by family.
  package func families(of values: Matrix, workers: Workers) -> FamilyContributions {
    let chunks = Chunks(rows: values.rows, rowsPerChunk: Self.rowsPerChunk)
    let parts = workers.map(chunks.count) { families(ofRows: chunks[$0], in: values.storage) }
    var all = blank
    all.reserve(values.rows)
    for part in parts { all.append(part) }
    return all
  }

  /// The same of some rows.
  package func families(ofRows rows: Range<Int>, in values: [Double]) -> FamilyContributions {
    var result = blank
    result.reserve(rows.count)
    forEachRow(of: rows, in: values) { result.append(features: $0) }
    return result
  }

  /// The probabilities of some rows alone: those of `families`, to the bit.
  package func probabilities(ofRows rows: Range<Int>, in values: [Double]) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(rows.count)
    forEachRow(of: rows, in: values) { features in
      var logit = intercept
      for range in members {
        var sum = 0.0
        for feature in range { sum += features[feature] }
        logit += sum
      }
      result.append(logistic(logit))
    }
    return result
  }

  private var blank: FamilyContributions {
    FamilyContributions(
      features: features, places: places, families: families, members: members, leads: leads,
      intercept: intercept)
  }

  /// Calls the body with what each feature adds, row by row.
  private func forEachRow(
    of rows: Range<Int>, in values: [Double], _ body: (Span<Double>) -> Void
  ) {
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.rowsPerChunk) {
      let block = first..<min(first + Self.rowsPerChunk, rows.upperBound)
      let design = design.design(of: values, rows: block)
      var own = [Double](repeating: 0, count: features.count)
      for row in 0..<block.count {
        let start = row * targets.count
        add(design.span.extracting(start..<start + targets.count), to: &own)
        body(own.span)
      }
    }
  }

  /// What each feature adds, of a row of the design.
  private func add(_ columns: Span<Double>, to own: inout [Double]) {
    let (coefficients, targets) = (coefficients.span, targets.span)
    precondition(columns.count == targets.count && coefficients.count == targets.count)
    var sums = own.mutableSpan
    for feature in sums.indices { sums[feature] = 0 }
    for column in targets.indices {
      let value = coefficients[column] * columns[column]
      let (first, second) = targets[column]
      if first == second {
        sums[first] += value
      } else {
        sums[first] += value / 2
        sums[second] += value / 2
      }
    }
  }
}
