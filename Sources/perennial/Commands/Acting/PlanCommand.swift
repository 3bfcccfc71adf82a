import ArgumentParser
import Files
import Ingestion
import FoundationEssentials
import Reporting
import Scoring
import Units

struct PlanCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plan whom to contact with which offer, in a budget.",
    usage: "perennial plan <scores.csv> --offers <perennial.yaml> [<options>]",
    discussion: """
      Takes the rows that `predict --output` wrote and the offers under `plan:` of a YAML file, gives \
      every customer at most the offer that brings most, keeps to all limits, and leaves a share alone \
      by lot. Prints a report; --output writes plan.csv, plan.json and, with a hold-out, assignment.csv for \
      `experiment readout`.

        perennial plan scores.csv --offers perennial.yaml --uplift uplift.csv \
      --budget 5000 --hold-out 10% --salt-file salt.txt --output plan

      perennial.yaml has the offers:

        plan:
          offers:
            - {name: reminder, contact_cost: 0.02, save_rate: measured}
            - name: voucher
              incentive_cost: 5
              save_rate: 12%
              where: churn_probability > 0.3
      """)

  @Argument(help: .shown("Rows that `predict` wrote, all columns.", "scores"), completion: .file())
  var scores: String
  @Option(name: .long, help: .shown("File with `plan:`.", "file"), completion: .file())
  var offers: String
  @OptionGroup(title: "Limits") var limits: PlanLimitOptions
  @OptionGroup(title: "Hold-out") var lots: SaltOptions
  @OptionGroup(title: "Input") var known: PlanInputOptions
  @Flag(name: .long, help: .shown("Print plan.json instead of the report."))
  var json = false
  @Option(
    name: .long, help: .shown("Folder for plan.csv and plan.json (default: none).", "dir"),
    completion: .directory)
  var output: String?
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }

  var files: FileUse {
    FileUse(
      read: [
        scores, offers, known.customers, known.uplift, known.named.pseudonymise, lots.saltFile,
      ],
      written: known.record ? [("--contacts", known.contacts)] : [], folders: [("--output", output)]
    )
  }

  func work(in session: Session) throws {
    let file = try PlanFile(path: offers)
    let terms = try limits.apply(to: file.terms)
    try requireUse(by: terms)
    let key = terms.holdOutShare > 0 ? try lots.key() : nil
    let state = try known.state()
    let pseudonyms = try known.named.pseudonyms()
    let plan: RetentionPlan
    do throws(PlanningError) {
      plan = try Self.plan(
        scores, terms, known, state, key: key, by: pseudonyms, options)
    } catch { throw file.located(error) }
    let summary = try reportJSON(plan.summary)
    if let output { try PlanFolder.write(plan, summary: summary, to: output) }
    if known.record, let contacts = known.contacts {
      let recorded = state.recording(plan.contacts, on: plan.day).csv()
      try writeOutput(to: contacts) { output throws(OutputError) in try output.write(recorded) }
    }
    try session.write(to: nil) { output throws(OutputError) in
      if json {
        try output.write(summary)
      } else {
        try output.write(report: PlanReport.text(of: plan.summary))
      }
    }
    if let output { session.tell("written: \(output)/\(PlanFolder.rows)") }
  }

  /// Refuses options that change nothing about a plan of these terms.
  private func requireUse(by terms: PlanTerms) throws {
    if known.uplift != nil, !terms.offers.contains(where: \.takesUpliftOfCommand) {
      throw UsageError(
        description: """
          --uplift: expected an offer with save_rate: measured and no file of its own in \(offers)
          """)
    }
    if lots.isGiven, terms.holdOutShare == 0, limits.holdOut == nil {
      let option = lots.saltFile == nil ? "--salt" : "--salt-file"
      throw UsageError(
        description: """
          \(option): expected a hold-out above 0% beside it: --hold-out SHARE, or hold_out under plan: in \(offers)
          """)
    }
  }

  private static func plan(
    _ path: String, _ terms: PlanTerms, _ known: PlanInputOptions, _ state: ContactState,
    key: KeyedHash?, by pseudonyms: Pseudonyms?, _ options: RunOptions
  ) throws(PlanningError) -> RetentionPlan {
    let scores: PreviousScores
    do { scores = try PreviousScores(path: path, keepsAll: true) } catch { throw .scores(error) }
    let customers: CustomerSheet?
    do {
      customers = try known.customers.map { path throws(SheetError) in
        try CustomerSheet(path: path, idColumn: known.id, pseudonyms: pseudonyms)
      }
    } catch { throw .customers(error) }
    return try Planning(
      terms, scores: scores, sheet: customers, state: state, key: key,
      measurements: PlanMeasurements(of: terms, uplift: known.uplift), day: known.on?.value,
      workers: options.workers
    ).plan()
  }
}

