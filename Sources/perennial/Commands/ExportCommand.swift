import ArgumentParser
import FoundationEssentials
import Histories
import Reporting
import Scoring

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write scores in a form that other tools open.",
    subcommands: [ExportNotebookCommand.self])
}

struct ExportNotebookCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Write a Jupyter notebook with the scores, features and evaluation it shows.",
    discussion: """
      Writes DIR/<name>/ with scores.csv, features.csv, evaluation.csv and <name>.ipynb, which needs \
      pandas and matplotlib only. <name> is the model folder's name.

        perennial export notebook orders.csv --model models/shop
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "Folder of the model.")
  var model: String
  @Option(name: .long, help: "Folder to write the notebook's folder to.")
  var output = "notebooks-export"
  @Option(name: .long, help: "Score as of this day (default: the day after the last order).")
  var asOf: DayArgument?
  @OptionGroup var economics: EconomicsOptions
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(model: model) }

  func run() throws {
    let stored = try ModelFolder.read(model)
    let evaluation = try ModelFolder.readEvaluation(model)
    let name = URL(filePath: model).standardizedFileURL.lastPathComponent
    let path = URL(filePath: output).appending(path: name).path
    try NotebookFolder.kind(name: name).check(path)
    let parameters = try economics.parameters(asOf: asOf?.value, threads: options.threadCount)
    let loaded = try input.load(options)
    options.progress("scoring")
    let scored = try stored.scores(of: loaded.store, parameters: parameters)
    options.tell(economics.summary(of: scored))
    input.tell(of: scored.asOf, after: loaded, options)
    let judged = try stored.judgedRows(
      of: loaded.store, evaluation: evaluation, threads: options.threadCount)
    try NotebookFolder.folder(
      name: name, scored: scored, judged: judged,
      id: { loaded.store.customers[$0] }
    ).write(to: path)
    options.tell("wrote \(path)")
  }
}
