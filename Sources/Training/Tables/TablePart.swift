internal import Features
package import Models
internal import Snapshots

/// Rows to learn from and rows to be judged on.
struct TablePart: Sendable {
  let training: [Int]
  let judged: [Int]
}
