import ArgumentParser
import Dense
import Experiments
import Files
import Ingestion
import Reporting
import Units

struct ExperimentAssignCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Draw who gets what: the same arms on every run, not to be guessed without the salt.",
    discussion: """
      Reads scores of `predict`, or any table with an id, and writes \
      \(AssignmentFile.columns.joined(separator: ", ")). A customer's arm follows from the salt, the \
      experiment's name and the id by HMAC-SHA-256: it depends on nobody else, unless --within-strata \
      gives every stratum its exact shares. Strata are cut by risk and value where the table has them.

        head -c 32 /dev/urandom | base64 > salt.txt
        perennial experiment assign scores.csv --experiment may --arms control:10%,offer:90% \\
          --salt-file salt.txt --starts 2026-05-01 --output may.csv
      """)

  @OptionGroup(title: "Input") var input: TableInput
  @OptionGroup(title: "Experiment") var drawn: DrawOptions
  @OptionGroup(title: "Strata") var strata: StrataOptions
  @OptionGroup(title: "Output") var rows: OutputOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse {
    FileUse(input: input.files, read: [drawn.saltFile], written: [("--output", rows.output)])
  }

  func work(in session: Session) throws {
    let plan = try ArmPlan(drawn.arms.arms, control: drawn.control)
    let draw = ArmDraw(salt: try Salt.bytes(ofFile: drawn.saltFile), experiment: drawn.experiment)
    let table = try input.table()
    let customers = try AssignmentTable(
      table, id: strata.id ?? FeatureFile.idColumn,
      stratifyBy: try strata.columns(of: table.names), cells: try input.cells())
    let groups = Strata(
      of: customers.columns, customers: customers.ids.count, parts: strata.strata)
    let arms =
      strata.withinStrata
      ? draw.arms(
        of: customers.ids, by: plan, within: groups.ofCustomer, names: groups.names, workers: .one)
      : draw.arms(of: customers.ids, by: plan, workers: .one)
    let balance = ArmBalance(of: arms, plan: plan, strata: groups, columns: customers.columns)
    session.tell(
      "experiment \(drawn.experiment): \(grouped(customers.ids.count)) customers, outcomes count from "
        + "\(drawn.starts.value)")
    for line in AssignmentReport.lines(
      of: balance, plan: plan, strata: groups, withinStrata: strata.withinStrata)
    { session.tell(line) }
    if customers.columns.isEmpty {
      session.note(
        "no column to cut strata by: neither \(StrataOptions.usual.joined(separator: " nor ")) is "
          + "there. --stratify-by names others.", .data)
    }
    try rows.write(RowColumns.assignment, in: session) { output throws(OutputError) in
      try AssignmentReport.write(
        customers, arms: arms, plan: plan, strata: groups, experiment: drawn.experiment,
        starts: drawn.starts.value.description, format: rows.rowFormat,
        to: { bytes throws(OutputError) in try output.write(bytes) })
    }
  }
}

/// What decides on a customer's arm.
struct DrawOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Name of the experiment: another one draws anew.", "name"))
  var experiment: String
  @Option(
    name: .long,
    help: .shown(
      "Arms and their shares: control:10%,offer:90%, or parts: control:1,a:1,b:1.", "arms"))
  var arms: ArmsArgument
  @Option(
    name: .long, help: .shown("Arm without treatment (default: control, or the first).", "arm"))
  var control: String?
  @Option(
    name: .long, help: .shown("File with a secret of at least 16 bytes; keep it.", "file"),
    completion: .file())
  var saltFile: String
  @Option(name: .long, help: .shown("First day on which outcomes count.", "date"))
  var starts: DayArgument

  func validate() throws {
    if experiment.isEmpty || experiment.utf8.contains(where: { $0 < 0x20 }) {
      throw ValidationError("--experiment: expected a name of one line")
    }
  }
}

/// How customers are grouped.
struct StrataOptions: ParsableArguments {
  /// Risk and value, as `predict` writes them.
  static let usual = ["churn_probability", "predicted_clv"]

  @Option(
    name: .long, help: .shown("Column of customer ids (default: customer_id).", "column"))
  var id: String?
  @Option(
    name: .long,
    help: .shown(
      "Columns to group by, separated by commas (default: churn_probability, predicted_clv).",
      "columns"))
  var stratifyBy: String?
  @Option(name: .long, help: .shown("Parts of equal size that numbers are cut into.", "number"))
  var strata = 3
  @Flag(
    name: .long,
    help: .shown("Exact shares in every stratum; arms then depend on who else is in the file."))
  var withinStrata = false

  func validate() throws {
    guard (2...20).contains(strata) else {
      throw ValidationError("--strata \(strata): expected 2 to 20")
    }
  }

  /// The columns named, or those of the usual ones that are there.
  func columns(of names: [String]) throws -> [String] {
    guard let stratifyBy else { return Self.usual.filter(names.contains) }
    let columns = stratifyBy.split(separator: ",").map(String.init)
    try requireNames(
      columns, option: "--stratify-by", known: names, what: "a column of the table")
    return columns
  }
}
