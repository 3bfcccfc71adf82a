internal import Learning
internal import Models

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
