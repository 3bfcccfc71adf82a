import ArgumentParser
import Dense
import Files
import Ingestion
import Models
import Reporting
import Scoring
import Units

struct ContractsPredictCommand: Job, ArgumentsChecking {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Score the contracts in force by a model of `contracts train`, and rank them.",
    discussion: """
      A row has the probability of ending within the horizon, survival at --points, ends by cause, the \
      mean periods to come within --life and who outlasts it, and reasons. With --value the rank follows \
      value_at_risk = churn_probability × expected_value, else the probability.

        perennial contracts predict contracts.csv --model models/contracts --value fee --top 20
      """)

  @OptionGroup(title: "Input") var input: TableInput
  @OptionGroup(title: "Scoring") var scoring: ContractScoringOptions
  @OptionGroup(title: "Scoring") var columns: ContractScoringColumns
  @OptionGroup(title: "Output") var rows: ContractRowOptions
  @OptionGroup(title: "Output") var required: ContractRequirementOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse {
    FileUse(
      input: input.files, model: scoring.model, written: [("--output", rows.form.output)])
  }

  func check(arguments: [String]) throws {
    let isGiven = arguments.contains { OptionNames.name(of: $0) == "--discount" }
    guard isGiven, scoring.value == nil else { return }
    throw UsageError(
      description: "--discount: expected --value COLUMN with it, the money that it is the rate of")
  }

  func work(in session: Session) throws {
    let requirements = try required.requirements()
    let model = try ModelFolder.readContracts(scoring.model)
    let parameters = try scoring.parameters(model, workers: options.workers)
    let names = ContractScoreRows.columns(
      points: model.points(parameters), causes: model.causes.map(\.name))
    let selected = try rows.selected(of: names)
    let contracts = try ContractRows(
      try input.table(), as: try schema(model),
      model: model.columns.map { ($0.name, $0.kind == .number) })
    try input.note(rejected: contracts.refused, in: session)
    session.note(ContractReadingNotice.of(contracts).map(\.sentence.onCommandLine), .results)
    let scores = try model.scores(of: contracts, parameters)
    session.tell(
      "\(grouped(scores.count)) contracts in force on \(scores.asOf), ranked by "
        + "\(scoring.value.map { "value at risk of \($0)" } ?? "churn probability") within "
        + "\(scores.horizon) × \(scores.period.text); model \(scores.modelDigest)")
    session.note(ContractScoreRows.notices(scores), .results)
    session.note(scores.unseen.map(\.text), .data)
    try scores.requireAll(requirements, today: RunRequirementOptions.today(in: "UTC"))
    let written = RowColumns.contracts(selected ?? names)
    try rows.form.write(written, in: session) { output throws(OutputError) in
      try ContractScoreRows.write(
        scores, selected: selected, top: rows.top, format: rows.form.rowFormat,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  /// The roles of training, as far as they are not named anew.
  private func schema(_ model: ContractModel) throws -> ContractSchema {
    var schema = ContractSchema(
      id: scoring.id ?? model.roles.id, start: columns.start ?? model.roles.start,
      today: RunRequirementOptions.today(in: "UTC"))
    schema.end = columns.end ?? model.roles.end
    schema.reason = columns.reason ?? model.roles.reason
    schema.running = model.roles.running
    schema.needsEnds = columns.end != nil
    schema.needsReasons = columns.reason != nil
    schema.isForScoring = true
    schema.renewal = columns.renewal ?? model.roles.renewal
    schema.validFrom = columns.validFrom ?? model.roles.validFrom
    schema.value = scoring.value
    schema.period = model.period
    schema.term = model.roles.term
    schema.asOf = scoring.asOf?.value
    schema.cells = try input.cells()
    return schema
  }
}

/// How contracts are scored.
struct ContractScoringOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown("Score contracts in force on this date (default: after the table's last).", "date")
  )
  var asOf: DayArgument?
  @Option(
    name: .long, help: .shown("How far the probability looks (default: the model's).", "period"))
  var horizon: ContractPeriodArgument?
  @Option(
    name: .long,
    help: .shown("How far remaining life and value look (default: 5 years).", "period"))
  var life: ContractPeriodArgument?
  @Option(
    name: .long,
    help: .shown(
      "Periods at which survival is given, as 3,6,12 (default: a few up to --life).", "numbers"))
  var points: String?
  @Option(
    name: .long,
    help: .shown("Column of money a period (default: none).", "column"))
  var value: String?
  @Option(name: .long, help: .shown("Discount rate of future money.", "rate"))
  var discount = YearlyRateArgument(value: 0.10)
  @Option(name: .long, help: .shown("Column of ids (default: as in training).", "column"))
  var id: String?

  func validate() throws { _ = try pointNumbers() }

  /// - Throws: where a length is no whole number of the model's periods.
  func parameters(
    _ model: ContractModel, workers: Workers
  ) throws -> ContractScoringParameters {
    var parameters = ContractScoringParameters(
      life: try life?.periods(of: model.period, option: "--life")
        ?? min(5 * model.period.countInYear, ContractSchema.mostPeriods))
    parameters.horizon = try horizon?.periods(of: model.period, option: "--horizon")
    parameters.points = try pointNumbers()
    parameters.discountRate = discount.value
    parameters.workers = workers
    return parameters
  }

  func pointNumbers() throws -> [Int]? {
    guard let points else { return nil }
    let numbers = points.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    guard numbers.allSatisfy({ (1...ContractSchema.mostPeriods).contains($0) }),
      Set(numbers).count == numbers.count
    else {
      throw ValidationError(
        "--points \(points): expected different whole numbers from 1 to "
          + "\(ContractSchema.mostPeriods), with commas between")
    }
    return numbers.sorted()
  }
}

