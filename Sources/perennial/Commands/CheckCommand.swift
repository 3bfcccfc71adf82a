import ArgumentParser
import Files
import Histories
import Ingestion
import Reporting
import Snapshots
import Training
import Units

struct CheckCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate a log: what it holds, what it suffices for, and a ready configuration.",
    discussion: """
      Reads all files, applies every check, and prints the column mapping, the ledger of rows and money, \
      and the longest usable horizon. The configuration that repeats this goes to stdout or --output, \
      all else to stderr.

        perennial check orders.csv.gz --events events.csv.gz --output perennial.yaml
        perennial train --config perennial.yaml --model models/shop
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var written: ConfigurationOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse { FileUse(input: input.files, written: [("--output", written.output)]) }

  func work(in session: Session) throws {
    let loaded = try load(in: session)
    session.tell(CheckReport.text(of: loaded.ledger))
    let facts = LogFacts(of: loaded.store, workers: options.workers)
    let advice = advice(on: loaded.store)
    if let facts { session.tell(CheckReport.text(of: facts, advice: advice)) }
    let horizon = advice?.recommendedHorizonInDays
    let text = try Configuration.text(input: input, horizonInDays: horizon)
    try session.write(to: written.output) { output throws(OutputError) in
      try output.write(Array(text.utf8))
    }
  }

  /// What `horizon` says; nil where the log is too short or has too few customers.
  private func advice(on store: HistoryStore) -> HorizonAdvice? {
    try? horizonAdvice(of: store, workers: options.workers)
  }
}

/// Where the configuration is written.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Write the configuration to this file (default: stdout).", "file"),
    completion: .file())
  var output: String?
}
