package import Dense

/// Finds which of some further columns a logistic regression lacks, without fitting it again.
///
/// For a column c beside the design X of a fit, Rao's score statistic is U²/V with U = Σ(y − p)c and
/// V = cᵀWc − cᵀWX(XᵀWX + nλI)⁻¹XᵀWc, W = p(1 − p): about χ² with one degree of freedom where c
/// carries nothing. Columns are taken one after the other, the largest statistic first; each is swept
/// out of the others, so that what two of them say counts once.
///
/// A sweep asks for the products of one column with all others. Those of columns that stand far down are
/// never asked for, so products are taken of some of the most telling at a time; of many rows in single
/// precision.
package struct ScoreScreen: Sendable {
  /// Statistic below which a column is not worth its place.
  package var threshold: Double
  /// Columns to take at most.
  package var limit: Int
  package var workers: Workers

  package init(threshold: Double, limit: Int, workers: Workers) {
    self.threshold = threshold
    self.limit = limit
    self.workers = workers
  }

  /// Columns whose products with all others are taken in one walk over the rows, at most.
  private static let mostAtOnce = 128

  /// The columns of largest U²/cᵀWc, the statistic as if they shared nothing with the design: at most
  /// `limit`, in rising order.
  ///
  /// A look that costs as much as the columns themselves, where `selected` costs that of all their products
  /// with the design: for leaving out most of very many.
  package func loudest(
    of further: Int, labels: [Double], predictor: LinearPredictor, design: any ColumnSource,
    further furtherColumns: @escaping @Sendable (Range<Int>) -> Matrix
  ) -> [Int] {
    let sums = ScoreWalk.sumsAlone(
      of: further, labels: labels, predictor: predictor, workers: workers, design: design,
      furtherColumns: furtherColumns)
    let statistics = zip(sums.score, sums.squares).map { $1 > 0 ? $0 * $0 / $1 : 0 }
    return statistics.indices.sorted { (statistics[$0], $1) > (statistics[$1], $0) }
      .prefix(limit).sorted()
  }

  /// The columns worth taking, in the order of taking.
  ///
  /// - Parameters:
  ///   - further: how many further columns there are.
  ///   - labels: one a row.
  ///   - predictor: the fit.
  ///   - l2Strength: λ of the fit.
  ///   - design: the standardised columns of the fit.
  ///   - furtherColumns: the further columns of some rows, one a row of the matrix; asked for from several
  ///     threads and a few times, so that the whole need not be in memory.
  ///   - furtherSingles: the same in single precision, those of each row times a factor, column after
  ///     column; nil rounds the former.
  /// - Returns: numbers of further columns, counted from 0.
  /// - Complexity: O(rows · further · (columns of the design and, more or less, columns taken)).
  package func selected(
    of further: Int, labels: [Double], predictor: LinearPredictor, l2Strength: Double,
    design: any ColumnSource,
    further furtherColumns: @escaping @Sendable (Range<Int>) -> Matrix,
    singles furtherSingles: (@Sendable (Range<Int>, [Double]) -> [Float])? = nil
  ) -> [Int] {
    guard further > 0, limit > 0 else { return [] }
    let walk = ScoreWalk(
      further: further, labels: labels, predictor: predictor, workers: workers, design: design,
      furtherColumns: furtherColumns, furtherSingles: furtherSingles)
    guard var statistics = ScoreStatistics(walk.sums, ridge: l2Strength * Double(labels.count))
    else { return [] }
    var taken: [Int] = []
    while taken.count < min(limit, further) {
      guard let best = statistics.best, statistics[best] > threshold else { break }
      if !statistics.hasProducts(of: best) {
        let count = min(Self.mostAtOnce, 2 * (limit - taken.count))
        let next = statistics.mostTelling(max(8, count))
        statistics.add(walk.products(of: next), of: next)
      }
      taken.append(best)
      statistics.sweep(best)
    }
    return taken
  }
}
