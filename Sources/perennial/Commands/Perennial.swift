import ArgumentParser
import Dense
import Expressions
import Histories
import Scoring
import Units

@main
struct Perennial: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perennial",
    abstract: "Tell who is about to leave, what they are worth, and whom to act on first.",
    discussion: """
      Start with `check`, which shows what a log holds and can carry; then `train` a model, \
      `predict` a ranked list, and `compare` clusters with rule-based segments.

        perennial check orders.csv
        perennial train orders.csv --horizon 90d --model models/shop
        perennial predict orders.csv --model models/shop --top 20
        perennial compare orders.csv --model models/shop

      Results go to stdout or --output, everything else to stderr. Exit status: 0 done, 64 usage, \
      65 bad input data, 66 missing input, 73 cannot write, 1 anything else.
      """,
    version: Version.text,
    subcommands: [
      CheckCommand.self, TrainCommand.self, PredictCommand.self, CompareCommand.self,
      FeaturesCommand.self, SegmentCommand.self, ClvCommand.self, HorizonCommand.self,
      BacktestCommand.self, InspectCommand.self, ExportCommand.self, SimulateCommand.self,
    ])

  static func main() {
    openStandardStreams()
    endIdleBLASThreads()
    deleteDraftsWhenInterrupted()
    keepFreedMemory()
    do {
      var command = try parsed(Array(CommandLine.arguments.dropFirst()))
      if let reading = command as? any OrderReading { try reading.requireFilesApart() }
      try command.run()
    } catch let failure as any ReportedFailure {
      report("perennial: \(failure.description)")
      exit(withError: ExitCode(failure.exitCode))
    } catch {
      // Help and the version go to stdout.
      if exitCode(for: error).isSuccess { exit(withError: error) }
      let message = fullMessage(for: error)
      if !message.isEmpty { report(message) }
      exit(withError: exitCode(for: error))
    }
  }

  /// Parses arguments, with whatever a `--config` file adds to them.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let command = try SegmentTools.parsed(arguments) { return command }
    try requireCommand(arguments.first)
    guard let configured = try Configuration.arguments(adding: arguments) else {
      return try parseAsRoot(arguments)
    }
    let command = try parseAsRoot(configured.arguments)
    guard let reading = command as? any OrderReading, reading.input.orders.isEmpty,
      !configured.orders.isEmpty
    else { return command }
    return try parseAsRoot(configured.argumentsWithOrders)
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

/// A command that reads order files.
protocol OrderReading: ParsableCommand {
  var input: InputOptions { get }
  /// What is read and written besides the input's files; folders see for themselves what is in the way.
  var files: FileUse { get }
}
