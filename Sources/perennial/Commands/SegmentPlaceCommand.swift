import ArgumentParser
import Files
import Histories
import Ingestion
import Reporting
import Segmentation

struct SegmentPlaceCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "place",
    abstract: "Assign people without an order to the nearest segment.",
    discussion: """
      Lists people of the event log and the customer files without an order, each with the nearest \
      segment and, with --model, the nearest cluster. Columns: \(ProspectRows.columns.joined(separator: ", ")).

        perennial segment place orders.csv --events events.csv --model models/shop
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Segments") var segmentation: SegmentationOptions
  @OptionGroup(title: "Output") var form: OutputOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: segmentation.read, model: segmentation.model,
      written: [("--output", form.output)])
  }

  func work(in session: Session) throws {
    let plan = try segmentation.plan()
    let loaded = try load(in: session)
    let found = try plan.segmentation(
      of: loaded, asOf: segmentation.asOf?.value, workers: options.workers,
      progress: session.progress("segmenting"))
    session.tell(of: found, after: loaded)
    let placing = ProspectFinding(
      store: loaded.store, columns: loaded.customerColumns, segmentation: found,
      model: plan.model, workers: options.workers
    ).found()
    session.note(ProspectRows.notices(placing), .data)
    try form.write(RowColumns.placing, in: session) { output throws(OutputError) in
      try output.write(ProspectRows.bytes(placing, format: form.rowFormat))
    }
  }
}
