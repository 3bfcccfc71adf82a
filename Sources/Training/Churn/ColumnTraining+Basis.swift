internal import Dense
internal import Features
internal import Learning
internal import Models
internal import Snapshots

extension ColumnTraining {
  /// The recipe of a basis; which products are in it is learned from some rows.
  func recipe(
    _ basis: ChurnBasis, from dates: [LabelledRows], _ progress: Progress = .untold
  ) throws(FitError) -> DesignRecipe {
    guard basis == .interactions else { return Recipes.churn(basis) }
    let products = try InteractionScreen(workers: workers).selected(
      beside: Recipes.churn(.splines), among: Recipes.crossed, from: dates, progress)
    return Recipes.churn(basis, interactions: products)
  }

  /// The design of a basis, its constants, and which products are in it, learned from some rows.
  func design(
    _ basis: ChurnBasis, of dates: [LabelledRows], _ progress: Progress = .untold
  ) throws(FitError) -> FittedDesign {
    design(try recipe(basis, from: dates, progress), of: dates)
  }
}
