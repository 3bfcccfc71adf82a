import ArgumentParser

extension ArgumentHelp {
  /// Help of an option that `--help` shows.
  ///
  /// - Parameters:
  ///   - text: what the option does, with its default where the parser knows none.
  ///   - value: what the value is called.
  /// - Returns: the help.
  static func shown(_ text: String, _ value: String? = nil) -> ArgumentHelp {
    ArgumentHelp(text, valueName: value)
  }

  /// Help of an option that only `--help-all` shows.
  static func more(_ text: String, _ value: String? = nil) -> ArgumentHelp {
    ArgumentHelp(text, valueName: value, visibility: .hidden)
  }
}
