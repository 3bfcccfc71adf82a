internal import RealModule

/// −log of the probability that a logit gave to what came.
package func logLoss(logit: Double, label: Double) -> Double {
  max(0, logit) - label * logit + Double.log(onePlus: .exp(-abs(logit)))
}
