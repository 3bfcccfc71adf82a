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

  /// The design of a recipe, its constants learned from some rows.
  func design(_ recipe: DesignRecipe, of dates: [LabelledRows]) -> FittedDesign {
    recipe.fitted(names: dates[0].names, values: dates.map(\.values), workers: workers)
  }

  /// Fits a regression on a design to the rows that it was learned from.
  func fitted(
    _ design: FittedDesign, to dates: [LabelledRows], penalty: Penalty, prior: HorizonPrior? = nil
  ) throws(FitError) -> PriorFit {
    let matrix = matrix(design, of: dates)
    var penalty = penalty
    penalty.means = prior?.means(on: design, matrix, of: dates)
    let fit = try ColumnFit(
      matrix, labels: dates.flatMap(\.labels), groups: dates.flatMap(\.customers),
      penalty: penalty, workers: workers)
    return PriorFit(
      fit: fit,
      prior: penalty.means.flatMap { prior?.prior.weighed(in: fit, means: $0, matrix: matrix) })
  }

  /// The columns of a design for the rows of some dates, one date after the other.
  func matrix(_ design: FittedDesign, of dates: [LabelledRows]) -> Matrix {
    let names = dates[0].names
    precondition(dates.allSatisfy { $0.names == names })
    return design.design(of: dates.map(\.values), names: names, workers: workers)
  }
}
