internal import Dense

/// The steps of `train`, each as long beside the others as it takes.
struct TrainingSteps {
  let snapshots, choosing, evaluating, value, earlier, refit, valueRefit, clusters, end: Progress

  /// About the shares of the time that 50,000 customers with their events took.
  init(_ progress: Progress) {
    let parts = progress.parts([4, 76, 9.5, 3.5, 0.5, 4, 0.5, 1.5, 0.5])
    snapshots = parts[0]
    choosing = parts[1]
    evaluating = parts[2]
    value = parts[3]
    earlier = parts[4]
    refit = parts[5]
    valueRefit = parts[6]
    clusters = parts[7]
    end = parts[8]
  }
}
