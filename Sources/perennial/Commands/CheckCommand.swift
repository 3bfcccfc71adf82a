import ArgumentParser
import Histories
import Reporting
import Scoring

struct CheckCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Show what a log holds, what it can carry, and a ready configuration.",
    discussion: """
      Reads everything, applies every guard, and prints the ledger, what was taken for what, and how \
      long a horizon the log can teach. The configuration that repeats this goes to stdout or \
      --output, all else to stderr.

        perennial check orders.csv.gz --events events.csv.gz --output perennial.yaml
        perennial train --config perennial.yaml --model models/shop
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .long, help: "Write the configuration here instead of stdout.")
  var output: String?
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(written: [("--output", output)]) }

  func run() throws {
    let loaded = try input.load(options)
    options.tell(CheckReport.text(of: loaded.ledger))
    let facts = LogFacts(of: loaded.store, threads: options.threadCount)
    let advice = advice(on: loaded.store)
    if let facts { options.tell(CheckReport.text(of: facts, advice: advice)) }
    let horizon = advice?.recommendedHorizonInDays
    let text = try Configuration.text(input: input, horizonInDays: horizon)
    try writeOutput(to: output) { output throws(OutputError) in
      try output.write(Array(text.utf8))
    }
  }

  /// What `horizon` says; nil where the log is too short or too thin to be taught anything.
  private func advice(on store: HistoryStore) -> HorizonAdvice? {
    try? horizonAdvice(of: store, threads: options.threadCount)
  }
}
