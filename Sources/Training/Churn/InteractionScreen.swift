package import Dense
package import Features
package import Learning
internal import Models
package import Snapshots

/// Chooses products of two features that a model on splines lacks.
///
/// First of the features themselves; then, of the pairs that were taken, of the hinges of their splines
/// as well, so that where one feature matters to another can bend.
package struct InteractionScreen {
  let workers: Workers

  package init(workers: Workers) { self.workers = workers }

  /// Products at most.
  static let most = 150
  /// Dates that are looked at, at most, the latest, and customers of them: of so many rows those of other
  /// customers tell more than those of the same ones at another date.
  static let mostDates = 2
  static let mostCustomers = 100_000
  /// Two standard errors.
  ///
  /// With columns of chance this takes one in twenty, which costs a forecast next to
  /// nothing where customers are many; where they are few the choice of the basis refuses them.
  static let threshold = 4.0

  /// The products worth taking, the most telling first.
  ///
  /// Those are taken whose score statistic, after the ones before, is above the threshold.
  /// - Parameters:
  ///   - recipe: the model without products.
  ///   - candidates: names of the features that are paired.
  ///   - dates: labelled rows.
  ///   - progress: told of the fit and of both looks at products.
  /// - Returns: the pairs.
  /// - Throws: where the model without products cannot be fitted.
  package func selected(
    beside recipe: DesignRecipe, among candidates: [String], from dates: [LabelledRows],
    _ progress: Progress = .untold
  ) throws(FitError) -> [DesignRecipe.Interaction] {
    let rows = sampledCustomers(
      of: Array(dates.prefix(Self.mostDates)), most: Self.mostCustomers
    ).dates
    guard rows.hasTwoClasses else { return [] }
    let steps = progress.parts([2, 1, 2])
    let columns = ColumnTraining(workers: workers)
    let design = columns.design(recipe, of: rows)
    let strength = ChurnSettings.usualStrength(rows: rows.classCounts.rows)
    let features = columns.features(of: design, in: rows)
    let labels = rows.flatMap(\.labels)
    let fit = try LogisticRegression(l2Strength: strength, workers: workers)
      .fitted(to: columns.rows(design, of: rows, features), labels: labels, progress: steps[0])
    let screen = ProductScreen(
      design: design, features: features, predictor: fit.predictor, l2Strength: strength,
      labels: labels, workers: workers)
    let pairs = candidates.enumerated().flatMap { place, first in
      candidates[(place + 1)...].map { DesignRecipe.Interaction(first, $0) }
    }
    func selected(_ products: [DesignRecipe.Interaction]) -> [DesignRecipe.Interaction] {
      screen.selected(of: products, atMost: Self.most, above: Self.threshold)
    }
    let taken = selected(pairs)
    steps[1].end()
    return selected(taken.flatMap(recipe.hingeProducts))
  }
}
