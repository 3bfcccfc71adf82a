import ArgumentParser
import Expressions
import Histories
import Ingestion
import Models
import Reporting
import Segments
import Training
import Units

struct TrainCommand: LogJob, ArgumentsChecking {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train churn, value, cluster and score models on an order log, and evaluate them.",
    discussion: """
      Writes the folder DIR with model.json, evaluation.json and card.md. The metrics printed come from \
      a holdout window; the saved model is then refitted on all complete windows.

        perennial train orders.csv --horizon 90d --model models/shop

      For contracts or ready features, one row a customer, see `perennial table train`; for a database, \
      `perennial export sql --help`.
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Input") var ready: LearnedRowsOptions
  @OptionGroup(title: "Model") var training: TrainingOptions
  @OptionGroup(title: "Segments and scores") var scoring: ScoreOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [scoring.naming.rules, ready.fromFeatures],
      modelWritten: training.model)
  }

  func work(in session: Session) throws {
    try ModelFolder.checkReplaceable(training.model)
    // Faults of the command line are told before any file is read.
    let requirements = try training.required.requirements()
    let target = try training.target.map(TargetRule.init(argument:))
    if let path = ready.fromFeatures {
      return try learn(from: path, requirements: requirements, in: session)
    }
    let horizon = training.horizon?.value.wholeDays ?? target?.longestWindowInDays
    var parameters = try parameters(horizonInDays: horizon ?? 1)
    let loaded = try load(in: session)
    if horizon == nil {
      let days = try recommendedHorizon(of: loaded.store, in: session)
      parameters = try self.parameters(horizonInDays: days)
    }
    parameters.target = target
    let trained = try Training.train(
      on: loaded.store, parameters: parameters, progress: session.progress("training"))
    try finish(trained, requirements: requirements, in: session)
  }

  func finish(
    _ trained: TrainedModel, requirements: [ModelRequirement], in session: Session
  ) throws {
    try trained.require(requirements)
    try ModelFolder.write(trained, to: training.model)
    try session.write(report: TrainingReport.text(of: trained, folder: training.model))
    if !training.acceptWeak { try trained.requireStrength() }
  }

  func parameters(horizonInDays: Int) throws -> TrainingParameters {
    var parameters = TrainingParameters(horizonInDays: horizonInDays)
    try training.set(&parameters)
    let settings = try scoring.settings()
    parameters.scoreWindowInDays = settings.windowInDays
    parameters.engagementWeights = settings.engagement
    parameters.givenCutOffs = settings.givenCutOffs
    if let rules = try scoring.naming.named() { parameters.rules = rules.text }
    parameters.timeZone = input.timeZone
    if let seed = options.seed { parameters.seed = seed }
    parameters.workers = options.workers
    return parameters
  }
}
