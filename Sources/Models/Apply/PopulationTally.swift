package import Dense
internal import Features
internal import Learning
internal import Synchronization

/// Counts scored rows by the bins of a reference, from any thread, in any order.
package final class PopulationTally: Sendable {
  private struct Counts {
    var columns: [[Int]]
    var scores: [Int]
    /// Sum of the scores in units of 2⁻⁴⁰: whole numbers, so that the order does not matter.
    var sum: Int64 = 0

    /// Nothing counted yet.
    init(_ reference: PopulationReference) {
      columns = reference.columns.map { [Int](repeating: 0, count: $0.shares.count) }
      scores = [Int](repeating: 0, count: reference.scores.shares.count)
    }
  }

  private let reference: PopulationReference
  /// Where the reference's columns are in a row; nil for one that is not there.
  private let places: [Int?]
  private let width: Int
  private let counts: Mutex<Counts>

  /// - Parameters:
  ///   - reference: gives the bins.
  ///   - names: names of the columns that rows will have.
  package init(_ reference: PopulationReference, names: [String]) {
    self.reference = reference
    places = reference.columns.map { names.firstIndex(of: $0.name) }
    width = names.count
    counts = Mutex(Counts(reference))
  }

  /// Forgets all that was counted.
  package func forget() { counts.withLock { $0 = Counts(reference) } }

  /// Counts rows.
  ///
  /// - Parameters:
  ///   - values: row-major, with the columns `names`.
  ///   - scores: one probability a row.
  package func add(_ values: [Double], scores: [Double]) {
    add(values.span, scores: scores)
  }

  /// Counts the rows of a matrix.
  package func add(_ matrix: Matrix, scores: [Double], workers: Workers) {
    let chunks = Chunks(rows: matrix.rows)
    _ = workers.map(chunks.count) { index in
      let rows = chunks[index]
      let cells = rows.lowerBound * matrix.columns..<rows.upperBound * matrix.columns
      add(matrix.storage.span.extracting(cells), scores: Array(scores[rows]))
    }
  }

  private func add(_ values: Span<Double>, scores: [Double]) {
    var columns = reference.columns.map { [Int](repeating: 0, count: $0.shares.count) }
    // Few rows at a time, so that each is read from cache for all columns but the first.
    for first in stride(from: 0, to: scores.count, by: 32) {
      let rows = first..<min(first + 32, scores.count)
      for index in columns.indices {
        guard let place = places[index] else { continue }
        let column = reference.columns[index]
        for row in rows { columns[index][column.bin(of: values[row * width + place])] += 1 }
      }
    }
    let bins = reference.scores.counts(of: scores)
    let sum = scores.reduce(Int64(0)) { $0 + Int64(($1 * 0x1p40).rounded()) }
    counts.withLock { counts in
      for index in columns.indices {
        for bin in columns[index].indices { counts.columns[index][bin] += columns[index][bin] }
      }
      for bin in bins.indices { counts.scores[bin] += bins[bin] }
      counts.sum += sum
    }
  }

  /// How far all rows that were counted are from the reference.
  package var drift: PopulationDrift {
    counts.withLock { counts in
      let rows = max(1, counts.scores.reduce(0, +))
      return reference.drift(
        counts: zip(places, counts.columns).map { $0 == nil ? nil : $1 }, scores: counts.scores,
        meanScore: Double(counts.sum) * 0x1p-40 / Double(rows))
    }
  }
}

extension PopulationReference {
  /// Compares scored rows with the training rows.
  package func drift(
    of matrix: Matrix, columns names: [String], scores: [Double], workers: Workers
  ) -> PopulationDrift {
    let tally = PopulationTally(self, names: names)
    tally.add(matrix, scores: scores, workers: workers)
    return tally.drift
  }
}
