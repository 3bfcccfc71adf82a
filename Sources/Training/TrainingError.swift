package import Learning
package import Lifetime
package import Models
package import Snapshots
package import Units

/// Why no model can be trained or evaluated on histories.
package enum TrainingError: Error, Sendable {
  /// What was to be fitted.
  package enum Fitted: Sendable, Equatable {
    case churnModel
    /// Which products of features the churn model uses.
    case churnProducts
    /// The churn model's settings, by forward validation.
    case churnSettings
    case churnCalibration
    /// The churn model at dates before the evaluation date.
    case pastChurnModels
    /// A churn model on one feature.
    case churnBaseline(features: [String])
    case prospectModel
    case spendRegression
    /// A line of value on one fact.
    case valueBaseline
  }

  case plan(PlanError)
  case target(TargetError)
  case scoring(ScoringError)
  case tooFewCustomers(Int)
  /// Rows of features lack dates that are to be learned from, or what came of their customers.
  case datesMissing([Day], horizonInDays: Int)
  /// A log to evaluate a model on again has no order before a date that the model was learned or evaluated at.
  case logBeginsLate(asOf: Day, firstOrder: Day?)
  /// Every customer of the training snapshots churned, or none did.
  case oneClass(allChurned: Bool, customers: Int, horizonInDays: Int)
  /// A holdout needs an order before it and a day of the log in it.
  case holdoutOutside(Day, earliest: Day, latest: Day)
  /// Two models predict windows of different length.
  case otherHorizon(model: Int, asked: Int)
  /// A model to compare with predicts something else: another target, or churn where it is nil.
  case otherTarget(model: String?, asked: String)
  /// No feature that clusters are formed on varies.
  case constantFeatures([String])
  case clusters(ClusteringError)
  /// Numbers can be kept only of as many clusters as the earlier model has.
  case otherClusterCount(Int, earlier: Int, model: String)
  case purchases(PurchaseDataError)
  case fit(Fitted, FitError)
  /// A figure of the trained model is no number.
  case undefined(UndefinedFigure)
}

/// Fits something, with what it throws named by what was to be fitted.
func fitting<Result>(
  _ fitted: TrainingError.Fitted, _ fit: () throws(FitError) -> Result
) throws(TrainingError) -> Result {
  do { return try fit() } catch { throw .fit(fitted, error) }
}
