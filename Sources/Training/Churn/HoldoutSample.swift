package import Dense
package import Models
internal import RealModule

/// Evaluated rows and the model that evaluates them, to be asked what the model rests on.
package struct HoldoutSample {
  let labels: [Double]
  let probabilities: [Double]
  /// Probabilities if rows had the values of a family from the rows of an order.
  let exchanging: (_ family: Int, _ order: [Int]) -> [Double]

  package init(
    labels: [Double], probabilities: [Double],
    exchanging: @escaping (_ family: Int, _ order: [Int]) -> [Double]
  ) {
    self.labels = labels
    self.probabilities = probabilities
    self.exchanging = exchanging
  }
}

extension Explanation.Importance {
  /// How much each family is needed: the rise of the log-loss when its values are exchanged between
  /// rows at random, all features of the family together (Breiman 2001; Fisher, Rudin & Dominici
  /// 2019).
  ///
  /// - Parameters:
  ///   - families: names, by number.
  ///   - parts: evaluated rows, each part with its own model; values stay within a part.
  ///   - seed: of the exchange.
  ///   - progress: told of each family.
  /// - Returns: one element a family, the largest rise first.
  package static func all(
    of families: [String], in parts: [HoldoutSample], seed: UInt64,
    _ progress: Progress = .untold
  ) -> [Explanation.Importance] {
    families.indices.map { family in
      defer { progress.reach(family + 1, of: families.count) }
      var rises: [Double] = []
      for (number, part) in parts.enumerated() {
        var random = RandomSource(seed: seed, stream: UInt64(family * parts.count + number))
        var order = Array(part.labels.indices)
        random.shuffle(&order)
        let exchanged = part.exchanging(family, order)
        for row in part.labels.indices {
          rises.append(
            loss(exchanged[row], part.labels[row]) - loss(part.probabilities[row], part.labels[row])
          )
        }
      }
      let count = Double(rises.count)
      let mean = rises.reduce(0, +) / count
      let squares = rises.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return Explanation.Importance(
        family: families[family], logLossRise: mean,
        error: (squares / max(1, count - 1) / count).squareRoot())
    }.sorted { ($0.logLossRise, $1.family) > ($1.logLossRise, $0.family) }
  }
}

/// −log of the probability of the actual outcome.
private func loss(_ probability: Double, _ label: Double) -> Double {
  let given = label == 1 ? probability : 1 - probability
  return -.log(max(given, .ulpOfOne))
}

/// At most so many rows are looked at, evenly spaced: importance and dependence are means.
package func explainedRows(_ count: Int) -> [Int] {
  evenlySpacedRows(of: count, atMost: 10_000)
}

/// A matrix of some of the rows.
package func sampled(_ rows: [Int], of matrix: Matrix) -> Matrix {
  var storage: [Double] = []
  storage.reserveCapacity(rows.count * matrix.columns)
  for row in rows {
    storage += matrix.storage[row * matrix.columns..<(row + 1) * matrix.columns]
  }
  return Matrix(rows: rows.count, columns: matrix.columns, storage: storage)
}
