import ArgumentParser
import Ingestion
import Reporting
import Units

struct StoreAppendCommand: StoreWritingJob {
  static let configuration = CommandConfiguration(
    commandName: "append",
    abstract: "Add the rows of files to a store: a day, a late row, an export that overlaps.",
    discussion: """
      Rows that an earlier batch had too count once; of equal rows a store has as many as the batch with \
      most of them. Files are read with the store's own options. An interrupted run leaves the store as it \
      was.

        perennial store append shop.store monday.csv --events monday-events.csv
      """)

  @Argument(help: .shown("Folder of the store.", "store"), completion: .directory)
  var store: String
  @OptionGroup(title: "Input") var input: InputOptions
  @Flag(
    name: .long,
    help: .shown(
      "Keep rows of orders that look changed beside those that the store has (default: stop)."))
  var keepChanged = false
  @OptionGroup(title: "Run") var options: RunOptions

  var storeWithOptions: String? { store }

  func validate() throws { try checkInput() }

  func work(in session: Session) throws {
    guard !input.orders.isEmpty || !input.events.isEmpty else {
      throw UsageError(
        description: "found no file, expected order files or --events: perennial store append "
          + "STORE ORDERS…")
    }
    let report = try appendToStore(
      store, orders: input.orders, events: input.events,
      options: try input.readOptions(workers: options.workers), keepsChanged: keepChanged,
      progress: session.readProgress(),
      writing: { session.progress("writing") })
    try tell(report, in: session)
  }
}
