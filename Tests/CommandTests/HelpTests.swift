import Foundation
import TestSupport
import Testing

/// The help as users see it, against `Tests/Golden/help`.
///
/// `PERENNIAL_REGENERATE_GOLDEN=1 swift test -c release --filter HelpTests` rewrites the files.
@Suite struct HelpTests {
  /// Every command that the parser knows, so that no new one is left out.
  static let commands: [[String]] = {
    struct Tool: Decodable {
      let command: Command
    }
    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?

      func words(below words: [String]) -> [[String]] {
        [words]
          + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap {
            $0.words(below: words + [$0.commandName])
          }
      }
    }
    guard let run = try? CommandRunner().run(["--experimental-dump-help"]),
      let tool = try? JSONDecoder().decode(Tool.self, from: Data(run.output))
    else { return [] }
    return tool.command.words(below: [])
  }()

  @Test func everyCommandIsFound() {
    for command in [
      [], ["train"], ["prospects"], ["table", "train"], ["segment", "movement"],
      ["export", "notebook"], ["experiment", "assign"], ["uplift"], ["store", "append"],
      ["contracts", "train"],
    ] { #expect(Self.commands.contains(command), "\(command)") }
  }

  @Test(arguments: commands)
  func equalsTheGoldenHelp(command: [String]) throws {
    let runner = try CommandRunner()
    for (option, suffix) in [("--help", ""), ("--help-all", "-all")] {
      let help = try runner.expect(command + [option])
      #expect(help.errors.isEmpty, "\(help)")
      let name = (["perennial"] + command).joined(separator: "-") + suffix
      let golden = Logs.repository.appendingPathComponent("Tests/Golden/help/\(name).txt")
      if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
        try FileManager.default.createDirectory(
          at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(help.output).write(to: golden)
      }
      #expect(try String(contentsOf: golden, encoding: .utf8) == help.text)
    }
  }

  /// One screen; the rest is under `--help-all`, which `help COMMAND` reaches too.
  @Test(arguments: commands)
  func fitsAScreenInPlainWords(command: [String]) throws {
    let runner = try CommandRunner()
    let help = try runner.expect(command + ["--help"])
    let all = try runner.expect(command + ["--help-all"])
    #expect(help.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 <= 60)
    #expect(try runner.expect(["help"] + command).text == help.text)
    #expect(try runner.expect(["help"] + command + ["--help-all"]).text == all.text)
    for option in help.text.matches(of: /(?m)^  (--[a-z0-9-]+)/) {
      #expect(all.text.contains(option.1), "\(option.1)")
    }
    for word in [
      "foretold", "foretell", "judg", " came ", "hold against", "held against", "silence", "silent",
      "refused", "letter", "worth",
    ] {
      // A column's name is a name.
      let text = all.text.lowercased().replacing("silent_probability", with: "")
      #expect(!text.contains(word), "“\(word)”\n\(all)")
    }
  }

  /// Every option that takes a value says what holds without it, or must be given, or may be repeated.
  @Test(arguments: commands)
  func namesTheDefaults(command: [String]) throws {
    let page = try CommandRunner().expect(command + ["--help-all"]).text
    // Lines that go on are one with those before them.
    let all = page.replacing(/\n {9,}/, with: " ")
    let usage = all.components(separatedBy: "USAGE:").last?.components(separatedBy: "\n\n").first
    let known = [
      // Lists of files, and what reads as nothing without them.
      "--events", "--customers", "--columns", "--where", "--config", "--ledger", "--rejected",
      "--features", "--profile", "--events-where",
    ]
    for option in all.components(separatedBy: "\n  ").filter({ $0.hasPrefix("--") }) {
      guard let name = option.firstMatch(of: /^(--[a-z0-9-]+) </)?.1 else { continue }
      let isRequired = usage?.contains(" \(name) ") ?? false
      #expect(
        isRequired || known.contains(String(name)) || option.contains("default")
          || option.contains("repeated"), "\(option)")
    }
  }

  @Test func aFullDiskIsTold() throws {
    for arguments in ["--help", "--version", "train --help-all"] {
      let run = try CommandRunner().runShell(
        "\"$PERENNIAL\" \(arguments) > /dev/full; echo status $?")
      #expect(run.text == "status 73\n" && run.errors.contains("No space left"), "\(run)")
    }
  }

  @Test func versionNamesTheLinearAlgebra() throws {
    let run = try CommandRunner().expect(["--version"])
    #expect(run.text.contains(/^perennial [0-9]+\.[0-9]+\.[0-9]+ \(.*OpenBLAS/), "\(run)")
  }
}
