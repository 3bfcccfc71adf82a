internal import Expressions
internal import Files
internal import Models
package import Snapshots
internal import Units

/// What a model predicts, in the words of its reports: churn, or a target of the user's.
struct PredictedWords {
  /// The rule of the target; nil for churn.
  let target: String?

  static let churn = PredictedWords(target: nil)

  /// Heads the column of the share for whom it came true.
  var happened: String { target == nil ? "churned" : "target" }
  var title: String { target == nil ? "Churn" : "The target" }
  /// Inside a sentence.
  var noun: String { target == nil ? "churn" : "the target" }
  var rate: String { target == nil ? "churn rate" : "rate of the target" }
  /// What rows for which it came true are called, after their number.
  var rows: String { target == nil ? "churners" : "with the target" }
  /// Those for whom it came true and those for whom it did not, after their numbers.
  var outcomes: (String, String) {
    target == nil ? ("churned", "stayed") : ("with the target", "without it")
  }

  /// What customers are ordered by, and the two ends of that order.
  var ordered: String { target == nil ? "risk" : "probability" }
  var ends: (String, String) { target == nil ? ("riskiest", "safest") : ("highest", "lowest") }

  /// What the label says of a customer, as a sentence in Markdown.
  func definition(horizonInDays days: Int) -> String {
    target.map {
      "The *target* is `\(visibleText($0).replacing("`", with: "'"))`, of the \(days) days from the as-of date."
    }
      ?? "A customer *churns* by placing no order in the \(days) days from the as-of date."
  }
}

extension Evaluation {
  var words: PredictedWords { PredictedWords(target: target) }
}

extension TargetError: Worded {
  package var sentence: Sentence {
    switch self {
    case .noColumn(let name, let kind):
      kind == .events
        ? """
        \(option: .target): it asks for '\(name)' of events, which this log does not have. Pass event \
        files with it (\(option: .events)), or leave it out of the target.
        """
        : """
        \(option: .target): it asks for '\(name)' of \(kind.rawValue)(…), which the orders do not have. \
        Name its column (\(option: .columns, "\(name)=…")), or leave it out of the target.
        """
    case .unknownText(let column, let text, let nearest, let kind):
      """
      \(option: .target): found no row whose \(column) is '\(text)', so that \(kind.rawValue)(…) would \
      always be 0\(nearest.map { ". Did you mean '\($0)'?" } ?? "; it is read as the log spells it.")
      """
    case .windowBeyondHorizon(let window, let horizon):
      Sentence(
        """
        \(option: .target): found a window of \(window) days, expected at most the horizon of \
        \(horizon). Pass a longer \(option: .horizon), or none: then it is the longest window.
        """, use: Cure(.horizon, "\(window)d"))
    case .logTooShort(let first, let last, let window):
      """
      \(option: .target): its window of \(window) days is too long for this log, which runs from \
      \(first) to \(last) (\(last - first + 1) days): expected at least \(2 * window + 1) days, a \
      window to train on, one to evaluate on, and a day before them. Shorten the window.
      """
    case .constant(let rule, let always, let rows, let window):
      """
      \(option: .target): '\(rule)' holds for \(always ? "all" : "none") of \(grouped(rows)) training \
      rows in the \(window) days after their date; expected some with and some without. Change the \
      condition or its window.
      """
    }
  }
}
