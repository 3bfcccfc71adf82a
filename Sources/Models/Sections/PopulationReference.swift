package import Dense
internal import Features
internal import Learning

/// What the population looked like that a model was trained for: the share of each bin, by feature and
/// of the scores.
package struct PopulationReference: Sendable, Codable, Equatable {
  /// One quantity cut into bins.
  package struct Column: Sendable, Codable, Equatable {
    package let name: String
    /// Upper ends of all bins of numbers but the last, each part of its bin; empty for categories.
    package let edges: [Double]
    /// Share of the training rows: missing ones first, then one a bin.
    package let shares: [Double]

    package init(name: String, edges: [Double], shares: [Double]) {
      self.name = name
      self.edges = edges
      self.shares = shares
    }

    /// The bin of a number: 0 where it is missing.
    package func bin(of value: Double) -> Int {
      if value.isNaN { return 0 }
      // Nine comparisons without a branch take no longer than the search for the right one.
      var bin = 1
      for edge in edges { bin += edge < value ? 1 : 0 }
      return bin
    }

    var isConsistent: Bool {
      (edges.isEmpty ? shares.count >= 2 : shares.count == edges.count + 2)
        && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
    }
  }

  package let rows: Int
  package let columns: [Column]
  package let scores: Column
  /// Mean probability of churn.
  package let meanScore: Double

  package init(rows: Int, columns: [Column], scores: Column, meanScore: Double) {
    self.rows = rows
    self.columns = columns
    self.scores = scores
    self.meanScore = meanScore
  }

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
  package init(_ name: String, numbers: [Double]) {
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

  package init(name: String, edges: [Double], counts: [Int]) {
    let total = Double(counts.reduce(0, +))
    self.init(name: name, edges: edges, shares: counts.map { Double($0) / total })
  }

  /// How many numbers lie in each bin.
  package func counts(of numbers: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: shares.count)
    for number in numbers { counts[bin(of: number)] += 1 }
    return counts
  }
}

extension PopulationReference {
  /// Describes the rows that a model was fitted to, or an even sample of them.
  ///
  /// - Parameters:
  ///   - names: of the features to watch.
  ///   - matrices: with the columns `columns`.
  ///   - columns: names of the matrices' columns.
  ///   - scores: probabilities of all rows.
  ///   - workers: how many threads it may take; the result does not depend on it.
  package init(
    features names: [String], of matrices: [Matrix], columns: [String], scores: [Double],
    workers: Workers
  ) {
    rows = scores.count
    self.columns = workers.map(names.count) { index in
      guard let place = columns.firstIndex(of: names[index]) else {
        preconditionFailure("no column '\(names[index])'")
      }
      return Column(names[index], numbers: matrices.flatMap { $0.column(place) })
    }
    self.scores = Column("churn_probability", numbers: scores)
    meanScore = mean(scores)
  }

  /// Holds counts by bin, one list a column of this reference, against the training shares.
  ///
  /// - Parameters:
  ///   - counts: of the scored rows; nil for a column that is not at hand.
  ///   - scores: counts of the scores.
  ///   - meanScore: of the scored rows.
  /// - Returns: the shifts, the largest first.
  package func drift(counts: [[Int]?], scores: [Int], meanScore: Double) -> PopulationDrift {
    let shifts = zip(columns, counts).compactMap { column, counts in
      counts.map {
        PopulationDrift.Shift(name: column.name, shares: column.shares, rows: rows, counts: $0)
      }
    }
    return PopulationDrift(
      rows: scores.reduce(0, +), referenceRows: rows,
      features: shifts.sorted { ($0.index, $1.name) > ($1.index, $0.name) },
      scores: PopulationDrift.Shift(
        name: self.scores.name, shares: self.scores.shares, rows: rows, counts: scores),
      meanScore: meanScore, referenceMeanScore: self.meanScore)
  }
}

package func mean(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
