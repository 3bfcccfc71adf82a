internal import Dense
internal import Features
internal import Learning
internal import Models
internal import Snapshots

/// A fit, and the prior that its coefficients were drawn to, with its weight.
struct PriorFit {
  let fit: ColumnFit
  let prior: ShopPrior?
}

/// Fits logistic regressions to named columns of several dates, whatever they are of.
struct ColumnTraining {
  let workers: Workers

  /// Customers whose rows tell the constants of a design, knots, means and spreads, of more than twice as many.
  private static let describedBy = 50_000

  /// The design of a recipe, its constants learned from some rows.
  ///
  /// Of hundreds of thousands of customers a part tells them as well: a knot is a quantile, and stands at most
  /// a few thousandths of the customers from where all would put it.
  func design(_ recipe: DesignRecipe, of dates: [LabelledRows]) -> FittedDesign {
    let rows =
      dates[0].customers.count > 2 * Self.describedBy
      ? sampledCustomers(of: dates, most: Self.describedBy).dates : dates
    return recipe.fitted(names: dates[0].names, values: rows.map(\.values), workers: workers)
  }

  /// Fits a regression on a design to the rows that it was learned from.
  func fitted(
    _ design: FittedDesign, to dates: [LabelledRows], penalty: Penalty, prior: HorizonPrior? = nil,
    _ progress: Progress = .untold
  ) throws(FitError) -> PriorFit {
    let (labels, customers) = (dates.flatMap(\.labels), dates.flatMap(\.customers))
    if prior == nil, !penalty.selects {
      let fit = try ColumnFit(
        rows(design, of: dates), labels: labels, groups: customers,
        strength: penalty.strength, workers: workers, progress)
      return PriorFit(fit: fit, prior: nil)
    }
    let matrix = matrix(design, of: dates)
    var penalty = penalty
    penalty.means = prior?.means(on: design, matrix, of: dates)
    let fit = try ColumnFit(
      matrix, labels: labels, groups: customers, penalty: penalty, workers: workers, progress)
    return PriorFit(
      fit: fit,
      prior: penalty.means.flatMap { prior?.prior.weighed(in: fit, means: $0, matrix: matrix) })
  }

  /// Numbers that a design may hold in memory; the columns of a larger one are made as they are asked for.
  private static let mostHeld = 1 << 24

  /// The same, in memory only where they are few; `features` are prepared for the design, where they are.
  func rows(
    _ design: FittedDesign, of dates: [LabelledRows], _ features: PreparedFeatures? = nil
  ) -> DesignRows {
    dates.classCounts.rows * design.columns.count <= Self.mostHeld
      ? .matrix(matrix(design, of: dates))
      : .made(
        PreparedDesign(design, of: features ?? self.features(of: design, in: dates)))
  }

  /// The features of a design for the rows of some dates, transformed, imputed and clamped.
  func features(of design: FittedDesign, in dates: [LabelledRows]) -> PreparedFeatures {
    PreparedFeatures(
      of: design, in: dates.map(\.values), names: dates[0].names, workers: workers)
  }

  /// The columns of a design for the rows of some dates, one date after the other.
  func matrix(_ design: FittedDesign, of dates: [LabelledRows]) -> Matrix {
    let names = dates[0].names
    precondition(dates.allSatisfy { $0.names == names })
    return design.design(of: dates.map(\.values), names: names, workers: workers)
  }
}
