import ArgumentParser
import Files
import Ingestion
import Models
import Reporting
import Scoring
import Units

struct ContractsPredictCommand: Job {
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
  @OptionGroup(title: "Output") var rows: ContractRowOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse {
    FileUse(
      input: input.files, model: scoring.model, written: [("--output", rows.form.output)])
  }

  func work(in session: Session) throws {
    let model = try ModelFolder.readContracts(scoring.model)
    let contracts = try ContractRows(
      try input.table(), as: try schema(model),
      model: model.columns.map { ($0.name, $0.kind == .number) })
    try input.note(rejected: contracts.refused, in: session)
    var parameters = ContractScoringParameters(life: scoring.life.periods(model.period))
    parameters.horizon = scoring.horizon?.periods(model.period)
    parameters.points = try scoring.pointNumbers()
    parameters.discountRate = scoring.discount.value
    parameters.workers = options.workers
    let scores = try model.scores(of: contracts, parameters)
    session.tell(
      "\(grouped(scores.count)) contracts in force on \(scores.asOf), ranked by "
        + "\(scoring.value.map { "value at risk of \($0)" } ?? "churn probability") within "
        + "\(scores.horizon) × \(scores.period.text); model \(scores.modelDigest)")
    session.note(ContractScoreRows.notices(scores), .results)
    try rows.form.write(in: session) { output throws(OutputError) in
      try ContractScoreRows.write(
        scores, top: rows.top, format: rows.form.format,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }

  /// The roles of training, as far as they are not named anew.
  private func schema(_ model: ContractModel) throws -> ContractSchema {
    var schema = ContractSchema(
      id: scoring.id ?? model.roles.id, start: scoring.start ?? model.roles.start,
      today: RunRequirementOptions.today(in: "UTC"))
    schema.end = scoring.end ?? model.roles.end
    schema.reason = model.roles.reason
    schema.running = model.roles.running
    schema.needsEnds = scoring.end != nil
    schema.renewal = model.roles.renewal
    schema.validFrom = model.roles.validFrom
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
  @Option(name: .long, help: .shown("How far remaining life and value look.", "period"))
  var life = ContractPeriodArgument(value: .months(60))
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
  @Option(name: .long, help: .more("Column of the first day (default: as in training).", "column"))
  var start: String?
  @Option(name: .long, help: .more("Column of the end (default: as in training).", "column"))
  var end: String?

  func validate() throws { _ = try pointNumbers() }

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
  @OptionGroup var form: OutputOptions

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top \(top): expected at least 1") }
  }
}
