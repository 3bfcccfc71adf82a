import ArgumentParser
import Histories
import Ingestion
import Models
import Reporting
import Training

struct TableTrainCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a churn model on a labelled table, one row a customer, and evaluate it.",
    discussion: """
      The table has a label and an id; all other columns are features. A column is numeric, or of dates, \
      if at least 90 % of its non-empty cells are, otherwise categorical. Rare categories are pooled; \
      missing is its own category. A column that predicts the label almost perfectly is reported as possible \
      target leakage.

        perennial table train contracts.csv --label churned --id customer_id \\
          --model models/contracts
      """)

  @OptionGroup(title: "Input") var input: TableInput
  @OptionGroup(title: "Columns") var roles: TableRoleOptions
  @OptionGroup(title: "Model") var training: TableTrainingOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse { FileUse(input: input.files, modelWritten: training.model) }

  func validate() throws {
    if roles.splitAt != nil, roles.splitColumn == nil {
      throw ValidationError("--split-at: expected --split-column COLUMN with it")
    }
    if roles.asOf != nil, roles.splitColumn != nil {
      throw ValidationError(
        "--as-of: expected no --split-column beside it, whose dates others are counted to")
    }
    if roles.monotone != nil, training.penalty.l1RatioIfAny != nil {
      throw ValidationError(
        "--monotone: expected no --l1-ratio beside it, whose coefficients take no bounds")
    }
    if roles.monotone != nil, training.penalty.l2Strength == 0 {
      throw ValidationError("--l2 0: expected a number above 0 beside --monotone")
    }
    if training.folds != nil, roles.splitColumn != nil {
      throw ValidationError("--folds: expected no --split-column beside it")
    }
  }

  func work(in session: Session) throws {
    try ModelFolder.checkReplaceable(training.model)
    let requirements = try training.required.requirements()
    let roles = try roles.roles(cells: try input.cells())
    let rows = try TableRows(learning: try input.table(), as: roles)
    try input.note(rejected: rows.refused, in: session)
    let trained = try Training.train(
      on: rows, as: roles, parameters: parameters, progress: session.progress("training"))
    try trained.require(requirements)
    try ModelFolder.write(trained, to: training.model)
    try session.write(
      report: TableReport.text(of: trained, folder: training.model) { columns in
        let all = self.roles.features.ignored + columns
        return "--ignore \(shellQuoted(all.joined(separator: ",")))"
      })
  }

  private var parameters: TableParameters {
    var parameters = TableParameters()
    parameters.l2Strength = training.penalty.l2Strength
    parameters.l1Share = training.penalty.l1RatioIfAny
    parameters.findsProducts = !training.noProducts
    if let folds = training.folds { parameters.folds = folds }
    if let seed = options.seed { parameters.seed = seed }
    parameters.workers = options.workers
    return parameters
  }
}

/// What the columns of a labelled table are.
struct TableRoleOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Column of the label: yes/no, true/false, 1/0 (else see --positive).", "column"))
  var label: String
  @Option(
    name: .long,
    help: .shown("Label of churned customers (default: yes, true or 1).", "text"))
  var positive: String?
  @Option(
    name: .long, help: .shown("Column of customer ids (default: customer_id).", "column"))
  var id: String?
  @Option(
    name: .long,
    help: .shown(
      "Column of dates for an out-of-time split; not a feature (default: cross-validation).",
      "column"))
  var splitColumn: String?
  @Option(
    name: .long,
    help: .shown("First date of the holdout (default: holds out the latest fifth).", "date"))
  var splitAt: DayArgument?
  @Option(
    name: .long,
    help: .shown(
      "Date to count dates to, without a split column (default: the latest date of the table).",
      "date"))
  var asOf: DayArgument?
  @OptionGroup var features: FeatureColumnOptions
  @Option(
    name: .long,
    help: .shown(
      """
      Columns with which the risk may only rise or only fall, as price=up,tenure=down; with dates up is       towards later ones (default: none).
      """, "columns"))
  var monotone: String?

  func roles(cells: CellFormat) throws -> TableSchema {
    var roles = TableSchema(label: label, id: id ?? "customer_id")
    roles.positive = positive
    roles.splitColumn = splitColumn
    roles.splitAt = splitAt?.value
    roles.asOf = asOf?.value
    roles.ignored = features.ignored
    roles.categories = features.asCategories
    roles.directions = try listedDirections(monotone, option: "--monotone")
    roles.cells = cells
    return roles
  }
}

/// What may be set about a model of a labelled table.
struct TableTrainingOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder to write the model to.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown("Number of stratified cross-validation folds (default: 10).", "number"))
  var folds: Int?
  @OptionGroup var required: RequirementOptions
  @Flag(
    name: .long,
    help: .shown("Leave out products of two columns: trains faster, and each column stands alone."))
  var noProducts = false
  @OptionGroup var penalty: PenaltyOptions

  func validate() throws {
    if let folds, !(2...100).contains(folds) {
      throw ValidationError("--folds \(folds): expected 2 to 100")
    }
  }
}
