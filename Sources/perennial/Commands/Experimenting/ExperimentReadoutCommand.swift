import ArgumentParser
import Experiments
import Files
import Ingestion
import Intake
import Reporting
import Training
import Units

struct ExperimentReadoutCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "readout",
    abstract: "What a campaign changed: lift with intervals, by segment, and whether it paid.",
    discussion: """
      Outcomes come from an order log (ordered, orders and spend in --window from the day of assignment) \
      or, with --outcomes, from a table of one row a customer. What customers did before is taken out \
      (CUPED), sizes are checked for a sample-ratio mismatch, and an interval is given that holds however \
      often you look.

        perennial experiment readout orders.csv --assignment may.csv --window 30d \\
          --contact-cost 0.60 --margin 40%
        perennial experiment readout --outcomes results.csv --metrics visit,spend \\
          --assignment may.csv
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Experiment") var experiment: ReadExperimentOptions
  @OptionGroup(title: "Table of outcomes") var table: OutcomeTableOptions
  @OptionGroup(title: "Money") var money: ContactMoneyOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [experiment.assignment, table.outcomes],
      written: [("--output", report.output)])
  }

  func validate() throws {
    if table.outcomes == nil, table.isSet {
      throw ValidationError(
        "--metrics, --covariates, --outcome-date, --absent-are-zero: expected --outcomes FILE with them"
      )
    }
    if table.outcomes != nil {
      guard input.readsNothing else {
        throw ValidationError("--outcomes: expected no order log beside it")
      }
      guard table.metrics != nil else {
        throw ValidationError("--outcomes: expected --metrics with the columns of outcomes")
      }
      guard experiment.window == nil else {
        throw ValidationError("--window: expected an order log; a table has its outcomes already")
      }
    } else if experiment.by != nil {
      throw ValidationError("--by: expected --outcomes FILE; a log is read by stratum")
    }
  }

  func work(in session: Session) throws {
    var settings = ReadoutSettings()
    settings.alpha = experiment.alpha.value
    settings.look = experiment.look
    let worth = try money.worth()
    let pseudonyms = try input.reading.named.pseudonyms()
    let assignment = try experiment.assigned(by: pseudonyms)
    let plan = try experiment.plan(of: assignment)
    let rows: ExperimentRows
    var about: [String]
    if let path = table.outcomes {
      var answers = try PlainTable(
        path: path, delimiter: input.reading.delimiter?.value, encoding: input.reading.encoding)
      answers.pseudonyms = pseudonyms
      let outcomes = try OutcomeTable(
        answers, as: try table.schema(of: experiment, input.reading), of: assignment)
      rows = ExperimentRows(outcomes, of: assignment, plan: plan, segmentedBy: experiment.by)
      about = [
        "\(grouped(assignment.ids.count)) customers of \(assignment.file), outcomes of \(path)"
      ]
      if outcomes.absent > 0 {
        about.append("\(grouped(outcomes.absent)) of them have no row and count with outcomes of 0")
      }
      if outcomes.notAssigned > 0 {
        about.append("\(grouped(outcomes.notAssigned)) rows are of nobody in the experiment")
      }
      settings.money = worth.map {
        (spend: money.spendColumn ?? "spend", ordered: money.orderedColumn, worth: $0)
      }
    } else {
      let loaded = try load(in: session)
      guard let last = loaded.lastOrderDay else {
        throw UsageError(
          description: "found no order in the log, expected some after the assignment")
      }
      let logged = try LoggedOutcomes(
        of: loaded.store, assignment: assignment, starts: experiment.starts?.value, plan: plan,
        windowInDays: experiment.window?.value.wholeDays, logEnds: last + 1,
        workers: options.workers)
      rows = logged.rows
      about = [
        "\(grouped(assignment.ids.count)) customers of \(assignment.file); orders in the "
          + "\(logged.windowInDays) days from each assignment, log to \(last)"
      ]
      if logged.stillOpen > 0 {
        about.append(
          "\(grouped(logged.stillOpen)) are left out: their window is not over yet")
      }
      if logged.neverSeen > 0 {
        about.append(
          "\(grouped(logged.neverSeen)) have no order in the log and count with outcomes of 0")
      }
      settings.money = worth.map {
        (spend: LoggedOutcomes.spend, ordered: LoggedOutcomes.ordered, worth: $0)
      }
    }
    if let told = settings.money, told.worth.incentiveCost > 0,
      !rows.outcomes.contains(where: { $0.name == told.ordered })
    {
      throw UsageError(
        description:
          "--incentive-cost: found \(told.ordered.map { "no outcome '\(visibleText($0))'" } ?? "nothing that says who ordered"), "
          + "expected --ordered-column to name one of --metrics")
    }
    if let told = settings.money, !rows.outcomes.contains(where: { $0.name == told.spend }) {
      throw UsageError(
        description:
          "money: found no outcome '\(told.spend)', expected --spend-column to name one of "
          + "--metrics")
    }
    let readout = try ExperimentReadout(of: rows, settings: settings)
    try report.write(readout, in: session) { ReadoutReport.text(of: $0, about: about) }
  }
}

/// Who was assigned, and how the result is read.
struct ReadExperimentOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Who is in which arm, as `experiment assign` writes it.", "file"),
    completion: .file())
  var assignment: String
  @Option(
    name: .long,
    help: .shown("How long orders count (default: as long as the log has for all).", "days"))
  var window: DurationArgument?
  @Option(
    name: .long, help: .shown("Number of this look at an experiment that goes on.", "number"))
  var look = 1
  @Option(name: .long, help: .more("1 − confidence of the intervals.", "share"))
  var alpha = ShareArgument(value: 0.05)
  @Option(
    name: .long,
    help: .shown("Column of the outcomes to read the effect by (default: the strata).", "column"))
  var by: String?
  @Option(
    name: .long,
    help: .more("Arms and planned shares (default: as the assignment has them).", "arms"))
  var arms: ArmsArgument?
  @Option(
    name: .long, help: .more("Arm without treatment (default: control, or the first).", "arm"))
  var control: String?
  @Option(
    name: .long,
    help: .more("First day on which outcomes count (default: as the assignment says).", "date"))
  var starts: DayArgument?
  @Option(name: .long, help: .more("Column of customer ids (default: customer_id).", "column"))
  var id: String?
  @Option(name: .long, help: .more("Column of arms of the assignment.", "column"))
  var armColumn = "arm"

  func assigned(by pseudonyms: Pseudonyms?) throws -> AssignmentFile {
    var table = try PlainTable(path: assignment, delimiter: nil, encoding: .utf8)
    table.pseudonyms = pseudonyms
    return try AssignmentFile(table, id: idColumn, arm: armColumn, cells: CellFormat())
  }

  var idColumn: String { id ?? FeatureFile.idColumn }

  /// The arms with their planned shares.
  func plan(of assignment: AssignmentFile) throws -> ArmPlan {
    guard let arms else {
      guard let shares = assignment.shares else {
        throw ExperimentFileError.noShares(file: assignment.file)
      }
      return try ArmPlan(
        zip(assignment.armNames, shares).map { ArmPlan.Arm(name: $0, share: $1) },
        control: control)
    }
    let plan = try ArmPlan(arms.arms, control: control)
    for name in assignment.armNames where !plan.arms.contains(where: { $0.name == name }) {
      throw UsageError(
        description: "\(assignment.file): found the arm '\(name)', expected one of --arms "
          + arms.defaultValueDescription)
    }
    return plan
  }
}

/// Outcomes from a table.
struct OutcomeTableOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Table of outcomes, a row a customer (default: a log).", "file"),
    completion: .file())
  var outcomes: String?
  @Option(
    name: .long,
    help: .shown("Columns of outcomes, the main one first (default: none).", "columns"))
  var metrics: String?
  @Option(
    name: .long, help: .shown("Columns known before, for CUPED (default: none).", "columns"))
  var covariates: String?
  @Option(
    name: .long,
    help: .more(
      "Column with the day of the outcome, not before the assignment (default: none).", "column"))
  var outcomeDate: String?
  @Flag(name: .long, help: .more("Assigned customers without a row have outcomes of 0."))
  var absentAreZero = false

  var isSet: Bool {
    metrics != nil || covariates != nil || outcomeDate != nil || absentAreZero
  }

  func schema(of experiment: ReadExperimentOptions, _ reading: ReadingOptions) throws
    -> OutcomeSchema
  {
    func list(_ text: String?) -> [String] {
      text.map { $0.split(separator: ",").map(String.init) } ?? []
    }
    let names = list(metrics) + list(covariates)
    try requireNames(names, option: "--metrics, --covariates", known: names, what: "columns")
    var schema = OutcomeSchema(id: experiment.idColumn, outcomes: list(metrics))
    guard !schema.outcomes.isEmpty else {
      throw UsageError(description: "--metrics: found no name, expected names with commas between")
    }
    schema.covariates = list(covariates)
    schema.segment = experiment.by
    schema.date = outcomeDate
    schema.absentAreZero = absentAreZero
    schema.cells.decimalComma = reading.decimalComma
    if let dateFormat = reading.dateFormat { schema.cells.dateFormat = try DateFormat(dateFormat) }
    return schema
  }
}

/// What a contact brings and costs.
struct ContactMoneyOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Share of spend that is left (default: 100%).", "share"))
  var margin: MarginArgument?
  @Option(name: .long, help: .shown("Cost of a contact (default: 0).", "amount"))
  var contactCost: Double?
  @Option(
    name: .long,
    help: .shown("Cost of an incentive, for each treated who orders (default: 0).", "amount"))
  var incentiveCost: Double?
  @Option(name: .long, help: .more("Outcome of a table that is spend (default: spend).", "column"))
  var spendColumn: String?
  @Option(
    name: .long,
    help: .more(
      "Outcome of a table that says who ordered, for incentives (default: none).", "column"))
  var orderedColumn: String?

  /// Nil where nothing was said of money.
  func worth() throws -> ContactMoney? {
    guard margin != nil || contactCost != nil || incentiveCost != nil else { return nil }
    return try ContactMoney(
      margin: margin?.value ?? 1, contactCost: contactCost ?? 0, incentiveCost: incentiveCost ?? 0)
  }
}
