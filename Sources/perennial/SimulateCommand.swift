import ArgumentParser
import Dense
import Files
import Models
import Reporting
import Simulation
import Snapshots
import Training
import Units

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write histories from a known process, with the truth beside them.",
    discussion: """
      To try the other commands on data of any size, and to see how near they come to what is true. \
      While alive, a customer orders at a rate of their own and has a chance of their own to drop out \
      each day; both are gamma over customers (Pareto/NBD). Amounts of one customer are gamma around \
      a mean of their own (gamma-gamma). E-mails, sessions, carts and reviews fade in the 60 days \
      before dropout. First orders are spread evenly over the log.

        perennial simulate --customers 200000 --output shop
        perennial check shop/orders.csv --events shop/events.csv
        perennial train shop/orders.csv --horizon 90d --model models/shop

      The folder holds orders.csv, events.csv, simulation.json (every parameter) and truth.csv: own \
      rates, mean spend, dropout, whether alive at the log's end, and the orders and money of the \
      horizon after it, as expected given the own rates and as they came. 200000 customers make some \
      3 million orders and 11 million events. The same parameters and seed make the same bytes.

      --treatment contacts a random share of those with an order before --treatment-at; the contact \
      raises their rate of orders by --uplift for one horizon. truth.csv says who was contacted and \
      what the contact is expected to add, so that measured uplift can be held against it.
      """)

  @Option(name: .long, help: "How many customers.")
  var customers = 10_000
  @Option(
    name: .long, help: "Folder to write; appears whole or not at all.", completion: .directory)
  var output: String
  @Option(name: .long, help: "First day of the log (default: 2022-01-01).")
  var from: DayArgument?
  @Option(name: .long, help: "The day after the log's last (default: three years after the first).")
  var until: DayArgument?
  @Option(name: .long, help: "What follows the log in truth.csv, and how long a contact works.")
  var horizon = DurationArgument(value: DayCount(days: 90))
  @Option(
    name: .long, help: "Orders a day: shape and rate of the gamma distribution over customers.")
  var purchase = NumbersArgument([0.9, 22])
  @Option(
    name: .long, help: "Chance a day to drop out: shape and rate of the gamma distribution.")
  var dropout = NumbersArgument([0.75, 260])
  @Option(name: .long, help: "Amounts: p, q and gamma of the gamma-gamma distribution.")
  var spend = NumbersArgument([4, 3.2, 28])
  @Option(name: .long, help: "How far the best day of a year is above the mean: 0% to 100%.")
  var season = ShareArgument(value: 0)
  @Option(name: .long, help: "Factor on all rates of engagement; 0 for no events.")
  var engagement = 1.0
  @Flag(
    name: .long,
    help: """
      Also make pages of sessions, reasons for carts left, touches, complaints, referrals, prospects \
      and a customers file; orders stay the same.
      """)
  var behaviour = false
  @Option(name: .long, help: "Share of customers to contact at random; 0% for nobody.")
  var treatment = ShareArgument(value: 0)
  @Option(name: .long, help: "What a contact adds to the rate of orders.")
  var uplift = ShareArgument(value: 0.5)
  @Option(name: .long, help: "Day of the contact (default: one horizon before the log's end).")
  var treatmentAt: DayArgument?
  @OptionGroup var options: RunOptions

  private static let kind = FolderContents(
    marker: "simulation.json", others: SimulationFile.allCases.map(\.rawValue))

  func run() throws {
    let simulation = try simulation()
    let threads = options.threadCount
    var summary = SimulationSummary()
    try Self.kind.write(to: output) { folder in
      let description = try canonicalJSON(
        Description(parameters: simulation.parameters))
      try writeOutput(to: "\(folder)/\(Self.kind.marker)") { output throws(OutputError) in
        try output.write(description)
      }
      summary = try writeRows(of: simulation, into: folder, threads: threads)
    }
    options.tell(
      """
      \(output): simulated \(grouped(summary.customers)) customers, \(grouped(summary.orderRows)) \
      orders, \(grouped(summary.eventRows)) events from \(simulation.parameters.from) to \
      \(simulation.parameters.until - 1)
      """)
  }

  private func writeRows(
    of simulation: Simulation, into folder: String, threads: Int
  ) throws(OutputError) -> SimulationSummary {
    let files = try SimulationFile.files(of: simulation.parameters).map {
      file throws(OutputError) in
      try OutputFile(path: "\(folder)/\(file.rawValue)", file)
    }
    for file in files { try file.write(Array(file.file.header.utf8)) }
    let summary = try simulation.write(threads: threads) { rows throws(OutputError) in
      for file in files { try file.write(rows.bytes(of: file.file)) }
    }
    return summary
  }

  private func simulation() throws -> Simulation {
    let from = from?.value ?? Day(year: 2022, month: 1, day: 1) ?? Day(number: 0)
    let threeYears = 1_096
    let until = until?.value ?? from + threeYears
    var parameters = SimulationParameters(customers: customers, from: from, until: until)
    parameters.seed = options.seed ?? 1
    parameters.horizonDays = horizon.value.wholeDays
    let purchase = try purchase.pair("--purchase")
    parameters.purchase = RateDistribution(shape: purchase.0, rate: purchase.1)
    let dropout = try dropout.pair("--dropout")
    parameters.dropout = RateDistribution(shape: dropout.0, rate: dropout.1)
    guard spend.values.count == 3 else {
      throw UsageError(description: "--spend: expected three numbers: p,q,gamma")
    }
    parameters.spend = SpendDistribution(
      p: spend.values[0], q: spend.values[1], gamma: spend.values[2])
    parameters.season = season.value
    parameters.engagement = engagement
    if behaviour { parameters.behaviour = true }
    if treatment.value > 0 {
      parameters.treatment = Treatment(
        share: treatment.value, uplift: uplift.value,
        at: treatmentAt?.value ?? until - parameters.horizonDays, days: parameters.horizonDays)
    }
    return try Simulation(parameters)
  }

  private struct Description: Encodable {
    /// Nobody shall take these customers for real ones.
    let simulated = true
    let process = "Pareto/NBD orders, gamma-gamma spend, engagement that fades before dropout"
    /// Rises when the same parameters and seed make other rows.
    let version = 1
    let parameters: SimulationParameters
  }
}

/// Numbers on the command line, with commas between.
struct NumbersArgument: ExpressibleByArgument {
  let values: [Double]

  init(_ values: [Double]) { self.values = values }

  init?(argument: String) {
    var values: [Double] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Double(part), value.isFinite else { return nil }
      values.append(value)
    }
    self.values = values
  }

  var defaultValueDescription: String {
    values.map(plainText).joined(separator: ",")
  }

  /// - Throws: where there are not two of them.
  func pair(_ option: String) throws -> (Double, Double) {
    guard values.count == 2 else {
      throw UsageError(description: "\(option): expected two numbers: shape,rate")
    }
    return (values[0], values[1])
  }
}