/// Limits that the command line sets above the file's.
struct PlanLimitOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Money that all contacts may cost at most (default: the file's).", "amount"))
  var budget: String?
  @Option(name: .long, help: .shown("Most customers to contact (default: the file's).", "number"))
  var maxContacts: Int?
  @Option(
    name: .long,
    help: .shown("Share of the candidates to leave alone by lot (default: the file's).", "share"))
  var holdOut: ShareArgument?

  func validate() throws {
    if let budget, PlanAmount.read(budget, atMost: PlanAmount.largestBudget) == nil {
      let expected = PlanAmount.expected(atMost: PlanAmount.largestBudget)
      throw ValidationError("--budget: found '\(budget)', expected \(expected)")
    }
    if let maxContacts, !(0...1_000_000_000).contains(maxContacts) {
      throw ValidationError(
        "--max-contacts: found \(maxContacts), expected a whole number of at least 0")
    }
    if let holdOut, holdOut.value >= 1 {
      throw ValidationError(
        "--hold-out: found \(holdOut.defaultValueDescription), expected less than 100%")
    }
  }

  func apply(to terms: PlanTerms) throws -> PlanTerms {
    var terms = terms
    if let budget { terms.budget = PlanAmount.read(budget, atMost: PlanAmount.largestBudget) }
    if let maxContacts { terms.mostContacts = maxContacts }
    if let holdOut { terms.holdOutShare = holdOut.value }
    return terms
  }
}

/// The secret that lots are drawn with.
struct SaltOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("File whose text is the secret of the lots (default: none).", "file"),
    completion: .file())
  var saltFile: String?
  @Option(
    name: .long,
    help: .shown("The secret itself, which others may see (default: none).", "text"))
  var salt: String?

  var isGiven: Bool { salt != nil || saltFile != nil }

  func validate() throws {
    if salt != nil, saltFile != nil {
      throw ValidationError("--salt: expected no --salt-file beside it")
    }
  }

  /// - Throws: where there is none, or one that is too short.
  func key() throws -> KeyedHash {
    if let saltFile { return KeyedHash(key: try Salt.bytes(ofFile: saltFile)) }
    if let salt { return KeyedHash(key: try Salt.bytes(of: salt)) }
    throw UsageError(
      description:
        "--hold-out: expected --salt-file FILE (or --salt TEXT) beside it: a secret that "
        + "stays the same, so that everybody has the same lot in every plan")
  }
}

/// What a plan is to know besides scores.
struct PlanInputOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Customer file with columns of consent (default: none).", "file"),
    completion: .file())
  var customers: String?
  @OptionGroup var named: PseudonymOptions
  @Option(
    name: .long,
    help: .shown(
      "Measured effect of a contact by customer, for `save_rate: measured` (default: none).", "file"
    ),
    completion: .file())
  var uplift: String?
  @Option(
    name: .long,
    help: .more("Column of customer ids in --customers (default: recognised).", "column"))
  var id: String?
  @Option(
    name: .long,
    help: .shown("File of who was contacted when, for cool-downs (default: none).", "file"),
    completion: .file())
  var contacts: String?
  @Flag(name: .long, help: .shown("Add this plan to --contacts."))
  var record = false
  @Option(name: .long, help: .shown("Day of the contacts (default: the date scored).", "date"))
  var on: DayArgument?

  func validate() throws {
    if record, contacts == nil {
      throw ValidationError("--record: expected --contacts FILE beside it")
    }
    if id != nil, customers == nil {
      throw ValidationError("--id: expected --customers FILE beside it")
    }
  }

  /// What earlier plans recorded; nothing before the first.
  func state() throws -> ContactState {
    guard let contacts else { return ContactState() }
    guard FileManager.default.fileExists(atPath: contacts) else {
      if record { return ContactState() }
      throw FileError.missingFile(contacts)
    }
    return try ContactState(path: contacts)
  }
}
