import ArgumentParser
import Dense
import Expressions
import Files
import Histories
import Reporting
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
      CampaignsCommand.self, MonitorCommand.self, ReplayCommand.self, StoreCommand.self,
      ProspectsCommand.self, SegmentCommand.self, CompareCommand.self, ClvCommand.self,
      BacktestCommand.self, FeaturesCommand.self, TableCommand.self, ContractsCommand.self,
      InspectCommand.self, ExportCommand.self, VerifyCommand.self, ExperimentCommand.self,
      UpliftCommand.self, SimulateCommand.self,
      ProfilesCommand.self,
    ])

  static func main() {
    openStandardStreams()
    endIdleBLASThreads()
    deleteDraftsWhenInterrupted()
    keepFreedMemory()
    let arguments = RunCommand.arguments(
      HelpPage.arguments(Array(CommandLine.arguments.dropFirst())))
    var options: Set<String> = []
    var remark: (String) -> String? = { _ in nil }
    do {
      var command = try parsed(arguments)
      do {
        try command.run()
      } catch {
        options = OptionNames.of(type(of: command))
        if let append = command as? StoreAppendCommand { remark = append.remark(on:) }
        throw error
      }
    } catch let failure as any ReportedFailure {
      end(with: failure, options: options, remark)
    } catch {
      let message = fullMessage(for: error)
      // Help and the version go to stdout.
      if exitCode(for: error).isSuccess {
        let page = HelpPage(message, of: Perennial.self, arguments: arguments)
        do throws(OutputError) {
          try writeOutput(to: nil) { output throws(OutputError) in
            try output.write(Array(page.text.utf8))
          }
        } catch { end(with: error) }
      } else if !message.isEmpty {
        report(message)
      }
      RunningPrograms.stopAll()
      exit(withError: exitCode(for: error))
    }
  }

  private static func end(
    with failure: any ReportedFailure, options: Set<String> = [],
    _ remark: (String) -> String? = { _ in nil }
  ) -> Never {
    let text = "perennial: \(failure.commandLineText(options: options))"
    report(remark(text).map { "\(text)\n\($0)" } ?? text)
    RunningPrograms.stopAll()
    exit(withError: ExitCode(failure.exitCode))
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
    guard let job = command as? any LogJob, job.input.orders.isEmpty, !configured.orders.isEmpty,
      job.storeWithOptions == nil, !(job is any StoreWritingJob)
    else { return command }
    return try parsed(Spelling(of: configured.argumentsWithOrders), hints: false)
  }

  /// Parses the arguments of a command about a store once more, with the store's options of reading.
  private static func parsed(
    _ command: any ParsableCommand, _ arguments: [String]
  ) throws -> any ParsableCommand {
    guard let job = command as? any LogJob, let store = job.storeWithOptions else {
      return command
    }
    let reading = try StoredReading(store)
    let all = reading.arguments(adding: arguments, behind: commandWords(in: arguments))
    let again = try SegmentTools.parsed(all) ?? parseAsRoot(all)
    if let job = again as? any LogJob { try reading.check(job.input) }
    return again
  }

  /// How many of the arguments are the command's name.
  private static func commandWords(in arguments: [String]) -> Int {
    var (commands, count) = (configuration.subcommands, 0)
    while count < arguments.count,
      let next = commands.first(where: { $0.configuration.commandName == arguments[count] })
    {
      commands = next.configuration.subcommands
      count += 1
    }
    return count
  }

  private static func parsed(
    _ spelling: Spelling, hints: Bool
  ) throws -> any ParsableCommand {
    let arguments = spelling.arguments
    Disclosure.choose(Disclosure(arguments))
    if hints, !arguments.contains("--quiet") { for hint in spelling.hints { report(hint) } }
    let command = try parsed(
      SegmentTools.parsed(arguments) ?? parseAsRoot(arguments), arguments)
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
