internal import Dense
internal import Features
internal import RealModule
internal import Units

/// What the rows looked like that a model learned from: the share of each bin, by feature and of the
/// scores.
package struct PopulationReference: Sendable, Codable, Equatable {
  /// One quantity cut into bins.
  package struct Column: Sendable, Codable, Equatable {
    package let name: String
    /// Upper ends of all bins of numbers but the last, each part of its bin; empty for categories.
    package let edges: [Double]
    /// Share of the training rows: missing ones first, then one a bin.
    package let shares: [Double]

    /// The bin of a number: 0 where it is missing.
    func bin(of value: Double) -> Int {
      if value.isNaN { return 0 }
      var (low, high) = (0, edges.count)
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] < value { low = middle + 1 } else { high = middle }
      }
      return 1 + low
    }

    var isConsistent: Bool {
      (edges.isEmpty || shares.count == edges.count + 2) && !shares.isEmpty
        && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
    }
  }

  package let rows: Int
  package let columns: [Column]
  package let scores: Column
  /// Mean probability of churn.
  package let meanScore: Double

  enum CodingKeys: String, CodingKey {
    case rows, columns, scores
    case meanScore = "mean_score"
  }

  package var isConsistent: Bool {
    rows > 0 && scores.isConsistent && columns.allSatisfy(\.isConsistent)
  }
}

extension PopulationReference.Column {
  /// Cuts numbers at the deciles of those that are there.
  init(_ name: String, numbers: [Double]) {
    let present = numbers.filter { !$0.isNaN }
    var edges: [Double] = []
    if !present.isEmpty {
      let sample = SortedSample(present)
      for tenth in 1...9 {
        let edge = sample.quantile(Double(tenth) / 10)
        if edge != edges.last { edges.append(edge) }
      }
    }
    let bins = PopulationReference.Column(
      name: name, edges: edges, shares: [Double](repeating: 0, count: edges.count + 2))
    self.init(name: name, edges: edges, counts: bins.counts(of: numbers))
  }

  init(name: String, edges: [Double], counts: [Int]) {
    let total = Double(counts.reduce(0, +))
    self.init(name: name, edges: edges, shares: counts.map { Double($0) / total })
  }

  /// How many numbers lie in each bin.
  func counts(of numbers: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for number in numbers { counts[bin(of: number)] += 1 }
    return counts
  }
}

extension PopulationReference {
  /// Describes the rows that a model was fitted to.
  ///
  /// - Parameters:
  ///   - names: of the features to watch.
  ///   - matrices: with the columns `columns`.
  ///   - columns: names of the matrices' columns.
  ///   - scores: probabilities of all rows.
  ///   - threads: workers; the result does not depend on it.
  init(
    features names: [String], of matrices: [Matrix], columns: [String], scores: [Double],
    threads: Int
  ) {
    rows = scores.count
    self.columns = parallelMap(count: names.count, threads: threads) { index in
      guard let place = columns.firstIndex(of: names[index]) else {
        preconditionFailure("no column '\(names[index])'")
      }
      return Column(names[index], numbers: matrices.flatMap { $0.column(place) })
    }
    self.scores = Column("churn_probability", numbers: scores)
    meanScore = mean(scores)
  }

  /// Holds scored rows against the training ones.
  func drift(
    of matrix: Matrix, columns names: [String], scores: [Double], threads: Int
  ) -> PopulationDrift {
    let counts = parallelMap(count: columns.count, threads: threads) { index in
      names.firstIndex(of: columns[index].name).map { columns[index].counts(of: matrix.column($0)) }
    }
    return drift(counts: counts, scores: scores)
  }

  /// Holds counts by bin, one list a column of this reference, against the training shares; nil for
  /// a column that is not at hand.
  func drift(counts: [[Int]?], scores: [Double]) -> PopulationDrift {
    let shifts = zip(columns, counts).compactMap { column, counts in
      counts.map {
        PopulationDrift.Shift(name: column.name, shares: column.shares, rows: rows, counts: $0)
      }
    }
    return PopulationDrift(
      rows: scores.count, referenceRows: rows,
      features: shifts.sorted { ($0.index, $1.name) > ($1.index, $0.name) },
      scores: PopulationDrift.Shift(
        name: self.scores.name, shares: self.scores.shares, rows: rows,
        counts: self.scores.counts(of: scores)),
      meanScore: mean(scores), referenceMeanScore: meanScore)
  }
}

/// How far a scored population is from the one that a model learned from.
package struct PopulationDrift: Sendable {
  /// Of one quantity.
  package struct Shift: Sendable {
    package let name: String
    /// The population stability index: Σ (found − expected) · ln(found ÷ expected) over bins, shares
    /// kept above 0.0001.
    package let index: Double
    /// What chance alone stays below 999 times in 1,000, with as many rows.
    package let byChance: Double

    /// - Parameters:
    ///   - name: of the quantity.
    ///   - shares: of the training rows, by bin.
    ///   - rows: training rows.
    ///   - counts: of the scored rows, by bin.
    init(name: String, shares: [Double], rows: Int, counts: [Int]) {
      self.name = name
      let total = Double(max(1, counts.reduce(0, +)))
      index = zip(shares, counts).reduce(0) { sum, bin in
        let expected = max(bin.0, 1e-4)
        let found = max(Double(bin.1) / total, 1e-4)
        return sum + (found - expected) * .log(found / expected)
      }
      let filled = zip(shares, counts).count { $0 > 0 || $1 > 0 }
      byChance =
        (1 / total + 1 / Double(rows)) * chiSquared999(degreesOfFreedom: max(1, filled - 1))
    }

    /// Above 0.25, the usual mark of a population that is another one, and above chance.
    package var isAlarming: Bool { index > 0.25 && index > byChance }
  }

  package let rows: Int
  package let referenceRows: Int
  /// By feature, the largest shift first.
  package let features: [Shift]
  package let scores: Shift
  package let meanScore: Double
  package let referenceMeanScore: Double

  package var alarming: [Shift] { features.filter(\.isAlarming) }

  /// What a user should know before acting on these scores; empty where the populations are alike.
  package var notices: [String] {
    var notices: [String] = []
    let shifted = alarming
    if !shifted.isEmpty {
      let named = shifted.prefix(6).map { "\($0.name) (\(fixed($0.index, digits: 2)))" }
      let more = shifted.count > 6 ? " and \(shifted.count - 6) more" : ""
      notices.append(
        "these customers differ from those that the model learned from (stability index above 0.25) "
          + "in \(named.joined(separator: ", "))\(more): the probabilities may be off. Check that the "
          + "files hold the same shop, span and columns; where they do, train again on recent data.")
    }
    if scores.isAlarming {
      notices.append(
        "the mean probability of churn is \(fixed(meanScore, digits: 3)), in training it was "
          + "\(fixed(referenceMeanScore, digits: 3)) (stability index of the scores "
          + "\(fixed(scores.index, digits: 2))).")
    }
    return notices
  }
}

/// The 99.9th percentile of χ², by Wilson & Hilferty (1931): 3 % too high at one degree, less above.
private func chiSquared999(degreesOfFreedom: Int) -> Double {
  let k = Double(degreesOfFreedom)
  let z = 3.090_232_306_167_813
  let root = 1 - 2 / (9 * k) + z * (2 / (9 * k)).squareRoot()
  return k * root * root * root
}

private func mean(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
