internal import Snapshots

extension Evaluation {
  /// Why no list should rest on this model; empty where the evaluation finds nothing.
  package var weaknesses: [ModelWeakness] {
    var found: [ModelWeakness] = []
    if let auc = group(.active)?.model.auc, let value = auc.value, let low = auc.low, low <= 0.5 {
      found.append(.rankingLikeChance(auc: value, low: low))
    }
    if target != nil, let active = group(.active), active.model.auc.value == nil {
      found.append(.oneOutcome(customers: active.customers, always: active.baseRate == 1))
    }
    if let all = group(.all), let loss = all.model.logLoss.value, let low = all.model.logLoss.low,
      low > all.trainingBaseRateLogLoss
    {
      found.append(.lossAboveBaseRate(logLoss: loss, baseRate: all.trainingBaseRateLogLoss))
    }
    return found
  }
}
