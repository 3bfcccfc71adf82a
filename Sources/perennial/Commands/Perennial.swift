import ArgumentParser
import Dense
import Expressions
import Files
import Histories
import Training
import Units

@main
struct Perennial: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perennial",
    abstract:
      "Predict churn and customer lifetime value from an order log, and rank customers for retention.",
    discussion: """
      Start with `check`, which validates a log; then `train` a model, `predict` a ranked list, and \
      `compare` clusters with rule-based segments.

        perennial check orders.csv
        perennial train orders.csv --horizon 90d --model models/shop
        perennial predict orders.csv --model models/shop --top 20
        perennial compare orders.csv --model models/shop

      Results go to stdout or --output, everything else to stderr. Exit status: 0 done, 64 usage, \
      65 bad input data, 66 missing input, 73 cannot write, 1 anything else.
      """,
    version: Version.text,
    subcommands: [
      CheckCommand.self, HorizonCommand.self, TrainCommand.self, PredictCommand.self,
      RunCommand.self, ReportCommand.self, PlanCommand.self, TriggersCommand.self,
      CampaignsCommand.self, MonitorCommand.self, ReplayCommand.self,
      ProspectsCommand.self, SegmentCommand.self, CompareCommand.self, ClvCommand.self,
      BacktestCommand.self, FeaturesCommand.self, TableCommand.self, ContractsCommand.self,
      InspectCommand.self, ExportCommand.self, ExperimentCommand.self, UpliftCommand.self,
      SimulateCommand.self,
      ProfilesCommand.self,
    ])

  static func main() {
    openStandardStreams()
    endIdleBLASThreads()
    deleteDraftsWhenInterrupted()
    keepFreedMemory()
    let arguments = RunCommand.arguments(
      HelpPage.arguments(Array(CommandLine.arguments.dropFirst())))
    do {
      var command = try parsed(arguments)
      try command.run()
    } catch let failure as any ReportedFailure {
      report("perennial: \(failure.commandLineText)")
      exit(withError: ExitCode(failure.exitCode))
    } catch {
      let message = fullMessage(for: error)
      // Help and the version go to stdout.
      if exitCode(for: error).isSuccess {
        let page = HelpPage(message, of: Perennial.self, arguments: arguments)
        try? writeOutput(to: nil) { output throws(OutputError) in
          try output.write(Array(page.text.utf8))
        }
      } else if !message.isEmpty {
        report(message)
      }
      exit(withError: exitCode(for: error))
    }
  }

  /// Parses arguments, with whatever a `--config` file adds to them.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    try requireCommand(arguments.first)
    guard
      let configured = try Configuration.arguments(
        adding: arguments, of: CommandTree(of: Perennial.self))
    else {
      return try parsed(Spelling(of: arguments), hints: true)
    }
    let command = try parsed(Spelling(of: configured.arguments), hints: true)
    guard let job = command as? any LogJob, job.input.orders.isEmpty, !configured.orders.isEmpty
    else { return command }
    return try parsed(Spelling(of: configured.argumentsWithOrders), hints: false)
  }

  private static func parsed(
    _ spelling: Spelling, hints: Bool
  ) throws -> any ParsableCommand {
    let arguments = spelling.arguments
    if hints, !arguments.contains("--quiet") { for hint in spelling.hints { report(hint) } }
    let command = try SegmentTools.parsed(arguments) ?? parseAsRoot(arguments)
    try (command as? any ArgumentsChecking)?.check(arguments: arguments)
    return command
  }
}

extension Perennial {
  /// Throws where the first word is no command; the parser would not say which there are.
  private static func requireCommand(_ word: String?) throws(UsageError) {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    let nearest = suggestion(for: word, among: names)
    throw UsageError(
      description:
        "found '\(shortened(word))', expected a command: \(names.joined(separator: ", "))"
        + nearest)
  }
}
