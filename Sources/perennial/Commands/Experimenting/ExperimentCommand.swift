import ArgumentParser

struct ExperimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Size, draw and read out a campaign's experiment.",
    discussion: """
      Whether a message changes anything shows only beside customers who did not get it: decide how many \
      it takes, draw them, wait, read.

        perennial experiment size --rate 12% --effect 1.5% --arms control:10%,offer:90%
        perennial experiment assign scores.csv --experiment may --arms control:10%,offer:90% \\
          --salt-file salt.txt --starts 2026-05-01 --output may.csv
        perennial experiment readout orders.csv --assignment may.csv
      """,
    subcommands: [
      ExperimentSizeCommand.self, ExperimentAssignCommand.self, ExperimentReadoutCommand.self,
    ])
}
