import Foundation
import TestSupport
import Testing

/// The help as users see it, against `Tests/Golden/help`.
///
/// `PERENNIAL_REGENERATE_GOLDEN=1 swift test -c release --filter HelpTests` rewrites the files.
@Suite struct HelpTests {
  static let commands = [
    [], ["check"], ["train"], ["predict"], ["compare"], ["features"], ["segment"],
    ["segment", "lint"], ["segment", "rules"], ["segment", "columns"], ["clv"],
    ["horizon"], ["backtest"], ["inspect"], ["export"], ["export", "notebook"], ["simulate"],
  ]

  @Test(arguments: commands)
  func equalsTheGoldenHelp(command: [String]) throws {
    let help = try CommandRunner().expect(command + ["--help"])
    #expect(help.errors.isEmpty, "\(help)")
    let name = (["perennial"] + command).joined(separator: "-")
    let golden = Logs.repository.appendingPathComponent("Tests/Golden/help/\(name).txt")
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(help.output).write(to: golden)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == help.text)
  }

  /// Every option that takes a value says what holds without it, or what a value looks like.
  @Test func namesTheDefaults() throws {
    let runner = try CommandRunner()
    let defaults = [
      ["train"]: [
        "default: 365d", "default: 8", "default: chosen by what did best", "default: rfm125",
        "default: 1", "default: days_since_last_order,orders,",
      ],
      ["predict"]: [
        "default: 10%", "default: 0.0", "default: 100%", "default: 10%/y", "default: csv",
      ],
      ["check"]: ["default: utf-8", "default: UTC", "default: net", "default: 0.1%"],
      ["features"]: ["default: csv", "default: after the last order", "default: all"],
      ["segment"]: ["default: 365d", "default: rfm125"],
      ["compare"]: ["default: the model's"],
      ["export", "notebook"]: ["default: notebooks-export"],
    ]
    for (command, texts) in defaults {
      let help = try runner.expect(command + ["--help"])
      let words = help.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for text in texts { #expect(words.contains(text), "\(text)\n\(help)") }
    }
  }

  @Test func versionNamesTheLinearAlgebra() throws {
    let run = try CommandRunner().expect(["--version"])
    #expect(run.text.contains(/^perennial [0-9]+\.[0-9]+\.[0-9]+ \(.*OpenBLAS/), "\(run)")
  }
}
