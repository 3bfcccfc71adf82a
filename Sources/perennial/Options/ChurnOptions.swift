import ArgumentParser
import Models
import Training

/// What may be set about the churn model's fit, else selected by forward validation.
struct ChurnOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      """
      Maximum number of past as-of dates to train on, one horizon apart (default: selected by forward \
      validation before the evaluation date).
      """, "number"))
  var snapshots: Int?
  @OptionGroup var penalty: PenaltyOptions
  @Option(
    name: .long,
    help: .more(
      "What coefficients of a small shop are drawn to: those of other shops, or none.", "prior"))
  var prior = PriorArgument.shops
  @Option(
    name: .long,
    help: .shown(
      "Leave a shop out of the prior: \(DonorPrior.names.joined(separator: ", ")); may be repeated.",
      "shop"))
  var priorWithout: [String] = []

  func set(_ parameters: inout TrainingParameters) throws {
    parameters.snapshots = snapshots
    parameters.l2Strength = penalty.l2Strength
    parameters.l1Share = penalty.l1RatioIfAny
    if !priorWithout.isEmpty {
      try requireNames(
        priorWithout, option: "--prior-without", known: DonorPrior.names,
        what: "one of \(DonorPrior.names.joined(separator: ", "))")
    }
    parameters.prior = prior == .none ? nil : DonorPrior.mean(without: Set(priorWithout))
  }

  func validate() throws {
    if prior == .none, !priorWithout.isEmpty {
      throw ValidationError(
        "--prior none and --prior-without: there is nothing to leave out; give one of them")
    }
    if let snapshots, !(1...100).contains(snapshots) {
      throw ValidationError("--snapshots \(snapshots): expected 1 to 100")
    }
  }
}

/// Where coefficients are drawn to.
enum PriorArgument: String, ExpressibleByArgument, CaseIterable {
  /// The shops that the program knows of.
  case shops
  /// 0.
  case none
}

/// The elastic-net penalty.
struct PenaltyOptions: ParsableArguments {
  @Option(
    name: .customLong("l2"),
    help: .more(
      """
      Strength of the penalty on standardised columns (default: selected by forward validation, for a \
      table by rows left out).
      """, "number"))
  var l2Strength: Double?
  @Option(
    name: .customLong("l1-ratio"),
    help: .more(
      """
      L1 ratio of the elastic-net penalty: 0 is ridge, 1 is lasso; higher values give sparser models \
      (default: 0).
      """, "ratio"))
  var l1Ratio: Double?

  func validate() throws {
    if let l2Strength, !(l2Strength.isFinite && l2Strength >= 0) {
      throw ValidationError("--l2 \(l2Strength): expected a number of at least 0")
    }
    if let l1Ratio, !(0...1).contains(l1Ratio) {
      throw ValidationError("--l1-ratio \(l1Ratio): expected a number from 0 to 1")
    }
  }

  /// A ratio of 0 is ridge, as no ratio is.
  var l1RatioIfAny: Double? { l1Ratio == 0 ? nil : l1Ratio }
}
