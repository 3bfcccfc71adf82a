import ArgumentParser
import Dense

/// A command with more to say than one page of help holds.
protocol Explained: ParsableCommand {
  /// Columns of its rows, for `--help-all`.
  static var details: [String] { get }
}

/// A page of help: `--help` shows the usual options, `--help-all` every one.
struct HelpPage {
  /// The page as it is printed.
  let text: String

  /// The parser's own word for `--help-all`.
  private static let parserAll = "--help-hidden"

  /// Arguments with the parser's words for help; `help train` is `train --help`.
  static func arguments(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    var words = arguments[..<end].map { $0 == "--help-all" ? parserAll : $0 }
    if words.first == "help" {
      words.removeFirst()
      if !words.contains(parserAll) { words.append("--help") }
    }
    return words + arguments[end...]
  }

  /// - Parameters:
  ///   - message: what the parser prints.
  ///   - root: the command that all others are below.
  ///   - arguments: the command's words.
  init(_ message: String, of root: any ParsableCommand.Type, arguments: [String]) {
    var text = message.hasSuffix("\n") ? message : message + "\n"
    let type = Self.type(arguments, root)
    // The root has no options to hide, and the tree of all commands takes tens of milliseconds.
    if type != root, let tree = try? CommandTree(of: root),
      tree.hidesOptions(of: tree.words(in: arguments))
    {
      text = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("  -h, --help ")
          ? "  -h, --help, --help-all  Print this help; --help-all prints every option." : line
      }.joined(separator: "\n")
    }
    if arguments.contains(Self.parserAll),
      let explained = type as? any Explained.Type
    {
      text += "\nCOLUMNS:\n" + explained.details.map { "  \($0)\n" }.joined()
    }
    self.text = text
  }

  private static func type(
    _ words: [String], _ root: any ParsableCommand.Type
  ) -> any ParsableCommand.Type {
    var type = root
    for word in words {
      let next = type.configuration.subcommands.first { $0.configuration.commandName == word }
      guard let next else { break }
      type = next
    }
    return type
  }
}
