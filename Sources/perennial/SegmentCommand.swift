import ArgumentParser
import Histories
import Reporting
import Scoring
import Segments
import Units

struct SegmentCommand: OrderReading {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract: "Score customers 1–5 by recency, frequency and money, and name their segments.",
    discussion: """
      One row a customer with an order before the as-of date, in order of id: \
      \(SegmentRows.columns.joined(separator: ", ")). 5 is best. With --model its stored cut-offs \
      and score window are used, so that today's score and tomorrow's mean the same; else the cut-offs come from these \
      customers.

        perennial segment orders.csv --rules rfm125 --score-window all
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var scoring: ScoreOptions
  @Option(name: .long, help: "Folder of a model whose cut-offs are used.")
  var model: String?
  @Option(name: .long, help: "Day to score at (default: the day after the last order).")
  var asOf: DayArgument?
  @OptionGroup var form: OutputOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let model = try model.map { path throws(ModelError) in try ModelFolder.read(path) }
    let rules = try scoring.ruleSet(else: model?.scores?.ruleSet)
    let loaded = try input.load(options)
    let segmentation = try Segmentation(
      of: loaded.store, asOf: asOf?.value, model: model, windowInDays: scoring.windowInDays,
      rules: rules, threads: options.threadCount)
    options.tell("as of \(segmentation.asOf)")
    for notice in segmentation.notices { options.tell("note: \(notice)") }
    try form.write { output throws(OutputError) in
      try SegmentRows.write(
        segmentation, id: { loaded.store.customers[$0] }, format: form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}
