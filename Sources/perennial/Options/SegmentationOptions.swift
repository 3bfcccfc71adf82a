import ArgumentParser
import Dense
import Expressions
import Features
import Histories
import Ingestion
import Models
import Reporting
import Segmentation
import Segments
import Snapshots
import Units

/// What segments are made by: the same for `segment` and its reports.
struct SegmentationOptions: ParsableArguments {
  @OptionGroup var scoring: ScoreOptions
  @Option(
    name: .long,
    help: .shown(
      "Use the cut-offs, window and weights of this model (default: from these customers).", "dir"),
    completion: .directory)
  var model: String?
  @Option(
    name: .long,
    help: .shown("Segment as of this date (default: the day after the last order).", "date"))
  var asOf: DayArgument?
  @OptionGroup var contact: LeadOptions
  @OptionGroup var occasions: CalendarOptions

  /// Files that are read for it.
  var read: [String?] { [scoring.naming.rules, occasions.calendar] }

  /// Reads the rules and the model, and checks that they go together.
  func plan() throws -> SegmentationPlan {
    let settings = try scoring.settings()
    let named = try scoring.naming.named()
    if let model, scoring.setsScores {
      throw UsageError(
        description: "--model \(model): found cut-offs or weights beside it, expected one or the "
          + "other: a model has its own")
    }
    let model = try model.map { path throws(ModelError) in try ModelFolder.read(path) }
    return SegmentationPlan(
      settings: settings, model: model,
      rules: try named ?? model?.scores?.namingRules() ?? RuleSet(.rfm125),
      leadInDays: contact.lead.value.wholeDays, saleCalendar: try occasions.saleCalendar())
  }
}

/// All that segments depend on but the log and the date.
struct SegmentationPlan {
  let settings: ScoreSettings
  let model: Model?
  let rules: RuleSet
  let leadInDays: Int
  /// Nil to find sale days in the log.
  let saleCalendar: SaleCalendar?
  /// Further columns to write.
  var shown: [String] = []
  var includesProspects = false

  /// Segments a log's customers.
  ///
  /// - Parameters:
  ///   - loaded: the log.
  ///   - asOf: the date; the day after the last order for nil.
  ///   - cutOffs: of another date, to score by the same.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - progress: told each step.
  /// - Returns: the segments.
  /// - Throws: where nobody has an order before the date, or the model does not fit the log.
  func segmentation(
    of loaded: LoadedHistories, asOf: Day?, cutOffs: RFMCutOffs? = nil, workers: Workers,
    progress: Progress
  ) throws -> Segmentation {
    try Segmentation(
      of: loaded.store, asOf: asOf, model: model, cutOffs: cutOffs, settings: settings,
      rules: rules, customerColumns: loaded.customerColumns, shown: shown, leadInDays: leadInDays,
      saleCalendar: saleCalendar, includingProspects: includesProspects, workers: workers,
      progress: progress)
  }
}

extension Session {
  /// Says at which date customers were segmented, and notes what is odd about it.
  func tell(of found: Segmentation, after loaded: LoadedHistories) {
    tell("as of \(found.asOf)")
    note(asOf: found.asOf, after: loaded)
    note(found.notices.map(\.text), .data)
  }
}
