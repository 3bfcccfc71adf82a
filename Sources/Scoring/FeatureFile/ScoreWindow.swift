internal import Features
internal import Intake

/// The features that the F, M and E scores of a window are made of.
struct ScoreWindow: Sendable {
  let orders: String
  let spend: String
  let engagement: String?

  var required: [String] { [orders, spend] }

  /// Nil where no features look at a window of so many days.
  init?(days: Int?) {
    guard let days else {
      (orders, spend, engagement) = ("orders", "net_spend", nil)
      return
    }
    guard [30, 90, 180, 365].contains(days) else { return nil }
    orders = "orders_\(days)"
    spend = "spend_\(days)"
    engagement = days == 180 ? nil : "engagement_\(days)"
  }
}

extension FeatureForm {
  /// What a feature's cells may hold.
  init(_ cells: FeatureCells) {
    self =
      switch cells {
      case .number: .number
      case .count: .count
      case .positiveCount: .positiveCount
      }
  }
}
