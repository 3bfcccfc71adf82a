import ArgumentParser
import Histories
import Ingestion
import Reporting
import Snapshots
import Training

struct HorizonCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "horizon",
    abstract: "Recommend a churn window: false-positive rate and detection delay by window.",
    discussion: """
      A customer without an order within the window counts as churned. A short window flags customers \
      who would return (false positives); a long one detects lost customers late and leaves less data to \
      train on. Each customer counts once (Wang–Chang), not each order, and what the end of the \
      log cuts off is corrected for. `train` uses the recommendation where it has no --horizon.

        perennial horizon orders.csv
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse { FileUse(input: input.files, written: [("--output", report.output)]) }

  func work(in session: Session) throws {
    let loaded = try load(in: session)
    let advice: HorizonAdvice
    do {
      advice = try horizonAdvice(of: loaded.store, workers: options.workers)
    } catch .plan(.logTooShort(let first, let last, let horizon)) {
      // The shortest window that is looked at, which nobody has asked for.
      throw DataFault(
        sentence: shortLogSentence(
          from: first, to: last, horizonInDays: horizon, "Pass a longer log."))
    }
    try report.write(advice, in: session) { HorizonReport.text(of: $0) }
  }
}
