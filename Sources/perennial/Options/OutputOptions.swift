import ArgumentParser
import Reporting
import Scoring

/// Where and how rows are written.
struct OutputOptions: ParsableArguments {
  @Option(name: .long, help: "Write here instead of stdout; the file appears whole or not at all.")
  var output: String?
  @Option(name: .long, help: "Form of the rows: csv or jsonl.")
  var format = RowFormat.csv

  func write(
    _ body: (borrowing Output) throws(OutputError) -> Void
  ) throws(OutputError) {
    try writeOutput(to: output, body)
  }
}

extension RowFormat: ExpressibleByArgument {}
