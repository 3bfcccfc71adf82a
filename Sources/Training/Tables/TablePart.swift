/// Rows to learn from and rows to be judged on.
struct TablePart: Sendable {
  let training: [Int]
  let judged: [Int]
}
