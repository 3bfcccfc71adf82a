import ArgumentParser
import Comparison
import Files
import FoundationEssentials
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Training
import Units

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write scores, lists and models for other tools.",
    subcommands: [
      ExportNotebookCommand.self, ExportAudienceCommand.self, ExportSQLCommand.self,
      ExportDBTCommand.self, ExportONNXCommand.self, ExportPMMLCommand.self,
      ExportMLflowCommand.self, ExportPythonCommand.self,
    ])
}

struct ExportNotebookCommand: LogJob, ArgumentsChecking {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Write a Jupyter notebook, and the scores, features and evaluation that it plots.",
    discussion: """
      Writes DIR/<name>/ with <name>.ipynb, which needs pandas and matplotlib, and the CSV files that it \
      computes figures of churn, value and groups from, or of the model's target alone. <name> is the name \
      of the model's folder.

        perennial export notebook orders.csv --model models/shop
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: ScoredModelOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var place: NotebookOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(input: input.files, model: scoring.model, folders: [("--output", folder)])
  }

  /// Of the model's folder and the notebook.
  private var name: String { URL(filePath: scoring.model).standardizedFileURL.lastPathComponent }
  private var folder: String { URL(filePath: place.output).appending(path: name).path }

  func check(arguments: [String]) throws {
    try checkTarget(of: scoring.model, arguments)
  }

  func work(in session: Session) throws {
    let model = scoring.model
    let stored = try ModelFolder.read(model)
    let evaluation = try ModelFolder.readEvaluation(model)
    try NotebookFolder.kind(name: name).check(folder)
    let parameters = try economics.parameters(
      asOf: scoring.asOf?.value, workers: options.workers)
    let loaded = try load(in: session)
    let scored = try scores(of: loaded, by: stored, parameters, in: session)
    let holdout = try stored.holdoutRows(
      of: loaded.store, evaluation: evaluation, workers: options.workers)
    try NotebookFolder.folder(
      name: name, scored: scored,
      evidence: try evidence(of: loaded.store, by: stored, evaluation, holdout, in: session),
      id: { loaded.store.customers[$0] }
    ).write(to: folder)
    session.tell("wrote \(folder)")
  }

  private func scores(
    of loaded: LoadedHistories, by model: Model, _ parameters: PredictionParameters,
    in session: Session
  ) throws -> NotebookFolder.Scored {
    if let scored = try targetScores(
      of: loaded, by: model, asOf: scoring.asOf?.value, in: session)
    {
      return NotebookFolder.Scored(scored)
    }
    var parameters = parameters
    parameters.progress = session.progress("scoring")
    let scored = try model.scores(
      of: loaded.store, customerColumns: loaded.customerColumns, parameters: parameters)
    session.tell(economics.summary(of: scored.overview))
    session.note(asOf: scored.asOf, after: loaded)
    return NotebookFolder.Scored(scored)
  }

  /// Values and groups are evaluated by churn: a target has neither.
  private func evidence(
    of store: HistoryStore, by model: Model, _ evaluation: Evaluation, _ holdout: HoldoutRows,
    in session: Session
  ) throws -> NotebookFolder.Evidence {
    guard model.target == nil else {
      return NotebookFolder.Evidence(
        evaluation: evaluation, holdout: holdout, values: nil, partitions: nil)
    }
    session.progress("making the evaluated forecasts of value and of groups again")
    return NotebookFolder.Evidence(
      evaluation: evaluation, holdout: holdout,
      values: try model.valueRows(of: store, evaluation: evaluation, workers: options.workers),
      partitions: partitions(by: model, in: store, evaluateAt: evaluation.asOf))
  }

  /// Clusters and segments beside what their customers did; nil where the log has no room for it.
  private func partitions(
    by model: Model, in store: HistoryStore, evaluateAt: Day
  ) -> ComparedPartitions? {
    var parameters = ComparisonParameters()
    parameters.evaluateAt = evaluateAt
    parameters.workers = options.workers
    // The notebook looks at the figures, not at their intervals.
    parameters.replicates = 2
    parameters.refits = 0
    return try? model.comparison(on: store, parameters: parameters)
  }
}

/// Where a notebook is written.
struct NotebookOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Folder to write the notebook's folder to.", "dir"),
    completion: .directory)
  var output = "notebooks-export"
}
