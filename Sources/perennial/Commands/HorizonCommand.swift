import ArgumentParser
import Histories
import Reporting
import Scoring

struct HorizonCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "horizon",
    abstract: "Show which churn window fits a shop: false alarms, delay and sample size by window.",
    discussion: """
      A customer who places no order within the window counts as churned. Short windows call \
      customers churned who return; long ones find lost customers late and leave fewer to learn from. \
      Silences that the end of the log cuts off are allowed for (Kaplan-Meier). The recommendation is \
      what `train` uses without --horizon.

        perennial horizon orders.csv
      """)

  @OptionGroup var input: InputOptions
  @Flag(name: .long, help: "Write JSON instead of tables.")
  var json = false
  @Option(name: .long, help: "Write here instead of stdout.")
  var output: String?
  @OptionGroup var options: RunOptions

  var files: FileUse { FileUse(written: [("--output", output)]) }

  func run() throws {
    let loaded = try input.load(options)
    let advice = try horizonAdvice(
      of: loaded.store, threads: options.threadCount)
    try writeReport(of: advice, asJSON: json, to: output) { HorizonReport.text(of: $0) }
  }
}

extension RunOptions {
  /// The churn window that fits a log, told with its reason.
  func recommendedHorizon(of store: HistoryStore) throws -> Int {
    let advice = try horizonAdvice(of: store, threads: threadCount)
    for line in HorizonReport.summary(of: advice) { tell(line) }
    return advice.recommendedHorizonInDays
  }
}
