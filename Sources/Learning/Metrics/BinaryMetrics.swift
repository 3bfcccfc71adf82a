/// A metric of probabilistic binary classification.
///
/// The raw value is the name under which it is written.
public enum BinaryMetric: String, CaseIterable, Sendable {
  case auc
  case averagePrecision = "average_precision"
  case logLoss = "log_loss"
  case brier
  case expectedCalibrationError = "ece"
  case lift10 = "lift_10"
  case capture10 = "capture_10"
  case calibrationIntercept = "calibration_intercept"
  case calibrationSlope = "calibration_slope"
}

/// Metrics of predicted probabilities of a yes, compared with the outcomes; nil where undefined.
///
/// Without observations every metric is nil.
public struct BinaryMetrics: Sendable, Equatable {
  /// Area under the receiver operating curve: the chance that a yes is ranked above a no, ties
  /// counting ½; nil where there is one class only.
  public var auc: Double?
  /// Σ (recallᵢ − recallᵢ₋₁) · precisionᵢ over the distinct probabilities, highest first; nil
  /// where there is no yes.
  public var averagePrecision: Double?
  /// Mean of −log of the probability of the actual outcome.
  ///
  /// As in scikit-learn, that probability is kept within [ε, 1 − ε], ε = 2⁻⁵².
  public var logLoss: Double?
  /// Mean squared difference between probability and outcome (0 or 1).
  public var brier: Double?
  /// Σ nᵢ/n · |mean probability − rate of yes| over ten bins of equal count by rank.
  public var expectedCalibrationError: Double?
  /// Rate of yes among the ⌊n/10⌋ highest probabilities, divided by the rate among all; nil for
  /// fewer than ten observations, or where there is no yes.
  public var lift10: Double?
  /// Share of all noes that the ⌊n/10⌋ lowest probabilities hold; nil for fewer than ten
  /// observations, or where there is no no.
  public var capture10: Double?
  /// Calibration in the large: the a of logit P(yes) = a + logit p, the slope fixed at 1; nil where
  /// there is one class only.
  ///
  /// 0 is perfect, above 0 the probabilities are too low.
  public var calibrationIntercept: Double?
  /// The b of logit P(yes) = a + b · logit p, both fitted by maximum likelihood; nil where there
  /// is one class only, all p are equal, or p separates the classes.
  ///
  /// 1 is perfect, below 1 the probabilities are too extreme.
  public var calibrationSlope: Double?

  /// The figure of a metric known at run time only.
  public subscript(metric: BinaryMetric) -> Double? {
    switch metric {
    case .auc: auc
    case .averagePrecision: averagePrecision
    case .logLoss: logLoss
    case .brier: brier
    case .expectedCalibrationError: expectedCalibrationError
    case .lift10: lift10
    case .capture10: capture10
    case .calibrationIntercept: calibrationIntercept
    case .calibrationSlope: calibrationSlope
    }
  }
}

/// A tenth of the observations by rank of their probability: predicted and actual rate of yes.
public struct ReliabilityBin: Sendable, Equatable {
  /// Observations in the bin.
  public var count = 0
  /// Sum of their probabilities: the predicted number of yeses.
  public var expected = 0.0
  /// Actual number of yeses.
  public var observed = 0

  public var meanProbability: Double { expected / Double(count) }
  public var observedRate: Double { Double(observed) / Double(count) }
}
