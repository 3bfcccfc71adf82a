import Inputs
import Lifetime

// BG/NBD on summaries in whole days, with weeks as the unit of time.

struct Run: Encodable {
  let cost: Cost
  let fit: BetaGeometricMaximum
}

let arguments = Arguments(usage: "benchmark-lifetime SUMMARIES.csv [THREADS]")
let summaries = try SummaryFile(path: arguments.text(0))
let workers = try arguments.workers(1)
let (fit, cost) = try Cost.of {
  try BetaGeometricMaximum(
    frequency: summaries.frequency, recencyInDays: summaries.recencyInDays,
    tenureInDays: summaries.tenureInDays, workers: workers)
}
try printLine(Run(cost: cost, fit: fit))
