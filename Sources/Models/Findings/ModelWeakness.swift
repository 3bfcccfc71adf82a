package import Units

/// That a model's ranking or probabilities cannot be told from what is had without a model.
package enum ModelWeakness: StoredFinding {
  /// The 95 % interval of the AUC on active customers holds .5, or lies below.
  case rankingLikeChance(auc: Double, low: Double)
  /// Of so many active customers the target held for all, or for none: nothing ranks them.
  case oneOutcome(customers: Int, always: Bool)
  /// The log-loss of all customers is surely above that of the base rate of training.
  case lossAboveBaseRate(logLoss: Double, baseRate: Double)

  package var fact: Fact {
    switch self {
    case .rankingLikeChance(let auc, let low):
      Fact("ranking_like_chance", ["auc": .number(auc), "auc_low": .number(low)])
    case .oneOutcome(let customers, let always):
      Fact(
        "one_outcome", ["customers": .count(customers), "held_for": .count(always ? customers : 0)])
    case .lossAboveBaseRate(let logLoss, let baseRate):
      Fact(
        "loss_above_base_rate",
        ["log_loss": .number(logLoss), "training_base_rate_log_loss": .number(baseRate)])
    }
  }

  package init?(_ fact: Fact) {
    switch fact.code {
    case "ranking_like_chance":
      guard let auc = fact.number("auc"), let low = fact.number("auc_low") else { return nil }
      self = .rankingLikeChance(auc: auc, low: low)
    case "one_outcome":
      guard let customers = fact.count("customers"), let held = fact.count("held_for") else {
        return nil
      }
      self = .oneOutcome(customers: customers, always: held > 0)
    case "loss_above_base_rate":
      guard let loss = fact.number("log_loss"),
        let baseRate = fact.number("training_base_rate_log_loss")
      else { return nil }
      self = .lossAboveBaseRate(logLoss: loss, baseRate: baseRate)
    default: return nil
    }
  }
}
