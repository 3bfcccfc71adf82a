import ArgumentParser
import Files
import FoundationEssentials
import Ingestion
import Reporting
import Scoring
import Units

struct TriggersCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "triggers",
    abstract: "List who just did something that an offer answers.",
    usage: "perennial triggers <orders> ... --offers <perennial.yaml> [<options>]",
    discussion: """
      Looks at the day for carts and products left, birthdays, usual days, skipped rhythms and falling \
      baskets, as `triggers:` under `plan:` says, and gives each customer the offer of the first that \
      holds. What the files cannot tell is named. --output writes triggers.csv, and state.csv, by which the \
      next run into the folder keeps cool-downs.

        perennial triggers orders.csv --events events.csv --customers customers.csv \\
          --offers perennial.yaml --output triggers

      perennial.yaml has, beside the plan's offers:

        plan:
          offers:
            - {name: reminder, consent: accepts_email, save_rate: 5%}
          triggers:
            - {trigger: carted_then_left, offer: reminder, within: 2d, cool_down: 14d}
            - {trigger: birthday, offer: reminder}
            - {name: big spender back, where: 'orders >= 9', offer: reminder}
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Triggers") var looked: TriggerOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [looked.offers, looked.contacts],
      folders: [("--output", looked.output)])
  }

  func work(in session: Session) throws {
    let file = try PlanFile(path: looked.offers)
    guard !file.terms.triggers.isEmpty else { throw file.withoutTriggers }
    let terms = TriggerTerms(
      triggers: file.terms.triggers, coolDownInDays: file.terms.coolDownInDays)
    let state = try looked.state()
    let contacts = try looked.contacts.map { path throws(SheetError) in
      try ContactState(path: path)
    }
    let loaded = try load(in: session)
    let run: TriggerRun
    do {
      run = try TriggerRun(
        terms, in: loaded, asOf: looked.asOf?.value, state: state,
        contacts: contacts ?? ContactState(), workers: options.workers)
    } catch let error as TriggerError { throw file.located(error) }
    let summary = try reportJSON(run)
    if let output = looked.output {
      try TriggerFolder.write(run, after: state, summary: summary, to: output)
    }
    try session.write(to: nil) { output throws(OutputError) in
      if looked.json {
        try output.write(summary)
      } else {
        try output.write(report: TriggerReport.text(of: run))
      }
    }
    if let output = looked.output { session.tell("written: \(output)/\(TriggerFolder.rows)") }
  }
}

/// What is looked for, and where it goes.
struct TriggerOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("File with `plan:`, its offers and triggers.", "file"),
    completion: .file())
  var offers: String
  @Option(
    name: .long,
    help: .shown("Day of the contacts (default: the day after the last order).", "date"))
  var asOf: DayArgument?
  @Option(
    name: .long,
    help: .shown("Contacts of plans, whose hold-outs are left alone (default: none).", "file"),
    completion: .file())
  var contacts: String?
  @Flag(name: .long, help: .shown("Print triggers.json instead of the report."))
  var json = false
  @Option(
    name: .long,
    help: .shown("Folder for the list and the state of all runs (default: none).", "dir"),
    completion: .directory)
  var output: String?

  /// What earlier runs into the folder listed; nothing before the first.
  func state() throws -> TriggerState {
    guard let output else { return TriggerState() }
    let path = "\(output)/\(TriggerFolder.state)"
    guard FileManager.default.fileExists(atPath: path) else { return TriggerState() }
    return try TriggerState(path: path)
  }
}
