internal import Dense
internal import Features
internal import Models
internal import Snapshots

/// A prior for labels of one horizon.
struct HorizonPrior {
  let prior: ShopPrior
  let horizonInDays: Int

  /// Nil where there is no prior, or settings do not use it.
  init?(_ prior: ShopPrior?, horizonInDays: Int, settings: ChurnSettings) {
    self.init(settings.usesPrior == true ? prior : nil, horizonInDays: horizonInDays)
  }

  init?(_ prior: ShopPrior?, horizonInDays: Int) {
    guard let prior else { return nil }
    self.prior = prior
    self.horizonInDays = horizonInDays
  }

  func means(on design: FittedDesign, _ matrix: Matrix, of dates: [LabelledRows]) -> [Double] {
    prior.means(on: design, matrix, of: dates, horizonInDays: horizonInDays)
  }
}

extension ShopPrior {
  /// What a least-squares line is held back by, relative to the spread of a standardised column.
  private static let ridge = 1e-3

  /// The coefficients on a shop's own design that come nearest to this prior on its rows, to which those
  /// of a fit are drawn: 0 on columns of features that the prior knows nothing of.
  ///
  /// - Parameters:
  ///   - design: of the shop.
  ///   - matrix: its columns for the rows of the dates, one date after the other.
  ///   - dates: the rows.
  ///   - horizonInDays: that the labels are of.
  /// - Returns: one mean a column.
  func means(
    on design: FittedDesign, _ matrix: Matrix, of dates: [LabelledRows], horizonInDays: Int
  ) -> [Double] {
    let known = Set(PriorTerms.features + [OrderOutlook.feature])
    let columns = design.columns.indices.filter {
      design.columns[$0].kind != .interaction && known.contains(design.columns[$0].feature)
    }
    let terms = PriorTerms(horizonInDays: horizonInDays)
    let target = dates.flatMap { terms.logOdds(of: $0, by: self) }
    var means = [Double](repeating: 0, count: design.columns.count)
    let fitted = Self.line(
      matrix, columns: columns, to: target, ridge: Self.ridge * Double(target.count))
    for (column, coefficient) in zip(columns, fitted) { means[column] = coefficient }
    return means
  }

  /// The ridge regression of a target on some columns, which are centred here; its constant is left out.
  private static func line(
    _ matrix: Matrix, columns: [Int], to target: [Double], ridge: Double
  ) -> [Double] {
    guard !columns.isEmpty, !target.isEmpty else { return [] }
    func centred(_ values: [Double]) -> [Double] {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.map { $0 - mean }
    }
    let taken = columns.map { centred(matrix.column($0)) }
    let target = centred(target)
    var block = Matrix(rows: target.count, columns: columns.count)
    for (place, values) in taken.enumerated() {
      for (row, value) in values.enumerated() { block[row, place] = value }
    }
    var products = Matrix(rows: columns.count, columns: columns.count)
    products.addGramian(of: block.storage, rows: block.rows)
    for place in columns.indices { products[place, place] += ridge }
    var sums = [Double](repeating: 0, count: columns.count)
    block.addTransposedProduct(rows: 0..<block.rows, by: target, to: &sums)
    // With a ridge it is positive definite; where rounding takes that, the prior says nothing.
    guard let factor = try? Cholesky(products) else { return [] }
    return factor.solve(sums)
  }

  /// The same with its weight in a fit: the mean share of what is known of the coefficients that it has a
  /// mean for, each by how much its mean moves a customer's log-odds.
  func weighed(in fit: ColumnFit, means: [Double], matrix: Matrix) -> ShopPrior {
    var prior = self
    guard let shares = fit.penaltyShares else { return prior }
    var (sum, total) = (0.0, 0.0)
    for column in means.indices where means[column] != 0 {
      let values = matrix.column(column)
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let move = abs(means[column]) * variance.squareRoot()
      sum += move * min(1, shares[column])
      total += move
    }
    prior.weight = total > 0 ? sum / total : nil
    return prior
  }
}
