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

struct ExportNotebookCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Write a Jupyter notebook, and the scores, features and evaluation that it plots.",
    discussion: """
      Writes DIR/<name>/ with <name>.ipynb, which needs pandas and matplotlib, and the CSV files that it \
      computes figures of churn, value and groups from. <name> is the name of the model's folder.

        perennial export notebook orders.csv --model models/shop
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: ScoredModelOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var place: NotebookOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse { FileUse(input: input.files, model: scoring.model) }

  func work(in session: Session) throws {
    let model = scoring.model
    let stored = try ModelFolder.read(model)
    let evaluation = try ModelFolder.readEvaluation(model)
    let name = URL(filePath: model).standardizedFileURL.lastPathComponent
    let path = URL(filePath: place.output).appending(path: name).path
    try NotebookFolder.kind(name: name).check(path)
    var parameters = try economics.parameters(
      asOf: scoring.asOf?.value, workers: options.workers)
    let loaded = try load(in: session)
    parameters.progress = session.progress("scoring")
    let scored = try stored.scores(
      of: loaded.store, customerColumns: loaded.customerColumns, parameters: parameters)
    session.tell(economics.summary(of: scored.overview))
    session.note(asOf: scored.asOf, after: loaded)
    let holdout = try stored.holdoutRows(
      of: loaded.store, evaluation: evaluation, workers: options.workers)
    session.progress("making the evaluated forecasts of value and of groups again")
    let values = try stored.valueRows(
      of: loaded.store, evaluation: evaluation, workers: options.workers)
    try NotebookFolder.folder(
      name: name, scored: scored,
      evidence: NotebookFolder.Evidence(
        evaluation: evaluation, holdout: holdout, values: values,
        partitions: partitions(by: stored, in: loaded.store, evaluateAt: evaluation.asOf)),
      id: { loaded.store.customers[$0] }
    ).write(to: path)
    session.tell("wrote \(path)")
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
