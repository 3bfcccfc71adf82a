internal import Learning
internal import Models

/// A partition's group of every customer where it was learned and where it is evaluated, numbered from 0.
package struct DatedGroups: Sendable {
  package let learned: [Int]
  package let holdout: [Int]
  package let groupCount: Int

  package init(learned: [Int], holdout: [Int], groupCount: Int) {
    self.learned = learned
    self.holdout = holdout
    self.groupCount = groupCount
  }
}
