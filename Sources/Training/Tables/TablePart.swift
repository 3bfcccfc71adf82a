/// Rows to learn from and rows to be evaluated on.
struct TablePart: Sendable {
  let training: [Int]
  let holdout: [Int]
}
