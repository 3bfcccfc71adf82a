import Comparison
import Experiments
import Files
import Foundation
import Ingestion
import Intake
import Interventions
import Models
import Reporting
import Scoring
import Snapshots
import Stores
import TestSupport
import Testing
import Training
import perennial

/// What users read where something is wrong, against `Tests/Golden/errors.txt`.
///
/// `PERENNIAL_REGENERATE_GOLDEN=1 swift test --filter ErrorTextTests` rewrites the file.
@Suite struct ErrorTextTests {
  private func section<Words: Sampled>(_ type: Words.Type) -> String {
    let texts = type.samples.map { $0.sentence.onCommandLine }
    return "== \(type)\n\n" + texts.joined(separator: "\n\n") + "\n"
  }

  private var text: String {
    [
      section(FileError.self), section(SourceError.self), section(IngestionError.self),
      section(RejectedRow.Expectation.self), section(TableError.self),
      section(TableTrainingError.self), section(PlanError.self), section(TargetError.self),
      section(TrainingError.self),
      section(RequirementsNotMet.self),
      section(PreviousScoresError.self),
      section(ScoringError.self), section(ComparisonError.self), section(ModelError.self),
      section(ParameterError.self), section(OutputError.self), section(Notice.self),
      section(ExperimentError.self), section(ExperimentFileError.self),
      section(LoggedOutcomesError.self), section(SheetError.self),
      section(MonitoredScoresError.self), section(AudienceError.self),
      section(ContractError.self),
      section(ContractTrainingError.self), section(ContractScoringError.self),
      section(StoreError.self), section(StoreUseError.self), section(NotAllForgotten.self),
    ].joined(separator: "\n")
  }

  @Test func equalTheGoldenTexts() throws {
    let golden = Logs.repository.appendingPathComponent("Tests/Golden/errors.txt")
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try Data(text.utf8).write(to: golden)
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text)
  }

  /// A chain that leaves a case out would end early, or pass by it.
  @Test func everyErrorHasASample() {
    let counts: [Int] = [
      FileError.samples.count, SourceError.samples.count, IngestionError.samples.count,
      RejectedRow.Expectation.samples.count, TableError.samples.count,
      TableTrainingError.samples.count, PlanError.samples.count, TargetError.samples.count,
      TrainingError.samples.count,
      RequirementsNotMet.samples.count,
      PreviousScoresError.samples.count,
      ScoringError.samples.count, ComparisonError.samples.count, ModelError.samples.count,
      ParameterError.samples.count, OutputError.samples.count, Notice.samples.count,
      ExperimentError.samples.count, ExperimentFileError.samples.count,
      LoggedOutcomesError.samples.count, SheetError.samples.count,
      MonitoredScoresError.samples.count, AudienceError.samples.count,
      ContractError.samples.count,
      ContractTrainingError.samples.count, ContractScoringError.samples.count,
      StoreError.samples.count, StoreUseError.samples.count, NotAllForgotten.samples.count,
    ]
    let expected = [
      36, 17, 41, 37, 9, 5, 4, 8, 28, 1, 15, 12, 6, 10, 3, 12, 15, 26, 8, 2, 20, 7, 13, 28, 5, 1,
      10, 11, 1,
    ]
    #expect(counts == expected)
  }

  /// Every spelling of a setting is an option of some command.
  @Test func spellingsAreOptions() throws {
    var options: Set<String> = []
    for command in HelpTests.commands {
      let help = try CommandRunner().run(command + ["--help-all"]).text
      for word in help.split(whereSeparator: { !$0.isLetter && $0 != "-" })
      where word.hasPrefix("--") { options.insert(String(word)) }
    }
    for setting in Setting.allCases {
      #expect(options.contains(setting.spelling), "\(setting): \(setting.spelling)")
    }
    #expect(Set(Setting.allCases.map(\.spelling)).count == Setting.allCases.count)
  }

  /// The last line of a text with one cure is what a shell takes for the options and their values.
  @Test func curesAreWordsOfAShell() {
    let value = "a 'b' \"c\" $HOME `x` \\"
    let text = Sentence("fault", use: Cure(.filter, value)).onCommandLine
    #expect(text == "fault\nuse: --where 'a '\\''b'\\'' \"c\" $HOME `x` \\'")
    let choice = Sentence("fault", choose: [Cure(.amountPer, "order"), Cure(.allowFutureDates)])
    #expect(
      choice.onCommandLine
        == "fault\nchoose: --amount-per order\nchoose: --allow-future-dates")
    #expect(choice.plain == "fault\nchoose: amount per order\nchoose: allow future dates")
  }

  /// No value can add a line of its own, or steer a terminal.
  @Test func valuesStayOnTheirLine() {
    let text = IngestionError.repeatedColumn(file: "a\nuse: --where 1", column: "\u{1b}[2J")
      .sentence.onCommandLine
    #expect(!text.contains("\n") && !text.contains("\u{1b}"))
  }
}
