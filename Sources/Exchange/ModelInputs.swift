internal import Features
internal import Models
internal import Snapshots

/// What a logistic model takes and splits its logit by, the same in all forms.
struct ModelInputs {
  /// Features of the design that some column is made of.
  let used: [FittedFeature]
  /// Names of what a row has to have, in order.
  let names: [String]

  init(_ churn: ChurnModel) {
    let design = churn.design
    let found = Set(design.columns.flatMap { [$0.feature, $0.other ?? $0.feature] })
    used = design.features.filter { found.contains($0.name) }
    let given = used.map(\.name).filter { churn.outlook == nil || $0 != OrderOutlook.feature }
    names =
      given + (churn.outlook == nil ? [] : OrderOutlook.sources.filter { !given.contains($0) })
  }
}
