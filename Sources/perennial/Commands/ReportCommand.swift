import ArgumentParser
import Files
import FoundationEssentials
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Segmentation

struct ReportCommand: PredictionJob {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write one page with charts: the answer first.",
    discussion: """
      Who is about to leave, what is at stake, whom to act on; then the list with reasons, how well \
      earlier predictions held, values, segments, clusters and who comes back, with a table behind every \
      chart. A single HTML file for a browser, printer or telephone, which asks for nothing beside itself.

        perennial report orders.csv --model models/shop --output report.html
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Scoring") var scoring: PredictionOptions
  @OptionGroup(title: "Assumptions") var economics: EconomicsOptions
  @OptionGroup(title: "Output") var place: PageOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [scoring.naming.rules, scoring.occasions.calendar],
      model: scoring.scored.model,
      written: [("--output", place.output)], folders: [("--charts", place.charts)])
  }

  func work(in session: Session) throws {
    let path = scoring.scored.model
    let model = try ModelFolder.read(path)
    let evaluation = try ModelFolder.readEvaluation(path)
    let parameters = try parameters(for: ScoreColumn.customers)
    if let folder = place.charts { try ChartFolder.kind.check(folder) }
    let loaded = try load(in: session)
    let scored = try scores(of: loaded, by: model, parameters, in: session)
    let report = ShopReport(
      name: URL(filePath: path).standardizedFileURL.lastPathComponent, model: model,
      evaluation: evaluation, scored: scored,
      summary: RunSummary(
        of: scored, table: scored.table, by: model, ledger: loaded.ledger, changes: nil,
        outcome: nil),
      economics: parameters.economics,
      loyalty: CohortAnalysis(
        of: loaded.store, asOf: scored.asOf, nextOrderWithinDays: scored.horizonInDays,
        workers: options.workers))
    if let folder = place.charts { try ChartFolder.folder(of: report).write(to: folder) }
    try session.write(to: place.output) { output throws(OutputError) in
      try output.write(Array(report.page.utf8))
    }
  }
}

/// Where a page is written.
struct PageOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Write the page to this file; - is stdout.", "file"),
    completion: .file())
  var output: String
  @Option(
    name: .long,
    help: .shown("Also write the charts to this folder, as SVG (default: none).", "dir"),
    completion: .directory)
  var charts: String?
}
