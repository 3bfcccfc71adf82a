/// How much of an expression is read.
enum ExpressionLimits {
  /// The longest text, in UTF-8 bytes.
  static let bytes = 65_536
  /// Levels of parentheses, signs and `not`; every level is a handful of stack frames.
  static let levels = 100
}
