import ArgumentParser
import Models
import Reporting

struct InspectCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Print a model's card, coefficients, centroids and feature importance.",
    discussion: """
      Importance is permutation importance: the increase in log-loss of the holdout customers when a \
      feature group is shuffled between them. Partial dependence is their mean probability if all had one \
      value of a feature. Both describe the model, not causes.

        perennial inspect --model models/shop
      """)

  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String

  var voice: Voice { .usual }
  var files: FileUse { FileUse() }

  func work(in session: Session) throws {
    let stored = try ModelFolder.readStored(model)
    let card = try ModelFolder.readCard(model)
    let details =
      switch stored {
      case .histories(let histories):
        InspectionReport.text(
          of: histories, evaluation: try ModelFolder.readEvaluation(model))
      case .contracts(let contracts):
        ContractReport.text(of: contracts)
      case .table(let table):
        TableReport.text(of: table, evaluation: try ModelFolder.readTableEvaluation(model))
      }
    let text = card + "\n" + details
    try session.write(report: text)
  }
}
