internal import Dense
internal import Features
internal import Learning
internal import RealModule

/// Chooses products of two features that a model on splines lacks.
struct InteractionScreen {
  let threads: Int

  /// Products at most.
  static let most = 60
  /// Customers that are looked at, at most: ten times those that choose among settings, as what a
  /// single product adds is much smaller.
  static let mostCustomers = 100_000

  /// The products worth taking, the most telling first.
  ///
  /// Of all pairs of the candidates those are taken whose score statistic, after the ones before, is
  /// above 2 log m for m pairs (the risk inflation criterion of Foster & George 1994).
  /// - Parameters:
  ///   - recipe: the model without products.
  ///   - candidates: names of the features that are paired.
  ///   - dates: labelled rows.
  /// - Returns: the pairs.
  /// - Throws: where the model without products cannot be fitted.
  func selected(
    beside recipe: DesignRecipe, among candidates: [String], from dates: [LabelledRows]
  ) throws(FitError) -> [DesignRecipe.Interaction] {
    let columns = ColumnTraining(threads: threads)
    let rows = ForwardValidation.sample(of: dates, most: Self.mostCustomers).dates
    guard rows.hasTwoClasses else { return [] }
    var crossed = recipe
    for (place, first) in candidates.enumerated() {
      crossed.interactions += candidates[(place + 1)...].map { .init(first, $0) }
    }
    let design = columns.design(crossed, of: rows)
    let width = design.columns.count { $0.kind != .interaction }
    let matrix = columns.matrix(design, of: rows)
    let labels = rows.flatMap(\.labels)
    let strength = ChurnSettings.usualStrength(rows: labels.count)
    let known = matrix.leading(columns: width)
    let fit = try LogisticRegression(l2Strength: strength, threads: threads)
      .fitted(to: known, labels: labels)
    let products = Array(design.columns[width...])
    return ScoreScreen(
      threshold: 2 * .log(Double(max(2, products.count))), limit: Self.most, threads: threads
    ).selected(
      from: matrix, width: width, labels: labels, predictor: fit.predictor,
      l2Strength: strength
    ).compactMap { number in
      products[number].other.map { DesignRecipe.Interaction(products[number].feature, $0) }
    }
  }
}

extension Matrix {
  /// A copy of the first columns.
  fileprivate func leading(columns width: Int) -> Matrix {
    var copy: [Double] = []
    copy.reserveCapacity(rows * width)
    for row in 0..<rows { copy += storage[row * columns..<row * columns + width] }
    return Matrix(rows: rows, columns: width, storage: copy)
  }
}
