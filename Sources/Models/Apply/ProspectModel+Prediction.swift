internal import Features
internal import Histories

extension ProspectModel {
  /// Splits the logit of a first order, by kind of event.
  package func program(names: [String]) -> ContributionProgram {
    ContributionProgram(
      design: design, intercept: intercept, coefficients: coefficients, names: names,
      order: HistoryStore.prospectFeatureNames, family: HistoryStore.prospectFamily)
  }
}
