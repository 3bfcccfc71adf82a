import ArgumentParser
import Files
import Ingestion
import Models
import Reporting
import Training
import Units

struct ContractsTrainCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model of when contracts end, and evaluate it out of time.",
    discussion: """
      One row a contract, or with --valid-from one row a version of it. Columns that have no role are \
      learned from; they must have been known when the contract began, or from --valid-from on.

        perennial contracts train contracts.csv --id contract --start began \\
          --end ended --reason why --cause cancelled --term 1y --model models/k
      """)

  @OptionGroup(title: "Input") var input: TableInput
  @OptionGroup(title: "Columns") var columns: ContractColumnOptions
  @OptionGroup(title: "Observation") var observation: ContractObservationOptions
  @OptionGroup(title: "Model") var training: ContractTrainingOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse { FileUse(input: input.files, modelWritten: training.model) }

  func work(in session: Session) throws {
    try ModelFolder.checkReplaceable(training.model)
    let schema = try schema()
    let parameters = try parameters(schema.period)
    let rows = try ContractRows(try input.table(), as: schema)
    try input.note(rejected: rows.refused, in: session)
    session.note(ContractReadingNotice.of(rows).map(\.sentence.onCommandLine), .data)
    let trained = try Training.train(
      on: rows, as: schema, parameters: parameters, progress: session.progress("training"))
    try ModelFolder.write(trained, to: training.model)
    try session.write(
      report: ContractReport.text(of: trained, folder: training.model) { $0.onCommandLine })
  }

  private func schema() throws -> ContractSchema {
    var schema = ContractSchema(
      id: columns.id, start: columns.start, today: RunRequirementOptions.today(in: "UTC"))
    schema.end = columns.end
    schema.reason = columns.reason
    schema.running = listedTexts(columns.running)
    schema.renewal = columns.renewal
    schema.validFrom = columns.validFrom
    schema.ignored = columns.features.ignored
    schema.categories = columns.features.asCategories
    schema.knownAtStart = listedTexts(columns.knownAtStart)
    schema.period = observation.period.value
    schema.term = observation.term?.value
    if columns.renewal != nil, schema.term == nil { schema.term = .months(12) }
    schema.asOf = observation.asOf?.value
    schema.observedFrom = observation.observedFrom?.value
    schema.cells = try input.cells()
    return schema
  }

  private func parameters(_ period: ContractPeriod) throws -> ContractParameters {
    var parameters = ContractParameters()
    parameters.horizon = try training.horizon?.periods(of: period, option: "--horizon")
    parameters.evaluateAt = training.evaluateAt?.value
    parameters.cause = columns.cause
    parameters.baseline = training.baseline
    parameters.findsProducts = !training.noProducts
    if let seed = options.seed { parameters.seed = seed }
    parameters.workers = options.workers
    return parameters
  }
}

/// What the columns of a table of contracts are.
struct ContractColumnOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Column of contract ids.", "column"))
  var id = "customer_id"
  @Option(name: .long, help: .shown("Column of the first day.", "column"))
  var start = "start"
  @Option(
    name: .long,
    help: .shown(
      "Column of the first day without the contract; empty while it runs (default: none).", "column"
    ))
  var end: String?
  @Option(name: .long, help: .shown("Column of why contracts ended (default: none).", "column"))
  var reason: String?
  @Option(
    name: .long,
    help: .shown(
      "Reasons that mean it had not ended by that day, with commas between (default: none).",
      "texts"))
  var running: String?
  @Option(
    name: .long,
    help: .shown("Reason that the probability is of (default: any end).", "text"))
  var cause: String?
  @Option(
    name: .long,
    help: .shown(
      "Column of a renewal date; only its place in --term counts (default: none).", "column"))
  var renewal: String?
  @Option(
    name: .long,
    help: .shown(
      "Column of the date from which a row of a contract holds (default: none).", "column"))
  var validFrom: String?
  @OptionGroup var features: FeatureColumnOptions
  @Option(
    name: .long,
    help: .more(
      "Columns known when contracts began, though they look filled in at the end (default: none).",
      "columns"))
  var knownAtStart: String?
}

/// What the table shows of contracts, and in which unit they age.
struct ContractObservationOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("The day that the table shows (default: the day after its last date).", "date"))
  var asOf: DayArgument?
  @Option(
    name: .long,
    help: .shown("Contracts that ended before are not in the table (default: all are).", "date"))
  var observedFrom: DayArgument?
  @Option(name: .long, help: .shown("Unit of age: 1m, 3m, 1y, 1w.", "period"))
  var period = ContractPeriodArgument(value: .months(1))
  @Option(
    name: .long,
    help: .shown("How long a contract runs until it renews: 1y (default: open).", "period"))
  var term: ContractPeriodArgument?
}

/// What may be set about a model of contracts.
struct ContractTrainingOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder to write the model to.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long, help: .shown("How far ahead the evaluation looks (default: 1y).", "period"))
  var horizon: ContractPeriodArgument?
  @Option(
    name: .long,
    help: .shown("Evaluate as of this date (default: the horizon before the table's day).", "date"))
  var evaluateAt: DayArgument?
  @Option(
    name: .long,
    help: .more("Course of the risk with age: smooth with single ages, or all saturated."))
  var baseline = ContractParameters.Baseline.smooth
  @Flag(
    name: .long,
    help: .more("Leave out products of two columns, and of a column and the age."))
  var noProducts = false
}

/// A length in calendar months or days: `1m`, `1y`, `2w`, `30d`.
struct ContractPeriodArgument: ExpressibleByArgument {
  let value: ContractPeriod

  init(value: ContractPeriod) { self.value = value }

  init?(argument: String) {
    guard let value = ContractPeriod(argument) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { value.text }

  /// How many of a unit of age it is long.
  ///
  /// - Parameters:
  ///   - period: the unit.
  ///   - option: that said it, for the error.
  /// - Returns: at least 1.
  /// - Throws: where it is no whole number of them, with the nearest that are, or too many.
  func periods(of period: ContractPeriod, option: String) throws -> Int {
    let near = max(1, Int(value.meanDays / period.meanDays))
    let count = period.count(in: value)
    guard count ?? near <= ContractSchema.mostPeriods else {
      throw UsageError(
        description: "\(option) \(value.text): found \(count ?? near) periods of \(period.text), "
          + "expected at most \(ContractSchema.mostPeriods)")
    }
    guard let count else {
      throw UsageError(
        description:
          "\(option) \(value.text): found no whole number of periods of \(period.text), "
          + "expected one that is, such as \(period.times(near).text) or \(period.times(near + 1).text)"
      )
    }
    return count
  }
}

extension ContractParameters.Baseline: ExpressibleByArgument {}
