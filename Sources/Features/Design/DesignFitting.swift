package import Dense

extension DesignRecipe {
  /// Learns the constants of the design from the rows of some snapshots.
  ///
  /// - Parameters:
  ///   - snapshots: matrices with the same columns, the recipe's features among them; in canonical
  ///     order, as sums are taken in the order of rows.
  ///   - weights: one a row over all snapshots, above 0; nil weighs all rows the same.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: the design, with each column that was left out named.
  package func fitted(
    to snapshots: [FeatureMatrix], weights: [Double]? = nil, workers: Workers = .one
  ) -> FittedDesign {
    let names = snapshots.first?.names ?? []
    precondition(snapshots.allSatisfy { $0.names == names }, "snapshots with different columns")
    return fitted(
      names: names, values: snapshots.map(\.values), weights: weights, workers: workers)
  }

  /// Learns the constants of the design from matrices with named columns.
  package func fitted(
    names: [String], values: [Matrix], weights: [Double]? = nil, workers: Workers = .one
  ) -> FittedDesign {
    let rows = values.reduce(0) { $0 + $1.rows }
    precondition(rows > 0, "a design is learned from at least one row")
    if let weights {
      precondition(weights.count == rows && weights.allSatisfy { $0 > 0 }, "one weight a row")
    }
    var training = TrainingColumns(
      terms.map(\.feature), names: names, values: values, weights: weights)
    // A few columns at a time read each cache line of the rows once.
    let groups = Chunks(rows: terms.count, rowsPerChunk: 8)
    let learned = workers.map(groups.count) { [training] in
      training.learn(terms[groups[$0]])
    }.flatMap { $0 }
    let features = learned.compactMap(\.feature)
    let varying = learned.flatMap(\.candidates).filter { !$0.isConstant }.map(\.column)
    let known = columnsByName(varying)
    let products = interactions.map { interaction in
      for factor in [interaction.first, interaction.second] {
        precondition(
          terms.contains { $0.feature == factor.feature }, "no term for \(factor.feature)")
      }
      return DesignColumn.interaction(interaction, of: known)
    }
    training.prepareFactors(of: products.compactMap { $0 }, features, workers: workers)
    let crossed = workers.map(products.count) { [training] in
      products[$0].map { training.candidate($0, features) }
    }
    var selection = ColumnSelection()
    for term in learned {
      if let name = term.alwaysMissing {
        selection.dropped.append(
          DroppedColumn(name: name, reason: .alwaysMissing, sameAs: nil))
      }
      for candidate in term.candidates {
        selection.take(candidate) { training.column($0, features) }
      }
    }
    for (interaction, candidate) in zip(interactions, crossed) {
      if let candidate {
        selection.take(candidate) { training.column($0, features) }
      } else {
        // One factor is always the same, so the product carries nothing that the other does not.
        selection.dropped.append(
          DroppedColumn(name: interaction.name, reason: .constant, sameAs: nil))
      }
    }
    return FittedDesign(
      features: features.filter(selection.uses), columns: selection.columns,
      dropped: selection.dropped)
  }
}

/// A column that may enter the design, with the print of its training values.
private struct Candidate: Sendable {
  var column: DesignColumn
  let isConstant: Bool
  let fingerprint: UInt64

  init(_ column: DesignColumn, _ description: ColumnDescription) {
    self.column = column
    self.column.mean = description.moments.mean
    self.column.standardDeviation = description.moments.standardDeviation
    isConstant = description.moments.isConstant
    fingerprint = description.fingerprint
  }
}

/// What one term gave: a feature and its columns, or the name of a feature that is always missing.
private struct LearnedTerm: Sendable {
  var feature: FittedFeature?
  var candidates: [Candidate] = []
  var alwaysMissing: String?
}

/// The training rows, of which columns are taken as they are asked for.
private struct TrainingColumns: Sendable {
  let rows: Int
  let weights: [Double]?
  private let values: [Matrix]
  /// Where features stand in the rows.
  private let positions: [String: Int]
  /// Features that products are made of, transformed, imputed and clamped.
  private var prepared: [String: [Double]] = [:]

