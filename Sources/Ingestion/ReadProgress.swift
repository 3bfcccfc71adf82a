/// How far reading has come.
package struct ReadProgress: Sendable {
  package let file: String
  package let rows: Int
  /// How much of the bytes of all files of the kind is read, 0 … 1; nil where that is not known.
  package let share: Double?

  init(file: String, rows: Int, share: Double? = nil) {
    (self.file, self.rows, self.share) = (file, rows, share)
  }
}
