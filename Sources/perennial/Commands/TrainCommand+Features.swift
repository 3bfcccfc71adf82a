import ArgumentParser
import Features
import Ingestion
import Models
import Reporting
import Snapshots
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
    if !file.unknownColumns.isEmpty {
      session.note(
        "columns of the rows that are no features, and not used: "
          + file.unknownColumns.joined(separator: ", "), .data)
    }
    let trained: TrainedModel
    do {
      trained = try Training.train(
        on: log, parameters: parameters, progress: session.progress("training"))
    } catch {
      guard let sentence = Self.sentence(of: error, in: file) else { throw error }
      throw DataFault(sentence: "\(path): \(sentence)")
    }
    try finish(trained, requirements: requirements, in: session)
  }

  /// What to do about rows that no model can be learned from; nil where it is the same as with orders.
  ///
  /// Options about orders and dates change nothing here: it is the rows that have to be others.
  private static func sentence(of error: any Error, in file: SnapshotFile) -> Sentence? {
    let export = "(`perennial export sql --training`)"
    switch error as? TrainingError {
    case .plan(.logTooShort(let first, let last, let horizon)):
      return shortLogSentence(
        from: first, to: last, horizonInDays: horizon,
        "Draw rows with a shorter \(option: .horizon) \(export), or of a longer log.")
    case .tooFewCustomers(let count):
      let day = file.snapshots.last.map { " as of \($0.asOf), their latest date" } ?? ""
      return """
        found \(count) customer\(count == 1 ? "" : "s") in the rows\(day), expected at least 2, as the model is fitted to all \
        of that date in the end. Leave rows of stray dates out, or draw the rows anew \(export).
        """
    case .oneClass(let allChurned, let customers, let horizon):
      return """
        of \(customers) training rows, \(allChurned ? "none has an" : "every one has an") order in \
        the \(horizon) days after its date; expected some with and some without. Draw rows with a \
        \(allChurned ? "longer" : "shorter") \(option: .horizon) \(export).
        """
    default: return nil
    }
  }
}
