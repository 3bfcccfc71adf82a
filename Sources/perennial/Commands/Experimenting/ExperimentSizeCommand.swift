import ArgumentParser
import Experiments
import Reporting

struct ExperimentSizeCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "How many customers an experiment needs, or what effect a given number can show.",
    discussion: """
      For a share of customers, as of those who order, give --rate; for money or counts, --mean and --sd \
      (or --cv). With --effect it says how many customers are needed; with --customers which effect they \
      can show; with both, how surely.

        perennial experiment size --rate 12% --effect 1.5% --arms control:10%,offer:90%
        perennial experiment size --mean 42 --sd 95 --effect 5% --correlation 0.5 --skewness 6
        perennial experiment size --rate 12% --customers 20000
      """)

  @OptionGroup(title: "Outcome") var outcome: MeasuredOutcomeOptions
  @OptionGroup(title: "Experiment") var wanted: WantedOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(written: [("--output", report.output)]) }

  func validate() throws {
    if wanted.effect == nil, wanted.customers == nil {
      throw ValidationError("expected --effect, --customers, or both")
    }
  }

  func work(in session: Session) throws {
    let measured = try outcome.measured()
    let size = try ExperimentSize(
      of: measured, arms: ArmPlan(wanted.arms.arms, control: wanted.control),
      effect: wanted.effect.map { try outcome.effect($0) }, available: wanted.customers,
      alpha: wanted.alpha.value, power: wanted.power.value, skewness: outcome.skewness)
    try report.write(size, in: session) { ExperimentSizeReport.text(of: $0, outcome: measured) }
  }
}

/// What is measured.
struct MeasuredOutcomeOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      "Share of customers with the outcome without treatment (default: --mean is given).", "share"))
  var rate: ShareArgument?
  @Option(
    name: .long,
    help: .shown("Mean of the outcome without treatment (default: --rate is given).", "amount"))
  var mean: Double?
  @Option(
    name: .long, help: .shown("Standard deviation of the outcome (default: from --cv).", "amount"))
  var sd: Double?
  @Option(
    name: .long,
    help: .shown("The same as a share of the mean, such as 225% (default: from --sd).", "share"))
  var cv: ShareArgument?
  @Option(
    name: .long,
    help: .shown("Correlation with what is known before, for CUPED (default: 0).", "number"))
  var correlation: Double?
  @Option(
    name: .long,
    help: .shown(
      "Skewness, which says from where on the mean is normal (default: unknown).", "number"))
  var skewness: Double?

  func validate() throws {
    for (name, value) in [
      ("--mean", mean), ("--sd", sd), ("--correlation", correlation), ("--skewness", skewness),
    ] {
      if let value, !value.isFinite {
        throw ValidationError("\(name): found '\(value)', expected a number")
      }
    }
    if (rate == nil) == (mean == nil && sd == nil) {
      throw ValidationError("expected --rate, or --mean with --sd or --cv")
    }
    if rate != nil, cv != nil || correlation != nil || skewness != nil {
      throw ValidationError("--rate: expected no --cv, --correlation or --skewness beside it")
    }
    if rate == nil, (sd == nil) == (cv == nil) {
      throw ValidationError("--mean: expected either --sd or --cv")
    }
    if cv != nil, mean == nil { throw ValidationError("--cv: expected --mean beside it") }
  }

  func measured() throws -> MeasuredOutcome {
    if let rate { return .rate(baseline: rate.value) }
    return .mean(
      standardDeviation: sd ?? (cv?.value ?? 0) * abs(mean ?? 0), correlation: correlation ?? 0)
  }

  /// Points of a rate; money, or a share of the mean.
  func effect(_ argument: EffectArgument) throws -> Double {
    guard rate == nil, argument.isPercent else { return argument.value }
    guard let mean else {
      throw UsageError(description: "--effect in per cent: expected --mean beside it")
    }
    return argument.value * mean
  }
}

/// What the experiment is to show, with which arms.
struct WantedOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Smallest effect to find: points of a rate (1.5%), else an amount or a share of the mean (default: \
      what --customers can show).
      """,
      "effect"))
  var effect: EffectArgument?
  @Option(name: .long, help: .shown("Customers in all arms (default: what is needed).", "number"))
  var customers: Int?
  @Option(name: .long, help: .shown("Arms and their shares.", "arms"))
  var arms = ArmsArgument(arms: [
    ArmPlan.Arm(name: "control", share: 0.5), ArmPlan.Arm(name: "treated", share: 0.5),
  ])
  @Option(
    name: .long, help: .shown("Arm without treatment (default: control, or the first).", "arm"))
  var control: String?
  @Option(name: .long, help: .shown("False-alarm rate of the whole experiment.", "share"))
  var alpha = ShareArgument(value: 0.05)
  @Option(name: .long, help: .shown("Probability of finding the effect.", "share"))
  var power = ShareArgument(value: 0.8)
}