  /// The columns of some features, out of matrices whose columns have names.
  init(_ features: [String], names: [String], values: [Matrix], weights: [Double]?) {
    rows = values.reduce(0) { $0 + $1.rows }
    self.weights = weights
    self.values = values
    let pairs = features.map { feature in
      guard let position = names.firstIndex(of: feature) else {
        preconditionFailure("no column '\(feature)' to learn from")
      }
      return (feature, position)
    }
    positions = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// A feature as it is, not-a-number where missing.
  private func raw(_ feature: String) -> [Double] { raw([feature])[0] }

  private func raw(_ features: [String]) -> [[Double]] {
    gathered(features.map { positions[$0] ?? 0 }[...], of: values)
  }

  /// Prepares each factor once, as it is in many products.
  mutating func prepareFactors(
    of products: [DesignColumn], _ features: [FittedFeature], workers: Workers
  ) {
    let used = Set(products.flatMap { [$0.feature, $0.other ?? $0.feature] })
    let factors = features.filter { used.contains($0.name) }
    let columns = workers.map(factors.count) { [self] in
      raw(factors[$0].name).map(factors[$0].value)
    }
    prepared = Dictionary(uniqueKeysWithValues: zip(factors.map(\.name), columns))
  }

  func learn(_ terms: ArraySlice<DesignRecipe.Term>) -> [LearnedTerm] {
    zip(terms, raw(terms.map(\.feature))).map(learn)
  }

  private func learn(_ term: DesignRecipe.Term, _ raw: [Double]) -> LearnedTerm {
    var transformed = raw
    for index in transformed.indices { transformed[index] = term.transform(transformed[index]) }
    let seen = transformed.filter { !$0.isNaN }
    guard !seen.isEmpty else { return LearnedTerm(alwaysMissing: term.feature) }
    let sample = Quantiles(
      of: seen, at: (0..<term.knots).map { Double($0 + 1) / Double(term.knots + 1) } + [0.5],
      weights: weights.map { all in
        transformed.indices.filter { !transformed[$0].isNaN }.map { all[$0] }
      })
    let median = sample[0.5]
    let isMissing = seen.count < rows ? transformed.map { $0.isNaN ? 1.0 : 0 } : []
    for index in isMissing.indices where isMissing[index] == 1 { transformed[index] = median }
    let knots = knots(term.knots, of: sample)
    let hinges = knots.enumerated().map {
      DesignColumn.hinge(term.feature, number: $0.offset + 1, knot: $0.element)
    }
    let described = columnDescriptions(of: transformed, knots: [nil] + knots, weights: weights)
    let moments = described[0].moments
    let feature = FittedFeature(
      name: term.feature, transform: term.transform, imputation: median,
      lowest: sample.lowest, highest: sample.highest, mean: moments.mean,
      standardDeviation: moments.isConstant ? 0 : moments.standardDeviation)
    var learned = LearnedTerm(feature: feature)
    learned.candidates = zip([.value(term.feature)] + hinges, described).map(Candidate.init)
    if !isMissing.isEmpty {
      learned.candidates.append(candidate(.missing(term.feature), isMissing))
    }
    for index in learned.candidates.indices {
      learned.candidates[index].column.standardDeviation /=
        learned.candidates[index].column.kind == .missing ? term.missingSpread : term.spread
    }
    return learned
  }

  /// Knots strictly inside the range, each once: at its ends a hinge is the line itself, or nothing.
  private func knots(_ count: Int, of sample: Quantiles) -> [Double] {
    var knots: [Double] = []
    for index in 0..<count {
      let knot = sample[Double(index + 1) / Double(count + 1)]
      if knot > sample.lowest, knot < sample.highest, knot != knots.last { knots.append(knot) }
    }
    return knots
  }

  func candidate(_ column: DesignColumn, _ features: [FittedFeature]) -> Candidate {
    candidate(column, self.column(column, features))
  }

  private func candidate(_ column: DesignColumn, _ values: [Double]) -> Candidate {
    Candidate(column, columnDescriptions(of: values, knots: [nil], weights: weights)[0])
  }

  /// A column of the design before it is standardised.
  func column(_ column: DesignColumn, _ features: [FittedFeature]) -> [Double] {
    func fitted(_ name: String) -> FittedFeature {
      guard let feature = features.first(where: { $0.name == name }) else {
        preconditionFailure("'\(name)' is not learned")
      }
      return feature
    }
    let feature = fitted(column.feature)
    switch column.kind {
    case .value: return raw(feature.name).map(feature.value)
    case .missing: return raw(feature.name).map { $0.isNaN ? 1 : 0 }
    case .hinge:
      return raw(feature.name).map { max(0, feature.value($0) - (column.knot ?? 0)) }
    case .interaction:
      let other = fitted(column.other ?? "")
      return zip(prepared[feature.name] ?? [], prepared[other.name] ?? []).map {
        feature.factor($0, knot: column.knot) * other.factor($1, knot: column.otherKnot)
      }
    }
  }
}

/// Columns of several matrices, one after the other.
private func gathered(_ positions: ArraySlice<Int>, of values: [Matrix]) -> [[Double]] {
  let rows = values.reduce(0) { $0 + $1.rows }
  var columns = positions.map { _ in [Double](repeating: 0, count: rows) }
  var first = 0
  for matrix in values {
    let source = matrix.storage.span
    // Rows that stay in cache from one column to the next.
    for start in stride(from: 0, to: matrix.rows, by: 64) {
      let block = start..<min(start + 64, matrix.rows)
      for (index, position) in positions.enumerated() {
        var target = columns[index].mutableSpan
        for row in block { target[first + row] = source[row * matrix.columns + position] }
      }
    }
    first += matrix.rows
  }
  return columns
}

/// The columns taken so far: those that vary and equal no earlier one.
private struct ColumnSelection {
  var columns: [DesignColumn] = []
  var dropped: [DroppedColumn] = []
  private var byFingerprint: [UInt64: [DesignColumn]] = [:]

  mutating func take(_ candidate: Candidate, values: (DesignColumn) -> [Double]) {
    let column = candidate.column
    if candidate.isConstant {
      dropped.append(DroppedColumn(name: column.name, reason: .constant, sameAs: nil))
      return
    }
    // Columns are too many to keep all: equal prints are rare, and then both are made again.
    let alike = byFingerprint[candidate.fingerprint, default: []]
    if let same = alike.first(where: { values($0) == values(column) }) {
      dropped.append(DroppedColumn(name: column.name, reason: .duplicate, sameAs: same.name))
      return
    }
    byFingerprint[candidate.fingerprint, default: []].append(column)
    columns.append(column)
  }

  func uses(_ feature: FittedFeature) -> Bool {
    columns.contains { $0.feature == feature.name || $0.other == feature.name }
  }
}
