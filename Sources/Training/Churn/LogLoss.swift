internal import RealModule

/// −log of the probability of the actual outcome, given a logit.
package func logLoss(logit: Double, label: Double) -> Double {
  max(0, logit) - label * logit + Double.log(onePlus: .exp(-abs(logit)))
}
