import ArgumentParser
import Ingestion
import Reporting
import Units

struct StoreInfoCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "What a store holds, which batches it was made of, and how they were read.",
    discussion: "  perennial store info shop.store")

  @OptionGroup var looked: StoreLookOptions

  var voice: Voice { looked.options.said.voice }
  var files: FileUse { looked.files }

  func work(in session: Session) throws {
    let summary = try StoreSummary(store: looked.store, workers: looked.options.workers)
    try looked.report.write(summary, in: session) { StoreReport.text(of: $0) }
  }
}

struct StoreVerifyCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read all of a store, and say whether any byte of it is damaged.",
    discussion: "  perennial store verify shop.store")

  @OptionGroup var looked: StoreLookOptions

  var voice: Voice { looked.options.said.voice }
  var files: FileUse { looked.files }

  func work(in session: Session) throws {
    let summary = try StoreSummary(
      verifying: looked.store, workers: looked.options.workers)
    try looked.report.write(summary, in: session) { StoreReport.text(of: $0) }
  }
}

/// Which store is looked at, and where what is found goes.
struct StoreLookOptions: ParsableArguments {
  @Argument(help: .shown("Folder of the store.", "store"), completion: .directory)
  var store: String
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      read: ["\(store)/manifest"], written: [("--output", report.output)], stores: [store])
  }
}
