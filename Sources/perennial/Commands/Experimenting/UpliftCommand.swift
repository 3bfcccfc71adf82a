import ArgumentParser
import Dense
import Experiments
import Files
import Ingestion
import Reporting
import Training
import Units

struct UpliftCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "uplift",
    abstract: "Learn from a table whom a treatment changes.",
    discussion: """
      The table has a treatment, an outcome and what was known of each customer before; all other columns \
      are taken as that, so name with --exclude what came after. It says first whether uplift differs \
      enough between customers to act on it, or whether the average effect is all there is to know. \
      --output writes each customer's uplift, predicted by models that have not seen the customer, or \
      with --score that of other customers, which `plan --uplift` takes.

        perennial uplift campaign.csv --treatment treated --outcome bought --id customer_id \\
          --exclude spend,visits --score customers.csv --output uplift.csv
      """)

  @OptionGroup(title: "Input") var input: TableInput
  @OptionGroup(title: "Columns") var roles: UpliftRoleOptions
  @OptionGroup(title: "Study") var study: UpliftStudyOptions
  @OptionGroup(title: "Output") var report: UpliftOutputOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse {
    FileUse(
      input: input.files, read: [report.score],
      written: [("--output", report.output), ("--report", report.report)])
  }

  func validate() throws {
    guard report.score != nil else { return }
    guard report.output != nil else {
      throw ValidationError("--score: expected --output FILE beside it")
    }
    guard roles.id != nil else {
      throw ValidationError("--score: expected --id COLUMN beside it")
    }
  }

  func work(in session: Session) throws {
    let table = try UpliftTable(input.table(), as: roles.schema(cells: try input.cells()))
    if table.otherArms > 0 {
      session.note(
        "\(grouped(table.otherArms)) rows are neither \(table.arms.treated) nor "
          + "\(table.arms.control) and are left out", .data)
    }
    session.note(UpliftReport.notices(of: table), .data)
    let design = try UpliftDesign(
      table, file: input.path, shareOf: study.shareOf, workers: options.workers)
    let rows = design.rows
    let others = try others(design)
    let found = try UpliftStudy(
      of: rows, outcomeName: roles.outcome, arms: table.arms,
      settings: try study.settings(options), progress: session.progress("uplift"))
    try session.write(found, asJSON: report.json, to: report.report) {
      UpliftReport.text(of: $0, outcome: roles.outcome, arms: table.arms, isBinary: rows.isBinary)
    }
    guard let output = report.output else { return }
    guard let others else {
      try session.write(to: output) { output throws(OutputError) in
        try UpliftReport.write(
          found, of: table, format: .csv,
          to: { bytes throws(OutputError) in try output.write(bytes) })
      }
      return
    }
    try input.note(rejected: others.refused, in: session)
    let scores = try design.scores(
      of: others, file: report.score ?? "", found, workers: options.workers)
    try session.write(to: output) { output throws(OutputError) in
      try UpliftReport.write(
        scores, of: others.ids, format: .csv,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  /// The customers to score; nil without any.
  private func others(_ design: UpliftDesign) throws -> TableRows? {
    guard let path = report.score, let id = roles.id else { return nil }
    return try TableRows(
      scoring: input.table(at: path), columns: design.columns, id: id, value: nil,
      cells: input.cells())
  }
}

/// What the columns of the table are.
struct UpliftRoleOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Column that says who was treated.", "column"))
  var treatment: String
  @Option(
    name: .long, help: .shown("Column of the outcome: yes/no, 1/0, or a number.", "column"))
  var outcome: String
  @Option(
    name: .long,
    help: .shown("Value that means treated (default: yes, true or 1).", "text"))
  var treated: String?
  @Option(
    name: .long, help: .shown("Value that means untreated (default: the other one).", "text"))
  var control: String?
  @Option(name: .long, help: .shown("Column of customer ids (default: none).", "column"))
  var id: String?
  @Option(
    name: .long,
    help: .shown("Columns that were not known before the treatment (default: none).", "columns"))
  var exclude: String?
  @Option(
    name: .long,
    help: .shown("Numeric columns to treat as categorical (default: none).", "columns"))
  var categories: String?

  func validate() throws {
    if let treated, treated == control {
      throw ValidationError(
        "--treated and --control: found '\(treated)' twice, expected a value each")
    }
    if treated == nil, let control, UpliftSchema.meansTreated(control) {
      throw ValidationError(
        "--control: found '\(control)', which means treated by itself, expected --treated VALUE "
          + "beside it")
    }
  }

  func schema(cells: CellFormat) -> UpliftSchema {
    func list(_ text: String?) -> [String] {
      text.map { $0.split(separator: ",").map(String.init) } ?? []
    }
    var schema = UpliftSchema(treatment: treatment, outcome: outcome)
    (schema.treated, schema.control, schema.id) = (treated, control, id)
    (schema.excluded, schema.categories) = (list(exclude), list(categories))
    schema.cells = cells
    return schema
  }
}

/// How uplift is studied.
struct UpliftStudyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Whose predictions are told and written: transformed, two_model, interacted."))
  var learner = UpliftLearner.transformed
  @Option(
    name: .long,
    help: .shown(
      "Column from 0 to 1 that uplift is learned as a share of (default: none).",
      "column"))
  var shareOf: String?
  @Flag(
    name: .long,
    help: .shown("Treatment was not drawn: weigh by its chance, as the columns tell it."))
  var observational = false
  @Option(name: .long, help: .shown("Money of one outcome more (default: none told).", "amount"))
  var value: Double?
  @Option(name: .long, help: .shown("Cost of a contact, with --value (default: none).", "amount"))
  var contactCost: Double?
  @Option(name: .long, help: .more("Random halves to look at predictions on.", "number"))
  var halves = 20
  @Option(name: .long, help: .more("Parts of the cross-fitting.", "number"))
  var folds = 5
  @Option(name: .long, help: .more("Share of customers at each end of the halves.", "share"))
  var share = ShareArgument(value: 0.3)
  @Option(name: .long, help: .more("Bootstrap replicates of the intervals.", "number"))
  var replicates = 200

  func validate() throws {
    guard shareOf == nil || learner == .transformed else {
      throw ValidationError(
        "--share-of: expected --learner transformed, the only one that takes it")
    }
    guard (2...1_000).contains(halves) else {
      throw ValidationError("--halves \(halves): expected 2 to 1000")
    }
    guard (2...50).contains(folds) else {
      throw ValidationError("--folds \(folds): expected 2 to 50")
    }
    guard (20...10_000).contains(replicates) else {
      throw ValidationError("--replicates \(replicates): expected 20 to 10000")
    }
    guard share.value > 0, share.value <= 0.5 else {
      throw ValidationError("--share: expected more than 0 and at most 50%")
    }
    guard (value == nil) == (contactCost == nil) else {
      throw ValidationError("--value and --contact-cost: expected both or neither")
    }
    if let value, !(value > 0 && value.isFinite) {
      throw ValidationError("--value \(value): expected an amount above 0")
    }
    if let contactCost, !(contactCost >= 0 && contactCost.isFinite) {
      throw ValidationError("--contact-cost \(contactCost): expected an amount of at least 0")
    }
  }

  func settings(_ options: RunOptions) throws -> UpliftSettings {
    var settings = UpliftSettings()
    settings.learner = learner
    settings.isRandom = !observational
    settings.halves = halves
    settings.folds = folds
    settings.share = share.value
    settings.replicates = replicates
    if let seed = options.seed { settings.seed = seed }
    if let value, let contactCost { settings.worth = (value: value, contactCost: contactCost) }
    settings.workers = options.workers
    return settings
  }
}

extension UpliftLearner: ExpressibleByArgument {}

/// Where the report and the customers' rows go.
struct UpliftOutputOptions: ParsableArguments {
  @Flag(name: .long, help: .shown("Write JSON instead of tables."))
  var json = false
  @Option(
    name: .long, help: .shown("Write the report to this file (default: stdout).", "file"),
    completion: .file())
  var report: String?
  @Option(
    name: .long, help: .shown("Write one row a customer to this file (default: none).", "file"),
    completion: .file())
  var output: String?
  @Option(
    name: .long,
    help: .shown("Customers to write instead, with the same columns (default: none).", "file"),
    completion: .file())
  var score: String?
}
