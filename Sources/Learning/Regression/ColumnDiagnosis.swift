/// What is remarkable about columns of a design; columns are named by index.
public enum ColumnDiagnosis: Sendable, Hashable {
  /// One value in all rows. Its coefficient is 0: the intercept does its work.
  case constant(column: Int)
  /// Another column, shifted and scaled. Without a penalty its coefficient is 0.
  case duplicate(column: Int, of: Int)
  /// A linear combination of earlier columns. Without a penalty its coefficient is 0.
  case collinear(column: Int, with: [Int])
  /// A combination of these columns tells the responses apart without error (or without error but
  /// for ties): without a penalty their coefficients have no finite best values.
  case separating(columns: [Int])
}
