import Files
package import Reporting

// The one place where a setting of the texts gets its spelling.

extension Setting {
  /// The option or switch by which the command line sets it.
  package var spelling: String {
    switch self {
    case .events: "--events"
    case .customers: "--customers"
    case .columns: "--columns"
    case .filter: "--where"
    case .delimiter: "--delimiter"
    case .encoding: "--encoding"
    case .dateFormat: "--date-format"
    case .decimalComma: "--decimal-comma"
    case .decimalPoint: "--decimal-point"
    case .profile: "--profile"
    case .countStatus: "--count-status"
    case .guest: "--guest"
    case .keepCustomer: "--keep-customer"
    case .eventsColumns: "--events-columns"
    case .eventKind: "--event-kind"
    case .eventsDateFormat: "--events-date-format"
    case .eventsProfile: "--events-profile"
    case .allowUnmatched: "--allow-unmatched"
    case .timeZone: "--time-zone"
    case .refunds: "--refunds"
    case .amountPer: "--amount-per"
    case .knownAfter: "--known-after"
    case .dropDuplicates: "--drop-duplicates"
    case .allowFutureDates: "--allow-future-dates"
    case .maxRejected: "--max-rejected"
    case .asOf: "--as-of"
    case .evaluateAt: "--evaluate-at"
    case .horizon: "--horizon"
    case .target: "--target"
    case .clvHorizon: "--clv-horizon"
    case .scoreWindow: "--score-window"
    case .id: "--id"
    case .label: "--label"
    case .positive: "--positive"
    case .splitColumn: "--split-column"
    case .splitAt: "--split-at"
    case .folds: "--folds"
    case .ignore: "--ignore"
    case .categories: "--categories"
    case .monotone: "--monotone"
    case .value: "--value"
    case .start: "--start"
    case .end: "--end"
    case .reason: "--reason"
    case .running: "--running"
    case .cause: "--cause"
    case .renewal: "--renewal"
    case .validFrom: "--valid-from"
    case .knownAtStart: "--known-at-start"
    case .observedFrom: "--observed-from"
    case .period: "--period"
    case .term: "--term"
    case .arm: "--arm"
    case .arms: "--arms"
    case .control: "--control"
    case .alpha: "--alpha"
    case .power: "--power"
    case .rate: "--rate"
    case .effect: "--effect"
    case .standardDeviation: "--sd"
    case .correlation: "--correlation"
    case .skewness: "--skewness"
    case .stratifyBy: "--stratify-by"
    case .metrics: "--metrics"
    case .covariates: "--covariates"
    case .by: "--by"
    case .outcomeDate: "--outcome-date"
    case .absentAreZero: "--absent-are-zero"
    case .starts: "--starts"
    case .window: "--window"
    case .look: "--look"
    case .margin: "--margin"
    case .incentiveCost: "--incentive-cost"
    case .treatment: "--treatment"
    case .treated: "--treated"
    case .outcome: "--outcome"
    case .exclude: "--exclude"
    case .armColumn: "--arm-column"
    case .model: "--model"
    case .features: "--features"
    case .select: "--select"
    case .clusterOn: "--cluster-on"
    case .clustersLike: "--clusters-like"
    case .noClusters: "--no-clusters"
    case .rules: "--rules"
    case .partition: "--partition"
    case .static: "--static"
    case .against: "--against"
    case .require: "--require"
    case .acceptWeak: "--accept-weak"
    case .saveRate: "--save-rate"
    case .contactCost: "--contact-cost"
    case .discount: "--discount"
    case .consent: "--consent"
    case .on: "--on"
    case .saltFile: "--salt-file"
    case .shareOf: "--share-of"
    case .uplift: "--uplift"
    case .store: "--store"
    case .keepChanged: "--keep-changed"
    case .exactIDs: "--exact"
    case .verbose: "--verbose"
    case .noHeader: "--no-header"
    case .pseudonymise: "--pseudonymise"
    }
  }
}

extension Sentence {
  /// The text for a person at a command line; values are quoted as a shell needs them.
  package var onCommandLine: String {
    text { setting, value in
      value.map { "\(setting.spelling) \(shellQuoted($0))" } ?? setting.spelling
    }
  }
}

/// A value as one word of a POSIX shell, visible whatever it holds.
func shellQuoted(_ value: String) -> String {
  let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=%+@…")
  if !value.isEmpty, value.allSatisfy(plain.contains) { return value }
  let shown = visibleText(value)
  if !shown.contains("'") { return "'\(shown)'" }
  // Inside double quotes a shell reads these four.
  if !shown.contains(where: { "\"$`\\".contains($0) }) { return "\"\(shown)\"" }
  return "'" + shown.replacing("'", with: "'\\''") + "'"
}
