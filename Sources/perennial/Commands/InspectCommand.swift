import ArgumentParser
import Reporting
import Scoring

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print a model's card, coefficients and centroids, and what it rests on.",
    discussion: """
      Importance is what the forecast of the judged customers loses where a family of features is \
      exchanged between them at random; partial dependence is their mean probability if all had one \
      value of a feature. Both tell how the model works, not what would happen.
      """)

  @Option(name: .long, help: "Folder of the model.")
  var model: String

  func run() throws {
    let stored = try ModelFolder.readStored(model)
    let card = try ModelFolder.readCard(model)
    let details =
      switch stored {
      case .histories(let histories):
        InspectionReport.text(
          of: histories, evaluation: try ModelFolder.readEvaluation(model))
      case .table(let table):
        TableReport.text(of: table, evaluation: try ModelFolder.readTableEvaluation(model))
      }
    let text = card + "\n" + details
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(report: text)
    }
  }
}
