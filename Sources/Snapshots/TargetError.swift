package import Expressions
package import Units

/// Why a target cannot be asked of a log.
package enum TargetError: Error, Sendable, Equatable {
  /// Its rows do not have what a condition asks for.
  case noColumn(String, of: TargetRule.Tally.Kind)
  /// No row has the text, so that the condition would hold for none.
  case unknownText(column: String, text: String, nearest: String?, of: TargetRule.Tally.Kind)
  /// A window reaches beyond the horizon that labels end with.
  case windowBeyondHorizon(windowInDays: Int, horizonInDays: Int)
  /// The log has no room for a window to learn from and one to be evaluated on.
  case logTooShort(first: Day, last: Day, windowInDays: Int)
  /// It holds for all training rows, or for none.
  case constant(rule: String, always: Bool, rows: Int, windowInDays: Int)
}
