import ArgumentParser
import Ingestion
import Reporting

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Keep a log on disk and add each day's files to it.",
    discussion: """
      What is learned and scored from a store is what all its files together give, to the bit.

        perennial store build shop.store orders.csv --events events.csv
        perennial store append shop.store monday.csv --events monday-events.csv
        perennial predict --store shop.store --model models/shop --output scores.csv
      """,
    subcommands: [
      StoreBuildCommand.self, StoreAppendCommand.self, StoreInfoCommand.self,
      StoreVerifyCommand.self, StoreForgetCommand.self,
    ])
}

/// A command that writes the rows of files to a store.
protocol StoreWritingJob: LogJob {
  var store: String { get }
}

extension StoreWritingJob {
  var files: FileUse { FileUse(input: input.files, stores: [store]) }

  /// Throws where the command line names what has no place in a store.
  func checkInput() throws {
    if input.store != nil {
      throw ValidationError("--store: expected the store's path as the first argument alone")
    }
    if !input.customers.isEmpty {
      throw ValidationError(
        "--customers: they stay beside a store; name them where they are used, as with predict")
    }
    if input.ledger != nil {
      throw ValidationError(
        "--ledger: a store keeps its own; `perennial store info \(store) --json` writes it, batch by "
          + "batch")
    }
  }

  /// Says what was read and written.
  func tell(_ report: StoreUpdateReport, in session: Session) throws {
    for found in report.recognition { session.tell(found.line) }
    for notice in report.notices { session.note(notice) }
    try session.write(report: StoreReport.text(of: report, store: store))
  }
}
