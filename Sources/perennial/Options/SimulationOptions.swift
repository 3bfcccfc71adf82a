import ArgumentParser
import Features
import Learning
import Reporting
import Simulation
import Snapshots
import Units

/// Where simulated files go.
struct SimulationFolderOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Folder to write. Never left half-written.", "dir"),
    completion: .directory)
  var output: String
}

/// Size and shape of a simulated log.
struct SimulatedLogOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Number of customers.", "number"))
  var customers = 10_000
  @Option(name: .long, help: .shown("First day of the log (default: 2022-01-01).", "date"))
  var from: DayArgument?
  @Option(
    name: .long,
    help: .shown("Day after the last of the log (default: three years after the first).", "date"))
  var until: DayArgument?
  @Option(
    name: .long, help: .shown("Days after the log in truth.csv; also the effect's length.", "days"))
  var horizon = DurationArgument(value: DayCount(days: 90))
  @Option(
    name: .long,
    help: .shown("Seasonal amplitude: how far the best day is above the mean.", "share"))
  var season = ShareArgument(value: 0)
  @Option(name: .long, help: .shown("Factor on all event rates; 0 for no events.", "factor"))
  var engagement = 1.0
  @Flag(
    name: .long,
    help: .shown(
      """
      Also simulate page views, cart reasons, touches, complaints, referrals, prospects and a customers \
      file; orders stay the same.
      """))
  var behaviour = false
}

/// A randomised contact.
struct TreatmentOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown("Share of customers with an order to contact at random.", "share"))
  var treatment = ShareArgument(value: 0)
  @Option(
    name: .long,
    help: .shown("Relative lift of the order rate by a contact (default: 50%).", "share"))
  var uplift: ShareArgument?
  @Option(
    name: .long,
    help: .shown(
      "Instead: chance of one order more, by what the log tells (default: none).", "share"))
  var saves: ShareArgument?
  @Option(
    name: .long,
    help: .shown("Date of the contact (default: one horizon before the log ends).", "date"))
  var treatmentAt: DayArgument?

  func validate() throws {
    guard treatment.value == 0 else { return }
    for (option, isGiven) in [
      ("--uplift", uplift != nil), ("--saves", saves != nil),
      ("--treatment-at", treatmentAt != nil),
    ] where isGiven {
      throw ValidationError("\(option): expected --treatment SHARE beside it")
    }
  }
}

/// Distributions over customers.
struct DistributionOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Daily order rate: shape and rate of the gamma.", "shape,rate"))
  var purchase = NumbersArgument([0.9, 22])
  @Option(
    name: .long, help: .shown("Daily dropout rate: shape and rate of the gamma.", "shape,rate"))
  var dropout = NumbersArgument([0.75, 260])
  @Option(name: .long, help: .shown("Amounts: p, q and gamma of the gamma-gamma.", "p,q,gamma"))
  var spend = NumbersArgument([4, 3.2, 28])

  func set(_ parameters: inout SimulationParameters) throws {
    let purchase = try purchase.pair("--purchase")
    parameters.purchase = RateDistribution(shape: purchase.0, rate: purchase.1)
    let dropout = try dropout.pair("--dropout")
    parameters.dropout = RateDistribution(shape: dropout.0, rate: dropout.1)
    guard spend.values.count == 3 else {
      throw UsageError(description: "--spend: expected three numbers: p,q,gamma")
    }
    parameters.spend = SpendDistribution(
      p: spend.values[0], q: spend.values[1], gamma: spend.values[2])
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
