import ArgumentParser
import Features
import Ingestion
import Models
import Reporting
import Training
import Units

/// Rows of features that are learned from in place of a log.
struct LearnedRowsOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      """
      Learn from the rows of a query of `export sql --training`, CSV or Parquet, instead of a log; values, \
      lifetimes and prospects are not learned (default: none).
      """, "file"),
    completion: .file())
  var fromFeatures: String?
}

extension TrainCommand {
  /// Rows of features take no option about reading a log, and none about what they do not hold.
  func check(arguments: [String]) throws {
    guard let path = ready.fromFeatures else { return }
    guard input.readsNothing else {
      throw UsageError(
        description: "--from-features \(path): found order, event or customer files beside it, "
          + "expected one or the other")
    }
    let ofLogs = OptionNames.of(InputOptions.self).subtracting(["--config", "--allow-future-dates"])
    let ofOrders = ["--target", "--evaluate-at", "--clv-horizon"]
    if let stray = arguments.lazy.map(OptionNames.name(of:)).first(where: {
      ofLogs.contains($0) || ofOrders.contains($0)
    }) {
      throw UsageError(
        description: "\(stray): it needs the orders themselves, which --from-features does not read"
      )
    }
    if let clusters = training.clusters, !clusters.isOne {
      throw UsageError(
        description:
          "--clusters \(clusters.defaultValueDescription): expected one number; what each number is "
          + "worth rests on orders, which --from-features does not read")
    }
  }

  func learn(
    from path: String, requirements: [ModelRequirement], in session: Session
  ) throws {
    let file = try SnapshotFile(
      path: path, known: FeatureCatalogue.current.names, counted: FeatureLog.counted,
      latest: input.allowFutureDates ? nil : InputOptions.latestToday + 1)
    if let horizon = training.horizon?.value.wholeDays, horizon != file.horizonInDays {
      throw UsageError(
        description:
          "--horizon \(horizon)d: found outcomes of \(file.horizonInDays) days in "
          + "\(path), expected the same")
    }
    var parameters = try parameters(horizonInDays: file.horizonInDays)
    parameters.scoreWindowInDays = file.windowInDays
    let log = FeatureLog(file)
    if !log.missingFeatures.isEmpty {
      session.note(
        "not in the rows, and unknown to the model: "
          + log.missingFeatures.joined(separator: ", "), .detail)
    }
    session.note(
      "values, lifetimes and prospects were not learned, as rows of features do not hold what they "
        + "rest on; the model scores churn, segments and clusters by `export sql`", .results)
    let trained = try Training.train(
      on: log, parameters: parameters, progress: session.progress("training"))
    try finish(trained, requirements: requirements, in: session)
  }
}
