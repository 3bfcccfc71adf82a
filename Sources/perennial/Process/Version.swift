import Dense

enum Version {
  static let number = "0.1.0"

  /// The version with what numbers depend on: the linear algebra library and its chosen core.
  static var text: String { "perennial \(number) (\(blasDescription()))" }
}