/// How many rows are written, and where.
struct ContractRowOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Write only the first N rows (default: all).", "N"))
  var top: Int?
  @Option(
    name: .long,
    help: .shown("Columns to write, in this order, separated by commas (default: all).", "columns"))
  var select: String?
  @OptionGroup var form: OutputOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top \(top): expected at least 1") }
  }

  /// The columns that were selected, of all that there are; nil for all.
  func selected(of known: [String]) throws -> [String]? {
    try select.map {
      try listedNames(
        $0, option: "--select", known: known,
        what: "one of \(known.joined(separator: ", "))")
    }
  }
}

/// Columns that a table to score names otherwise than the one of training.
struct ContractScoringColumns: ParsableArguments {
  @Option(name: .long, help: .more("Column of the first day (default: as in training).", "column"))
  var start: String?
  @Option(name: .long, help: .more("Column of the end (default: as in training).", "column"))
  var end: String?
  @Option(name: .long, help: .more("Column of reasons (default: as in training).", "column"))
  var reason: String?
  @Option(
    name: .long, help: .more("Column of a renewal date (default: as in training).", "column"))
  var renewal: String?
  @Option(
    name: .long,
    help: .more("Column of the date from which a row holds (default: as in training).", "column"))
  var validFrom: String?
}

/// What scored contracts must keep to.
struct ContractRequirementOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      """
      Figures that the run must keep to, or no rows are written (exit 1): \
      contracts>=1000,model_age<=90,drift_alarms<=0 (default: none).
      """, "figures"))
  var require: String?

  func requirements() throws -> [ContractRequirement] {
    guard let require else { return [] }
    return try require.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let requirement = ContractRequirement(text.filter { $0 != " " }) else {
        let figures = ContractRequirement.Figure.allCases.map(\.rawValue)
        throw UsageError(
          description:
            "--require: found '\(text)', expected FIGURE<=NUMBER or FIGURE>=NUMBER, as contracts>=1000; "
            + "figures: \(figures.joined(separator: ", "))")
      }
      return requirement
    }
  }
}
