internal import Dense

/// The steps of `train`, each as long beside the others as it takes.
struct TrainingSteps {
  let snapshots, choosing, evaluating, earlier, clusterCount: Progress
  let value, refit, valueRefit, clusters, end: Progress

  /// About the shares of the time that 50,000 customers with their events took.
  ///
  /// - Parameters:
  ///   - progress: of all of it.
  ///   - choosesClusterCount: whether the number of clusters is left open.
  init(_ progress: Progress, choosesClusterCount: Bool) {
    let parts = progress.parts(
      [4, 76, 9.5, 0.5, choosesClusterCount ? 12 : 0, 3.5, 4, 0.5, 1.5, 0.5])
    snapshots = parts[0]
    choosing = parts[1]
    evaluating = parts[2]
    earlier = parts[3]
    clusterCount = parts[4]
    value = parts[5]
    refit = parts[6]
    valueRefit = parts[7]
    clusters = parts[8]
    end = parts[9]
  }
}
