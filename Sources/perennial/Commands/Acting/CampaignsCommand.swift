import ArgumentParser
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Segments
import Snapshots
import Units

struct CampaignsCommand: LogJob {
  static let configuration = CommandConfiguration(
    commandName: "campaigns",
    abstract: "Figures of mailings and of won-back customers.",
    usage: "perennial campaigns <orders> ... [--events <files>] [<options>]",
    discussion: """
      With events, for each of the last complete months and each segment at its start: mailings, customers \
      reached, and the shares of them who opened, clicked, ordered soon after, complained and unsubscribed. \
      From orders alone: of those who returned after a long inactivity, who took up their own earlier rhythm \
      and basket, by quarter.

        perennial campaigns orders.csv --events events.csv --months 6
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Campaigns") var looked: MailingOptions
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var files: FileUse {
    FileUse(
      input: input.files, read: [looked.naming.rules], written: [("--output", report.output)])
  }

  func work(in session: Session) throws {
    let rules = try looked.naming.named() ?? RuleSet(.rfm125)
    let loaded = try load(in: session)
    guard let orderDays = loaded.store.orderDayRange else { throw ScoringError.noOrders }
    let day = looked.asOf?.value ?? orderDays.upperBound + 1
    guard orderDays.lowerBound < day else {
      throw ScoringError.nobodyToScore(asOf: day, firstOrder: orderDays.lowerBound)
    }
    session.note(asOf: day, after: loaded)
    let campaigns =
      input.events.isEmpty && (input.store == nil || loaded.ledger.events == nil)
      ? nil
      : try CampaignFigures(
        of: loaded, asOf: day, months: looked.months, orderDays: looked.orderWithin.value.wholeDays,
        rules: rules, workers: options.workers)
    let outlook = CampaignOutlook(
      asOf: day, campaigns: campaigns,
      recovery: WinBackRecovery(of: loaded.store, asOf: day, workers: options.workers))
    try report.write(outlook, in: session) { CampaignReport.text(of: $0) }
  }
}

/// What is looked at.
struct MailingOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Complete months to look back.", "number"))
  var months = 3
  @Option(name: .long, help: .shown("Days after a mailing in which an order counts.", "days"))
  var orderWithin = DurationArgument(value: DayCount(days: 7))
  @Option(
    name: .long,
    help: .shown(
      "Use only what lies before this date (default: the day after the last order).", "date"))
  var asOf: DayArgument?
  @OptionGroup var naming: RuleOptions

  func validate() throws {
    guard (1...120).contains(months) else {
      throw ValidationError("--months \(months): expected 1 to 120")
    }
  }
}
