import ArgumentParser
import Files
import FoundationEssentials
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Training

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write scores and lists in formats of other tools.",
    subcommands: [ExportNotebookCommand.self, ExportAudienceCommand.self])
}

struct ExportNotebookCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Write a Jupyter notebook, and the scores, features and evaluation that it plots.",
    discussion: """
      Writes DIR/<name>/ with scores.csv, features.csv, evaluation.csv and <name>.ipynb, which needs \
      pandas and matplotlib. <name> is the name of the model's folder.

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
    let parameters = try economics.parameters(
      asOf: scoring.asOf?.value, workers: options.workers)
    let loaded = try load(in: session)
    session.progress("scoring")
    let scored = try stored.scores(of: loaded.store, parameters: parameters)
    session.tell(economics.summary(of: scored))
    session.note(asOf: scored.asOf, after: loaded)
    let holdout = try stored.holdoutRows(
      of: loaded.store, evaluation: evaluation, workers: options.workers)
    try NotebookFolder.folder(
      name: name, scored: scored, holdout: holdout,
      id: { loaded.store.customers[$0] }
    ).write(to: path)
    session.tell("wrote \(path)")
  }
}

/// Where a notebook is written.
struct NotebookOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Folder to write the notebook's folder to.", "dir"),
    completion: .directory)
  var output = "notebooks-export"
}
