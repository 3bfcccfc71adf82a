import ArgumentParser
import Reporting
import Scoring

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print a model's card, coefficients and centroids.")

  @Option(name: .long, help: "Folder of the model.")
  var model: String

  func run() throws {
    let stored = try ModelFolder.read(model)
    let card = try ModelFolder.readCard(model)
    let text = card + "\n" + InspectionReport.text(of: stored)
    try writeOutput(to: nil) { output throws(OutputError) in
      try output.write(Array(text.utf8))
    }
  }
}
