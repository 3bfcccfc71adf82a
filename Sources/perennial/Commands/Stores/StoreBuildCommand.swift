import ArgumentParser
import Ingestion
import Reporting
import Units

struct StoreBuildCommand: StoreWritingJob {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Read order and event files and keep them as a store.",
    discussion: """
      A store that is there is replaced when the new one is whole. The options of reading are kept with it \
      and hold for all that is appended or learned.

        perennial store build shop.store orders.csv --events events.csv --time-zone Europe/Berlin
      """)

  @Argument(help: .shown("Folder of the store.", "store"), completion: .directory)
  var store: String
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Run") var options: RunOptions

  func validate() throws { try checkInput() }

  func work(in session: Session) throws {
    guard !input.orders.isEmpty else {
      throw UsageError(
        description: "found no order file, expected at least one: perennial store build STORE "
          + "ORDERS… (- for stdin)")
    }
    let report = try buildStore(
      store, orders: input.orders, events: input.events,
      options: try input.readOptions(workers: options.workers),
      reading: Dictionary(uniqueKeysWithValues: input.readingTerms.map { ($0.name, $0.values) }),
      progress: session.readProgress(),
      writing: { session.progress("writing") })
    try tell(report, in: session)
  }
}
