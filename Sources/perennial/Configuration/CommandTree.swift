import ArgumentParser
import FoundationEssentials

/// The commands and their options, as the parser itself describes them.
struct CommandTree {
  private let root: CommandDescription

  /// - Parameter root: the command that all others are below.
  /// - Throws: where the parser describes itself in a form that is not known here.
  init(of root: any ParsableCommand.Type) throws {
    self.root = try ToolDescription(of: root).command
  }

  /// The words with which arguments name a command: `["segment", "movement"]`.
  func words(in arguments: [String]) -> [String] {
    var words: [String] = []
    var command = root
    for word in arguments {
      guard let next = command.subcommand(word) else { break }
      words.append(word)
      command = next
    }
    return words
  }

  /// Whether there is such a command.
  func has(_ words: [String]) -> Bool { self.words(in: words) == words }

  /// Long names of a command's options: `--events`.
  func options(of words: [String]) -> Set<String> { command(words).options }

  /// The same of a command and all below it.
  func familyOptions(of words: [String]) -> Set<String> {
    func all(_ command: CommandDescription) -> Set<String> {
      (command.subcommands ?? []).map(all).reduce(command.options) { $0.union($1) }
    }
    return all(command(words))
  }

  /// Options that take any number of values.
  func lists(of words: [String]) -> Set<String> {
    OptionNames.all(
      (command(words).arguments ?? []).filter { $0.parsingStrategy == "upToNextOption" })
  }

  /// Whether a command has options that only `--help-all` shows.
  func hidesOptions(of words: [String]) -> Bool {
    (command(words).arguments ?? []).contains { !$0.shouldDisplay }
  }

  private func command(_ words: [String]) -> CommandDescription {
    words.reduce(root) { $0.subcommand($1) ?? $0 }
  }
}

/// Names of options.
enum OptionNames {
  /// Long names of a group's options; none where the parser describes itself in an unknown form.
  static func of(_ group: any ParsableArguments.Type) -> Set<String> {
    (try? ToolDescription(of: group))?.command.options ?? []
  }

  /// The name in an argument: `--where` of `--where=x`.
  static func name(of argument: String) -> String {
    argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first
      .map(String.init) ?? argument
  }

  fileprivate static func all(_ arguments: [ArgumentDescription]) -> Set<String> {
    Set(
      arguments.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map { "--\($0.name)" })
  }
}

/// What `--experimental-dump-help` prints, as far as it is used here.
private struct ToolDescription: Decodable {
  let command: CommandDescription

  init(of type: any ParsableArguments.Type) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(type._dumpHelp().utf8))
  }
}

private struct CommandDescription: Decodable {
  let commandName: String
  let subcommands: [CommandDescription]?
  let arguments: [ArgumentDescription]?

  var options: Set<String> { OptionNames.all(arguments ?? []) }

  func subcommand(_ word: String) -> CommandDescription? {
    subcommands?.first { $0.commandName == word && word != "help" }
  }
}

private struct ArgumentDescription: Decodable {
  struct Name: Decodable {
    let kind: String
    let name: String
  }

  let names: [Name]?
  let parsingStrategy: String
  let shouldDisplay: Bool
}
