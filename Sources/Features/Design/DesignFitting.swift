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
      terms.map(\.feature), names: names, values: values, weights: weights, workers: workers)
    let learned = workers.map(terms.count) { [training] in
      training.learn(terms[$0])
    }
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
}

/// What one term gave: a feature and its columns, or the name of a feature that is always missing.
private struct LearnedTerm: Sendable {
  var feature: FittedFeature?
  var candidates: [Candidate] = []
  var alwaysMissing: String?
}

/// The training rows, column by column.
private struct TrainingColumns: Sendable {
  let rows: Int
  let weights: [Double]?
  /// Features as they are, not-a-number where missing.
  private let raw: [String: [Double]]
  /// Features that products are made of, transformed, imputed and clamped.
  private var prepared: [String: [Double]] = [:]

  /// The columns of some features, out of matrices whose columns have names.
  init(
    _ features: [String], names: [String], values: [Matrix], weights: [Double]?, workers: Workers
  ) {
    rows = values.reduce(0) { $0 + $1.rows }
    self.weights = weights
    let positions = features.map { feature in
      guard let position = names.firstIndex(of: feature) else {
        preconditionFailure("no column '\(feature)' to learn from")
      }
      return position
    }
    // A few columns at a time read each cache line of the rows once.
    let groups = Chunks(rows: features.count, rowsPerChunk: 8)
    let columns = workers.map(groups.count) { group in
      gathered(positions[groups[group]], of: values)
    }.flatMap { $0 }
    raw = Dictionary(zip(features, columns), uniquingKeysWith: { first, _ in first })
  }

  private func raw(_ feature: String) -> [Double] { raw[feature] ?? [] }

  /// Prepares each factor once, as it is in many products.
  mutating func prepareFactors(
    of products: [DesignColumn], _ features: [FittedFeature], workers: Workers
  ) {
    let used = Set(products.flatMap { [$0.feature, $0.other ?? $0.feature] })
    let factors = features.filter { used.contains($0.name) }
    let columns = workers.map(factors.count) { [raw] in
      (raw[factors[$0].name] ?? []).map(factors[$0].value)
    }
    prepared = Dictionary(uniqueKeysWithValues: zip(factors.map(\.name), columns))
  }

  func learn(_ term: DesignRecipe.Term) -> LearnedTerm {
    let transformed = raw(term.feature).map { term.transform($0) }
    let present = transformed.indices.filter { !transformed[$0].isNaN }
    guard !present.isEmpty else { return LearnedTerm(alwaysMissing: term.feature) }
    let seen = present.map { transformed[$0] }
    let sample = SortedSample(seen, weights: weights.map { all in present.map { all[$0] } })
    let imputed = transformed.map { $0.isNaN ? sample.median : $0 }
    let moments = Moments(of: imputed, weights: weights)
    let feature = FittedFeature(
      name: term.feature, transform: term.transform, imputation: sample.median,
      lowest: sample.lowest, highest: sample.highest, mean: moments.mean,
      standardDeviation: moments.isConstant ? 0 : moments.standardDeviation)
    var learned = LearnedTerm(feature: feature)
    learned.candidates.append(candidate(.value(term.feature), imputed))
    for (index, knot) in knots(term.knots, of: sample).enumerated() {
      learned.candidates.append(
        candidate(
          .hinge(term.feature, number: index + 1, knot: knot), imputed.map { max(0, $0 - knot) }))
    }
    if present.count < rows {
      learned.candidates.append(
        candidate(.missing(term.feature), transformed.map { $0.isNaN ? 1 : 0 }))
    }
    for index in learned.candidates.indices {
      learned.candidates[index].column.standardDeviation /=
        learned.candidates[index].column.kind == .missing ? term.missingSpread : term.spread
    }
    return learned
  }

  /// Knots strictly inside the range, each once: at its ends a hinge is the line itself, or nothing.
  private func knots(_ count: Int, of sample: SortedSample) -> [Double] {
    var knots: [Double] = []
    for index in 0..<count {
      let knot = sample.quantile(Double(index + 1) / Double(count + 1))
      if knot > sample.lowest, knot < sample.highest, knot != knots.last { knots.append(knot) }
    }
    return knots
  }

  func candidate(_ column: DesignColumn, _ features: [FittedFeature]) -> Candidate {
    candidate(column, self.column(column, features))
  }

  private func candidate(_ column: DesignColumn, _ values: [Double]) -> Candidate {
    let moments = Moments(of: values, weights: weights)
    var column = column
    column.mean = moments.mean
    column.standardDeviation = moments.standardDeviation
    return Candidate(
      column: column, isConstant: moments.isConstant, fingerprint: fingerprint(of: values))
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

/// Weighted mean and population standard deviation, in two passes in the order of rows.
private struct Moments {
  let mean: Double
  let standardDeviation: Double
  let isConstant: Bool

  init(of values: [Double], weights: [Double]?) {
    var sum = 0.0
    var total = 0.0
    var lowest = Double.infinity
    var highest = -Double.infinity
    for (row, value) in values.enumerated() {
      let weight = weights?[row] ?? 1
      sum += weight * value
      total += weight
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
    mean = sum / total
    var squares = 0.0
    for (row, value) in values.enumerated() {
      squares += (weights?[row] ?? 1) * (value - mean) * (value - mean)
    }
    standardDeviation = (squares / total).squareRoot()
    // Differences in the last bits are rounding, not information.
    isConstant = standardDeviation <= 1e-12 * max(abs(lowest), abs(highest))
  }
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

/// A 64-bit print of a column's bits: FNV-1a over words, with a shift so that high bits reach low.
private func fingerprint(of values: [Double]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for value in values {
    hash = (hash ^ value.bitPattern) &* 0x0000_0100_0000_01b3
    hash ^= hash >> 29
  }
  return hash
}
