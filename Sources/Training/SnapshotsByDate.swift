internal import Dense
internal import Histories
internal import Snapshots
internal import Units

/// Snapshots by date, each taken once: of the customers that are learned from, or of all.
struct SnapshotsByDate {
  let plan: SnapshotPlan
  let source: any LearningSource
  let parameters: TrainingParameters
  let sample: CustomerSample
  let target: Target?
  private var taken: [Day: Snapshot] = [:]
  private var wholes: [Day: Snapshot] = [:]

  init(
    plan: SnapshotPlan, source: any LearningSource, parameters: TrainingParameters,
    sample: CustomerSample, target: Target?
  ) {
    self.plan = plan
    self.source = source
    self.parameters = parameters
    self.sample = sample
    self.target = target
  }

  /// What is learned from.
  mutating func at(_ dates: [Day], _ progress: Progress = .untold) -> [Snapshot] {
    dates.enumerated().map { number, date in
      defer { progress.reach(number + 1, of: dates.count) }
      if let snapshot = taken[date] { return snapshot }
      let snapshot = snapshot(date, of: sample)
      taken[date] = snapshot
      return snapshot
    }
  }

  /// What is evaluated.
  mutating func whole(_ date: Day) -> Snapshot {
    if sample.share == 1 { return at([date])[0] }
    if let snapshot = wholes[date] { return snapshot }
    let snapshot = snapshot(date, of: .all)
    wholes[date] = snapshot
    return snapshot
  }

  /// Lets go of all snapshots but those of some dates that are learned from, and of all customers of others.
  mutating func keep(_ dates: [Day], whole: [Day] = []) {
    taken = taken.filter { dates.contains($0.key) }
    wholes = wholes.filter { whole.contains($0.key) }
  }

  private func snapshot(_ date: Day, of sample: CustomerSample) -> Snapshot {
    source.snapshot(
      asOf: date, horizonInDays: plan.horizonInDays, target: target,
      scoreWindowInDays: parameters.scoreWindowInDays, among: sample, workers: parameters.workers)
  }
}
