import ArgumentParser

struct ContractsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contracts",
    abstract: "When contracts end, from their dates.",
    discussion: """
      For tables with a start and, where it has come, an end of each contract. Where a table has a label \
      and no dates, see `table`.

        perennial contracts train contracts.csv --id contract --start began --end ended \\
          --model models/contracts
        perennial contracts predict contracts.csv --model models/contracts --top 20
      """,
    subcommands: [ContractsTrainCommand.self, ContractsPredictCommand.self])
}
