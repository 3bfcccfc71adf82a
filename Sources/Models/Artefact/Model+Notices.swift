package import Histories
internal import Segments
package import Units

extension Model {
  /// What a user should know of this model, as sentences.
  package var notices: [String] { (churn?.notices ?? []) + (scores?.cutOffs.notices ?? []) }

  /// What a user should know before acting on this model's scores of a log read this way.
  package func notices(
    timeZone: String, refunds: RefundPolicy, hasEvents: Bool, asOf: Day
  ) -> [String] {
    var notices: [String] = []
    if asOf < data.asOf {
      notices.append(
        "the model was learned from orders up to \(data.asOf), after the \(asOf) that is scored: it "
          + "knows of what came between, so these scores do not tell how well it foresees.")
    }
    if !hasEvents, let feature = churn?.eventFeatures(in: catalogue).first {
      notices.append(
        "the model was trained with events (\(feature), …) and none were given: it takes them for "
          + "unknown, and its probabilities are less sure than its evaluation says (--events).")
    }
    if timeZone != data.timeZone {
      notices.append(
        "the model was trained on days in \(data.timeZone), these are in \(timeZone) (--time-zone)."
      )
    }
    if refunds != data.refunds {
      notices.append(
        "the model was trained with --refunds \(data.refunds.rawValue), these rows were read with "
          + "\(refunds.rawValue).")
    }
    if let warning = value?.biasWarning { notices.append(warning) }
    return notices
  }
}
