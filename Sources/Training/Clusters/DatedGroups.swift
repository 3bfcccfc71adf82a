internal import Dense
internal import Learning
internal import Models
package import Snapshots

/// A partition's group of every customer where it was learned and where it is judged, numbered from 0.
package struct DatedGroups: Sendable {
  let learned: [Int]
  package let judged: [Int]
  let groupCount: Int

  package init(learned: [Int], judged: [Int], groupCount: Int) {
    self.learned = learned
    self.judged = judged
    self.groupCount = groupCount
  }
}

extension ClusterTraining {
  /// Clusters learned of one snapshot, as groups of it and of a later one.
  package func groups(learned: Snapshot, judged: Snapshot) throws(TrainingError) -> DatedGroups {
    let clusters = try fitted(to: learned)
    func groups(_ snapshot: Snapshot) -> [Int] {
      clusters.assignments(of: snapshot.features, threads: threads).map { $0 - 1 }
    }
    return DatedGroups(
      learned: groups(learned), judged: groups(judged), groupCount: clusters.centroids.count)
  }
}
