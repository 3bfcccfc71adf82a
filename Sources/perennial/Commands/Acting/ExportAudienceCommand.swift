import ArgumentParser
import Files
import Ingestion
import FoundationEssentials
import Reporting
import Scoring

struct ExportAudienceCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "audience",
    abstract: "Write a list as the file that a mailing or advertising service imports.",
    usage: "perennial export audience <plan.csv> --customers <file> --to <service> [<options>]",
    discussion: """
      Takes a plan (those to contact), score rows (those on --list), triggers.csv or an experiment's assignment \
      (those in --arm), with addresses and consent from --customers, and writes the columns that the service imports; for google-ads and meta as SHA-256 of \
      the normalised text. Whoever was left alone by lot is never written. --dry-run says who would be.

        perennial export audience plan/plan.csv --customers customers.csv --to klaviyo --output list.csv
        perennial export audience scores.csv --customers customers.csv --to meta --include phone --dry-run
      """)

  @Argument(
    help: .shown("plan.csv, triggers.csv, rows that `predict` wrote, or an assignment.", "plan"),
    completion: .file())
  var list: String
  @OptionGroup(title: "People") var people: AudiencePeopleOptions
  @Option(name: .long, help: .shown("Where it goes."))
  var to: AudienceTarget
  @Flag(name: .long, help: .shown("Print who would be written, and write nothing."))
  var dryRun = false
  @Option(
    name: .long,
    help: .shown("An earlier export to the same service (default: none).", "file"),
    completion: .file())
  var previous: String?
  @Flag(name: .long, help: .shown("Write only rows that --previous lacks."))
  var changedOnly = false
  @Option(
    name: .long,
    help: .shown("Write rows of --previous that are gone to this file (default: none).", "file"),
    completion: .file())
  var removed: String?
  @Option(
    name: .long, help: .shown("Write the rows to this file (default: stdout).", "file"),
    completion: .file())
  var output: String?
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }

  var files: FileUse {
    FileUse(
      read: [list, people.customers, people.contacts, people.named.pseudonymise, previous],
      written: [("--output", output), ("--removed", removed)])
  }

  func validate() throws {
    if changedOnly || removed != nil, previous == nil {
      throw ValidationError(
        "\(changedOnly ? "--changed-only" : "--removed"): expected --previous FILE beside it")
    }
  }

  func work(in session: Session) throws {
    let audience = try Audience(
      people.request(to), of: list,
      customers: CustomerSheet(
        path: people.customers, idColumn: people.id, pseudonyms: people.named.pseudonyms()),
      state: people.contacts.map { try ContactState(path: $0) } ?? ContactState())
    let changes = try previous.map { try audience.changes(since: $0) }
    let rows = changedOnly ? changes?.new ?? [] : audience.rows
    if dryRun {
      try session.write(
        report: AudienceReport.dryRun(of: audience, new: rows.count, gone: changes?.gone.count))
      return
    }
    if let removed, let changes {
      try session.write(to: removed) { output throws(OutputError) in
        try output.write(audience.csv(changes.gone))
      }
    }
    try session.write(to: output) { output throws(OutputError) in
      try output.write(audience.csv(rows))
    }
    session.tell(AudienceReport.summary(of: audience, written: rows.count))
  }
}

/// Who the people of an audience are.
struct AudiencePeopleOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Customer file with addresses and consent.", "file"),
    completion: .file())
  var customers: String
  @OptionGroup var named: PseudonymOptions
  @Option(
    name: .long, help: .more("Column of customer ids in it (default: recognised).", "column"))
  var id: String?
  @Option(
    name: .long,
    help: .shown("Column in it that says yes to being written to (default: recognised).", "column"))
  var consent: String?
  @Option(
    name: .long,
    help: .shown(
      "Fields besides the required one: \(Self.included.map(\.rawValue).joined(separator: ",")) (default: none).",
      "fields"))
  var include: String?
  @Option(
    name: .long,
    help: .more("Columns of fields: email=Mail,phone=Tel (default: recognised).", "fields"))
  var columns: String?
  @Option(
    name: .long,
    help: .more("Digits before telephone numbers without them: 49 (default: none).", "digits"))
  var countryCode: String?
  @Option(name: .long, help: .shown("Of score rows: act, win_back or none.", "list"))
  var list = "act"
  @Option(
    name: .long,
    help: .shown("Of an assignment: the arm that is written to (default: a plan's).", "arm"))
  var arm: String?
  @Option(
    name: .long,
    help: .shown("File of past contacts, whose hold-out is kept (default: none).", "file"),
    completion: .file())
  var contacts: String?

  private static let included: [AudienceField] = [
    .email, .phone, .firstName, .lastName, .country, .zip,
  ]

  func validate() throws {
    guard ["act", "win_back", "none"].contains(list) else {
      throw ValidationError("--list: found '\(list)', expected act, win_back or none")
    }
    if let countryCode,
      !(1...3).contains(countryCode.count)
        || !countryCode.allSatisfy({ $0.isASCII && $0.isNumber }) || countryCode.hasPrefix("0")
    {
      throw ValidationError("--country-code: found '\(countryCode)', expected digits such as 49")
    }
  }

  func request(_ target: AudienceTarget) throws -> AudienceRequest {
    var request = AudienceRequest(target: target)
    request.consent = consent
    request.list = list
    request.arm = arm
    request.countryCode = countryCode
    if let include {
      request.fields = try listedNames(
        include, option: "--include", known: Self.included.map(\.rawValue), what: "a field"
      ).compactMap(AudienceField.init(rawValue:))
    }
    for part in (columns ?? "").split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2, let field = AudienceField(rawValue: sides[0]),
        Self.included.contains(field)
      else {
        throw UsageError(
          description: "--columns: found '\(part)', expected FIELD=COLUMN with a field of "
            + Self.included.map(\.rawValue).joined(separator: ", "))
      }
      request.columns[field] = sides[1]
    }
    return request
  }
}

extension AudienceTarget: ExpressibleByArgument {}

extension AudienceError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .sheet(let error): error.exitCode
    case .scores(let error): error.exitCode
    case .noSuchField, .partOfAddress, .armToName, .noSuchArm: ExitStatus.usage
    case .neitherPlanNorScores, .noColumn, .noConsentColumn, .otherExport:
      ExitStatus.badData
    }
  }
}
