import ArgumentParser
import Dense
import Files
import Lifetime
import Models
import Simulation
import Snapshots
import Training
import Units

struct SimulateCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate order and event logs, with the ground truth.",
    discussion: """
      While alive, a customer orders at an individual rate and drops out at an individual daily rate, \
      both gamma-distributed (Pareto/NBD); amounts are gamma-gamma. E-mails, sessions, carts and reviews \
      decline in the 60 days before dropout. The same parameters and seed give the same bytes. The folder \
      has orders.csv, events.csv, simulation.json (parameters) and truth.csv (rates, mean spend, dropout, \
      whether alive, expected and actual orders and money of the horizon after the log).

        perennial simulate --customers 200000 --output shop
        perennial train shop/orders.csv --horizon 90d --model models/shop
      """)

  @OptionGroup(title: "Output") var place: SimulationFolderOptions
  @OptionGroup(title: "Log") var log: SimulatedLogOptions
  @OptionGroup(title: "Treatment") var treated: TreatmentOptions
  @OptionGroup(title: "Distributions") var drawn: DistributionOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }
  var files: FileUse { FileUse() }

  private static let kind = FolderContents(
    marker: "simulation.json", others: SimulationFile.allCases.map(\.rawValue),
    readers: .anyone)

  func work(in session: Session) throws {
    let simulation = try simulation()
    let workers = options.workers
    let output = place.output
    var summary = SimulationSummary()
    try Self.kind.write(to: output) { folder in
      let description = try canonicalJSON(
        SimulationDescription(parameters: simulation.parameters))
      try writeOutput(to: "\(folder)/\(Self.kind.marker)") { output throws(OutputError) in
        try output.write(description)
      }
      summary = try writeRows(
        of: simulation, into: folder, workers: workers,
        session.progress("simulating \(grouped(simulation.parameters.customers)) customers"))
    }
    session.tell(
      """
      \(output): simulated \(grouped(summary.customers)) customers, \(grouped(summary.orderRows)) \
      orders, \(grouped(summary.eventRows)) events from \(simulation.parameters.from) to \
      \(simulation.parameters.until - 1)
      """)
  }

  private func writeRows(
    of simulation: Simulation, into folder: String, workers: Workers, _ progress: Progress
  ) throws(OutputError) -> SimulationSummary {
    let files = try SimulationFile.files(of: simulation.parameters).map {
      file throws(OutputError) in
      try OutputFile(path: "\(folder)/\(file.rawValue)", file)
    }
    for file in files {
      try file.write(Array(file.file.header(of: simulation.parameters).utf8))
    }
    let summary = try simulation.write(workers: workers, progress: progress) {
      rows throws(OutputError) in
      for file in files { try file.write(rows.bytes(of: file.file)) }
    }
    return summary
  }

  private func simulation() throws -> Simulation {
    let from = log.from?.value ?? Day(year: 2022, month: 1, day: 1) ?? Day(number: 0)
    let threeYears = 1_096
    let until = log.until?.value ?? from + threeYears
    var parameters = SimulationParameters(customers: log.customers, from: from, until: until)
    parameters.seed = options.seed ?? 1
    parameters.horizonDays = log.horizon.value.wholeDays
    try drawn.set(&parameters)
    parameters.season = log.season.value
    parameters.engagement = log.engagement
    if log.behaviour { parameters.behaviour = true }
    if treated.treatment.value > 0 {
      parameters.treatment = Treatment(
        share: treated.treatment.value,
        uplift: treated.uplift?.value ?? (treated.saves == nil ? 0.5 : 0),
        at: treated.treatmentAt?.value ?? until - parameters.horizonDays,
        days: parameters.horizonDays, saves: treated.saves?.value)
    }
    return try Simulation(parameters)
  }

  private struct SimulationDescription: Encodable {
    /// Nobody shall take these customers for real ones.
    let simulated = true
    let process = "Pareto/NBD orders, gamma-gamma spend, engagement that fades before dropout"
    /// Rises when the same parameters and seed make other rows.
    let version = 1
    let parameters: SimulationParameters
  }
}
