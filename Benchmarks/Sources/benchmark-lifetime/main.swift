import Dense
import Inputs
import Lifetime

// BG/NBD on summaries in whole days, with weeks as the unit of time.

struct Fit: Encodable {
  let r, alpha, a, b: Double
  let logLikelihood: Double
  let gradientNorm: Double
  let iterations: Int

  init(_ fitted: FittedPurchaseModel<BetaGeometricProcess>) {
    (r, alpha, a, b) = (
      fitted.process.r, fitted.process.alpha, fitted.process.a, fitted.process.b
    )
    logLikelihood = fitted.fit.logLikelihood
    gradientNorm = fitted.fit.gradientNorm
    iterations = fitted.fit.iterations
  }
}

struct Run: Encodable {
  let cost: Cost
  let fit: Fit
}

let arguments = Arguments(usage: "benchmark-lifetime SUMMARIES.csv [THREADS]")
let summaries = try SummaryFile(path: arguments.text(0))
let workers = Workers(try arguments.threads(1))
let (fitted, cost) = try Cost.of {
  BetaGeometric.bgNBD.fitted(
    to: try PurchaseSummaries(
      frequency: summaries.frequency, recencyInDays: summaries.recencyInDays,
      tenureInDays: summaries.tenureInDays, daysPerUnit: 7),
    settings: FitSettings(workers: workers))
}
try printLine(Run(cost: cost, fit: Fit(fitted)))
