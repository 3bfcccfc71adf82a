import ArgumentParser
import Training

struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Churn models of a labelled table.",
    discussion: """
      For contracts or any features that another program made, where there is no order log.

        perennial table train contracts.csv --label churned --model models/contracts
        perennial table predict contracts.csv --model models/contracts
      """,
    subcommands: [TableTrainCommand.self, TablePredictCommand.self])
}
